package vendors

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io/fs"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// Meaning says what a log message tells.
type Meaning string

// The meanings of messages.
const (
	Over          Meaning = "over"           // a memory ran over
	Near          Meaning = "near"           // it is nearly full
	Cleared       Meaning = "cleared"        // an earlier alarm is lowered
	UpdateFailed  Meaning = "update-failed"  // the hardware did not take an entry: no proof of overflow, and no ok
	Differs       Meaning = "differs"        // the device compared routes with the hardware, and they differ: for whatever reason
	Limit         Meaning = "limit"          // a configured limit, not the memory
	PendingReload Meaning = "pending-reload" // a change is pending a reload
	UnsafeReload  Meaning = "unsafe-reload"  // a reload would not come back as it should
	NotMemory     Meaning = "not-memory"     // looks alike and raises nothing
)

// Message is one log message that bears on forwarding memory.
type Message struct {
	Name     string         // facility, severity and mnemonic, or how people call it
	Room     string         // the folder of the only family that prints it; "" = several do
	Pattern  *regexp.Regexp // one line, RE2
	Meaning  Meaning
	Resource fact.Resource // fact.FibIPv4 …; "" = forwarding memory, not told which
	Latched  bool          // outlives its cause
	Grade    fact.Grade    // Proven: a raw line was seen; Documented: in a vendor's reference
	Source   string
	// Speaker tells the card or module that a line is from; nil = the device.
	Speaker func(text string) fact.Scope

	literal string // a text without which the pattern does not match
}

// messageColumns are the columns of a list of messages.
const messageColumns = "name,pattern,meaning,resource,latched,grade,source"

// LoadMessages reads the messages of an operating system: those of its rooms,
// FAMILY/messages.csv, before its own, messages.csv; the first that matches a line
// counts. A list is CSV with the columns name, pattern, meaning, resource, latched
// (yes or no), grade and source. The error names the file and the row. speaker is
// Message.Speaker of each.
func LoadMessages(files fs.FS, speaker func(text string) fact.Scope) ([]Message, error) {
	rooms, err := fs.Glob(files, "*/messages.csv")
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	var out []Message
	for _, name := range append(rooms, "messages.csv") {
		list, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("messages: %w", err)
		}
		some, err := parseMessages(string(list), speaker)
		if err != nil {
			return nil, fmt.Errorf("messages: %s: %w", name, err)
		}
		for i := range some {
			some[i].Room, _, _ = strings.Cut(strings.TrimSuffix(name, "messages.csv"), "/")
		}
		out = append(out, some...)
	}
	return out, nil
}

func parseMessages(list string, speaker func(text string) fact.Scope) ([]Message, error) {
	rows := csv.NewReader(strings.NewReader(list))
	rows.Comment = '#'
	all, err := rows.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || strings.Join(all[0], ",") != messageColumns {
		return nil, fmt.Errorf("the first line is not %q", messageColumns)
	}
	out := make([]Message, 0, len(all)-1)
	for i, row := range all[1:] {
		m := Message{Name: row[0], Meaning: Meaning(row[2]), Resource: fact.Resource(row[3]), Latched: row[4] == "yes", Source: row[6], Speaker: speaker}
		if m.Pattern, err = regexp.Compile(row[1]); err != nil {
			return nil, fmt.Errorf("row %d (%s): %w", i+2, m.Name, err)
		}
		if err := cmp.Or(m.Grade.UnmarshalText([]byte(row[5])), m.check()); err != nil {
			return nil, fmt.Errorf("row %d (%s): %w", i+2, m.Name, err)
		}
		m.literal = literalOf(row[1])
		out = append(out, m)
	}
	return out, nil
}

func (m *Message) check() error {
	switch m.Meaning {
	case Over, Near, Cleared, UpdateFailed, Differs, Limit, PendingReload, UnsafeReload, NotMemory:
	default:
		return fmt.Errorf("no meaning is called %q", m.Meaning)
	}
	switch {
	case !slices.Contains([]fact.Grade{fact.Proven, fact.Documented, fact.Unverified}, m.Grade):
		return fmt.Errorf("grade is %q; known: proven, documented, unverified", m.Grade)
	case m.Resource != "" && !m.Resource.Known():
		return fmt.Errorf("no resource is called %q", m.Resource)
	case m.Source == "":
		return fmt.Errorf("it names no source")
	}
	return nil
}

