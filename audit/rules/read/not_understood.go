package read

import (
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

// readNotUnderstood finds what was received and not understood: lines of
// capacity outputs that no parser knows, and devices of which nothing tells how
// full they are. Neither is ok; both are gaps of ours, and named as such.
func readNotUnderstood() audit.Rule {
	return audit.Rule{
		ID:    "read/not-understood",
		Title: "the device was read, but not understood",
		Check: func(c *audit.Case) []audit.Finding { return append(unreadLines(c), halfRead(c)...) },
		Late:  noVerdict,
	}
}

// linesShown is how many unread lines of an output stand as evidence.
const linesShown = 3

// unreadLines gives one finding per capacity output with lines nobody knows.
func unreadLines(c *audit.Case) []audit.Finding {
	var out []audit.Finding
	for i := range c.Device.Outputs {
		o := &c.Device.Outputs[i]
		if !capacity(c, i) {
			continue
		}
		var unread []fact.Line
		for _, l := range c.Device.Unread {
			if l.Output == i && says(l.Text) {
				unread = append(unread, l)
			}
		}
		if len(unread) == 0 {
			continue
		}
		f := audit.Finding{Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate}
		f.Message = fmt.Sprintf("`%s`: %s not understood, the first is line %d: %q", o.Command, words.Plural(len(unread), "line"), unread[0].No, strings.TrimSpace(unread[0].Text))
		for _, l := range unread[:min(len(unread), linesShown)] {
			f.Evidence = append(f.Evidence, audit.Evidence{Command: o.Command, Line: l.No, Text: l.Text, File: o.File})
		}
		out = append(out, f)
	}
	return out
}

// capacity reports whether output i is one that the ledger rests on.
func capacity(c *audit.Case, i int) bool {
	return slices.ContainsFunc(c.Device.Tables, func(t fact.Table) bool { return t.Ledger && t.Output == i })
}

// says reports whether a line could hold a fact: a digit, or a name and its
// value. A line of plain words ("snip") cannot change a figure.
func says(line string) bool { return strings.ContainsAny(line, "0123456789=:") }

// noVerdict finds a device of which nothing tells how full it is, where no other
// finding has given it a state.
func noVerdict(c *audit.Case, found []audit.Finding) []audit.Finding {
	d := c.Device
	if d.Identity.Virtual || c.Layer2() || slices.ContainsFunc(found, func(f audit.Finding) bool { return f.State != audit.OK && f.State != audit.Stale }) {
		return nil
	}
	if slices.ContainsFunc(c.Rows, func(r ledger.Row) bool { return r.Judgeable() && !r.Unverified }) {
		return nil
	}
	f := audit.Finding{Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate}
	f.Message = "nothing that was read tells how full its forwarding memory is"
	if d.Identity.OS == fact.UnknownOS {
		f.Message += "; the operating system was not recognised"
	} else if d.Family == "" {
		f.Message += "; its family was not recognised" + ledger.ModelWords(d)
	}
	if half := halfKnown(c); half != "" {
		f.Message += "; " + half
	}
	if gaps := gaps(c); len(gaps) > 0 {
		f.Message += "; " + strings.Join(gaps, "; ")
	}
	return []audit.Finding{f}
}

// halfRead finds memories that hold routes of which only one of capacity and use
// was read, and no other row tells the rest: how full the others are says nothing
// of them. A capacity of 0 that is in use is no capacity. Where nothing at all was
// read whole noVerdict says so.
func halfRead(c *audit.Case) []audit.Finding {
	var out []audit.Finding
	if !slices.ContainsFunc(c.Rows, func(r ledger.Row) bool { return r.Judgeable() }) {
		return nil
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		used, u := r.Used.Get()
		size, k := r.Capacity.Get()
		if !ledger.Routes(r.Resource) || !ledger.Wall(r.Kind) || u && k && (size > 0 || used == 0) || !u && (!k || size == 0) || toldElsewhere(c, r) {
			continue
		}
		words := "capacity " + r.Capacity.String() + ", and what is in use is not known"
		if u {
			words = ledger.Count(used) + " in use, and the capacity is not known"
		}
		f := audit.Finding{Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Resource: r.Resource, Scope: r.Scope, Evidence: c.RowProof(r)}
		f.Message = ledger.Where(r.Name, r.Scope) + ": " + words
		out = append(out, f)
	}
	return out
}

// toldElsewhere reports whether another row says how full the memory of r is.
func toldElsewhere(c *audit.Case, r *ledger.Row) bool {
	return slices.ContainsFunc(c.Rows, func(o ledger.Row) bool {
		return o.Judgeable() && (o.Resource == r.Resource || ledger.Shares(o.Resource, r.Resource) || ledger.Shares(r.Resource, o.Resource))
	})
}

// halfKnown says which half of the ledger was read where the other is missing.
func halfKnown(c *audit.Case) string {
	capacity, used := false, false
	for i := range c.Rows {
		capacity = capacity || c.Rows[i].Capacity.Known()
		used = used || c.Rows[i].Used.Known()
	}
	switch {
	case capacity && !used:
		return "its capacities were read, but not what is in use"
	case used && !capacity:
		return "what is in use was read, but no capacity"
	}
	return ""
}

// gapsShown is how many outputs a message names.
const gapsShown = 3

// gaps names the outputs that no parser read, with the reason.
func gaps(c *audit.Case) []string {
	if len(c.Device.Outputs) == 0 {
		return []string{"no command was answered"}
	}
	var out []string
	for i := range c.Device.Outputs {
		if o := &c.Device.Outputs[i]; o.Why != "" && o.Complete() {
			out = append(out, fmt.Sprintf("`%s`: %s", o.Command, o.Why))
		}
	}
	if n := len(out) - gapsShown; n > 0 {
		out = append(out[:gapsShown:gapsShown], "and "+words.Plural(n, "more output"))
	}
	return out
}
