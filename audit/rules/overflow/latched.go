package overflow

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// overflowLatched finds overflow states that outlive their cause: the Sup720's
// FIB exception stays until the reload even when the table has shrunk
// (ios:2.2 "Sticky" [S]). A reload clears it; where the table is also
// nearly full, a reload alone would fill it again.
func overflowLatched() audit.Rule {
	return audit.Rule{
		ID:    "overflow/latched",
		Title: "the device is in an overflow state that only a reload ends",
		Topic: audit.AboutLatch,
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, e := range c.Device.Exceptions {
				if e.Kind == fact.ExceptionState && e.Raised == fact.Yes && e.Latched {
					out = append(out, latched(c, e))
				}
			}
			return out
		},
	}
}

func latched(c *audit.Case, e fact.Exception) audit.Finding {
	f := audit.Finding{
		Severity: policy.Crit, State: audit.Over, Action: solve.Reload, Resource: e.Resource, Scope: e.Scope,
		Message:  ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": the FIB exception is set and stays set until a reload, also when the table has shrunk" + ledger.Quoted(e.Text),
		Evidence: c.Proof(e.Span),
	}
	for _, r := range c.RowsOf(e.Resource) {
		if left, ok := r.FreeShare(); ok {
			f.Message += "; now " + ledger.Where(r.Name, r.Scope) + ": " + ledger.Amount(r)
			f.Evidence = append(f.Evidence, c.RowProof(r)...)
			if left < c.Policy.WarnFree {
				f.Action = c.Remedy(r)
				f.Message += ", so a reload alone would fill it again"
			}
			break
		}
	}
	return f
}
