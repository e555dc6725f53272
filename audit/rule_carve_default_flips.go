package audit

// carveDefaultFlips finds routers whose memory an upgrade would divide anew: no
// profile is configured, and the default of a later release is another one
// (junos:2D [TP]: ACX7000 from 23.3R1 on).
func carveDefaultFlips() Rule {
	return Rule{
		ID:    "carve/default-flips",
		Title: "an upgrade would divide the memory anew, since no profile is configured",
		Check: func(c *Case) []Finding {
			if c.Device.Family != "acx7k" || !c.defaultFlips() {
				return nil
			}
			return []Finding{{
				Severity: SevInfo, State: OK, Action: None, Message: flips + ": write the profile down before it", Evidence: c.proof(c.Device.Carve.Configured.Span, c.Device.Carve.Active.Span),
			}}
		},
	}
}
