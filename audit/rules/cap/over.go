package cap

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// capOver finds tables that are full: used at or above a hard cap, a hashed
// table at the level where it refuses inserts, or an overflow that the device
// reports as standing now. Estimates, guarantees and percentages never give it.
func capOver() audit.Rule {
	return audit.Rule{
		ID:    "cap/over",
		Title: "forwarding memory is full: what does not fit is not forwarded in hardware",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, j := range byTable(c, func(r *ledger.Row) audit.State { return over(c, r) }) {
				after := ""
				if j.rows[0].Kind == fact.CapHashed {
					after = "a hashed table refuses inserts from " + ledger.Percent(c.Policy.HashedFull) + " on"
				}
				out = append(out, finding(c, j, policy.Crit, after))
			}
			return append(out, liveExceptions(c)...)
		},
	}
}

func over(c *audit.Case, r *ledger.Row) audit.State {
	if c.Level(r) == ledger.Full {
		return audit.Over
	}
	return audit.OK
}

// liveExceptions are overflow states that the device holds now and would drop
// by itself.
func liveExceptions(c *audit.Case) []audit.Finding {
	var out []audit.Finding
	for _, e := range c.Device.Exceptions {
		if e.Kind != fact.ExceptionState || e.Raised != fact.Yes || e.Latched {
			continue
		}
		out = append(out, audit.Finding{
			Severity: policy.Crit, State: audit.Over, Action: c.RemedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
			Message:  ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": the device reports an overflow now" + ledger.Quoted(e.Text),
			Evidence: c.Proof(e.Span),
		})
	}
	return out
}
