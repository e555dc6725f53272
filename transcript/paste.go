package transcript

import (
	"bytes"
	"sort"
	"time"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// source is a log as it is read: its text without what a terminal program, a
// mail or a web page put around it, and the times that stood before its lines.
type source struct {
	data   []byte
	stamps []stamp
	marks  []mark
	asks   int // marks that are prompts with commands behind them
	reads  int // what can be read: asks, else rules of a tech-support file and commands that stand alone
}

// stamp is the time that stood before the line that starts at byte at.
type stamp struct {
	at   int
	time time.Time
}

// when gives the latest time that stood before a line up to byte at.
func (s *source) when(at int) time.Time {
	i := sort.Search(len(s.stamps), func(i int) bool { return s.stamps[i].at > at })
	if i == 0 {
		return time.Time{}
	}
	return s.stamps[i-1].time
}

// undress finds the text of a log in what somebody pasted. Nothing is taken off
// where prompts are seen as it is; else each covering is taken off that makes
// prompts visible.
func undress(data []byte) source {
	s := source{data: data}
	if isPage(data) {
		s.data = plainBytes(withoutHTML(data))
	}
	s.data = passed(s.data)
	best := s.count()
	for _, off := range []func(source) (source, bool){offQuote, offIndent, offStamp, offNumber, offTwo, offPrompt} {
		if best > 0 {
			break
		}
		if t, ok := off(s); ok {
			if n := t.count(); n > best {
				s, best = t, n
			}
		}
	}
	return s
}

// count counts what can be read: prompts with commands behind them, else the
// rules of a tech-support file and commands that stand alone.
func (s *source) count() int {
	s.marks, s.asks = marksOf(s.data), 0
	for i := range s.marks {
		if s.marks[i].asks || s.marks[i].own {
			s.asks++
		}
	}
	s.reads = s.asks
	for at := 0; at < len(s.data) && s.reads == 0; {
		end, next := lineEnd(s.data, at)
		if sectionOf(s.data[at:end]) != "" || commandAlone(s.data[at:end]) != "" {
			s.reads++
		}
		at = next
	}
	return s.reads
}

// offTwo takes two coverings off at once, where one alone shows nothing.
func offTwo(s source) (source, bool) {
	for _, off := range []func(source) (source, bool){offQuote, offIndent, offStamp} {
		t, ok := off(s)
		if !ok {
			continue
		}
		for _, then := range []func(source) (source, bool){offQuote, offIndent, offStamp, offNumber} {
			if u, ok := then(t); ok && u.count() > 0 {
				return u, true
			}
		}
	}
	return s, false
}

// offQuote takes the marks of a quoted mail off: "> ", also twice.
func offQuote(s source) (source, bool) {
	return offEach(s, func(line []byte) (int, time.Time) {
		n := 0
		for n < len(line) && (line[n] == '>' || line[n] == '|' || n > 0 && line[n] == ' ' && n+1 < len(line) && line[n+1] == '>') {
			n++
		}
		if n > 0 && n < len(line) && line[n] == ' ' {
			n++
		}
		return n, time.Time{}
	}, 60)
}

// offIndent takes the blanks off that all lines start with.
func offIndent(s source) (source, bool) {
	var common []byte
	first := true
	for line := range bytes.Lines(s.data) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		lead := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if first {
			common, first = lead, false
		}
		n := 0
		for n < len(lead) && n < len(common) && lead[n] == common[n] {
			n++
		}
		if common = common[:n]; n == 0 {
			return s, false
		}
	}
	return offEach(s, func(line []byte) (int, time.Time) {
		if bytes.HasPrefix(line, common) {
			return len(common), time.Time{}
		}
		return 0, time.Time{}
	}, 0)
}

var (
	stampOf  = lazyregexp.New(`^(?:[\[<(] ?)?((?:(?:[A-Z][a-z]{2},? )?(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{2,4}|[A-Z][a-z]{2} [ \d]?\d(?: \d{4})?)[T ,_]+ ?)?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)(?: ?[\]>)])?:? ?(?:[|-] )?`)
	numberOf = lazyregexp.New(`^ *\d+(?:\t|[:|] ?| {2})`)
)

// offStamp takes the time stamps off that a terminal program writes before each
// line, or before those with a prompt.
func offStamp(s source) (source, bool) {
	return offEach(s, func(line []byte) (int, time.Time) {
		if len(line) < 8 {
			return 0, time.Time{}
		}
		m := stampOf.FindSubmatchIndex(line[:min(len(line), 64)])
		if m == nil {
			return 0, time.Time{}
		}
		return m[1], stampTime(string(line[m[2]:m[3]]))
	}, 0)
}

// offNumber takes line numbers off.
func offNumber(s source) (source, bool) {
	return offEach(s, func(line []byte) (int, time.Time) {
		return len(numberOf.Find(line[:min(len(line), 16)])), time.Time{}
	}, 90)
}

var (
	ownPrompt = lazyregexp.New(`(?m)^([^\n#>]{1,60})([#>]) ?(?:show|sho|sh) \w`)
	hostWord  = lazyregexp.New(`[A-Za-z][\w.\-]*`)
)

// offPrompt makes a plain prompt of one that somebody configured: "[r1]#",
// "r1 (noc) >". It must stand before two lines; the host is the longest word in it.
func offPrompt(s source) (source, bool) {
	asks := func(mark string) bool { return bytes.Contains(s.data, []byte(mark)) }
	if !asks("#sh") && !asks("# sh") && !asks(">sh") && !asks("> sh") { // the expression is slow
		return s, false
	}
	m := ownPrompt.FindSubmatch(s.data)
	if m == nil {
		return s, false
	}
	host := ""
	for _, w := range hostWord.FindAllString(string(m[1]), -1) {
		if len(w) > len(host) {
			host = w
		}
	}
	prompt := [][]byte{m[1], m[2]}
	from := append([]byte{'\n'}, bytes.Join(prompt, nil)...)
	text := append([]byte{'\n'}, s.data...)
	if host == "" || bytes.Count(text, from) < 2 {
		return s, false
	}
	to := append(append([]byte{'\n'}, host...), m[2]...)
	return source{data: bytes.ReplaceAll(text, from, to)[1:], stamps: s.stamps}, true
}

// offEach takes the head off each line: as many bytes as head says. Of the lines
// with something on them, percent must have one.
func offEach(s source, head func(line []byte) (int, time.Time), percent int) (source, bool) {
	out := source{data: make([]byte, 0, len(s.data)), stamps: s.stamps}
	if len(s.stamps) > 0 {
		out.stamps = nil
	}
	with, all := 0, 0
	for line := range bytes.Lines(s.data) {
		n, at := head(line)
		if len(bytes.TrimSpace(line)) > 0 {
			all++
			if n > 0 {
				with++
			}
		}
		if !at.IsZero() {
			out.stamps = append(out.stamps, stamp{len(out.data), at})
		}
		out.data = append(out.data, line[min(n, len(bytes.TrimRight(line, "\r\n"))):]...)
	}
	return out, with > 0 && with*100 >= percent*all
}
