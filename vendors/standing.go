package vendors

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Rules is what a family knows of the lines that touch its memory.
type Rules struct {
	// Key names what a configuration line sets ("mls cef maximum-routes ip"): a later
	// line with the same key takes its place. ok is false where the line is about
	// something else. The line comes without "no ", "delete " or "set ".
	Key func(line string) (key string, ok bool)
	// Activates reports whether a reload of that scope makes a line active; nil =
	// only a reload of the whole device does.
	Activates func(line string, scope fact.Scope) bool
}

// Stood is a line that was entered, accepted, and waits.
type Stood struct {
	Line   string // as entered, without "set " and "no "
	Key    string
	No     bool     // it takes a setting away: "no …", "delete …"
	Saved  fact.Tri // whether it was written to startup since; Unknown where nothing tells
	Output int      // the exchange in which it was entered
	Span   fact.Span
}

// Standing walks the events of a device and gives the lines that still wait at its
// end: accepted (and committed where the OS commits), not overwritten by a later
// line, not activated by a reload in a scope that suffices.
func Standing(d *fact.Device, rules Rules) []Stood {
	var out []Stood
	last := map[string]int{} // of each key the line that counts
	saved := 0               // so many lines are written to startup
	for _, e := range d.Events {
		switch e.Kind {
		case fact.Entered:
			for _, line := range e.Lines {
				bare, no := bareLine(line)
				if key, ok := rules.Key(bare); ok {
					last[key] = len(out)
					out = append(out, Stood{Line: bare, Key: key, No: no, Saved: fact.No, Output: e.Output, Span: e.Span})
				}
			}
		case fact.Saved, fact.Committed:
			for ; saved < len(out); saved++ {
				out[saved].Saved = fact.Yes
			}
		case fact.Reloaded:
			for key, i := range last {
				if activated(out[i].Line, e, rules) {
					doubtful(d, out[i], Unsure(e, out[i]))
					delete(last, key)
				}
			}
		case fact.TakenBack: // what was a candidate is not among the events
		}
	}
	return standing(out, last)
}

// Unsure says why a reload that the log does not show may have been before or after a
// line was entered; "" = it was after.
func Unsure(e fact.Event, s Stood) string {
	if e.After == nil || s.Output <= *e.After {
		return ""
	}
	return "`" + s.Line + "` was entered, and the device was reloaded before or after that: " + e.Text
}

// doubtful notes that nobody knows whether a line waits.
func doubtful(d *fact.Device, s Stood, why string) {
	if why != "" && !slices.ContainsFunc(d.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagPendingDoubt && f.Value == why }) {
		d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagPendingDoubt, Value: why, Span: s.Span})
	}
}

// standing keeps the lines that count.
func standing(all []Stood, last map[string]int) []Stood {
	var out []Stood
	for i, s := range all {
		if at, ok := last[s.Key]; ok && at == i {
			out = append(out, s)
		}
	}
	return out
}

// bareLine cuts the verb off a configuration line; no: it takes a setting away.
func bareLine(line string) (bare string, no bool) {
	line = strings.Join(strings.Fields(line), " ")
	head, rest, ok := strings.Cut(line, " ")
	if !ok {
		return line, false
	}
	switch strings.ToLower(head) {
	case "no", "delete", "deactivate", "default":
		return rest, true
	case "set", "activate":
		return rest, false
	}
	return line, false
}

func activated(line string, e fact.Event, rules Rules) bool {
	if rules.Activates != nil {
		return rules.Activates(line, e.Scope)
	}
	return e.Whole()
}
