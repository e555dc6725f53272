package audit

// propose asks the solver of the device's family for the change that holds its
// use with the policy's reserve.
func propose(c *Case) *Proposal {
	return &Proposal{Outcome: "unknown"}
}
