package textscan

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// Noise around an output: what the terminal session adds to any answer.
// Sources: ios:0 section 1 (`terminal exec prompt timestamp` preamble),
// xr:0 section 3 (time stamp line, "Building configuration..."),
// nxos:3.3 (iCAM preamble).
var (
	timestampXR = lazyregexp.New(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d:\d\d(\.\d+)?( +[A-Za-z][A-Za-z+\-:0-9]{1,9})?( +\d{4})?$`)
	promptLine  = lazyregexp.New(`^((RP|LC|DRP)/\d+/[\w/]+:[\w.\-]+(\([^()#]*\))?#|(\{[\w:\-]+\}(\[[\w ]+\])?\s*)?[\w.\-]+@[\w.\-]+(:\w+)?[>#%]|[A-Za-z0-9_][\w.\-/:]{0,62}(\([^()#>]*\))?[#>])\s*(.*)$`)
	redundancy  = lazyregexp.New(`^\{(master|backup|primary|secondary|linecard|local)(:[\w\-]+)?\}(\[edit[^\]]*\])?$`)
	noiseHeads  = []string{"Load for five secs:", "Time source is", "No time source", "Building configuration...", "Retrieving data.  This may take", "Press RETURN to get started", "--- more ---", "--More--", "<--- More --->", "---(more"}
)

// claimNoise claims the echoed command, prompt lines, time stamps and the rest
// of what is not the answer itself.
func (s *Scan) claimNoise() {
	command := strings.TrimSpace(s.Command)
	for i, l := range s.lines {
		if t := l.Trim(); t != "" {
			s.claimed[i] = s.isNoise(t, command, i)
		}
	}
}

func (s *Scan) isNoise(t, command string, i int) bool {
	switch c := t[0]; c {
	case '{':
		return redundancy.MatchString(t)
	case 'M', 'T', 'W', 'F', 'S':
		// Only what may be one is given to the expression: many rows start so.
		if len(t) > 15 && len(t) < 48 && t[3] == ' ' && strings.IndexByte(t[8:], ':') > 0 && timestampXR.MatchString(t) {
			return true
		}
	}
	if i <= 3 && (isTimeJunos(t) || s.overTimeSource(t, i)) || noiseHead(t) || len(t) == len(command) && strings.EqualFold(t, command) {
		return true
	}
	// The command in another spelling than it is known by: "sh ip cef sum".
	if i <= 3 && (strings.HasPrefix(t, "sh ") || strings.HasPrefix(t, "sho ") || strings.HasPrefix(t, "show ")) {
		return true
	}
	// A prompt with nothing or a command behind it: only first and last lines,
	// so that "name#text" rows inside an answer stay with the parser.
	if i > 3 && i < len(s.lines)-3 || !mayPrompt(t) {
		return false
	}
	m := promptLine.FindStringSubmatchIndex(t)
	if m == nil {
		return false
	}
	rest := strings.TrimSpace(t[m[len(m)-2]:])
	return rest == "" || startsAsCommand(rest)
}

// isTimeJunos reports the line that `set cli timestamp` of Junos puts over an
// answer: "Nov 24 10:00:01". It holds nothing else, and so tells nothing.
func isTimeJunos(t string) bool {
	return len(t) == 15 && t[3] == ' ' && t[6] == ' ' && t[9] == ':' && t[12] == ':' && t[0] >= 'A' && t[0] <= 'S' && t[14] >= '0' && t[14] <= '9'
}

// clockLine is the time that `terminal exec prompt timestamp` of NX-OS puts over
// "Time source is NTP" (ansible/ansible pull request 50261).
var clockLine = lazyregexp.New(`^[*.]?\d\d:\d\d:\d\d(\.\d+)? \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{4}$`)

// overTimeSource reports a clock over the line that says where the time is from.
func (s *Scan) overTimeSource(t string, i int) bool {
	return i+1 < len(s.lines) && strings.HasPrefix(s.lines[i+1].Trim(), "Time source is") && clockLine.MatchString(t)
}

// mayPrompt spares most lines the expression: a prompt ends in one of #>%, and
// holds blanks before it only inside brackets.
func mayPrompt(t string) bool {
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '#', '>', '%':
			return true
		case '{', '(', '[':
			return strings.ContainsAny(t[i:], "#>%")
		case ' ':
			return false
		}
	}
	return false
}

// noiseHead reports whether t starts as one of the noiseHeads does.
func noiseHead(t string) bool {
	switch t[0] {
	case 'L', 'T', 'N', 'B', 'R', 'P', '-', '<':
	default:
		return false
	}
	for _, h := range noiseHeads {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	return false
}

// startsAsCommand reports whether t begins with a verb of a router's shell.
func startsAsCommand(t string) bool {
	w, _, _ := strings.Cut(strings.ToLower(t), " ")
	switch w {
	case "sh", "sho", "show", "do", "admin", "request", "display", "exit", "quit", "terminal", "term", "run", "configure", "conf", "config":
		return true
	}
	return false
}

// IsRule reports whether a line is only drawn: -----, =====, +---+, ****.
func IsRule(l Line) bool {
	n := 0
	for i := 0; i < len(l.Text); i++ {
		switch l.Text[i] {
		case ' ', '\t':
		case '-', '=', '+', '*', '_', '~', '#', '|', '.':
			n++
		default:
			return false
		}
	}
	return n > 1
}
