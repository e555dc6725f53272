package asr9000

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// platform is the family from Trident to Lightspeed [xr:2.4]. No command that was
// seen tells how full its memory for routes is: what is read is evidence, and
// the state of the box stays unknown unless its log proves an overflow.
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "asr9000", Title: "ASR 9000 (Trident, Typhoon, Tomahawk, Lightspeed)",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool {
				return iosxr.HasPrefix(pid, "ASR9K", "ASR-9", "ASR 9", "A9K-", "A99-", "A9903-")
			})
		},
		Commands: func(id fact.Identity) []vendors.Command {
			list := []vendors.Command{
				{Text: "show running-config | include hw-module", Why: "the configured scale profile of 64-bit XR", Optional: true},
				{Text: "admin show running-config | include hw-module", Why: "the configured scale profile of 32-bit XR", Optional: true},
				iosxr.AlarmLog(),
			}
			for _, n := range iosxr.Cards(id) {
				list = append(list, vendors.Command{Text: "show cef platform resource location " + n, Why: "structures of the network processors", Optional: true})
			}
			return append(append(list, iosxr.RouteCounts()...), iosxr.StandbyState())
		},
		Parse: parse,
		Vital: vital,
	}.Platform()
}

const lineScale = "hw-module profile scale "

func parse(d *fact.Device, _ *catalog.Family, c *iosxr.Config) {
	for _, l := range c.Lines {
		if name, ok := strings.CutPrefix(l, lineScale); ok {
			d.Carve.Configured = fact.Setting{Text: name, Grade: fact.Reported, Span: c.Span, Note: l}
			return
		}
	}
	if c.Whole {
		// On 32-bit XR the line is in the admin plane, so that one empty answer
		// proves nothing [xr:3.3].
		d.Carve.Configured = fact.Setting{Grade: fact.UnknownGrade, Span: c.Span, Note: "no scale profile in this plane; 32-bit XR keeps it in the admin plane"}
	}
}

// vital: no command that was seen tells how full the memory for routes is; what
// is asked instead tells a part of it [xr:2.4, xr:3.3].
func vital(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	for _, n := range iosxr.Cards(d.Identity) {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "memory for routes", Engine: n, Ask: []string{"show cef platform resource location " + n}})
	}
	if len(out) == 0 {
		out = []vendors.Vital{{Kind: fact.Room, Name: "memory for routes", Ask: []string{"show cef platform resource location 0/0/CPU0"}}}
	}
	return out
}
