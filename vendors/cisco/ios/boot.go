package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readBoot reads `show bootvar` and `show boot` in their five layouts
// (domain/ios.md section 1): 6500 and ASR variables with a register, Catalyst
// 9000 variables, blocks per stack member, path-lists of the Catalyst 2k/3k, and
// copies that lost their padding.
func readBoot(s *textscan.Scan, r *fact.Reading) {
	var b bootReader
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" {
			b.line(s, l, t, r)
		}
	}
	if b.manual != fact.Unknown {
		r.Boot.Manual, r.Boot.ManualSpan = b.manual, b.manualSpan
		r.Flag("manual_boot", b.manual == fact.Yes, b.manualSpan)
	}
}

type bootReader struct {
	next       bool // below "Boot Variables on next reload:"
	manual     fact.Tri
	manualSpan fact.Span
}

func (b *bootReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	low := strings.ToLower(t)
	switch {
	case strings.HasPrefix(low, "configuration register is "):
		readRegister(s, l, r, "config_register", &r.Boot.Register, &r.Boot.RegisterNext)
	case strings.HasPrefix(low, "standby configuration register is "):
		readRegister(s, l, r, "standby_config_register", &r.Boot.Standby, &r.Boot.StandbyNext)
	case strings.HasPrefix(low, "standby not ready"):
		set(&r.Redundancy.Standby, "not ready", s.SpanOf(l, t))
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, s.SpanOf(l, t)
	case strings.HasPrefix(low, "current boot variables"):
		b.next = false
	case strings.HasPrefix(low, "boot variables on next reload"):
		b.next = true
	case strings.HasSuffix(low, " does not exist"), textscan.IsRule(l), low == "show boot", low == "show bootvar",
		low == "nvram/config file", low == "timeout for config", low == "config download":
		s.Claim(l)
		return
	case isMemberTitle(low):
		b.next = false
		s.Claim(l)
		return
	default:
		b.pair(s, l, r)
		return
	}
	r.Recognised = true
	s.Claim(l)
}

// isMemberTitle reports "switch 5", the title of a stack member's block.
func isMemberTitle(low string) bool {
	rest, ok := strings.CutPrefix(low, "switch ")
	return ok && textscan.IsNumber(rest)
}

// pair reads "KEY variable = VALUE" and "Key words : VALUE".
func (b *bootReader) pair(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	sep := "="
	if c, e := strings.IndexByte(l.Text, ':'), strings.IndexByte(l.Text, '='); c >= 0 && (e < 0 || c < e) {
		sep = ":"
	}
	key, v, ok := textscan.KeyValue(l, sep)
	if !ok {
		return
	}
	key = strings.ToLower(strings.TrimSuffix(strings.ToLower(key), " variable"))
	standby := strings.HasPrefix(key, "standby ")
	span := s.Span(l, v.Lo, v.Hi)
	switch strings.TrimPrefix(key, "standby ") {
	case "boot", "boot path-list":
		r.Recognised = true
		if !standby && !b.next {
			set(&r.Boot.Variable, v.Text, span)
		}
		if b.next && v.Text != "" {
			r.Flag("boot_next", v.Text, span)
		}
	case "manual_boot", "manual boot":
		r.Recognised = true
		if strings.EqualFold(v.Text, "yes") {
			b.manual, b.manualSpan = fact.Yes, span
		} else if b.manual == fact.Unknown && strings.EqualFold(v.Text, "no") {
			b.manual, b.manualSpan = fact.No, span
		}
	}
	s.Claim(l)
}
