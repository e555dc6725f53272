package transcript

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// mark is a line of a log that may be a prompt with what was typed behind it.
type mark struct {
	prompt
	at, start, next int    // its banner, the line and the line behind it, as offsets
	rest            string // what stands behind the prompt
	asks            bool   // rest starts as a command does
	pager           bool   // the prompt stands where a pager waited
}

// verbs are the words that make "text after something like a prompt" a command.
var verbs = lazyregexp.New(`(?i)^(do )?(sho?w?|adm\w*|term\w*|request|set cli|display|enable|en|dir|more|remote|conf\w*|cli|file|attach|run|switchto|switchback|start shell|reload|copy|write|clear|ping|trace\w*|ssh|telnet|exit|quit|hw-module|sdm)\b`)

// bootVerbs are what is typed at a boot loader whose prompt could be a row.
var bootVerbs = lazyregexp.New(`^(boot|set|unset|dir|flash_init|reset|rename|copy|delete|load_helper|help|type|version|cat|fsck|emergency-install)\b`)

// moves are what is typed to go somewhere else: no router is proven by them.
var moves = lazyregexp.New(`(?i)^(ssh|telnet|exit|quit)\b`)

// hostSeen is what all lines with the prompt of one host show together.
type hostSeen struct{ lines, asks, shells, last int }

// marksOf finds the lines that may be prompts. It is the one look at every line
// of a log, and linear in its size.
func marksOf(data []byte) []mark {
	var out []mark
	banner, over := -1, ""
	for at := 0; at < len(data); {
		end, next := lineEnd(data, at)
		line := trimCR(data[at:end])
		if m, ok := typedAhead(line); ok && len(out) > 0 && out[len(out)-1].Host == m.Host {
			m.at, m.start, m.next = at, at, next
			out = append(out, m)
			banner, at = -1, next
			continue
		}
		if !mayPrompt(line) {
			banner = -1
			at = next
			continue
		}
		text, pager := withoutPager(CleanText(line))
		if isBanner(strings.TrimSpace(text)) {
			if banner < 0 {
				banner, over = at, ""
			}
			over += strings.TrimSpace(text)
			at = next
			continue
		}
		if p, ok := promptAt(text); ok {
			m := mark{prompt: p, at: at, start: at, next: next, pager: pager || hasPager(line), rest: strings.TrimSpace(text[p.n:])}
			m.asks = verbs.MatchString(m.rest)
			if banner >= 0 {
				m.at = banner
				m.under(over)
			}
			if p.Part != "boot loader" || p.own || m.rest == "" || bootVerbs.MatchString(m.rest) {
				out = append(out, m)
			}
		}
		banner = -1
		at = next
	}
	return out
}

// typedAhead reads a line that begins with what was typed before the prompt came, has
// the prompt behind it and then the same again, as the device echoes it: "show verr1#show
// version".
func typedAhead(line []byte) (mark, bool) {
	i := bytes.LastIndexAny(line, "#>")
	if i < 2 || len(line) > 400 || !bytes.HasPrefix(bytes.TrimLeft(line[i+1:], " "), line[:2]) {
		return mark{}, false
	}
	text := CleanText(line)
	i = strings.LastIndexAny(text, "#>")
	rest := strings.TrimSpace(text[i+1:])
	n := 0
	for n < min(len(rest), i) && text[n] == rest[n] {
		n++
	}
	if n < 2 {
		return mark{}, false
	}
	p, ok := promptAt(text[n : i+1])
	if !ok || p.n != i+1-n || p.Host == "" {
		return mark{}, false
	}
	p.n = i + 1
	return mark{prompt: p, rest: rest, asks: verbs.MatchString(rest)}, true
}

// lineEnd gives the end of the line that starts at at, and where the next starts.
func lineEnd(data []byte, at int) (end, next int) {
	if nl := bytes.IndexByte(data[at:], '\n'); nl >= 0 {
		return at + nl, at + nl + 1
	}
	return len(data), len(data)
}

func trimCR(line []byte) []byte {
	for len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line
}

// mayPrompt spares nearly all lines a closer look: a prompt is a name, perhaps
// something in parentheses, and its mark.
func mayPrompt(line []byte) bool {
	if len(line) == 0 {
		return false
	}
	switch line[0] {
	case '{', '[':
		return true
	case '%':
		return len(line) > 5 && line[1] == ' ' && line[2] >= 'c' && line[2] <= 'v'
	case '(':
		return bytes.HasPrefix(line, []byte("(vty)"))
	case ' ', '-', '<':
		return hasPager(line)
	}
	i := 0
	for i < len(line) && nameByte[line[i]] {
		i++
	}
	if i == len(line) {
		return line[i-1] == ':' && string(line) == "switch:"
	}
	switch c := line[i]; c {
	case '#', '>', '(', '%', '$':
		return i > 0
	case ' ':
		return i > 0 && (line[i-1] == ':' || i+1 < len(line) && (bytes.HasPrefix(line, []byte("rommon")) || line[i+1] == '>' || line[i+1] == '#' || line[i+1] == '%'))
	default:
		return c < 0x20 && c != '\t'
	}
}

// seen counts the prompts of each host.
func seen(marks []mark) map[string]*hostSeen {
	out := map[string]*hostSeen{}
	for i := range marks {
		m := &marks[i]
		h := out[m.Host]
		if h == nil {
			h = &hostSeen{}
			out[m.Host] = h
		}
		h.lines, h.last = h.lines+1, m.at
		if m.asks && !moves.MatchString(m.rest) {
			h.asks++
		}
		if m.Part == "shell" {
			h.shells++
		}
	}
	return out
}
