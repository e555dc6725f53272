package audit

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// overflowLog finds log lines that tell of overflow. A line says that it ran
// over once, not that it does now: where the tables have room, or the device
// says that the exception is over, it warns; where nothing says so it counts as
// overflow, since such lines are printed once only (domain/ios.md 0.4).
func overflowLog() Rule {
	return Rule{
		ID:    "overflow/log",
		Title: "the log tells of forwarding memory that ran over",
		Check: func(c *Case) []Finding {
			var out []Finding
			seen := map[string]bool{}
			for _, e := range c.Device.Exceptions {
				key := e.Resource + "\x00" + e.Severity + "\x00" + e.Scope.String()
				if e.Kind == fact.OverflowLog && e.Raised == fact.Yes && !seen[key] {
					seen[key] = true
					out = append(out, c.logged(e))
				}
			}
			return out
		},
	}
}

func (c *Case) logged(e fact.Exception) Finding {
	f := Finding{
		Severity: SevCrit, State: Over, Action: c.remedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
		Message:  where(resourceName(e.Resource), e.Scope) + ": the log tells of overflow" + quoted(e.Text),
		Evidence: c.proof(e.Span),
	}
	switch {
	case e.Resource == fact.Memory:
		f.Severity, f.State, f.Action = SevWarn, Warn, Investigate
		f.Message = where("control-plane memory", e.Scope) + ": the log tells that a process ran out of memory; routes may be missing, forwarding memory is not meant" + quoted(e.Text)
	case strings.EqualFold(e.Severity, "yellow"):
		f.Severity, f.State = SevWarn, Warn
		f.Message = where(resourceName(e.Resource), e.Scope) + ": the log warns that it is nearly full" + quoted(e.Text)
	case c.denied(e.Resource):
		f.Severity, f.State, f.Action = SevWarn, Warn, Investigate
		f.Message += "; the device says that its overflow state is not raised, so this may be from before"
	case c.roomyAt(e.Resource, e.Scope):
		f.Severity, f.State, f.Action = SevWarn, Warn, Investigate
		f.Message += "; the table has room now, so this may be over: ask for the exception state"
	}
	return f
}

// denied reports whether the device says that no overflow of resource stands.
func (c *Case) denied(resource string) bool {
	for _, e := range c.Device.Exceptions {
		if e.Kind == fact.ExceptionState && e.Raised == fact.No && (e.Resource == resource || resource == "") {
			return true
		}
	}
	return false
}
