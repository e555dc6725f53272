package overflow

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// overflowInsertFailures finds entries that the hardware refused. Refusals with
// a table that is still tight are overflow; a counter that outlives its cause,
// with room in the table, asks for a second look (ios:13 rule 5,
// xr:7 rule 8).
func overflowInsertFailures() audit.Rule {
	return audit.Rule{
		ID:    "overflow/insert-failures",
		Title: "the hardware refused entries: they are in no forwarding table",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, r := range refusals(c) {
				out = append(out, refused(c, r))
			}
			return out
		},
	}
}

// refusal is one counter above zero.
type refusal struct {
	resource fact.Resource
	name     string
	scope    fact.Scope
	count    float64
	latched  bool
	span     fact.Span
	more     int // other instances
}

// refusals collects the counters of exceptions and table rows, the highest
// instance of each resource.
func refusals(c *audit.Case) []refusal {
	var out []refusal
	add := func(n refusal) {
		for i := range out {
			o := &out[i]
			if o.resource != n.resource {
				continue
			}
			if o.scope != n.scope {
				n.more = o.more + 1
				o.more++
			}
			if n.count > o.count {
				*o = n
			}
			return
		}
		out = append(out, n)
	}
	for _, e := range c.Device.Exceptions {
		if n, ok := e.Count.Get(); e.Kind == fact.InsertFailures && ok && n > 0 && e.Raised != fact.No {
			add(refusal{resource: e.Resource, name: ledger.ResourceName(e.Resource), scope: e.Scope, count: n, latched: e.Latched, span: first(e.Count.Span, e.Span)})
		}
	}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Failures.Get(); ok && n > 0 {
			add(refusal{resource: t.Resource, name: t.Name, scope: t.Scope, count: n, latched: true, span: t.Failures.Span})
		}
	}
	return out
}

func first(a, b fact.Span) fact.Span {
	if a.IsZero() {
		return b
	}
	return a
}

func refused(c *audit.Case, r refusal) audit.Finding {
	f := audit.Finding{
		Severity: policy.Crit, State: audit.Over, Action: c.RemedyFor(r.resource), Resource: r.resource, Scope: r.scope,
		Message:  ledger.Where(r.name, r.scope) + ": the hardware refused " + ledger.Count(r.count) + " inserts",
		Evidence: c.Proof(r.span),
	}
	if r.latched {
		f.Message += " (counted since boot)"
	}
	if r.more > 0 {
		f.Message += "; " + words.Plural(r.more, "other instance") + " refused some too"
	}
	if r.latched && c.Roomy(r.resource) && !red(c, r.resource) {
		f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
		f.Message += "; the table has room now, so the cause may be over: compare with the next scan"
	}
	return f
}
