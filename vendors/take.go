package vendors

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// stamp is what stands before the "%" of a message of Cisco: a sequence number, a
// slot or node, a time, a host, a process.
var stamp = lazyregexp.New(`(?:(?:SLOT ?|Slot )?\d+: ?)?(?:(?:RP|LC|DRP)/[\w/]+:)?[*.]?(?:\d{4} )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)?|\d+[dwy]\d+[hdw]|\d\d:\d\d:\d\d)(?: [A-Za-z]{2,5})?(?: ?:)?(?: [\w.\-]+)?(?: ?[\w\-/]+\[\d+\])?(?: ?:)? ?(?:\w[\w\-/ ]{0,20}: )?$`)

// messageAt reports whether a line holds a log message, and where that begins:
// "%FACILITY-SEVERITY-MNEMONIC" of Cisco with what stands before it, or a line that
// starts with the time stamp of a syslog of Junos.
func messageAt(line string) (at int, ok bool) {
	p := percent(line)
	if p < 0 {
		return 0, junosLog(line)
	}
	if m := stamp.FindStringIndex(line[:p]); m != nil {
		return m[0], true
	}
	return p, true
}

// quotes reports whether a line of an answer only quotes the message at its byte at:
// it is no log line with a time, and what stands before says so: a description, the
// pattern of an applet.
func quotes(line string, at int) bool {
	return line[at] == '%' && hasAny(strings.ToLower(line[:at]), "description", "remark", "pattern", "\"", "'")
}

// percent finds "%FACILITY-…-N-MNEMONIC" in a line; -1 = there is none.
func percent(line string) int {
	for at := 0; ; {
		i := strings.IndexByte(line[at:], '%')
		if i < 0 {
			return -1
		}
		at += i
		if mnemonic(line[at+1:]) {
			return at
		}
		at++
	}
}

// mnemonic reports whether t begins with FACILITY-…-N-MNEMONIC.
func mnemonic(t string) bool {
	if t == "" || t[0] < 'A' || t[0] > 'Z' {
		return false
	}
	end := strings.IndexFunc(t, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' })
	if end < 0 {
		end = len(t)
	}
	parts := strings.Split(t[:end], "-")
	for i := 1; i+1 < len(parts); i++ {
		if len(parts[i]) == 1 && parts[i][0] >= '0' && parts[i][0] <= '7' && parts[i+1] != "" {
			return true
		}
	}
	return false
}

// junosLog reports whether a line starts as those of a log of Junos do: "Nov 24
// 10:00:01  host process[pid]: ", an ISO time stamp and a host, or "[Nov 24
// 10:00:01.123 LOG: Err]" of a PFE.
func junosLog(line string) bool {
	if len(line) < 20 {
		return false
	}
	if line[0] == '[' {
		return dated(line[1:]) && strings.Contains(line, " LOG: ")
	}
	if line[4] == '-' && line[7] == '-' && line[10] == 'T' && line[13] == ':' && line[0] == '2' {
		_, rest, ok := strings.Cut(line, " ")
		return ok && strings.Contains(rest, ": ")
	}
	return dated(line) && strings.Contains(line[15:], " ") && (!strings.Contains(line, "%") || strings.Contains(line[15:], ": "))
}

// dated reports whether a line begins with "Nov 24 10:00:01".
func dated(line string) bool {
	return len(line) > 15 && line[3] == ' ' && line[6] == ' ' && line[9] == ':' && line[12] == ':' && strings.Contains("JanFebMarAprMayJunJulAugSepOctNovDec", line[:3])
}

// hasMessage reports whether a text holds a log message.
func hasMessage(text string) bool {
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		if _, ok := messageAt(line); ok {
			return true
		}
		text = rest
	}
	return false
}

// withoutMessages is a text without its log messages.
func withoutMessages(text string) string {
	rest, _, _ := takeMessages(text)
	return rest
}

// withoutRemarks is a text without the lines that begin with "!": somebody's remarks,
// no device answers so.
func withoutRemarks(text string) string {
	if !strings.Contains(text, "!") {
		return text
	}
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, "!") })
	return strings.Join(lines, "\n")
}

// takeMessages takes the log messages out of an answer: what a console prints
// while the answer runs. Lines keep their numbers: a line that was a message is
// left empty. Where a message stands inside a line, what followed on the next line
// is the rest of that line; apart is the answer where it is a line of its own, ""
// where there is no such place.
func takeMessages(text string) (rest, apart, taken string) {
	if !hasMessage(text) {
		return text, "", ""
	}
	lines := strings.Split(text, "\n")
	own := slices.Clone(lines)
	var out []string
	cut, inside := -1, false // the line whose rest is still to come
	for i, line := range lines {
		at, message := messageAt(line)
		switch {
		case message && !quotes(line, at):
			out = append(out, line[at:])
			lines[i], own[i] = line[:at], line[:at]
			if strings.TrimSpace(line[:at]) != "" {
				cut = i
			} else if cut < 0 && i > 0 && waits(lines[i-1]) {
				cut = i - 1
			}
		case cut >= 0 && indent(line) > 1 && indent(line) == indent(lines[cut]):
			cut = -1 // the next row of a list: a rest starts with one blank at most
		case cut >= 0:
			lines[cut], lines[i] = lines[cut]+line, ""
			cut, inside = -1, true
		}
	}
	if inside {
		apart = strings.Join(own, "\n")
	}
	return strings.Join(lines, "\n"), apart, strings.Join(out, "\n")
}

// indent counts the blanks at the head of a line.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// waits reports whether a line ends before its value: "state =". A rule of "="
// does not.
func waits(line string) bool {
	line = strings.TrimRight(line, " ")
	return strings.HasSuffix(line, "=") && !strings.HasSuffix(line, "==")
}
