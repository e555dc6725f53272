package overflow

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// overflowNotProgrammed finds routes that the routing table has and the hardware
// has not: a consistency check of the device that failed, or a queue of the
// kernel towards the forwarding engine that does not empty (nxos:5,
// junos:3.1 #17). Neither says why, so neither is overflow by itself.
func overflowNotProgrammed() audit.Rule {
	return audit.Rule{
		ID:    "overflow/not-programmed",
		Title: "the routing table and the hardware differ",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, f := range c.Device.Flags {
				var what string
				switch f.Key {
				case fact.FlagDiffers:
					what = fmt.Sprintf("the device's own comparison of routes with the hardware failed: %v", f.Value)
				case fact.FlagQueuedRoutes:
					n, ok := number(f.Value)
					if !ok || n <= 0 {
						continue
					}
					what = ledger.Count(n) + " changes of routes wait in the kernel for the forwarding engine; a queue that is as long in the next scan does not empty"
				default:
					continue
				}
				out = append(out, audit.Finding{Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Message: what, Evidence: c.Proof(f.Span)})
			}
			return out
		},
	}
}

// number gives a flag's value as a number.
func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}
