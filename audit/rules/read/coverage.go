package read

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// readCoverage finds what must be known of a device and is not: no ok without it
// (docs/verdict.md).
func readCoverage() audit.Rule {
	return audit.Rule{
		ID:    "read/coverage",
		Title: "something that must be known was not read",
		Check: func(c *audit.Case) []audit.Finding { return open(c, func(v *fact.Vital) bool { return !halfCame(v) }) },
	}
}

// halfCame reports whether a question that is not vital was refused or cut: that is
// read/incomplete.
func halfCame(v *fact.Vital) bool {
	return v.Kind == fact.Beside && (v.Answer == fact.Cut || v.Answer == fact.Refused)
}

// open gives one finding per question without an answer, all its engines in one.
func open(c *audit.Case, which func(v *fact.Vital) bool) []audit.Finding {
	var out []audit.Finding
	var groups [][]*fact.Vital
	for i := range c.Device.Coverage {
		v := &c.Device.Coverage[i]
		if !v.Open() || !which(v) || v.Answer == fact.NotAsked && c.Device.Failure.Cause != "" {
			continue // nobody came to ask: read/failed says why
		}
		at := slices.IndexFunc(groups, func(g []*fact.Vital) bool {
			return g[0].Kind == v.Kind && g[0].Name == v.Name && g[0].Answer == v.Answer && (v.Quote == "" || g[0].Quote == v.Quote)
		})
		if at < 0 {
			at = len(groups)
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], v)
	}
	for _, g := range groups {
		out = append(out, notKnown(c, g))
	}
	return out
}

// notKnown puts a question without an answer into words, with what to collect.
func notKnown(c *audit.Case, group []*fact.Vital) audit.Finding {
	v := group[0]
	f := audit.Finding{Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Evidence: c.Proof(v.Span)}
	f.Message = "not known: " + v.Name
	var engines []string
	for _, g := range group {
		if g.Engine != "" && !slices.Contains(engines, g.Engine) {
			engines = append(engines, g.Engine)
		}
	}
	if len(engines) > 0 {
		f.Message += " of " + strings.Join(engines, ", ")
	}
	f.Message += ": " + ledger.AnswerWords(v.Answer) + ledger.Quoted(v.Quote)
	if commands := asks(group); len(commands) > 0 {
		f.Message += "; to collect: " + strings.Join(commands, ", ")
	}
	return f
}

// asks gives the commands of a group, the first of each engine, as they are typed.
func asks(group []*fact.Vital) []string {
	var out []string
	for _, v := range group {
		if len(v.Commands) > 0 {
			if c := fmt.Sprintf("`%s`", v.Commands[0]); !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}
