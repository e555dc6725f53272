package screen

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// maxEcho is how far into the bytes after a command its echo may start: what
// stands before belongs to the answer before (a healed answer can be long, so
// a whole answer is searched line by line; the tolerant search only this far).
const maxEcho = 16 << 10

// FindEcho finds the echo of cmd in raw: start is its first byte, end is the
// byte after the line feed that ends it. It also knows an echo that the device
// folded, redrew with backspaces or coloured. It is doubtful where other text
// than a prompt stands before it: a log of commands has such lines.
func FindEcho(raw []byte, cmd, prompt string) (start, end int, doubtful, ok bool) {
	want := []byte(cmd)
	maybe, maybeEnd := -1, 0
	for at := 0; ; {
		i := bytes.Index(raw[at:], want)
		if i < 0 {
			break
		}
		i += at
		if e, full := lineRest(raw, i+len(want)); full {
			line := bytes.LastIndexByte(raw[:i], '\n') + 1
			if before := strings.TrimSpace(transcript.CleanText(raw[line:i])); before == "" || strings.HasSuffix(before, prompt) || IsPrompt(before) {
				return i, e, false, true
			}
			if maybe < 0 {
				maybe, maybeEnd = i, e
			}
		}
		at = i + 1
	}
	if maybe >= 0 {
		return maybe, maybeEnd, true, true
	}
	first := want[0]
	limit := min(len(raw), maxEcho)
	for i := 0; i < limit; i++ {
		if raw[i] != first || i > 0 && isWord(raw[i-1]) {
			continue
		}
		if e, full := tolerant(raw[i:], want); full {
			return i, i + e, false, true
		}
	}
	return 0, 0, false, false
}

// Redrawn moves the start of an echo before what the terminal showed of the same
// line until it drew it again from its start: the typed text, CR, the prompt.
func Redrawn(raw []byte, start int, cmd, prompt string) int {
	line := bytes.LastIndexByte(raw[:start], '\n') + 1
	cr := bytes.LastIndexByte(raw[line:start], '\r')
	if cr < 0 {
		return start
	}
	before := strings.TrimSpace(strings.TrimPrefix(transcript.CleanText(raw[line:line+cr]), prompt))
	again := strings.TrimSpace(transcript.CleanText(raw[line+cr+1 : start]))
	if before != "" && strings.HasPrefix(cmd, before) && (again == "" || again == prompt) {
		return line
	}
	return start
}

func isWord(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// lineRest gives the byte after the line feed where only blanks and carriage
// returns stand between at and it.
func lineRest(raw []byte, at int) (int, bool) {
	for i := at; i < len(raw); i++ {
		switch raw[i] {
		case '\n':
			return i + 1, true
		case '\r', ' ', 0, '\a':
		case 0x1b:
			if n := escape(raw[i:]); n > 0 {
				i += n - 1
				continue
			}
			return 0, false
		default:
			return 0, false
		}
	}
	return 0, false
}

// escape is the length of a CSI sequence at the head of raw, 0 = there is none.
func escape(raw []byte) int {
	if len(raw) < 3 || raw[1] != '[' {
		return 0
	}
	for i := 2; i < len(raw); i++ {
		if raw[i] >= 0x40 && raw[i] < 0x7f {
			return i + 1
		}
	}
	return 0
}

// tolerant matches cmd at the head of raw past folds and redraws. The typed
// line is replayed as a terminal would: a backspace takes one back, a carriage
// return starts the line again, a fold is a line feed inside the command.
func tolerant(raw, want []byte) (int, bool) {
	got := make([]byte, 0, len(want)+8)
	limit := min(len(raw), 4*len(want)+64)
	for i := 0; i < limit; i++ {
		switch c := raw[i]; {
		case c == '\b':
			if len(got) > 0 {
				got = got[:len(got)-1]
			}
		case c == '\n':
			if bytes.Equal(bytes.TrimRight(got, " "), want) {
				return i + 1, true
			}
			if len(got) < 20 || !bytes.HasPrefix(want, bytes.TrimRight(got, " ")) {
				return 0, false // no fold of a narrow terminal
			}
		case c == 0x1b:
			if n := escape(raw[i:]); n > 0 {
				i += n - 1
			}
		case c < 0x20 || c == 0x7f:
		default:
			got = append(got, c)
		}
	}
	return 0, false
}