// literalOf gives the longest text that every match of a pattern holds.
func literalOf(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	return longest(re.Simplify())
}

func longest(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return ""
		}
		return string(re.Rune)
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		best := ""
		for _, sub := range re.Sub {
			if l := longest(sub); len(l) > len(best) {
				best = l
			}
		}
		return best
	default:
		return ""
	}
}

// Recognise gives the message that a line is; ok is false where the list has none.
func Recognise(list []Message, line string) (*Message, bool) {
	for i := range list {
		m := &list[i]
		if (m.literal == "" || strings.Contains(line, m.literal)) && m.Pattern.MatchString(line) {
			return m, true
		}
	}
	return nil, false
}

// ReadMessages claims the log messages of a text and takes what they tell: alarms
// as exceptions, the rest as flags. It marks the reading as recognised where there
// was any message.
func ReadMessages(list []Message, s *textscan.Scan, r *fact.Reading) {
	for _, l := range s.Lines() {
		m, known := Recognise(list, l.Text)
		at, message := messageAt(l.Text)
		switch {
		case known:
			take(m, s, l, r)
		case message && smells(l.Text[at:]):
			r.Flag(fact.FlagLooksExhausted, strings.TrimSpace(l.Text), s.Span(l, at, len(l.Text)))
		case !message:
			continue
		}
		r.Recognised = true
		s.Claim(l)
	}
}

// take turns a message into what it tells.
func take(m *Message, s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	at, _ := messageAt(l.Text)
	span := s.Span(l, at, len(l.Text))
	text := strings.TrimSpace(l.Text[at:])
	e := fact.Exception{Kind: fact.OverflowLog, Resource: m.Resource, Scope: fact.System(), Raised: fact.Yes, Latched: m.Latched, Severity: "red", Text: text, Span: span}
	if m.Speaker != nil {
		e.Scope = m.Speaker(text)
	}
	if e.Resource == resFib {
		e.Resource = ofProtocol(text)
	}
	switch m.Meaning {
	case Over:
	case Near:
		e.Severity = "yellow"
	case Cleared:
		e.Raised = fact.No
	case UpdateFailed:
		r.Flag(fact.FlagUpdateFailed, text, span)
		return
	case Differs:
		r.Flag(fact.FlagDiffers, text[strings.IndexByte(text, '%')+1:], span)
		return
	case UnsafeReload:
		r.Flag(fact.FlagUnsafeReload, text, span)
		return
	case Limit:
		r.Flag(fact.FlagLimitReached, text, span)
		return
	case PendingReload:
		r.PendingKnown = fact.Yes
		r.Pending = append(r.Pending, fact.Change{What: "as the log says", To: text, Span: span})
		return
	default:
		return
	}
	if !m.Grade.Confirmed() {
		if m.Meaning != Cleared { // nobody has seen the message: it lowers nothing
			r.Flag(fact.FlagLooksExhausted, text, span)
		}
		return
	}
	r.Exceptions = append(r.Exceptions, e)
}

// ofProtocol names the table that a message about "the FIB" means.
func ofProtocol(text string) fact.Resource {
	switch {
	case strings.Contains(text, "IPv6"):
		return fact.FibIPv6
	case strings.Contains(text, "IPv4"):
		return fact.FibIPv4
	case strings.Contains(text, "MPLS"):
		return fact.FibMPLS
	}
	return fact.FibMemory
}

// smells reports whether a message speaks of forwarding memory that is used up.
func smells(text string) bool {
	low := strings.ToLower(text)
	return hasAny(low, "exhaust", "table full", "table is full", "out of resource", "out of memory", "no space", "no more ", "no free ", "insufficient", "cannot allocate memory", "overflow", "exceeded", "not enough") &&
		hasAny(low, "tcam", "fib", "cef", "lpm", "lem", "next hop", "nexthop", "next-hop", "forwarding table", "route table", "hardware table", "jtree", "adjacency table", "prefix table", "hw table")
}

func hasAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// fib is what a message says that names no protocol.
const (
	resFib fact.Resource = "fib"
)
