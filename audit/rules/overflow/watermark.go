package overflow

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// overflowWatermark passes on a watermark of the device that was passed: free
// memory of a Trio card below the percentage that its operator chose, an
// adjacency table above the mark the chassis sets. It is a warning of the
// device's own, not overflow (junos:3.2, ios:2.2).
func overflowWatermark() audit.Rule {
	return audit.Rule{
		ID:    "overflow/watermark",
		Title: "the device's own watermark was passed",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, e := range c.Device.Exceptions {
				if e.Kind != fact.WatermarkBreached || e.Raised != fact.Yes {
					continue
				}
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Warn, Action: c.RemedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
					Message:  ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": a watermark of the device was passed" + ledger.Quoted(e.Text),
					Evidence: c.Proof(e.Span),
				})
			}
			return out
		},
	}
}
