package policy

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Error is every mistake of a policy file, each as file:line:column: what.
type Error struct{ Problems []string }

// Error gives one line per mistake.
func (e *Error) Error() string { return strings.Join(e.Problems, "\n") }

// Load reads a policy file over the defaults. It is strict: an unknown key,
// a waiver without reason or end, a time that is not UTC are mistakes, and all of
// a file are told at once, as a *PolicyError. name stands in the messages, rules are
// the ids that it may speak of.
func Load(name string, raw []byte, rules []string) (Policy, error) {
	l := &loader{file: name, rules: rules, out: Default()}
	if blank(raw) {
		return l.out, nil
	}
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		return l.out, &Error{[]string{name + ": " + err.Error()}}
	}
	if len(doc.Content) > 0 {
		l.top(doc.Content[0])
	}
	if len(l.problems) > 0 {
		return Default(), &Error{l.problems}
	}
	return l.out, nil
}

// blank reports whether a file holds nothing but comments.
func blank(raw []byte) bool {
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

type loader struct {
	file     string
	rules    []string
	problems []string
	out      Policy
}

func (l *loader) add(n *yaml.Node, format string, args ...any) {
	l.problems = append(l.problems, fmt.Sprintf("%s:%d:%d: ", l.file, n.Line, n.Column)+fmt.Sprintf(format, args...))
}

// key is one key of a mapping and what reads its value.
type key struct {
	name string
	read func(n *yaml.Node)
}

// object reads a mapping with known keys. It gives those that are there.
func (l *loader) object(n *yaml.Node, what string, keys ...key) []string {
	if n.Kind != yaml.MappingNode {
		l.add(n, "%s must be keys and values", what)
		return nil
	}
	var seen, names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := slices.Index(names, k.Value)
		switch {
		case at < 0:
			l.add(k, "unknown key %q in %s%s", k.Value, what, didYouMean(k.Value, names))
			continue
		case slices.Contains(seen, k.Value):
			l.add(k, "%q stands twice in %s", k.Value, what)
			continue
		}
		seen = append(seen, k.Value)
		if v.Kind == yaml.AliasNode {
			l.add(v, "aliases are not read in a policy")
			continue
		}
		keys[at].read(v)
	}
	return seen
}

func didYouMean(word string, words []string) string {
	if near := query.Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "; keys: " + strings.Join(words, " ")
}

func (l *loader) top(n *yaml.Node) {
	p := &l.out
	l.object(n, "the policy",
		key{"version", l.version},
		key{"thresholds", func(n *yaml.Node) {
			l.object(n, "thresholds",
				key{"crit_free", l.share(&p.CritFree)}, key{"warn_free", l.share(&p.WarnFree)},
				key{"crit_runway", l.days(&p.CritRunway)}, key{"warn_runway", l.days(&p.WarnRunway)},
				key{"hashed_full", l.share(&p.HashedFull)}, key{"default_used", l.share(&p.DefaultUsed)})
			l.order(n, p.CritFree, p.WarnFree)
			if p.CritRunway > p.WarnRunway {
				l.add(n, "crit_runway is longer than warn_runway: a device would be critical before it warns")
			}
		}},
		key{"reserve", l.share(&p.Reserve)},
		key{"stale_after", l.days(&p.StaleAfter)},
		key{"horizon", l.days(&p.Horizon)},
		key{"growth", l.growth},
		key{"roles", l.roles},
		key{"severities", l.severities},
		key{"waivers", func(n *yaml.Node) { l.list(n, "waivers", l.waiver) }},
		key{"grace", func(n *yaml.Node) { l.list(n, "grace", l.grace) }},
	)
}

func (l *loader) version(n *yaml.Node) {
	if n.Value != "1" {
		l.add(n, "version %q is not one this headroom reads (1)", n.Value)
	}
}

func (l *loader) order(n *yaml.Node, crit, warn float64) {
	if crit > warn {
		l.add(n, "crit_free (%s) is above warn_free (%s): a device would be critical before it warns", ledger.Percent(crit), ledger.Percent(warn))
	}
}

