package transcript

import (
	"bytes"
	"regexp"
	"strings"
)

// prompts are the prompt shapes of the systems headroom reads; group 1 is the
// host, group 2 the mode, if any.
func prompts() []*regexp.Regexp { return promptShapes }

var (
	promptXR    = regexp.MustCompile(`^(?:RP|LC|DRP)/\d+/[\w/]+:([\w.\-]+)(\([^()#]{1,60}\))?#`)
	promptJunos = regexp.MustCompile(`^(?:\{[\w:\-]+\}(?:\[[\w ]+\])?\s*)?[\w.\-]+@([\w.\-]+)(:\w+)?[>#%] ?`)
	promptCisco = regexp.MustCompile(`^([A-Za-z0-9_][\w.\-/:]{0,62})(\([^()#>]{1,60}\))?[#>] ?`)

	promptShapes = []*regexp.Regexp{promptXR, promptJunos, promptCisco}

	// verbs are the words that make "text after something like a prompt" a
	// command; they are only used to learn the prompt of a log.
	verbs = regexp.MustCompile(`(?i)^(do )?(sho?w?|adm\w*|term\w*|request|set cli|display|enable|en|dir|more|remote|conf\w*|cli|file|attach|run)\b`)
)

// PromptHost gives the host name of a prompt and how long the prompt is; ok is
// false where line does not start with one.
func PromptHost(line string) (host string, n int, ok bool) {
	for _, re := range prompts() {
		if m := re.FindStringSubmatchIndex(line); m != nil {
			return line[m[2]:m[3]], m[1], true
		}
	}
	return "", 0, false
}

// NotALogError says why data is not a terminal log.
type NotALogError struct{ Msg string }

func (e *NotALogError) Error() string { return e.Msg }

// ParseLog reads a terminal log as people paste it: a prompt with a command,
// then what the device printed. The prompt is learned from the first line that
// has a command behind it; only prompts of that host start a new record, so
// prompt-like lines inside an answer stay in it. What stands before the first
// command is the login record. An answer that no prompt follows is marked
// truncated. A tech-support file (sections between rules) is read as one record
// per section.
func ParseLog(data []byte) (*Transcript, error) {
	if LooksBinary(data) {
		return nil, &NotALogError{"this is a binary file, not what a router printed"}
	}
	lines := splitLines(data)
	host, first := learnPrompt(lines)
	if host == "" {
		if t := parseSections(data, lines); t != nil {
			return t, nil
		}
		return nil, &NotALogError{"no prompt with a command (host#show …) and no show-tech section in it: headroom can not tell which command printed this"}
	}
	t := &Transcript{Device: host, Source: "log"}
	l := logReader{t: t, data: data, host: host}
	if first > 0 {
		l.open(Login, "", lines[0].start, lines[0].start)
	}
	for _, ln := range lines[first:] {
		l.line(ln)
	}
	l.close(len(data), Truncated)
	expandTech(t)
	return t, nil
}

// textLine is one line of a log: its bytes [start,end) without the line end and
// where the next line starts.
type textLine struct {
	start, next int
	text        string // cleaned
}

func splitLines(data []byte) []textLine {
	lines := make([]textLine, 0, bytes.Count(data, []byte{'\n'})+1)
	for at := 0; at < len(data); {
		end, next := len(data), len(data)
		if nl := bytes.IndexByte(data[at:], '\n'); nl >= 0 {
			end, next = at+nl, at+nl+1
		}
		lines = append(lines, textLine{at, next, CleanText(data[at:end])})
		at = next
	}
	return lines
}

func learnPrompt(lines []textLine) (host string, first int) {
	for i, ln := range lines {
		h, n, ok := PromptHost(ln.text)
		if ok && verbs.MatchString(strings.TrimSpace(ln.text[n:])) {
			return h, i
		}
	}
	return "", 0
}

type logReader struct {
	t    *Transcript
	data []byte
	host string
	kind Kind
	cmd  string
	at   int // start of the record in data
	body int // start of its answer
	on   bool
}

func (l *logReader) line(ln textLine) {
	h, n, ok := PromptHost(ln.text)
	if !ok || h != l.host {
		return
	}
	l.close(ln.start, Complete)
	if cmd := strings.TrimSpace(ln.text[n:]); cmd != "" {
		l.open(Command, cmd, ln.start, ln.next)
	}
}

func (l *logReader) open(kind Kind, cmd string, at, body int) {
	l.kind, l.cmd, l.at, l.body, l.on = kind, cmd, at, body, true
}

// close ends the open record at byte end of the log.
func (l *logReader) close(end int, state State) {
	if !l.on {
		return
	}
	l.on = false
	raw := l.data[l.at:end]
	r := Record{Kind: l.kind, Command: l.cmd, Raw: raw, BodyStart: min(l.body-l.at, len(raw)), BodyEnd: len(raw), State: state}
	if state == Truncated {
		r.Notes = []string{"the log ends without a prompt: there may have been more"}
	}
	l.t.Records = append(l.t.Records, r)
}

// section matches the rules that divide a tech-support file.
var section = regexp.MustCompile(`^-{10,} *((?:show|admin|display) [^-].*?) *-{10,}\s*$`)

func parseSections(data []byte, lines []textLine) *Transcript {
	t := &Transcript{Source: "log"}
	l := logReader{t: t, data: data}
	for _, ln := range lines {
		if m := section.FindStringSubmatch(ln.text); m != nil {
			l.close(ln.start, Complete)
			l.open(Command, m[1], ln.start, ln.next)
		}
	}
	l.close(len(data), Truncated)
	if len(t.Records) == 0 {
		return nil
	}
	return t
}

// expandTech replaces a `show tech-support` record by one record per section.
func expandTech(t *Transcript) {
	var out []Record
	for _, r := range t.Records {
		out = append(out, r)
		if r.Kind != Command || !strings.Contains(r.Command, "tech") {
			continue
		}
		body := r.Body()
		if tech := parseSections(body, splitLines(body)); tech != nil {
			if n := len(tech.Records); n > 0 && r.State == Complete {
				tech.Records[n-1].State, tech.Records[n-1].Notes = Complete, nil
			}
			out = append(out[:len(out)-1], tech.Records...)
		}
	}
	t.Records = out
}

// Read takes a transcript file or a terminal log, whichever data is.
func Read(data []byte) (*Transcript, error) {
	if IsTranscript(data) {
		return Parse(data)
	}
	return ParseLog(data)
}
