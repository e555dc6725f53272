package audit

import "github.com/headroom-audit/headroom/fact"

// overflowLatched finds overflow states that outlive their cause: the Sup720's
// FIB exception stays until the reload even when the table has shrunk
// (ios:2.2 "Sticky" [S]). A reload clears it; where the table is also
// nearly full, a reload alone would fill it again.
func overflowLatched() Rule {
	return Rule{
		ID:    "overflow/latched",
		Title: "the device is in an overflow state that only a reload ends",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, e := range c.Device.Exceptions {
				if e.Kind == fact.ExceptionState && e.Raised == fact.Yes && e.Latched {
					out = append(out, c.latched(e))
				}
			}
			return out
		},
	}
}

func (c *Case) latched(e fact.Exception) Finding {
	f := Finding{
		Severity: SevCrit, State: Over, Action: Reload, Resource: e.Resource, Scope: e.Scope,
		Message:  where(resourceName(e.Resource), e.Scope) + ": the overflow state is raised and latched: it stays until a reload, also when the table has shrunk" + quoted(e.Text),
		Evidence: c.proof(e.Span),
	}
	for _, r := range c.rowsOf(e.Resource) {
		if left, ok := r.FreeShare(); ok {
			f.Message += "; now " + where(r.Name, r.Scope) + ": " + amount(r)
			f.Evidence = append(f.Evidence, c.row(r)...)
			if left < c.Policy.WarnFree {
				f.Action = c.remedy(r)
				f.Message += ", so a reload alone would fill it again"
			}
			break
		}
	}
	return f
}
