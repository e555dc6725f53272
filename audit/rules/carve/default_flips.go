package carve

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// carveDefaultFlips finds routers whose memory an upgrade would divide anew: no
// profile is configured, and the default of a later release is another one
// (junos:2D [TP]: ACX7000 from 23.3R1 on).
func carveDefaultFlips() audit.Rule {
	return audit.Rule{
		ID:    "carve/default-flips",
		Title: "an upgrade would divide the memory anew, since no profile is configured",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, n := range c.Flips {
				out = append(out, audit.Finding{Severity: policy.Info, State: audit.OK, Action: solve.None, Message: n.Says + ": write the profile down before it", Evidence: c.Proof(n.Spans...)})
			}
			return out
		},
	}
}
