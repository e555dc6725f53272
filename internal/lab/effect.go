package lab

import (
	"strings"
)

// trap is a banner that looks like prompts, questions and pagers.
const trap = "*** authorised use only ***\r\nswitch#\r\nPassword:\r\n --More-- \r\nWelcome>\r\n"

// greet prints what stands before the first prompt.
func (s *session) greet() {
	if s.r.Fault.is(FaultBannerTrap) {
		s.print("\r\n" + trap + "not-this-one#")
		if !s.rest(s.r.Fault.takes()) {
			return
		}
		s.print("\r\n" + strings.Repeat("*", 60) + "\r\n")
	}
	if s.r.Fault.is(FaultTellsSecret) {
		s.print("\r\nlogged in with " + string(s.l.cfg.Password) + "\r\n")
	}
	if s.r.Fault.is(FaultMarkedSecret) {
		head, tail := string(s.l.cfg.Password[:5]), string(s.l.cfg.Password[5:])
		for _, mark := range []string{"\x00", "x\b", "\x1b[1m", "\x1b]0;t\a"} {
			s.print("\r\nlogged in with " + head + mark + tail + "\r\n")
		}
	}
	s.print(s.r.script.motd)
	if s.r.OS != junos {
		s.print("\r\n")
	}
}

// recorded prints a recorded answer with what the fault of the device makes of
// it, and the prompt; false = the session is over.
func (s *session) recorded(text string) bool {
	wire := crlf(text)
	switch s.r.Fault.Name() {
	case FaultHang, FaultCut, FaultNoPrompt, FaultEndless, FaultIdleKick, FaultDrip, FaultWindowStall:
		return s.broken(wire)
	case FaultPromptLike, FaultOwnPrompt, FaultNoEchoPause, FaultTypeAheadPause, FaultPercentLines, FaultSyslogInside, FaultInvalidUTF8, FaultRefusalInside, FaultLongLine:
		head, tail := halves(wire)
		return s.inserted(head, tail)
	case FaultNUL, FaultANSI, FaultSplitANSI, FaultOSC, FaultBEL:
		return s.decorated(wire)
	case FaultSlowFirst:
		if s.slow++; s.slow == 1 {
			s.print("Building configuration...\r\n\r\n")
			s.rest(s.r.Fault.takes())
		}
	case FaultUnauthorized:
		wire = "% Authorization failed.\r\n\r\n"
	case FaultGlued:
		wire = strings.TrimSuffix(wire, "\r\n")
	}
	s.pages(wire)
	switch s.r.Fault.Name() {
	case FaultPromptChange:
		s.mode = "(standby)"
	case FaultHostChange:
		s.name = s.r.Name + "-renamed"
	}
	s.prompt()
	s.print(crlf(behindPrompt(s.r.Fault)))
	return s.gone == nil
}

// debugging is a line of `debug ip ospf adj`.
const debugging = "\n*Nov 24 10:00:00.000: OSPF-1 ADJ Gi1/1: Interface going Down\n"

// behindPrompt is what lands on a terminal behind the prompt of an answer.
func behindPrompt(f Fault) string {
	switch f.Name() {
	case FaultSyslogAfter:
		return "\n" + syslog + "\n"
	case FaultBroadcast:
		return "\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n\n"
	case FaultDebugAfter:
		return debugging
	case FaultTracebackAfter:
		return "\n*Nov 24 10:00:00.000: %SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x1A2B3C4D, alignment 0\n" +
			"Pool: Processor  Free: 131072  Cause: Memory fragmentation\nAlternate Pool: None  Free: 0  Cause: No Alternate pool\n" +
			" -Process= \"BGP Router\", ipl= 0, pid= 412\n-Traceback= 1A2B3C4Dz 1A2B3D00z 1A2B3D44z\n"
	case FaultSendAfter:
		return "\n***\n***\n*** Message from tty3 to all terminals:\n***\nplease log off, we begin at six\n"
	case FaultSyslogdAfter:
		return "\nMessage from syslogd@r1 at Nov 24 10:00:00  ...\nr1 fpc0 [Error] route add failed\n"
	case FaultShutdownAfter:
		return "\n*** System shutdown message from root@r1 ***\n\nSystem going down in 5 minutes\n"
	}
	return ""
}

// syslog is a message of the system as IOS prints it on a terminal.
const syslog = "*Nov 24 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by ops on vty1 (192.0.2.9)"

