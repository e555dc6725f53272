// Package screen tells what stands on the terminal of a router: a prompt, a question,
// a pager, the echo of what was typed, the refusal of a command.
//
// What goes in: bytes that a device sent. What comes out: what they are. It types
// nothing, waits for nothing and knows no session; collect does.
package screen

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// MaxPrompt is how long a prompt may be.
const MaxPrompt = 128

var (
	// promptShape: a name, perhaps with user@, RP/0/RSP0/CPU0: or a mode in
	// parentheses, and the mark that ends it. Signs of names that operators give
	// (R&D-1, edge,1, CORP\noc@mx, leaf%management) are among them.
	promptShape = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9_.@:/+~&,%\\-]*(\([A-Za-z0-9_.:/ -]*\))?[#>%$]\s?$`)
	// JunosShape is user@host> and nothing else.
	JunosShape = lazyregexp.New(`^[A-Za-z0-9_.\\-]+@[A-Za-z0-9_.:-]+>\s?$`)
	// RoutingEngine is the line Junos prints over its prompt.
	RoutingEngine = lazyregexp.New(`^\{[A-Za-z0-9:_-]+\}(\[[a-z ]*\])?\s*$`)
	// SyslogLine is a message of the system that lands on a terminal: IOS and
	// NX-OS %FACILITY-SEVERITY-MNEMONIC, the same of IOS-XR, and broadcasts.
	SyslogLine = lazyregexp.New(`%[A-Z][A-Z0-9_-]*-[0-7]-[A-Z0-9_]+\s?:|^\s*\*\*\*|^Broadcast Message from |^Message from syslogd@`)
)

// longestLine is how long a last line may be that is looked at: it is asked for
// with every piece that comes, and no prompt is as long.
const longestLine = 4096

// LastLine gives what stands after the last line feed, as text, and where it
// starts. Only the end of raw is looked at: a longer line is none.
func LastLine(raw []byte) (text string, at int) {
	from := max(0, len(raw)-longestLine-1)
	at = bytes.LastIndexByte(raw[from:], '\n') + 1
	if at == 0 && from > 0 {
		return "", len(raw)
	}
	return transcript.CleanText(raw[from+at:]), from + at
}

// IsPrompt reports whether a line has the shape of a prompt.
func IsPrompt(line string) bool {
	return len(line) <= MaxPrompt && promptShape.MatchString(line)
}

// Base is what stays of a prompt when its mode changes: the host name without
// user@, RP/0/RSP0/CPU0: and (config).
func Base(prompt string) string {
	s := strings.TrimRight(prompt, "#>%$ ")
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	if i := strings.LastIndexAny(s, "@:"); i >= 0 {
		s = s[i+1:]
	}
	return s
}

// IsShell reports whether the prompt is that of a Unix shell on a router, where
// the read-only commands of a CLI mean nothing: root@host:~ # of Junos.
func IsShell(prompt string) bool {
	p := strings.TrimSpace(prompt)
	return strings.Contains(p, "@") && !strings.HasSuffix(p, ">") || strings.HasSuffix(p, "$")
}
