package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRedundancy reads `show redundancy` and `show redundancy states`.
func readRedundancy(s *textscan.Scan, r *fact.Reading) {
	var p redundancyReader
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasPrefix(t, "Peer Processor Information"):
			p.peer = true
		case strings.HasPrefix(t, "Peer (slot"):
			_, after, _ := strings.Cut(t, "in '")
			state, _, _ := strings.Cut(after, "'")
			p.standby(s, l, state, r)
		default:
			if key, v, ok := textscan.KeyValue(l, " = "); ok {
				p.pair(s, l, strings.ToLower(key), v, r)
			} else if key, v, ok := textscan.KeyValue(l, "="); ok {
				p.pair(s, l, strings.ToLower(key), v, r)
			}
		}
	}
	if r.Recognised {
		s.ClaimAll()
	}
	p.settle(s, r)
}

type redundancyReader struct {
	peer    bool
	simplex fact.Span
}

func (p *redundancyReader) pair(s *textscan.Scan, l textscan.Line, key string, v textscan.Token, r *fact.Reading) {
	span := s.Span(l, v.Lo, v.Hi)
	switch key {
	case "hardware mode", "mode":
		r.Recognised = true
		if strings.EqualFold(v.Text, "simplex") {
			p.simplex = span
		}
	case "operating redundancy mode", "redundancy mode (operational)":
		r.Recognised = true
		set(&r.Redundancy.Mode, v.Text, span)
	case "current software state":
		if p.peer {
			p.standby(s, l, v.Text, r)
		}
	case "peer state":
		// "peer state = 8  -STANDBY HOT"
		_, state, ok := strings.Cut(v.Text, "-")
		if ok {
			p.standby(s, l, strings.TrimSpace(state), r)
		}
	case "boot":
		name := standby
		if !p.peer {
			name = ""
			set(&r.Boot.Variable, v.Text, span)
		}
		set(&processor(r, name).Variable, v.Text, span)
	case "configuration register":
		p.register(v.Text, span, r)
	}
}

func (p *redundancyReader) register(text string, span fact.Span, r *fact.Reading) {
	name := ""
	if p.peer {
		name = standby
	}
	value, _, _ := strings.Cut(text, " ")
	register(r, name, value, span, false)
	if _, after, ok := strings.Cut(text, "(will be "); ok {
		value, _, _ = strings.Cut(after, " ")
		register(r, name, value, span, true)
	}
}

func (p *redundancyReader) standby(s *textscan.Scan, l textscan.Line, state string, r *fact.Reading) {
	state = strings.TrimSpace(state)
	if state == "" {
		return
	}
	r.Recognised = true
	span := s.SpanOf(l, state)
	set(&r.Redundancy.Standby, state, span)
	r.Redundancy.Ready, r.Redundancy.Span = fact.TriOf(strings.HasPrefix(strings.ToUpper(state), "STANDBY HOT")), span
}

// settle says that nobody stands by where the hardware is simplex and no peer
// was named.
func (p *redundancyReader) settle(s *textscan.Scan, r *fact.Reading) {
	if !p.simplex.IsZero() && r.Redundancy.Ready == fact.Unknown && !s.Truncated {
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, p.simplex
	}
}
