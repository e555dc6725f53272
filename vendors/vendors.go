// Package vendors is the contract between what devices print and what headroom
// knows: an OS knows how to recognise itself, which outputs it can read, and
// which families of routers run it; a Platform is one such family.
//
// What goes in: a transcript. What comes out: a fact.Device in which every
// number carries the span of bytes that proves it, and a count of the lines
// nobody understood. Subpackages hold one OS each, and theirs one room per family.
// Neither this package nor they import collect or inventory, and none does I/O.
package vendors

import (
	"strings"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// Command is one read-only question to a device.
type Command struct {
	Text string // exactly what is sent
	Why  string // what it is needed for, one phrase
	// Optional commands may be refused without the device being incomplete.
	Optional bool
	// Instead is sent where the device refuses Text ("fed active" for "fed
	// switch active"); "" = nothing.
	Instead string
	// Headed: a whole answer has lines also where its filter finds nothing, those of
	// its head; without any it is no answer.
	Headed  bool
	Timeout time.Duration // 0 = the collector's default
	Silent  time.Duration // how long it may be silent before it answers; 0 = by its words
	MaxSize int           // bytes; 0 = the collector's default
}

// Parser reads the answers to one command.
type Parser struct {
	Name string // short and unique in its OS: "mls-cef-maximum-routes"
	// Commands are patterns for Match: words that may be abbreviated, * for one
	// word, ** for the rest.
	Commands []string
	// Family is the family that this output alone proves; "" = any. Read may
	// set Reading.Family itself.
	Family string
	Grade  fact.Grade // Proven, Documented, or Unverified: nobody has shown us a real output
	// Stands: what it reads is not changed by a reload (identity, hardware,
	// configuration).
	Stands bool
	// Read takes what it understands from s and claims its lines. It must set
	// r.Recognised where the text is an answer to the command.
	Read func(s *textscan.Scan, r *fact.Reading)
}

// Platform is one family of routers.
type Platform interface {
	// Family is the short name: "cat6500", "ncs5500".
	Family() string
	// Title is the name people use: "Catalyst 6500/7600 (Sup720, RSP720, Sup2T)".
	Title() string
	// Match reports whether the device is of this family.
	Match(id fact.Identity) bool
	// Commands are the questions, beyond those of the OS, that this device
	// needs; called again as the identity becomes known better.
	Commands(id fact.Identity) []Command
	// Parse completes d, whose Tables and other facts hold what the OS's
	// parsers read: resources, kinds of cap, pools and costs, silicon maxima
	// from the catalog, pending changes. It must not invent numbers.
	Parse(d *fact.Device)
}

// OS is one network operating system.
type OS struct {
	ID    fact.OS
	Title string
	// Detect gives how sure the text of a `show version` (or of a prompt) makes
	// us that this is the OS: 0 = not at all, 100 = certain.
	Detect func(text string) int
	// Identify are the commands that tell family and model, asked first.
	Identify  []Command
	Parsers   []Parser
	Platforms []Platform
	// Rejection finds the device's refusal of a command in its answer; "" =
	// it was not refused.
	Rejection func(text string) string
	// Events says what an exchange did beyond asking: lines that were entered and
	// accepted, saved, committed, a reload that was confirmed. nil = nothing.
	Events func(x Exchange) []fact.Event
	// Asks knows what is a question though it was typed in a configuration mode
	// without "do" or "run" (NX-OS takes "show …" there). nil = nothing is.
	Asks func(command string) bool
	// Commits: what is entered waits for a commit (XR, Junos).
	Commits bool
	// Place fits a reading that another part of the device gave (Context.Part is
	// not ""): it drops what does not speak for the device and gives rows the scope
	// of the part. nil = the default, see place.
	Place func(c transcript.Context, r *fact.Reading)
	// Relay takes a command apart that hands another one to a part of the device
	// ("remote command switch show …"): the part and what it was asked; part "" =
	// it hands nothing on. Only for commands that no parser knows as a whole.
	Relay func(command string) (part, bare string)
	// Situate adds to what the conditions of the catalog are asked of. nil = nothing.
	Situate func(d *fact.Device, f *catalog.Family, s *catalog.Situation)
	// Lore adds to what a room says of a device what holds for all families. nil =
	// nothing.
	Lore func(v *ledger.View, l *ledger.Lore)
	// Manual is how a device is changed by hand.
	Manual catalog.Manual
	// Messages are the log messages that bear on forwarding memory.
	Messages []Message

	once   sync.Once
	index  []pattern  // of all Parsers, made on first use
	second [256][]int // those whose second word may begin with a letter, in their order
}

// pattern is one command pattern, cut into words.
type pattern struct {
	parser int
	words  []string
}

// ReadOutput reads one answer: the parser is chosen by the command. The Reading
// says whether and why not it was recognised. output numbers the spans.
func (o *OS) ReadOutput(command, text string, output int, truncated bool) (fact.Reading, *Parser, *textscan.Scan) {
	command, _ = cutRun(command) // as it is typed in configuration mode
	s := textscan.New(text, command, output, truncated)
	r := fact.Reading{}
	bare, filter := SplitPipe(command)
	r.Filtered = filter != "" && !isDisplayFilter(filter)
	p := o.find(bare)
	if why := o.rejected(text); why != "" {
		s.ClaimAll()
		r.Rejected, r.Why = true, why
		return r, p, s
	}
	if p == nil {
		r.Why = "no parser knows the command " + quote(bare)
		r.Unread = s.Unread()
		return r, nil, s
	}
	r.Family = p.Family
	p.Read(s, &r)
	r.Unread = s.Unread()
	if !r.Recognised && r.Why == "" {
		r.Why = "not recognised as " + quote(bare)
	}
	return r, p, s
}

func quote(s string) string { return `"` + s + `"` }

func (o *OS) rejected(text string) string {
	if o.Rejection == nil {
		return ""
	}
	return o.Rejection(text)
}

// find gives the parser whose pattern fits best.
func (o *OS) find(command string) *Parser {
	var room [16]string
	at := o.best(words(command, room[:0]))
	if at < 0 {
		return nil
	}
	return &o.Parsers[o.index[at].parser]
}

// best gives the pattern that fits the words of a command best, -1 where none does.
func (o *OS) best(have []string) int {
	o.once.Do(o.compile)
	best, score := -1, 0
	try := func(i int) {
		if n := match(o.index[i].words, have); n > score {
			best, score = i, n
		}
	}
	if len(have) < 2 {
		for i := range o.index {
			try(i)
		}
		return best
	}
	for _, i := range o.second[have[1][0]|0x20] {
		try(i)
	}
	return best
}

// compile cuts the patterns of all parsers into words, and lists them by the letter
// with which their second word may begin.
func (o *OS) compile() {
	for i := range o.Parsers {
		for _, p := range o.Parsers[i].Commands {
			o.index = append(o.index, pattern{i, strings.Fields(p)})
		}
	}
	for i := range o.index {
		w := o.index[i].words
		switch {
		case w[0] == "**" || len(w) > 1 && w[1][0] == '*':
			for c := range o.second {
				o.second[c] = append(o.second[c], i)
			}
		case len(w) > 1:
			c := w[1][0] | 0x20
			o.second[c] = append(o.second[c], i)
		}
	}
}

// SplitPipe cuts `show x | include y` into "show x" and "include y".
func SplitPipe(command string) (bare, filter string) {
	bare, filter, _ = strings.Cut(command, "|")
	if bare = strings.TrimSpace(bare); strings.Contains(bare, "  ") || strings.ContainsAny(bare, "\t\n\r\v\f") {
		bare = strings.Join(strings.Fields(bare), " ")
	}
	return bare, strings.TrimSpace(filter)
}

// question names what a command asks in canonical words: the pattern of its parser
// with abbreviations written out, and its filter where that chooses lines. group is
// the same without the filter.
func (o *OS) question(command string) (key, group string) {
	bare, filter := SplitPipe(command)
	var room [16]string
	have := words(strings.ToLower(bare), room[:0])
	if best := o.best(have); best >= 0 {
		for i, w := range o.index[best].words {
			if i < len(have) && w != "*" && w != "**" {
				have[i] = w
			}
		}
	}
	group = strings.Join(have, " ")
	if key = group; filter != "" && !isDisplayFilter(filter) {
		key += " | " + strings.Join(strings.Fields(strings.ToLower(filter)), " ")
	}
	return key, group
}

// looksLike names the question that a text without an owner seems to answer: the
// first parser that finds rows of a table in it. "" = none does.
func (o *OS) looksLike(text string) string {
	if len(text) > maxLoose || !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	for i := range o.Parsers {
		p := &o.Parsers[i]
		if len(p.Commands) == 0 || strings.HasPrefix(p.Commands[0], "*") {
			continue
		}
		r := fact.Reading{}
		p.Read(textscan.New(text, p.Commands[0], 0, false), &r)
		if r.Recognised && (len(r.Tables) > 0 || hasState(r.Exceptions)) {
			return p.Commands[0]
		}
	}
	return ""
}

// hasState reports whether the device states whether an exception stands.
func hasState(list []fact.Exception) bool {
	for i := range list {
		if list[i].Kind != fact.OverflowLog {
			return true
		}
	}
	return false
}

// maxLoose is the longest loose text that is held against the parsers.
const maxLoose = 64 << 10

func newScan(text string, output int) *textscan.Scan { return textscan.New(text, "", output, false) }

// isDisplayFilter reports whether the pipes change the form of the answer only.
func isDisplayFilter(filter string) bool {
	for part := range strings.SplitSeq(strings.ToLower(filter), "|") {
		w, _, _ := strings.Cut(strings.TrimSpace(part), " ")
		switch w {
		case "display", "no-more", "json", "json-pretty", "xml", "nomore", "no":
		default:
			return false
		}
	}
	return true
}

// Match says how well command, whose words may be abbreviated, fits pattern:
// 0 not at all, else higher for more and exacter words. In a pattern * stands
// for any one word and ** for any rest.
func Match(pattern, command string) int {
	var a, b [16]string
	return match(words(pattern, a[:0]), words(command, b[:0]))
}

func match(want, have []string) int {
	score := 1
	for i, w := range want {
		if w == "**" {
			return score
		}
		if i >= len(have) {
			return 0
		}
		n := matchWord(w, have[i])
		if n == 0 {
			return 0
		}
		score += n
	}
	if len(have) > len(want) {
		return 0
	}
	return score + 1
}

// matchWord says how well the word h of a command fits the word w of a pattern.
func matchWord(w, h string) int {
	switch {
	case w == "*":
		if h == "*" {
			return 4
		}
		return 1
	case w[0]|0x20 != h[0]|0x20:
		return 0
	case len(h) == len(w) && strings.EqualFold(h, w):
		return 4
	case len(h) < len(w) && strings.EqualFold(h, w[:len(h)]) && w[0] != '"':
		return 3
	}
	return 0
}

// words splits s at white space, appending to buf.
func words(s string, buf []string) []string {
	for lo := 0; lo < len(s); {
		for lo < len(s) && (s[lo] == ' ' || s[lo] >= '\t' && s[lo] <= '\r') {
			lo++
		}
		hi := lo
		for hi < len(s) && s[hi] != ' ' && (s[hi] < '\t' || s[hi] > '\r') {
			hi++
		}
		if hi > lo {
			buf = append(buf, s[lo:hi])
		}
		lo = hi
	}
	return buf
}

// Marks are texts that only one operating system prints, with how sure each
// makes, of a hundred.
type Marks map[string]int

// In gives how sure the marks in a text make, 0 where none is in it.
func (m Marks) In(text string) int {
	best := 0
	for mark, sure := range m {
		if sure > best && strings.Contains(text, mark) {
			best = sure
		}
	}
	return best
}
