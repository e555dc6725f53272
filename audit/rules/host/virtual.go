package host

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// hostVirtual tells of software routers: there is no forwarding memory whose
// size could be reached, so the device can be ok, and the finding says what was
// not judged.
func hostVirtual() audit.Rule {
	return audit.Rule{
		ID:    "host/virtual",
		Title: "a software router: it has no forwarding hardware to fill",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			if !d.Identity.Virtual {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Info, State: audit.OK, Action: solve.None,
				Message:  "a software router" + ledger.ModelWords(d) + ": it has no forwarding hardware that could fill; its main memory was not judged",
				Evidence: c.Proof(d.Identity.Spans["model"]),
			}}
		},
	}
}
