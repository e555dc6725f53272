package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readVersion reads `show version`. The licence text and the list of interfaces
// are known and say nothing about forwarding memory.
func readVersion(s *textscan.Scan, r *fact.Reading) {
	var buf []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case strings.Contains(t, " uptime is "):
			readUptime(s, l, t, r)
		case strings.HasPrefix(t, "System image file is "):
			r.Identity.Image = strings.Trim(t[len("System image file is "):], `"`)
			note(r, "image", s.SpanOf(l, r.Identity.Image))
		case HasFold(t, "configuration register is "):
			readRegister(s, l, r, "")
		case (HasFold(t, "cisco ") || HasFold(t, "Linux Unix (")) && strings.Contains(t, "memory") && (strings.Contains(t, " processor ") || strings.Contains(t, "bytes of")):
			buf = readChassis(s, l, r, buf)
		case strings.HasPrefix(t, "Processor board ID "):
			r.Identity.Serial = strings.TrimSpace(t[len("Processor board ID "):])
			note(r, "serial", s.SpanOf(l, r.Identity.Serial))
		case strings.HasSuffix(t, " bytes of physical memory."):
		case r.Identity.Version == "" && strings.Contains(t, "Version ") && strings.Contains(t, "Software"):
			readRelease(s, l, r)
		case strings.Contains(t, "Model Number") || strings.Contains(t, "Model number"):
			readModelNumber(s, l, r)
		default:
			readMember(s, l, r, &buf)
		}
	}
	r.Recognised = r.Identity.Version != "" || r.Identity.Model != ""
	if r.Recognised {
		s.ClaimAll()
	}
}

func note(r *fact.Reading, what string, span fact.Span) {
	if r.Identity.Spans == nil {
		r.Identity.Spans = map[string]fact.Span{}
	}
	if _, ok := r.Identity.Spans[what]; !ok {
		r.Identity.Spans[what] = span
	}
}

// HasFold reports whether a text begins with a head, letter case aside.
func HasFold(t, prefix string) bool {
	return len(t) >= len(prefix) && strings.EqualFold(t[:len(prefix)], prefix)
}

func readUptime(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	host, up, _ := strings.Cut(t, " uptime is ")
	if strings.Contains(host, " ") || r.Identity.Uptime != "" {
		return
	}
	r.Identity.Hostname, r.Identity.Uptime = host, up
	note(r, "uptime", s.SpanOf(l, up))
}

// readRegister reads "Configuration register is 0x1 (will be 0x2102 at next
// reload)" of the processor of that name.
func readRegister(s *textscan.Scan, l textscan.Line, r *fact.Reading, name string) {
	at := strings.Index(strings.ToLower(l.Text), " is ")
	if at < 0 {
		return
	}
	value, _, _ := strings.Cut(strings.TrimSpace(l.Text[at+4:]), " ")
	if !strings.HasPrefix(value, "0x") && !strings.HasPrefix(value, "0X") {
		return
	}
	register(r, name, value, s.SpanOf(l, value), false)
	if name == "" {
		r.Flag(fact.FlagConfigRegister, value, s.SpanOf(l, value))
	}
	if _, after, ok := strings.Cut(l.Text, "(will be "); ok {
		value, _, _ = strings.Cut(after, " ")
		register(r, name, value, s.SpanOf(l, value), true)
		if name == "" {
			r.Flag(fact.FlagConfigRegisterNext, value, s.SpanOf(l, value))
		}
	}
}

// set makes a reported setting of text; the first to be said stands.
func set(to *fact.Setting, text string, span fact.Span) {
	if to != nil && !to.Known() && text != "" {
		*to = fact.Setting{Text: text, Grade: fact.Reported, Span: span}
	}
}

func readChassis(s *textscan.Scan, l textscan.Line, r *fact.Reading, buf []textscan.Token) []textscan.Token {
	buf = textscan.Fields(l, buf)
	if len(buf) < 3 || flagged(r, fact.FlagChassis) {
		return buf
	}
	model := buf[1].Text
	if HasFold(l.Trim(), "Linux Unix (") {
		r.Identity.Virtual = true
		return buf
	}
	span := s.Span(l, buf[1].Lo, buf[1].Hi)
	r.Identity.Model = model
	note(r, "model", span)
	r.Flag(fact.FlagChassis, model, span)
	r.Identity.Virtual = r.Identity.Virtual || isVirtual(model, l.Text)
	return buf
}

// isVirtual reports a software router: its memory is not a router's.
func isVirtual(model, line string) bool {
	switch {
	case strings.Contains(line, "(VXE)"), strings.HasPrefix(model, "CSR1000V"), strings.HasPrefix(model, "C8000V"),
		strings.HasPrefix(model, "IOSv"), strings.HasPrefix(model, "ISRV"), strings.HasPrefix(model, "C9KV"):
		return true
	}
	return false
}

func flagged(r *fact.Reading, key fact.FlagKey) bool {
	for i := range r.Flags {
		if r.Flags[i].Key == key {
			return true
		}
	}
	return false
}

// readRelease reads the word behind "Version " of the first software line.
func readRelease(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	if HasFold(l.Trim(), "ROM") || HasFold(l.Trim(), "BOOTLDR") {
		return
	}
	_, after, _ := strings.Cut(l.Text, "Version ")
	end := strings.IndexAny(after, ", ")
	if end < 0 {
		end = len(after)
	}
	r.Identity.Version = after[:end]
	note(r, "version", s.SpanOf(l, r.Identity.Version))
	if strings.Contains(l.Text, "Virtual XE Software") || strings.Contains(l.Text, "IOSv Software") || strings.Contains(l.Text, "vios_l2 Software") || strings.Contains(l.Text, "Linux Software (") {
		r.Identity.Virtual = true
	}
}

func readModelNumber(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	if _, v, ok := textscan.KeyValue(l, ":"); ok && r.Identity.Model == "" && v.Text != "" {
		r.Identity.Model = v.Text
		note(r, "model", s.Span(l, v.Lo, v.Hi))
	}
}

// readMember reads a row of the member table:
// "*    1 41    C9300-24P   17.06.01   CAT9K_IOSXE   BUNDLE".
func readMember(s *textscan.Scan, l textscan.Line, r *fact.Reading, buf *[]textscan.Token) {
	if len(l.Text) < 8 || (l.Text[0] != '*' && l.Text[0] != ' ') {
		return
	}
	*buf = textscan.Fields(l, *buf)
	f := *buf
	if len(f) > 0 && f[0].Text == "*" {
		f = f[1:]
	}
	if len(f) < 5 || len(f[0].Text) > 2 || !textscan.IsNumber(f[0].Text) || !textscan.IsNumber(f[1].Text) || textscan.IsNumber(f[2].Text) || !strings.Contains(f[2].Text, "-") {
		return
	}
	r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: f[0].Text, Name: "switch " + f[0].Text, PID: f[2].Text, Descr: f[3].Text, Span: s.Span(l, f[2].Lo, f[2].Hi)})
}
