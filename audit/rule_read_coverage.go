package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// readCoverage finds what must be known of a device and is not: no ok without it
// (docs/verdict.md).
func readCoverage() Rule {
	return Rule{
		ID:    "read/coverage",
		Title: "something that must be known was not read",
		Check: func(c *Case) []Finding { return c.open(func(v *fact.Vital) bool { return !halfCame(v) }) },
	}
}

// halfCame reports whether a question that is not vital was refused or cut: that is
// read/incomplete.
func halfCame(v *fact.Vital) bool {
	return v.Kind == fact.Beside && (v.Answer == fact.Cut || v.Answer == fact.Refused)
}

// open gives one finding per question without an answer, all its engines in one.
func (c *Case) open(which func(v *fact.Vital) bool) []Finding {
	var out []Finding
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
		out = append(out, c.notKnown(g))
	}
	return out
}

// notKnown puts a question without an answer into words, with what to collect.
func (c *Case) notKnown(group []*fact.Vital) Finding {
	v := group[0]
	f := Finding{Severity: SevWarn, State: Unkn, Action: Investigate, Evidence: c.proof(v.Span)}
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
	f.Message += ": " + answerWords(v.Answer) + quoted(v.Quote)
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

func answerWords(a fact.Answer) string {
	switch a {
	case fact.NotAsked:
		return "nobody asked"
	case fact.Refused:
		return "the device refused the question"
	case fact.Empty:
		return "the answer is empty"
	case fact.NotRead:
		return "the answer does not tell"
	case fact.UnknownWords:
		return "the answer is in words that are not understood"
	case fact.Cut:
		return "the answer was cut"
	case fact.Contradicted:
		return "what was read contradicts itself"
	default:
		return string(a)
	}
}
