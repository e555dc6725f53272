package query

import (
	"fmt"
	"strings"
)

// Kind says how the values of a key are compared.
type Kind int

// The kinds of key.
const (
	Words  Kind = iota // text: `:` `!=` `~`
	Count              // a number of entries or a percentage: also < <= > >= =
	Days               // a time: also < <= > >= =
	Ladder             // a word of an ordered list: also < <= > >=
	Flag               // yes or no: the bare name
)

// Key is one name the language knows.
type Key struct {
	Name string
	Kind Kind
	Doc  string
}

// Keys lists every key and flag in the order they are offered.
func Keys() []Key {
	return []Key{
		{"host", Words, "name of the device"},
		{"site", Words, "where it stands"},
		{"role", Words, "what it is for"},
		{"tag", Words, "tag of the inventory"},
		{"group", Words, "group of the inventory"},
		{"vendor", Words, "cisco, juniper"},
		{"os", Words, "operating system, as in --os"},
		{"platform", Words, "family or model"},
		{"version", Words, "software version"},
		{"state", Ladder, "OVER CRIT PEND WARN UNKN FAIL STALE ok"},
		{"sev", Ladder, "severity of the worst finding: crit warn info ok"},
		{"rule", Words, "id of a rule that fired"},
		{"action", Words, "what should be done"},
		{"fix", Words, "what is to be entered"},
		{"pool", Words, "memory that is nearest to full"},
		{"profile", Words, "active carve, profile or template"},
		{"slot", Words, "card or member"},
		{"free4", Count, "IPv4 entries left, or % of the cap"},
		{"free6", Count, "IPv6 entries left, or % of the cap"},
		{"used4", Count, "IPv4 entries in use, or % of the cap"},
		{"used6", Count, "IPv6 entries in use, or % of the cap"},
		{"cap4", Count, "active IPv4 cap in entries"},
		{"cap6", Count, "active IPv6 cap in entries"},
		{"max4", Count, "IPv4 entries the silicon can hold"},
		{"max6", Count, "IPv6 entries the silicon can hold"},
		{"out", Days, "days until it runs out"},
		{"age", Days, "days since it was read"},
		{"pending", Flag, "a change is pending a reload"},
		{"refused", Flag, "must not be reloaded as it is"},
		{"overflow", Flag, "the device reports overflow"},
		{"default-carve", Flag, "runs the factory default carve"},
		{"unparsed", Flag, "has output nobody understood"},
	}
}

func lookup(name string) (Key, bool) {
	for _, k := range Keys() {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

func names(flags bool) []string {
	var all []string
	for _, k := range Keys() {
		if (k.Kind == Flag) == flags {
			all = append(all, k.Name)
		}
	}
	return all
}

// rungs is the order of severities and states. What was not read or not
// understood stands with warn (unknown is not healthy).
func rungs() [10]rung {
	return [10]rung{
		{"ok", 0},
		{"none", 0},
		{"info", 1},
		{"warn", unknownRung},
		{"unkn", unknownRung},
		{"fail", unknownRung},
		{"stale", unknownRung},
		{"pend", 3},
		{"crit", 4},
		{"over", 5},
	}
}

// rung is a word of the ladder and its height.
type rung struct {
	word string
	at   int
}

func rungOf(ladder *[10]rung, word string) (int, bool) {
	for i := range ladder {
		if strings.EqualFold(ladder[i].word, word) {
			return ladder[i].at, true
		}
	}
	return 0, false
}

const unknownRung = 2

// Join gives a filter with one more term: the key has the value.
func Join(filter, key, value string) string {
	term := key + ":" + quote(value)
	if filter == "" {
		return term
	}
	return filter + " " + term
}

// Note says what in a filter may not be what was meant, "" = nothing: a small
// number without a unit where a percentage is usual.
func Note(filter string) string {
	tokens, _ := split(filter)
	for _, tok := range tokens {
		name, op, rest := cut(tok.runes)
		k, ok := lookup(strings.ToLower(strings.TrimPrefix(name, "-")))
		if !ok || k.Kind != Count || op == "~" {
			continue
		}
		for _, v := range values(rest, 0) {
			if f, bad := parseFigure(k, v); bad == nil && !f.percent && !f.unknown && f.low > 0 && f.low <= 100 {
				return fmt.Sprintf("%s%s%s is a number of entries; %s%s%s%% is a share", name, op, v.text, name, op, v.text)
			}
		}
	}
	return ""
}
