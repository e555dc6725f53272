package read

import "github.com/headroom-audit/headroom/audit"

// readIncomplete finds answers that the device's family asks for and that did not
// come whole: a row that was cut off is unknown, not absent.
func readIncomplete() audit.Rule {
	return audit.Rule{
		ID:    "read/incomplete",
		Title: "an answer that is needed did not come whole",
		Check: func(c *audit.Case) []audit.Finding { return open(c, halfCame) },
	}
}
