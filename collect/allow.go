package collect

import (
	"errors"
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// ErrForbidden is wrapped by every refusal of the allow-list.
var ErrForbidden = errors.New("not on the list of read-only commands")

// Policy is what may be written to a device. The zero value lets through what
// only reads. It is checked in one place: where bytes go out.
type Policy struct {
	// PFE allows `request pfe execute target X command "show …"`: it reads, but
	// it runs in the shell of a line card.
	PFE bool
	// Enable allows the word `enable`, for devices whose inventory asks for it.
	Enable bool
}

// maxCommand is how long a command may be: routers cut a line at 254 bytes or
// more (collector:1.6: long input lines hang readers).
const maxCommand = 240

var (
	// remoteShow is what `remote command` may carry (ios:0: the boot
	// variable and the tables of the switch processor of a Catalyst 6500).
	remoteShow = lazyregexp.New(`^remote command (switch|standby-sp|standby-rp|module [0-9]{1,2}) (show [^|]+)$`)
	pfeShow    = lazyregexp.New(`^request pfe execute target ([a-z]+[0-9/]*) command "(show [A-Za-z0-9 ._:/-]+)"$`)
	sizes      = lazyregexp.New(`^(terminal (length|width) [0-9]{1,4}|set cli screen-(length|width) [0-9]{1,4})$`)
	// logLines asks Cisco IOS for the lines of a log that hold one of some words: its
	// regular expression is not quoted, and its | stand without blanks
	// (messages:filters).
	logLines = lazyregexp.New(`^show logging \| include ([A-Za-z0-9.]+(?:\|[A-Za-z0-9.]+)+)$`)
	word     = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._:/,+*@-]*$`)
)

// filters are the words that may follow a pipe: they choose or reshape lines.
var filters = map[string]bool{
	"include": true, "i": true, "inc": true, "exclude": true, "begin": true, "section": true, "match": true,
	"except": true, "count": true, "display": true, "no-more": true, "json": true, "json-pretty": true, "xml": true, "last": true,
	"find": true, "trim": true,
}

// Check says whether line may be sent; the error wraps ErrForbidden and says
// what is wrong with it.
func (p Policy) Check(line string) error {
	if err := plain(line); err != nil {
		return err
	}
	switch verb, _, _ := strings.Cut(line, " "); {
	case line == "", line == "exit", line == "quit", sizes.MatchString(line):
		return nil
	case line == "enable" && p.Enable:
		return nil
	case verb == "show" || verb == "display":
		return reading(line)
	case strings.HasPrefix(line, "admin show "):
		return reading(strings.TrimPrefix(line, "admin "))
	case verb == "remote":
		if m := remoteShow.FindStringSubmatch(line); m != nil {
			return reading(m[2])
		}
	case strings.HasPrefix(line, "request pfe execute "):
		if !p.PFE {
			return forbidden(line, "commands inside a line card must be allowed for the scan")
		}
		if m := pfeShow.FindStringSubmatch(line); m != nil {
			return reading(m[2])
		}
	}
	return forbidden(line, "it is not a command that only reads")
}

// plain refuses everything that could end the line or start another command.
func plain(line string) error {
	if len(line) > maxCommand {
		return forbidden(line[:40]+"…", fmt.Sprintf("it is longer than %d bytes", maxCommand))
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c < 0x20 || c >= 0x7f:
			return forbidden(line, "it holds a control byte or one that is not ASCII")
		case strings.IndexByte(";>&`$\\!?<", c) >= 0:
			return forbidden(line, fmt.Sprintf("it holds %q", string(c)))
		}
	}
	if strings.TrimSpace(line) != line {
		return forbidden(line, "it starts or ends with a space")
	}
	return nil
}

// reading checks a show or display command and the filters behind it.
func reading(line string) error {
	if m := logLines.FindStringSubmatch(line); m != nil {
		return pieces(line, m[1])
	}
	parts, err := pipes(line)
	if err != nil {
		return err
	}
	words := strings.Fields(parts[0])
	if len(words) < 2 {
		return forbidden(line, "it does not say what to show")
	}
	for _, w := range words[1:] {
		if !word.MatchString(w) {
			return forbidden(line, fmt.Sprintf("%q is no word of a command", w))
		}
	}
	for _, f := range parts[1:] {
		w := strings.Fields(f)
		if len(w) == 0 || !filters[w[0]] {
			return forbidden(line, "only filters that choose lines may follow |")
		}
	}
	return nil
}

// writers are the filters of any system that do more than choose lines. No
// piece of a quoted pattern may start like one: a device that does not know
// quotes would run it.
var writers = []string{"redirect", "tee", "append", "save", "file", "vsh", "sed", "awk", "xargs", "email", "sort", "cut", "tr", "source", "utility", "refresh", "request", "copy", "bash", "sscp", "diff", "format", "less", "more", "python", "run", "start"}

// pipes splits a command at the | outside of double quotes.
func pipes(line string) ([]string, error) {
	if strings.Contains(line, "'") || strings.Count(line, `"`)%2 != 0 {
		return nil, forbidden(line, "a quote is not closed")
	}
	var parts []string
	quoted := false
	start := 0
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == '|' && !quoted:
			parts, start = append(parts, line[start:i]), i+1
		case line[i] == '|' && startsAsWriter(line[i+1:]):
			return nil, forbidden(line, "a piece of the quoted pattern reads like a filter that writes")
		}
	}
	return append(parts, line[start:]), nil
}

// pieces checks the words of an unquoted pattern: a device that takes its | for one
// before a filter would run what stands behind it.
func pieces(line, pattern string) error {
	for piece := range strings.SplitSeq(pattern, "|") {
		if startsAsWriter(piece) {
			return forbidden(line, fmt.Sprintf("%q in the pattern reads like a filter that writes", piece))
		}
	}
	return nil
}

func startsAsWriter(piece string) bool {
	w := strings.FieldsFunc(strings.ToLower(piece), func(r rune) bool { return r == ' ' || r == '|' || r == '"' })
	if len(w) == 0 {
		return false
	}
	for _, bad := range writers {
		if strings.HasPrefix(bad, w[0]) || strings.HasPrefix(w[0], bad) {
			return true
		}
	}
	return false
}

func forbidden(line, why string) error {
	return fmt.Errorf("command %q: %s: %w", line, why, ErrForbidden)
}
