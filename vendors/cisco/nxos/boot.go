package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readBoot reads what `show boot` says of the next reload: below "Boot Variables on
// next reload:", per supervisor ("sup-1"), the image that it starts, "NXOS variable"
// or "system variable" (Cisco's NX-OS forensic guide; genieparser ShowBoot). The
// kickstart goes with the system and is not compared.
func readBoot(s *textscan.Scan, r *fact.Reading) {
	next, sup := false, "sup-1"
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		low := strings.ToLower(t)
		switch name, image, variable := strings.Cut(t, " variable ="); {
		case strings.HasPrefix(low, "current boot variables"):
			next, r.Recognised = false, true
		case strings.HasPrefix(low, "boot variables on next reload"):
			next, r.Recognised = true, true
		case strings.HasPrefix(low, "sup-"):
			sup = low
		case variable && next && (strings.EqualFold(name, "NXOS") || strings.EqualFold(name, "system")) && strings.TrimSpace(image) != "":
			p := fact.Processor{Name: sup, Variable: fact.Setting{Text: strings.TrimSpace(image), Grade: fact.Reported, Span: s.SpanOf(l, t)}}
			r.Boot.Processors = append(r.Boot.Processors, p)
		case variable, strings.HasPrefix(low, "boot poap"), strings.HasPrefix(low, "no module boot variable"):
		default:
			continue
		}
		s.Claim(l)
	}
}