// halves cuts text behind the line end that is nearest to its middle.
func halves(text string) (head, tail string) {
	at := strings.IndexByte(text[len(text)/2:], '\n')
	if at < 0 {
		return text, ""
	}
	at += len(text)/2 + 1
	return text[:at], text[at:]
}

// inserted prints an answer with lines in its middle that are easily taken for
// its end.
func (s *session) inserted(head, tail string) bool {
	s.pages(head)
	pause := s.r.Fault.takes()
	switch s.r.Fault.Name() {
	case FaultPromptLike:
		s.print("other-rtr#")
		s.rest(pause)
		s.print("\r\n")
	case FaultOwnPrompt, FaultNoEchoPause, FaultTypeAheadPause:
		s.print(s.promptLineText())
		s.rest(pause)
		s.print("\r\n")
	case FaultPercentLines:
		for _, line := range PercentLines() {
			s.print(line)
			s.rest(pause)
			s.print("\r\n")
		}
	case FaultSyslogInside:
		s.print(syslog + "\r\n")
	case FaultInvalidUTF8:
		s.print("a\xff\xfeb\r\n")
	case FaultRefusalInside:
		s.print("% Invalid input detected at '^' marker.\r\n")
	case FaultLongLine:
		s.print(strings.Repeat("x", LongLine) + "\r\n")
	}
	s.pages(tail)
	s.prompt()
	return s.gone == nil
}

// LongLine is how long the line of the fault long-line is.
const LongLine = 1 << 20

// PercentLines are the lines that the fault percent-lines puts into an answer.
func PercentLines() []string {
	return []string{"FIB memory in use 85%", "cost 12$", "total 97 %"}
}

// decorated prints an answer with bytes in it that a terminal does not show.
func (s *session) decorated(wire string) bool {
	var b strings.Builder
	for line := range strings.SplitAfterSeq(wire, "\n") {
		if line == "" {
			continue
		}
		body := strings.TrimSuffix(line, "\r\n")
		end := line[len(body):]
		switch s.r.Fault.Name() {
		case FaultNUL:
			b.WriteString("\x00" + body + "\x00\x00" + end)
		case FaultBEL:
			b.WriteString("\a" + body + "\a" + end)
		case FaultOSC:
			b.WriteString("\x1b]2;" + s.r.Name + " busy\x1b\\" + line)
		default:
			b.WriteString("\x1b[1;32m" + body + "\x1b[0m" + end)
		}
	}
	if !s.r.Fault.is(FaultSplitANSI) {
		s.pages(b.String())
		s.prompt()
		return s.gone == nil
	}
	// Ten times a packet ends inside a sequence, then the rest comes at once.
	rest := b.String()
	for range 10 {
		at := strings.Index(rest, "\x1b[")
		if at < 0 {
			break
		}
		s.print(rest[:at+2])
		rest = rest[at+2:]
		if !s.rest(s.r.Fault.takes()) {
			return false
		}
	}
	s.print(rest)
	s.prompt()
	return s.gone == nil
}

// stuck prints half an answer and goes on with the prompt when a line is typed.
func (s *session) stuck(text string) bool {
	half, _ := halves(crlf(text))
	s.print(half)
	if _, err := s.readLine(false); err != nil {
		return false
	}
	s.print("\r\n")
	s.prompt()
	return s.gone == nil
}

// broken prints an answer that does not end as it should.
func (s *session) broken(wire string) bool {
	half := wire[:len(wire)/2]
	switch s.r.Fault.Name() {
	case FaultCut:
		s.print(half)
		s.flush()
		return false
	case FaultIdleKick:
		s.print("\r\n[Connection to " + s.r.Name + " closed]\r\n")
		s.flush()
		return false
	case FaultDrip:
		for i := range len(wire) {
			s.print(wire[i : i+1])
			if !s.rest(s.r.Fault.takes()) {
				return false
			}
		}
		s.prompt()
		return s.gone == nil
	case FaultEndless:
		line := strings.Repeat("x", 78) + "\r\n"
		for s.gone == nil && s.ctx.Err() == nil {
			s.print(strings.Repeat(line, maxQueue/len(line)))
			s.flush()
		}
		return false
	case FaultNoPrompt:
		half = wire
	case FaultWindowStall:
		s.print(half)
		s.flush()
		s.stall()
		return false
	}
	s.print(half)
	s.flush()
	<-s.ctx.Done()
	return false
}
