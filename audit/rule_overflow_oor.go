package audit

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
)

// overflowOOR passes on the device's own out-of-resource alarm: Yellow warns,
// Red is critical. Red on an estimate is not overflow by itself: a table was
// seen Red at 100 % with every route programmed (xr:0.4).
func overflowOOR() Rule {
	return Rule{
		ID:    "overflow/oor",
		Title: "the device's own out-of-resource alarm is Yellow or Red",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, severity := range []string{"red", "yellow"} {
				out = append(out, c.alarms(severity)...)
			}
			return out
		},
	}
}

// alarms gives one finding per resource whose alarm has the severity.
func (c *Case) alarms(severity string) []Finding {
	var out []Finding
	seen := map[string]int{}
	for _, o := range c.outOfResource() {
		if o.severity != severity {
			continue
		}
		if i, ok := seen[o.resource+"\x00"+o.name]; ok {
			out[i].Evidence = append(out[i].Evidence, c.proof(o.span)...)
			continue
		}
		seen[o.resource+"\x00"+o.name] = len(out)
		out = append(out, c.alarm(o))
	}
	for i := range out {
		if n := len(out[i].Evidence) - 1; n > 0 {
			out[i].Message += fmt.Sprintf("; %s too", words.Plural(n, "other instance"))
			out[i].Evidence = out[i].Evidence[:1]
		}
	}
	return out
}

func (c *Case) alarm(o oor) Finding {
	f := Finding{
		Severity: SevWarn, State: Warn, Action: c.remedyFor(o.resource), Resource: o.resource, Scope: o.scope,
		Message: where(o.name, o.scope) + ": the device's own alarm is Yellow", Evidence: c.proof(o.span),
	}
	if o.severity == "red" {
		f.Severity, f.State = SevCrit, Crit
		f.Message = where(o.name, o.scope) + ": the device's own alarm is Red, it may refuse new entries"
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Resource == o.resource && r.Scope == o.scope && r.Kind != fact.CapState {
			f.Message += "; " + amount(r)
			break
		}
	}
	return f
}
