package lab

import (
	"fmt"
	"strings"
	"time"
)

// dialect is how a system behaves around the answers.
type dialect struct {
	version string // of the SSH server
	more    string // what the pager prints
	erase   string // how it takes that away again
	over    string // what the pager prints behind the last page and waits at; "" = nothing
}

// dialectOf gives the dialect of an OS; what is not known speaks like IOS. The
// pager strings are those that collect's reader is tested with.
func dialectOf(os string) dialect {
	switch os {
	case nxos:
		return dialect{"SSH-2.0-headroom-lab-nxos", "\x1b[7m--More--\x1b[27m", "\r\x1b[K", ""}
	case junos:
		return dialect{"SSH-2.0-headroom-lab-junos", "---(more)---", "\r" + strings.Repeat(" ", 12) + "\r", ""}
	case iosxr:
		return dialect{"SSH-2.0-headroom-lab-iosxr", " --More-- ", rubOut(10), ""}
	default:
		return dialect{"SSH-2.0-headroom-lab-ios", " --More-- ", rubOut(10), ""}
	}
}

// rubOut wipes n bytes out with backspaces.
func rubOut(n int) string {
	return strings.Repeat("\b", n) + strings.Repeat(" ", n) + strings.Repeat("\b", n)
}

// named is the prompt of a fault, "" where it is that of the system.
func (s *session) named() string {
	switch s.r.Fault.Name() {
	case FaultOddPrompt:
		return "[" + s.name + "]#"
	case FaultCountPrompt:
		return fmt.Sprintf("%s:%d#", s.name, s.shown)
	case FaultClockPrompt:
		return fmt.Sprintf("10:%02d:%02d %s#", s.shown/60, s.shown%60, s.name)
	case FaultCustomPrompt:
		return s.name + " (noc) > "
	case FaultMutePrompt:
		return s.name + " ready:"
	}
	return ""
}

// pagerOf is how the device pages.
func (r *router) pagerOf() (d dialect, always bool) {
	d = dialectOf(r.OS)
	switch r.Fault.Name() {
	case FaultPaging:
	case FaultPagerAngle:
		d.more, d.erase = "<--- More --->", "\r"+strings.Repeat(" ", 14)+"\r"
	case FaultPagerParen:
		d.more, d.erase = "--More-- (<space> = next page, <CR> = one line, Q = quit)", "\r\x1b[K"
	case FaultPagerKey:
		d.more, d.erase = "Press any key to continue (Q to quit)", "\r\x1b[2K"
	case FaultPagerLess:
		d.more, d.erase, d.over = ":", "\r\x1b[K", "\x1b[7m(END)\x1b[27m"
	case FaultPagerLines:
		d.more, d.erase = "lines 1-23", "\r\x1b[K"
	default:
		return d, false
	}
	return d, true
}

// promptText is the prompt, with the line over it.
func (s *session) promptText() string {
	if text := s.named(); text != "" {
		return text
	}
	p := s.r.script.prompt
	switch s.r.OS {
	case junos:
		text := s.user + "@" + s.name + "> "
		if p.engine != "" {
			text = p.engine + "\r\n" + text
		}
		return text
	case iosxr:
		before := p.before
		if before == "" {
			before = "RP/0/RP0/CPU0:"
		}
		return before + s.name + "#"
	case nxos:
		return s.name + "# "
	}
	if p.mark == ">" && !s.enabled {
		return s.name + ">"
	}
	return s.name + "#"
}

// promptLineText is the prompt alone, without the line over it.
func (s *session) promptLineText() string {
	text := s.promptText()
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// own puts around an answer that the device makes itself what the OS prints
// with each: the time before it on IOS-XR, an empty line behind it on Junos.
// Recorded answers hold theirs.
func (s *session) own(text string) string {
	switch s.r.OS {
	case iosxr:
		return time.Now().UTC().Format("Mon Jan _2 15:04:05.000 MST") + "\r\n" + text
	case junos:
		return text + "\r\n"
	}
	return text
}

// unknown is the error text for a command whose word bad (from 0) is wrong; the
// caret stands under that word.
func (s *session) unknown(line string, bad int) string {
	caret := strings.Repeat(" ", len(s.promptLineText())+wordAt(line, bad)) + "^\r\n"
	switch s.r.OS {
	case nxos: // nxos:0 section on JSON rules
		return caret + "% Invalid command at '^' marker.\r\n"
	case junos: // junos:0, errors
		if bad == 0 {
			return s.own(caret + "unknown command.\r\n")
		}
		return s.own(caret + "syntax error.\r\n")
	}
	return s.own(caret + "% Invalid input detected at '^' marker.\r\n\r\n")
}

// ambiguous is the error text for an abbreviation of several commands.
func (s *session) ambiguous(line string) string {
	if s.r.OS == junos {
		return s.own(fmt.Sprintf("%s^\r\n'%s' is ambiguous.\r\n", strings.Repeat(" ", len(s.promptLineText())), line))
	}
	return s.own(fmt.Sprintf("%% Ambiguous command:  %q\r\n", line))
}

// wordAt is the offset of word n (from 0) in line.
func wordAt(line string, n int) int {
	at := 0
	for i := 0; ; i++ {
		for at < len(line) && line[at] == ' ' {
			at++
		}
		if i == n || at >= len(line) {
			return at
		}
		for at < len(line) && line[at] != ' ' {
			at++
		}
	}
}
