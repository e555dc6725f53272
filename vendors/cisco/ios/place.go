package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// Place fits what another processor of the device says (a standby's console, a
// switch processor or a line card behind `remote login` or `attach`): how it boots
// is its own, its rows are those of its place, what it is is not the device.
func Place(c transcript.Context, r *fact.Reading) {
	boot := fact.Boot{}
	if name := processorAt(c.Part); name != "" {
		for _, p := range r.Boot.Processors {
			if p.Name == "" {
				p.Name = name
				boot.Processors = append(boot.Processors, p)
			}
		}
	}
	vendors.Elsewhere(c, r)
	r.Boot = boot
}

// processorAt names the processor of a part; "" where it has none that decides how
// the chassis boots.
func processorAt(part string) string {
	low := strings.ToLower(part)
	switch {
	case hasAny(low, "standby", "sdby", "stby") && strings.Contains(low, "sp"):
		return standbySP
	case hasAny(low, "standby", "sdby", "stby"):
		return standby
	case low == "sp" || low == "switch" || low == switchProcessor:
		return switchProcessor
	}
	return ""
}