func (l *loader) list(n *yaml.Node, what string, each func(n *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		l.add(n, "%s must be a list", what)
		return
	}
	for _, c := range n.Content {
		each(c)
	}
}

// share reads "5%" or 0.05, from 0 to 100 %.
func (l *loader) share(to *float64) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		digits, isPercent := strings.CutSuffix(strings.TrimSpace(n.Value), "%")
		v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if isPercent {
			v /= 100
		}
		if err != nil || n.Kind != yaml.ScalarNode || !(v >= 0 && v <= 1) {
			l.add(n, "%q is no share: write 5%% or 0.05", n.Value)
			return
		}
		*to = v
	}
}

// days reads "90d" or a Go duration such as 36h.
func (l *loader) days(to *time.Duration) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		d, err := time.ParseDuration(n.Value)
		if number, ok := strings.CutSuffix(n.Value, "d"); ok {
			var days int
			days, err = strconv.Atoi(number)
			if err == nil && days > 36500 {
				err = strconv.ErrRange
			}
			d = time.Duration(days) * 24 * time.Hour
		}
		if err != nil || d <= 0 {
			l.add(n, "%q is no time span: write 7d or 36h", n.Value)
			return
		}
		*to = d
	}
}

func (l *loader) roles(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		l.add(n, "roles must be names with thresholds")
		return
	}
	l.out.Roles = map[string]Thresholds{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i]
		if _, twice := l.out.Roles[name.Value]; twice {
			l.add(name, "role %q stands twice", name.Value)
		}
		var t Thresholds
		own := func(to **float64) func(n *yaml.Node) {
			return func(n *yaml.Node) { *to = new(float64); l.share(*to)(n) }
		}
		l.object(n.Content[i+1], "role "+name.Value,
			key{"crit_free", own(&t.CritFree)}, key{"warn_free", own(&t.WarnFree)},
			key{"reserve", own(&t.Reserve)}, key{"default_used", own(&t.DefaultUsed)}, key{"table", l.table(&t.Table)})
		l.out.Roles[name.Value] = t
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		p := l.out.For(n.Content[i].Value)
		l.order(n.Content[i], p.CritFree, p.WarnFree)
	}
}

// table reads what of the internet's tables a role carries.
func (l *loader) table(to *ledger.TableKind) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		words := []string{string(ledger.FullTable), string(ledger.PartialTable), string(ledger.DefaultOnly)}
		if !slices.Contains(words, n.Value) {
			l.add(n, "%q is no kind of table%s", n.Value, didYouMean(n.Value, words))
		}
		*to = ledger.TableKind(n.Value)
	}
}

// growth reads the team's own view of how fast the tables grow.
func (l *loader) growth(n *yaml.Node) {
	line := func(to *solve.Trend) func(n *yaml.Node) {
		return func(n *yaml.Node) {
			l.object(n, "a table's growth",
				key{"entries", l.entries(&to.Entries)}, key{"shock", l.entries(&to.Shock)},
				key{"low", l.entries(&to.Year.Low)}, key{"mid", l.entries(&to.Year.Mid)}, key{"high", l.entries(&to.Year.High)})
			if y := to.Year; y.Low > y.Mid || y.Mid > y.High {
				l.add(n, "low, mid and high must rise: %s, %s, %s a year", ledger.Count(y.Low), ledger.Count(y.Mid), ledger.Count(y.High))
			}
		}
	}
	m := &l.out.Growth
	day := func(n *yaml.Node) {
		at, err := time.Parse("2006-01-02", n.Value)
		if err != nil {
			l.add(n, "%q is no day: write 2026-07-12", n.Value)
		}
		m.Anchor = at
	}
	l.object(n, "growth", key{"anchor", day}, key{"ipv4", line(&m.IPv4)}, key{"ipv6", line(&m.IPv6)})
	m.Source = l.file
}

// entries reads a number of routes.
func (l *loader) entries(to *float64) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		v, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || n.Kind != yaml.ScalarNode || !(v >= 0 && v <= 1e9) {
			l.add(n, "%q is no number of routes", n.Value)
			return
		}
		*to = v
	}
}

