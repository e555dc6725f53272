package transcript

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// magic is the first line of every transcript file.
const magic = "headroom transcript 1"

// Extension is how the names of transcript files end.
const Extension = ".transcript"

// Marshal writes t in the file format: text that `less` shows, from which
// Parse gives back every byte. Each line of an answer starts with how it ended:
// "| " for CR LF, "+ " for LF alone, ". " for the last piece without an end.
// "<" lines are what was sent. Every record carries the SHA-256 of its raw
// bytes and the file ends with one over all that stands before it.
func Marshal(t *Transcript) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n", magic)
	head := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, escape([]byte(value)))
		}
	}
	head("device", t.Device)
	head("address", t.Address)
	head("os", t.OS)
	if !t.Recorded.IsZero() {
		head("recorded", t.Recorded.UTC().Format(time.RFC3339Nano))
	}
	head("source", t.Source)
	for _, key := range slices.Sorted(maps.Keys(t.Session)) {
		head("session "+key, t.Session[key])
	}
	head("failure", t.Failure)
	if t.Redacted > 0 {
		head("redacted", strconv.Itoa(t.Redacted))
	}
	for i := range t.Records {
		marshalRecord(&b, &t.Records[i])
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "end: sha256 %s\n", Hash(b.Bytes()))
	return b.Bytes()
}

func marshalRecord(b *bytes.Buffer, r *Record) {
	fmt.Fprintf(b, "\n==> %s %s\n", r.Kind, escape([]byte(r.Command)))
	if !r.Start.IsZero() {
		fmt.Fprintf(b, "at: %s\n", r.Start.UTC().Format(time.RFC3339Nano))
	}
	if r.FirstByte > 0 || r.Took > 0 {
		fmt.Fprintf(b, "first: %s\ntook: %s\n", r.FirstByte, r.Took)
	}
	fmt.Fprintf(b, "state: %s\nbytes: %d\nbody: %d %d\nsha256: %s\n", r.State, len(r.Raw), r.BodyStart, r.BodyEnd, Hash(r.Raw))
	for _, f := range [...]struct{ key, value string }{
		{"host", r.Context.Host}, {"part", r.Context.Part}, {"mode", r.Context.Mode}, {"file", r.File},
	} {
		if f.value != "" {
			fmt.Fprintf(b, "%s: %s\n", f.key, escape([]byte(f.value)))
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "note: %s\n", escape([]byte(n)))
	}
	if len(r.Sent) > 0 {
		fmt.Fprintf(b, "< %s\n", escape(r.Sent))
	}
	for raw := r.Raw; len(raw) > 0; {
		line, mark := raw, ". "
		if nl := bytes.IndexByte(raw, '\n'); nl >= 0 {
			line, mark = raw[:nl+1], "+ "
		}
		raw = raw[len(line):]
		if mark == "+ " {
			line = line[:len(line)-1]
			if n := len(line); n > 0 && line[n-1] == '\r' {
				line, mark = line[:n-1], "| "
			}
		}
		b.WriteString(mark)
		b.WriteString(escape(line))
		b.WriteByte('\n')
	}
}

// escape makes one line printable: a backslash is doubled, bytes that a
// terminal would act on become \xNN.
func escape(line []byte) string {
	plain := true
	for _, c := range line {
		if c < 0x20 && c != '\t' || c >= 0x7f || c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return string(line)
	}
	var b strings.Builder
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\t' || n > 1 && unicode.IsPrint(r) || n == 1 && r >= 0x20 && r < 0x7f:
			b.Write(line[i : i+n])
		default:
			for _, c := range line[i : i+n] {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		}
		i += n
	}
	return b.String()
}

func unescape(line string) ([]byte, error) {
	if strings.IndexByte(line, '\\') < 0 {
		return []byte(line), nil
	}
	out := make([]byte, 0, len(line))
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' {
			out = append(out, line[i])
			continue
		}
		switch {
		case i+1 < len(line) && line[i+1] == '\\':
			out = append(out, '\\')
			i++
		case i+3 < len(line) && line[i+1] == 'x':
			v, err := strconv.ParseUint(line[i+2:i+4], 16, 8)
			if err != nil {
				return nil, fmt.Errorf("bad escape %q", line[i:i+4])
			}
			out = append(out, byte(v))
			i += 3
		default:
			return nil, fmt.Errorf("bad escape at %q", line[i:])
		}
	}
	return out, nil
}

// FormatError says where a transcript file is not one.
type FormatError struct {
	Line int // from 1
	Msg  string
}

func (e *FormatError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Msg) }

// IsTranscript reports whether data starts as a transcript file does.
func IsTranscript(data []byte) bool { return bytes.HasPrefix(data, []byte(magic)) }

