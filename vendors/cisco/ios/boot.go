package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readBoot reads `show bootvar` and `show boot` in their five layouts
// (ios:0 section 1): 6500 and ASR variables with a register, Catalyst
// 9000 variables, blocks per stack member, path-lists of the Catalyst 2k/3k, and
// copies that lost their padding.
func readBoot(s *textscan.Scan, r *fact.Reading) {
	b := bootReader{who: processorOf(s.Command)}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" {
			b.line(s, l, t, r)
		}
	}
	if b.manual != fact.Unknown {
		r.Boot.Manual, r.Boot.ManualSpan = b.manual, b.manualSpan
		r.Flag(fact.FlagManualBoot, b.manual == fact.Yes, b.manualSpan)
	}
}

// processorOf names the processor that answers: a Sup720 has a route and a switch
// processor, each with a register and a boot variable of its own
// (ios:2.4).
func processorOf(command string) string {
	w := strings.Fields(strings.ToLower(command))
	switch {
	case len(w) < 3 || !strings.HasPrefix("remote", w[0]):
		return ""
	case strings.HasPrefix(w[2], "standby-sp"):
		return standbySP
	case strings.HasPrefix(w[2], "standby"):
		return standby
	}
	return switchProcessor
}

// The processors of a chassis beside the one that answers.
const (
	standby         = "standby"
	switchProcessor = "switch processor"
	standbySP       = "standby switch processor"
)

// peer names the processor that an answer of who calls its standby.
func peer(who string) string {
	if who == switchProcessor {
		return standbySP
	}
	return standby
}

// processor gives the entry of that name in r.
func processor(r *fact.Reading, name string) *fact.Processor {
	for i := range r.Boot.Processors {
		if r.Boot.Processors[i].Name == name {
			return &r.Boot.Processors[i]
		}
	}
	r.Boot.Processors = append(r.Boot.Processors, fact.Processor{Name: name})
	return &r.Boot.Processors[len(r.Boot.Processors)-1]
}

// register notes the register of a processor; next: that of the next reload.
func register(r *fact.Reading, name, value string, span fact.Span, next bool) {
	p := processor(r, name)
	to, own := &p.Register, map[string]*fact.Setting{"": &r.Boot.Register, standby: &r.Boot.Standby}
	if next {
		to, own = &p.Next, map[string]*fact.Setting{"": &r.Boot.RegisterNext, standby: &r.Boot.StandbyNext}
	}
	set(to, value, span)
	set(own[name], value, span)
}

type bootReader struct {
	who        string // the processor that answers
	member     string // of the second and later blocks of a stack: "switch 2"
	next       bool   // below "Boot Variables on next reload:"
	manual     fact.Tri
	manualSpan fact.Span
}

func (b *bootReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	low := strings.ToLower(t)
	switch {
	case strings.HasPrefix(low, "configuration register is "):
		readRegister(s, l, r, b.who)
	case strings.HasPrefix(low, "standby configuration register is "):
		readRegister(s, l, r, peer(b.who))
	case strings.HasPrefix(low, "standby not ready"):
		set(&r.Redundancy.Standby, "not ready", s.SpanOf(l, t))
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, s.SpanOf(l, t)
	case b.who == "" && b.member == "" && namesNoImage(low):
		r.Flag(fact.FlagBootEmpty, true, s.SpanOf(l, t))
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
		if b.member = ""; len(r.Boot.Processors) > 0 {
			b.member = low
		}
		s.Claim(l)
		return
	default:
		b.pair(s, l, r)
		return
	}
	r.Recognised = true
	s.Claim(l)
}

// namesNoImage reports a BOOT variable or path-list without a value.
func namesNoImage(low string) bool {
	key := strings.TrimRight(low, " =:")
	return low == "boot variable does not exist" || key != low && (key == "boot variable" || key == "boot path-list")
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
	key, standing := strings.CutPrefix(key, "standby ")
	who := b.who
	switch {
	case standing:
		who = peer(who)
	case b.member != "":
		who = b.member
	}
	span := s.Span(l, v.Lo, v.Hi)
	switch key {
	case "boot", "boot path-list":
		r.Recognised = true
		if !b.next {
			set(&processor(r, who).Variable, v.Text, span)
		}
		if who == "" && !b.next {
			set(&r.Boot.Variable, v.Text, span)
		}
		if b.next && v.Text != "" {
			r.Flag(fact.FlagBootNext, v.Text, span)
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