func (l *loader) severities(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		l.add(n, "severities must be rules with info, warn or crit")
		return
	}
	l.out.Severities = map[string]Severity{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		rule, sev := n.Content[i], n.Content[i+1]
		l.ruleID(rule, false)
		if _, twice := l.out.Severities[rule.Value]; twice {
			l.add(rule, "%q stands twice in severities", rule.Value)
		}
		words := []string{string(Info), string(Warn), string(Crit)}
		if !slices.Contains(words, sev.Value) {
			l.add(sev, "%q is no severity%s", sev.Value, didYouMean(sev.Value, words))
		}
		l.out.Severities[rule.Value] = Severity(sev.Value)
	}
}

func (l *loader) ruleID(n *yaml.Node, globs bool) {
	var ids []string
	for _, id := range l.rules {
		ids = append(ids, id)
		group, _, _ := strings.Cut(id, "/")
		if g := group + "/*"; globs && !slices.Contains(ids, g) {
			ids = append(ids, g)
		}
	}
	if slices.Contains(ids, n.Value) {
		return
	}
	hint := "; see `headroom rules`"
	if near := query.Nearest(n.Value, ids); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	l.add(n, "there is no rule %q%s", n.Value, hint)
}

func (l *loader) waiver(n *yaml.Node) {
	w := Waiver{Line: n.Line}
	seen := l.object(n, "a waiver",
		key{"rule", func(n *yaml.Node) { w.Rule = n.Value; l.ruleID(n, true) }},
		key{"device", l.glob(&w.Device)}, key{"reason", l.words(&w.Reason)},
		key{"expires", l.moment(&w.Until)}, key{"until_free_below", l.share(&w.UntilFreeBelow)})
	l.need(n, "a waiver", seen, "rule", "device", "reason", "expires")
	l.out.Waivers = append(l.out.Waivers, w)
}

// grace is a waiver of changes pending a reload, with the number of the change
// that will do it.
func (l *loader) grace(n *yaml.Node) {
	w := Waiver{Rule: "carve/pending", Line: n.Line}
	seen := l.object(n, "a grace",
		key{"rule", func(n *yaml.Node) { w.Rule = n.Value; l.ruleID(n, true) }},
		key{"device", l.glob(&w.Device)}, key{"change", l.words(&w.Change)},
		key{"reason", l.words(&w.Reason)}, key{"until", l.moment(&w.Until)})
	l.need(n, "a grace", seen, "device", "change", "until")
	l.out.Waivers = append(l.out.Waivers, w)
}

func (l *loader) need(n *yaml.Node, what string, seen []string, names ...string) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for _, name := range names {
		if !slices.Contains(seen, name) {
			l.add(n, "%s has no %s", what, name)
		}
	}
}

func (l *loader) words(to *string) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		*to = strings.TrimSpace(n.Value)
		if n.Kind != yaml.ScalarNode || *to == "" {
			l.add(n, "words are missing here")
		}
	}
}

func (l *loader) glob(to *string) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		*to = n.Value
		if _, err := path.Match(n.Value, ""); err != nil || n.Value == "" {
			l.add(n, "%q is no pattern for device names: write edge* or cr1.fra3", n.Value)
		}
	}
}

// moment reads a day, which counts whole, or a time in UTC.
func (l *loader) moment(to *time.Time) func(n *yaml.Node) {
	return func(n *yaml.Node) {
		if day, err := time.Parse("2006-01-02", n.Value); err == nil {
			*to = day.AddDate(0, 0, 1)
			return
		}
		for _, layout := range []string{"2006-01-02T15:04Z", "2006-01-02T15:04:05Z"} {
			if at, err := time.Parse(layout, n.Value); err == nil {
				*to = at
				return
			}
		}
		l.add(n, "%q is no day and no time in UTC: write 2026-12-31 (counts whole) or 2026-12-31T18:00Z", n.Value)
	}
}
