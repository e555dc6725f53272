package carve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// carvePending finds a division of the memory that is configured and not
// active: a reload is outstanding. People have run for years on a carve that
// they believed changed (operators:3.3 g).
func carvePending() audit.Rule {
	return audit.Rule{
		ID:    "carve/pending",
		Title: "a configured change of the memory is pending a reload",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			says, spans := pending(c)
			if len(says) == 0 {
				return nil
			}
			f := audit.Finding{Severity: policy.Warn, State: audit.Pend, Action: solve.Reload, Evidence: c.Proof(spans...)}
			f.Message = "pending reload: " + strings.Join(says, "; ")
			switch {
			case !c.InStartup:
			case d.Boot.Unsaved == fact.Yes:
				f.Action = solve.Save
				f.Message += "; it is not saved yet, a reload now would lose it"
			case d.Boot.Unsaved == fact.Unknown:
				f.Message += "; whether it is saved was not read"
			}
			if p := c.Proposal; p.Waits != "" {
				f.Action = solve.Investigate
				f.Message += "; " + ledger.HoldsNot(p.Waits)
				switch {
				case p.Replaces():
					f.Action = p.Action
					f.Message += ": another division does, and takes its place"
				case p.Feasible:
					f.Message += ", and what runs now does: " + takeBack(c) + ", nothing needs a reload then"
				default:
					f.Message += ": " + takeBack(c) + " before anything reloads the device"
				}
			}
			return []audit.Finding{f}
		},
	}
}

// pendingShown is how many pending changes a message names.
const pendingShown = 4

// pending says changes pending a reload, and where that stands; nothing where
// nothing does, or where it is not known.
func pending(c *audit.Case) (says []string, spans []fact.Span) {
	d := c.Device
	for i, p := range d.Pending {
		again := slices.ContainsFunc(d.Pending[:i], func(q fact.Change) bool { return q.What == p.What && q.To == p.To })
		if spans = append(spans, p.Span); !again { // a switch says it below every template that it is asked for
			says = append(says, change(p.What, p.From, p.To))
		}
	}
	if len(says) == 0 {
		for i := range d.Tables {
			t := &d.Tables[i]
			now, ok := t.Cap.Get()
			next, known := t.Pending.Get()
			if ok && known && now != next {
				says, spans = append(says, change(t.Name, ledger.Count(now), ledger.Count(next))), append(spans, t.Pending.Span)
			}
		}
	}
	if a, b := d.Carve.Active, d.Carve.AfterReload; len(says) == 0 && a.Known() && b.Known() && !strings.EqualFold(a.Text, b.Text) {
		says, spans = append(says, change("", a.Text, b.Text)), append(spans, b.Span, a.Span)
	}
	if len(says) == 0 && d.PendingKnown == fact.Yes {
		says, spans = append(says, "the device says that a change takes effect after a reload"), append(spans, d.Carve.AfterReload.Span)
	}
	if n := len(says) - pendingShown; n > 0 {
		says = append(says[:pendingShown:pendingShown], fmt.Sprintf("and %s", words.Plural(n, "more change")))
	}
	return says, spans
}

func change(what, from, to string) string {
	s := strings.TrimSpace(what)
	if from != "" && to != "" {
		return strings.TrimSpace(s + " " + from + " -> " + to)
	}
	return strings.TrimSpace(s + " " + to + from)
}

// takeBack says how what waits is taken back.
func takeBack(c *audit.Case) string {
	return cmp.Or(c.TakeBack, "take it out of the configuration")
}
