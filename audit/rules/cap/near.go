package cap

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// capNear finds tables with little left. What can be concluded depends on the
// kind of cap: see capacity.go and docs/03-states.md.
func capNear() audit.Rule {
	return audit.Rule{
		ID:    "cap/near",
		Title: "little forwarding memory is left",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, j := range byTable(c, func(r *ledger.Row) audit.State { return nearNotFull(c, r) }) {
				sev, after := policy.Warn, ""
				if j.state == audit.Crit {
					sev = policy.Crit
				}
				switch kind := j.rows[0].Kind; {
				case kind == fact.CapGuaranteed:
					after = "using more than is guaranteed is legal while the shared banks have room"
				case ledger.Soft(kind):
					after = "the capacity is an estimate, not a limit"
				default:
					if w, ok := c.Runway(j.rows[0]); ok {
						after = ledger.RunwayWords(w)
					}
				}
				out = append(out, finding(c, j, sev, after))
			}
			return out
		},
	}
}

func nearNotFull(c *audit.Case, r *ledger.Row) audit.State {
	switch c.Level(r) {
	case ledger.Critical:
		return audit.Crit
	case ledger.Low:
		return audit.Warn
	default:
		return audit.OK // of what is full cap/over speaks
	}
}
