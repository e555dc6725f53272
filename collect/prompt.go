package collect

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// maxPrompt is how long a prompt may be.
const maxPrompt = 128

var (
	// promptShape: a name, perhaps with user@, RP/0/RSP0/CPU0: or a mode in
	// parentheses, and the mark that ends it. Signs of names that operators give
	// (R&D-1, edge,1, CORP\noc@mx, leaf%management) are among them.
	promptShape = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.@:/+~&,%\\-]*(\([A-Za-z0-9_.:/ -]*\))?[#>%$]\s?$`)
	// junosShape: user@host> and nothing else.
	junosShape = regexp.MustCompile(`^[A-Za-z0-9_.\\-]+@[A-Za-z0-9_.:-]+>\s?$`)
	// routingEngine is the line Junos prints over its prompt.
	routingEngine = regexp.MustCompile(`^\{[A-Za-z0-9:_-]+\}(\[[a-z ]*\])?\s*$`)
	// syslogLine is a message of the system that lands on a terminal: IOS and
	// NX-OS %FACILITY-SEVERITY-MNEMONIC, the same of IOS-XR, and broadcasts.
	syslogLine = regexp.MustCompile(`%[A-Z][A-Z0-9_-]*-[0-7]-[A-Z0-9_]+\s?:|^\s*\*\*\*|^Broadcast Message from |^Message from syslogd@`)
)

// longestLine is how long a last line may be that is looked at: it is asked for
// with every piece that comes, and no prompt is as long.
const longestLine = 4096

// lastLine gives what stands after the last line feed, as text, and where it
// starts. Only the end of raw is looked at: a longer line is none.
func lastLine(raw []byte) (text string, at int) {
	from := max(0, len(raw)-longestLine-1)
	at = bytes.LastIndexByte(raw[from:], '\n') + 1
	if at == 0 && from > 0 {
		return "", len(raw)
	}
	return transcript.CleanText(raw[from+at:]), from + at
}

// isPrompt reports whether a line has the shape of a prompt.
func isPrompt(line string) bool {
	return len(line) <= maxPrompt && promptShape.MatchString(line)
}

// base is what stays of a prompt when its mode changes: the host name without
// user@, RP/0/RSP0/CPU0: and (config).
func base(prompt string) string {
	s := strings.TrimRight(prompt, "#>%$ ")
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	if i := strings.LastIndexAny(s, "@:"); i >= 0 {
		s = s[i+1:]
	}
	return s
}

// isShell reports whether the prompt is that of a Unix shell on a router, where
// the read-only commands of a CLI mean nothing: root@host:~ # of Junos.
func isShell(prompt string) bool {
	p := strings.TrimSpace(prompt)
	return strings.Contains(p, "@") && !strings.HasSuffix(p, ">") || strings.HasSuffix(p, "$")
}

// pagers are the prompts of pagers at the end of a line: IOS, IOS-XR and NX-OS
// "--More--" with spaces or a percentage, Junos "---(more 45%)---", and the
// two other styles of terminals behind a Unix pager.
var pagers = regexp.MustCompile(`(?i)(\s?-{2,3}\s?\(?more\)?(\s\d{1,3}%\))?\s?-{2,3}(\(\d{1,3}%\))?|<--- more --->|\(END\)|press any key to continue.{0,40})\s*$`)

// pagerAt finds a pager prompt at the end of raw; at is where it starts.
func pagerAt(raw []byte) (at int, ok bool) {
	line, start := lastLine(raw)
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
