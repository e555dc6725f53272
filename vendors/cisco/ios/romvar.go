package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readROMVar reads `show romvar`: the variables of the boot loader, NAME=value
// with or without quotes. No real output has been shown to us (ios:0
// names the command only), so that only MANUAL_BOOT is taken, and only as the
// words yes and no.
func readROMVar(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(strings.ToLower(t), "rommon variables") || isMemberTitle(strings.ToLower(t)) {
			s.Claim(l)
			continue
		}
		name, v, ok := textscan.KeyValue(l, "=")
		if !ok || !variable(name) {
			continue
		}
		s.Claim(l)
		r.Recognised = true
		if name != "MANUAL_BOOT" {
			continue
		}
		span := s.Span(l, v.Lo, v.Hi)
		switch strings.ToLower(strings.Trim(v.Text, `"`)) {
		case "yes":
			r.Boot.Manual, r.Boot.ManualSpan = fact.Yes, span
		case "no":
			if r.Boot.Manual == fact.Unknown {
				r.Boot.Manual, r.Boot.ManualSpan = fact.No, span
			}
		}
	}
	if r.Boot.Manual != fact.Unknown {
		r.Flag(fact.FlagManualBoot, r.Boot.Manual == fact.Yes, r.Boot.ManualSpan)
	}
}

// variable reports whether name is spelled as a variable of the boot loader.
func variable(name string) bool {
	for i := 0; i < len(name); i++ {
		if c := name[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return name == "?"
		}
	}
	return name != ""
}
