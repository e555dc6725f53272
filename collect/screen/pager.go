package screen

import (
	"bytes"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// pagers are the prompts of pagers at the end of a line: IOS, IOS-XR and NX-OS
// "--More--" with spaces, a percentage or what may be typed in parentheses, Junos
// "---(more 45%)---", and the styles of terminals behind a Unix pager.
var pagers = lazyregexp.New(`(?i)(\s?-{2,3}\s?\(?more\)?(\s\d{1,3}%\))?\s?-{2,3}(\s?\([^()]{1,80}\))?|<--- more --->|\(END\)|press any key to continue.{0,40})\s*$`)

// weakPager is the prompt of a pager that is a line of an answer as well, less: it
// is one where it stands still, and is wiped out when it was answered.
var weakPager = lazyregexp.New(`^(:|lines \d+-\d+(/\d+)?( \d{1,3}%)?( \(END\))?)\s*$`)

// IsWeak reports whether a line is a pager only where it stands still.
func IsWeak(line string) bool { return weakPager.MatchString(line) }

// KeyFor is what makes a pager go on: at the end of the text less wants to be left.
func KeyFor(shown []byte) []byte {
	if bytes.Contains(shown, []byte("(END)")) {
		return []byte("q")
	}
	return []byte(" ")
}

// Cut is where the prompt of a pager was taken out of an answer.
type Cut struct {
	At   int
	Weak []byte // what stood there, where that may be no pager
}

// Settled gives the bytes of an answer without what wiped its pagers out, and
// where end is in them now. What was taken for a pager and was not wiped out is put
// back. n is how many prompts stay cut.
func Settled(raw []byte, cuts []Cut, end int) (whole []byte, newEnd, n, wiped int) {
	for i := len(cuts) - 1; i >= 0; i-- {
		at := min(cuts[i].At, len(raw))
		erase := eraseLen(raw[at:])
		if erase == 0 && cuts[i].Weak != nil {
			raw = slices.Insert(raw, at, cuts[i].Weak...)
			if end >= at {
				end += len(cuts[i].Weak)
			}
			wiped -= len(cuts[i].Weak)
			continue
		}
		n, wiped = n+1, wiped+erase
		raw = append(raw[:at], raw[at+erase:]...)
		if end >= at+erase {
			end -= erase
		}
	}
	return raw, end, n, wiped
}

// PagerAt finds a pager prompt at the end of raw; at is where it starts.
func PagerAt(raw []byte) (at int, ok bool) {
	line, start := LastLine(raw)
	if line != "" && (line[0] == ':' || line[0] == 'l') && weakPager.MatchString(line) {
		return start, true
	}
	end := strings.TrimRight(line, " \t\r")
	if len(line) > 256 || !strings.HasSuffix(end, "-") && !strings.HasSuffix(end, ">") && !strings.HasSuffix(end, ")") && !strings.Contains(strings.ToLower(line), "press any key") {
		return 0, false // none of pagers ends so
	}
	m := pagers.FindStringIndex(line)
	if m == nil {
		return 0, false
	}
	if m[0] == 0 {
		return start, true
	}
	// The prompt stands behind text of its line: find it in the raw bytes.
	mark := strings.TrimSpace(line[m[0]:])
	if i := bytes.LastIndex(raw[start:], []byte(mark)); i >= 0 {
		return start + i, true
	}
	return 0, false
}

// eraseLen is how many of the first bytes only wipe a pager prompt away:
// backspaces and blanks, or CR, blanks, CR, or an escape that clears the line.
func eraseLen(raw []byte) int {
	n := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\b':
			n = i + 1
		case c == '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				return n
			}
			n = i + 1
		case c == ' ':
		case c == 0x1b && i+2 < len(raw) && raw[i+1] == '[':
			j := i + 2
			for j < len(raw) && raw[j] >= 0x20 && raw[j] < 0x40 {
				j++
			}
			if j >= len(raw) {
				return n
			}
			i, n = j, j+1
		default:
			return n
		}
	}
	return n
}
