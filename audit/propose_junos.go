package audit

// proposeJunos speaks for the boxes whose commit itself restarts the forwarding
// engine, and for those that have nothing to commit (domain/junos.md 0).
func proposeJunos(c *Case) *Proposal {
	switch {
	case c.Device.Family == "qfx-evo":
		return c.told() // nothing tells what is in use of a profile
	case c.Family != nil && len(c.Family.Profiles) > 0:
		return proposeTemplate(c)
	}
	return c.told()
}
