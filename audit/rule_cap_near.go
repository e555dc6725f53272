package audit

import "github.com/headroom-audit/headroom/fact"

// capNear finds tables with little left. What can be concluded depends on the
// kind of cap: see capacity.go and docs/03-states.md.
func capNear() Rule {
	return Rule{
		ID:    "cap/near",
		Title: "little forwarding memory is left",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, j := range c.byTable(c.nearNotFull) {
				sev, after := SevWarn, ""
				if j.state == Crit {
					sev = SevCrit
				}
				switch kind := j.rows[0].Kind; {
				case kind == fact.CapGuaranteed:
					after = "using more than is guaranteed is legal while the shared banks have room"
				case soft(kind):
					after = "the capacity is an estimate, not a limit"
				default:
					if w, ok := c.runway(j.rows[0]); ok {
						after = runwayWords(w)
					}
				}
				out = append(out, c.finding(j, sev, after))
			}
			return out
		},
	}
}

func (c *Case) nearNotFull(r *Row) State {
	if c.full(r) {
		return OK // cap/over speaks of it
	}
	return c.near(r)
}
