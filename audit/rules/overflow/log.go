package overflow

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// overflowLog finds log lines that tell of overflow. A line says that it ran
// over once, not that it does now: where the tables have room, or the device
// says that the exception is over, it warns; where nothing says so, or said it
// before the line was printed, it counts as overflow, since such lines are printed
// once only (ios:0.4).
func overflowLog() audit.Rule {
	return audit.Rule{
		ID:    "overflow/log",
		Title: "the log tells of forwarding memory that ran over",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			seen := map[string]bool{}
			for _, e := range c.Device.Exceptions {
				key := string(e.Resource) + "\x00" + e.Severity + "\x00" + e.Scope.String()
				if e.Kind == fact.OverflowLog && e.Raised == fact.Yes && !seen[key] {
					seen[key] = true
					out = append(out, logged(c, e))
				}
			}
			return append(out, noted(c)...)
		},
	}
}

func logged(c *audit.Case, e fact.Exception) audit.Finding {
	f := audit.Finding{
		Severity: policy.Crit, State: audit.Over, Action: c.RemedyFor(e.Resource), Resource: e.Resource, Scope: e.Scope,
		Message:  ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": the log tells of overflow" + ledger.Quoted(e.Text),
		Evidence: c.Proof(e.Span),
	}
	switch {
	case e.Resource == fact.ACL || e.Resource == fact.QoS || e.Resource == fact.Netflow || e.Resource == fact.Counters || e.Resource == fact.MAC:
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		what := "ran over"
		if strings.EqualFold(e.Severity, "yellow") {
			what = "is nearly full"
		}
		f.Message = ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": the log tells that this table " + what + "; it holds no routes" + ledger.Quoted(e.Text)
	case e.Resource == fact.Memory:
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		f.Message = ledger.Where("control-plane memory", e.Scope) + ": the log tells that a process ran out of memory; routes may be missing, forwarding memory is not meant" + ledger.Quoted(e.Text)
	case strings.EqualFold(e.Severity, "yellow"):
		f.Severity, f.State = policy.Warn, audit.Warn
		f.Message = ledger.Where(ledger.ResourceName(e.Resource), e.Scope) + ": the log warns that it is nearly full" + ledger.Quoted(e.Text)
	case e.Past:
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		f.Message += "; the device was reset after that"
	case outlived(c, e):
		f.Message += "; it was printed after all that was read of this memory"
	case denied(c, e.Resource):
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		f.Message += "; the device says that its overflow state is not raised, so this may be from before"
	case c.RoomyAt(e.Resource, e.Scope):
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		f.Message += "; the table has room now, so this may be over: ask for the exception state"
	}
	return f
}

// noted finds messages that are no proof of overflow and no ok either: hardware
// that did not take an entry, and what speaks of exhaustion in words nobody has
// listed. A configured limit that was reached is information.
func noted(c *audit.Case) []audit.Finding {
	var out []audit.Finding
	for _, n := range []struct {
		flag  fact.FlagKey
		says  string
		state audit.State
		sev   policy.Severity
	}{
		{fact.FlagUpdateFailed, "the log says that hardware did not take an entry; that is no proof of a full table, and routes may be missing", audit.Warn, policy.Warn},
		{fact.FlagLooksExhausted, "the log speaks of exhaustion in words that are not on the list of known messages", audit.Unkn, policy.Warn},
		{fact.FlagLimitReached, "a configured limit was reached; that is no forwarding memory", audit.OK, policy.Info},
	} {
		found := c.Flags(n.flag)
		if len(found) == 0 {
			continue
		}
		last := found[len(found)-1]
		f := audit.Finding{Severity: n.sev, State: n.state, Message: n.says + ledger.Quoted(fmt.Sprint(last.Value)), Evidence: c.Proof(last.Span)}
		if n.state != audit.OK {
			f.Action = solve.Investigate
		}
		if len(found) > 1 {
			f.Message += fmt.Sprintf(" (the newest of %d)", len(found))
		}
		out = append(out, f)
	}
	return out
}

// outlived reports whether a message came after what speaks against it: it was
// printed on the console, behind the rows and the state of its memory. One that an
// answer lists is older than the question.
func outlived(c *audit.Case, e fact.Exception) bool {
	at := int(e.Span.Output)
	if at >= len(c.Device.Outputs) || !c.Device.Outputs[at].Loose {
		return false
	}
	told := -1
	for _, r := range c.RowsOf(e.Resource) {
		if e.Scope.Node == "" && e.Scope.Index == "" || ledger.Within(r.Scope, e.Scope) {
			told = max(told, int(r.Used.Span.Output))
		}
	}
	for _, s := range c.Device.Exceptions {
		if s.Kind == fact.ExceptionState && s.Raised == fact.No {
			told = max(told, int(s.Span.Output))
		}
	}
	return told >= 0 && told < at
}

// denied reports whether the device says that no overflow of resource stands; of
// memory that a message does not name, that none of any kind does.
func denied(c *audit.Case, resource fact.Resource) bool {
	all := resource == "" || resource == fact.FibMemory
	no := false
	for _, e := range c.Device.Exceptions {
		if e.Kind != fact.ExceptionState || e.Resource != resource && !all {
			continue
		}
		if no = e.Raised == fact.No; !no {
			return false
		}
	}
	return no
}
