package overflow

import (
	"fmt"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// overflowOOR passes on the device's own out-of-resource alarm: Yellow warns,
// Red is critical. Red on an estimate is not overflow by itself: a table was
// seen Red at 100 % with every route programmed (xr:0.4).
func overflowOOR() audit.Rule {
	return audit.Rule{
		ID:    "overflow/oor",
		Title: "the device's own out-of-resource alarm is Yellow or Red",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, severity := range []string{"red", "yellow"} {
				out = append(out, alarms(c, severity)...)
			}
			return out
		},
	}
}

// alarms gives one finding per resource whose alarm has the severity.
func alarms(c *audit.Case, severity string) []audit.Finding {
	var out []audit.Finding
	seen := map[string]int{}
	for _, o := range outOfResource(c) {
		if o.severity != severity {
			continue
		}
		if i, ok := seen[string(o.resource)+"\x00"+o.name]; ok {
			out[i].Evidence = append(out[i].Evidence, c.Proof(o.span)...)
			continue
		}
		seen[string(o.resource)+"\x00"+o.name] = len(out)
		out = append(out, alarm(c, o))
	}
	for i := range out {
		if n := len(out[i].Evidence) - 1; n > 0 {
			out[i].Message += fmt.Sprintf("; %s too", words.Plural(n, "other instance"))
			out[i].Evidence = out[i].Evidence[:1]
		}
	}
	return out
}

func alarm(c *audit.Case, o oor) audit.Finding {
	f := audit.Finding{
		Severity: policy.Warn, State: audit.Warn, Action: c.RemedyFor(o.resource), Resource: o.resource, Scope: o.scope,
		Message: ledger.Where(o.name, o.scope) + ": the device's own alarm is Yellow", Evidence: c.Proof(o.span),
	}
	if o.severity == "red" {
		f.Severity, f.State = policy.Crit, audit.Crit
		f.Message = ledger.Where(o.name, o.scope) + ": the device's own alarm is Red, it may refuse new entries"
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Resource == o.resource && r.Scope == o.scope && r.Kind != fact.CapState {
			f.Message += "; " + ledger.Amount(r)
			break
		}
	}
	return f
}
