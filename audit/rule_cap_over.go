package audit

import "github.com/headroom-audit/headroom/fact"

// capOver finds tables that are full: used at or above a hard cap, a hashed
// table at the level where it refuses inserts, or an overflow that the device
// reports as standing now. Estimates, guarantees and percentages never give it.
func capOver() Rule {
	return Rule{
		ID:    "cap/over",
		Title: "forwarding memory is full: what does not fit is not forwarded in hardware",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, j := range c.byTable(c.over) {
				after := ""
				if j.rows[0].Kind == fact.CapHashed {
					after = "a hashed table refuses inserts from " + percent(c.Policy.HashedFull) + " on"
				}
				out = append(out, c.finding(j, SevCrit, after))
			}
			return append(out, c.liveExceptions()...)
		},
	}
}

func (c *Case) over(r *Row) State {
	if c.full(r) {
		return Over
	}
	return OK
}

// liveExceptions are overflow states that the device holds now and would drop
// by itself.
func (c *Case) liveExceptions() []Finding {
	var out []Finding
	for _, e := range c.Device.Exceptions {
		if e.Kind != fact.ExceptionState || e.Raised != fact.Yes || e.Latched {
			continue
		}
		out = append(out, Finding{
			Severity: SevCrit, State: Over, Action: c.remedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
			Message:  where(resourceName(e.Resource), e.Scope) + ": the device reports an overflow now" + quoted(e.Text),
			Evidence: c.proof(e.Span),
		})
	}
	return out
}
