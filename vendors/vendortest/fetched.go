package vendortest

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Fetched holds that the filter of every log question lets each message through that
// the family knows and that tells something. answers are the names of messages that
// stand in no log: the CLI answers with them.
func Fetched(t testing.TB, o *vendors.OS, answers ...string) {
	t.Helper()
	for _, p := range o.Platforms {
		var filters []string
		for _, c := range p.Commands(fact.Identity{OS: o.ID}) {
			if bare, filter := vendors.SplitPipe(c.Text); filter != "" && strings.HasPrefix(bare, "show log") {
				filters = append(filters, filterOf(filter))
			}
		}
		if len(filters) == 0 {
			continue
		}
		passes := regexp.MustCompile(strings.Join(filters, "|"))
		for _, m := range o.Messages {
			tells := m.Meaning != vendors.NotMemory && (m.Room == "" || m.Room == strings.ReplaceAll(p.Family(), "-", ""))
			if tells && !slices.Contains(answers, m.Name) {
				missed(t, p.Family(), m, passes)
			}
		}
	}
}

// filterOf makes an expression of what stands behind a pipe: match of Junos minds
// no case.
func filterOf(filter string) string {
	word, what, _ := strings.Cut(filter, " ")
	what = strings.Trim(what, `"`)
	if word == "match" {
		return "(?i:" + what + ")"
	}
	return what
}

// function is the name of a message that is logged by a function of that name, before
// the text.
var function = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)

// missed tells a line of the message that the filter would hold back.
func missed(t testing.TB, family string, m vendors.Message, passes *regexp.Regexp) {
	t.Helper()
	re, err := syntax.Parse(m.Pattern.String(), syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range examples(re) {
		if function.MatchString(m.Name) {
			line = m.Name + ": " + line
		}
		if !m.Pattern.MatchString(line) {
			t.Errorf("%s: the line %q made of its pattern does not match it", m.Name, line)
		}
		if !passes.MatchString(line) {
			t.Errorf("%s: no scan fetches %s: %q", family, m.Name, line)
		}
	}
}

// examples gives the shortest lines that an expression matches, one per alternative.
func examples(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return []string{string(re.Rune[0])}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []string{" "}
	case syntax.OpCapture, syntax.OpPlus:
		return examples(re.Sub[0])
	case syntax.OpQuest:
		return append(examples(re.Sub[0]), "")
	case syntax.OpStar:
		if re.Sub[0].Op == syntax.OpAnyCharNotNL {
			return []string{" "}
		}
		return []string{""}
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			out = append(out, examples(sub)...)
		}
		return out
	case syntax.OpConcat:
		out := []string{""}
		for _, sub := range re.Sub {
			var longer []string
			for _, head := range out {
				for _, tail := range examples(sub) {
					longer = append(longer, head+tail)
				}
			}
			out = longer
		}
		return out
	default: // what may be missing, and edges of words
		return []string{""}
	}
}
