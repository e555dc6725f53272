package audit

// hostVirtual tells of software routers: there is no forwarding memory whose
// size could be reached, so the device can be ok, and the finding says what was
// not judged.
func hostVirtual() Rule {
	return Rule{
		ID:    "host/virtual",
		Title: "a software router: it has no forwarding hardware to fill",
		Check: func(c *Case) []Finding {
			d := c.Device
			if !d.Identity.Virtual {
				return nil
			}
			return []Finding{{
				Severity: SevInfo, State: OK, Action: None,
				Message:  "a software router" + model(d) + ": it has no forwarding hardware that could fill; its main memory was not judged",
				Evidence: c.proof(d.Identity.Spans["model"]),
			}}
		},
	}
}
