package audit

// readIncomplete finds answers that the device's family asks for and that did not
// come whole: a row that was cut off is unknown, not absent.
func readIncomplete() Rule {
	return Rule{
		ID:    "read/incomplete",
		Title: "an answer that is needed did not come whole",
		Check: func(c *Case) []Finding { return c.open(halfCame) },
	}
}
