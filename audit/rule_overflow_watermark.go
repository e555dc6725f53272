package audit

import "github.com/headroom-audit/headroom/fact"

// overflowWatermark passes on a watermark of the device that was passed: free
// memory of a Trio card below the percentage that its operator chose, an
// adjacency table above the mark the chassis sets. It is a warning of the
// device's own, not overflow (junos:3.2, ios:2.2).
func overflowWatermark() Rule {
	return Rule{
		ID:    "overflow/watermark",
		Title: "the device's own watermark was passed",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, e := range c.Device.Exceptions {
				if e.Kind != fact.WatermarkBreached || e.Raised != fact.Yes {
					continue
				}
				out = append(out, Finding{
					Severity: SevWarn, State: Warn, Action: c.remedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
					Message:  where(resourceName(e.Resource), e.Scope) + ": a watermark of the device was passed" + quoted(e.Text),
					Evidence: c.proof(e.Span),
				})
			}
			return out
		},
	}
}