// Parse reads a transcript file. A file that was cut short gives what is
// whole, the last record marked truncated, and no error; a file whose bytes do
// not match their hash, or that is not a transcript, gives a *FormatError.
func Parse(data []byte) (*Transcript, error) {
	p := fileParser{t: &Transcript{Session: map[string]string{}}}
	if !IsTranscript(data) {
		return nil, &FormatError{1, "not a headroom transcript (its first line would be " + strconv.Quote(magic) + ")"}
	}
	rest, ended := data, false
	for no := 1; len(rest) > 0; no++ {
		line := rest
		nl := bytes.IndexByte(rest, '\n')
		if nl >= 0 {
			line = rest[:nl]
		}
		p.no = no
		if sum, ok := bytes.CutPrefix(line, []byte("end: sha256 ")); ok && nl >= 0 {
			if got := Hash(data[:len(data)-len(rest)]); got != string(bytes.TrimSpace(sum)) {
				return nil, &FormatError{no, "the file was changed after it was written: its hash does not match"}
			}
			ended = true
			break
		}
		if nl < 0 { // a line without an end: the file was cut inside it
			break
		}
		rest = rest[nl+1:]
		if err := p.line(string(line)); err != nil {
			return nil, &FormatError{no, err.Error()}
		}
	}
	if err := p.finish(ended); err != nil {
		return nil, &FormatError{p.no, err.Error()}
	}
	return p.t, nil
}

type fileParser struct {
	t    *Transcript
	no   int
	r    *Record
	size int
	sum  string
}

func (p *fileParser) line(line string) error {
	switch {
	case p.no == 1 || line == "":
		return nil
	case strings.HasPrefix(line, "==> "):
		if err := p.closeRecord(true); err != nil {
			return err
		}
		return p.open(line[4:])
	case p.r != nil && len(line) >= 2 && line[1] == ' ' && strings.IndexByte("|+.<", line[0]) >= 0:
		return p.content(line)
	}
	key, value, ok := strings.Cut(line, ": ")
	if !ok {
		return fmt.Errorf("unexpected %q", line)
	}
	raw, err := unescape(value)
	if err != nil {
		return err
	}
	if p.r == nil {
		return p.header(key, string(raw))
	}
	return p.field(key, string(raw))
}

func (p *fileParser) open(head string) error {
	kind, command, _ := strings.Cut(head, " ")
	raw, err := unescape(command)
	if err != nil {
		return err
	}
	p.r, p.size, p.sum = &Record{Kind: Kind(kind), Command: string(raw)}, -1, ""
	return nil
}

func (p *fileParser) content(line string) error {
	raw, err := unescape(line[2:])
	if err != nil {
		return err
	}
	switch line[0] {
	case '<':
		p.r.Sent = raw
	case '|':
		p.r.Raw = append(append(p.r.Raw, raw...), '\r', '\n')
	case '+':
		p.r.Raw = append(append(p.r.Raw, raw...), '\n')
	default:
		p.r.Raw = append(p.r.Raw, raw...)
	}
	return nil
}

func (p *fileParser) header(key, value string) (err error) {
	switch t := p.t; {
	case key == "device":
		t.Device = value
	case key == "address":
		t.Address = value
	case key == "os":
		t.OS = value
	case key == "recorded":
		t.Recorded, err = time.Parse(time.RFC3339Nano, value)
	case key == "source":
		t.Source = value
	case key == "failure":
		t.Failure = value
	case key == "redacted":
		t.Redacted, err = strconv.Atoi(value)
	case strings.HasPrefix(key, "session "):
		t.Session[key[len("session "):]] = value
	}
	return err // an unknown key is from a newer version: left out
}

func (p *fileParser) field(key, value string) (err error) {
	r := p.r
	switch key {
	case "at":
		r.Start, err = time.Parse(time.RFC3339Nano, value)
	case "first":
		r.FirstByte, err = time.ParseDuration(value)
	case "took":
		r.Took, err = time.ParseDuration(value)
	case "state":
		r.State = State(value)
	case "bytes":
		p.size, err = strconv.Atoi(value)
	case "body":
		_, err = fmt.Sscanf(value, "%d %d", &r.BodyStart, &r.BodyEnd)
	case "sha256":
		p.sum = value
	case "host":
		r.Context.Host = value
	case "part":
		r.Context.Part = value
	case "mode":
		r.Context.Mode = value
	case "file":
		r.File = value
	case "note":
		r.Notes = append(r.Notes, value)
	}
	return err
}

// closeRecord checks the record that just ended and keeps it.
func (p *fileParser) closeRecord(whole bool) error {
	r := p.r
	if r == nil {
		return nil
	}
	p.r = nil
	intact := p.size == len(r.Raw) && p.sum == Hash(r.Raw)
	switch {
	case intact:
	case whole:
		return fmt.Errorf("the answer to %q was changed after it was recorded: its bytes do not match its hash", r.Command)
	default:
		r.State = Truncated
		r.Notes = append(r.Notes, "the transcript file ends inside this answer")
		r.BodyEnd = len(r.Raw)
	}
	p.t.Records = append(p.t.Records, *r)
	return nil
}

func (p *fileParser) finish(ended bool) error {
	if err := p.closeRecord(ended); err != nil {
		return err
	}
	if !ended && p.t.Failure == "" {
		p.t.Failure = "the transcript file was cut short"
	}
	return nil
}
