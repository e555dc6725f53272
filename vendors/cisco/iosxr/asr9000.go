package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// ASR9000 is the family from Trident to Lightspeed [xr:2.4]. No command that was
// seen tells how full its memory for routes is: what is read is evidence, and
// the state of the box stays unknown unless its log proves an overflow.
func ASR9000() vendors.Platform {
	return &platform{
		family: "asr9000", title: "ASR 9000 (Trident, Typhoon, Tomahawk, Lightspeed)",
		match: func(id fact.Identity) bool {
			return anyPID(id, func(pid string) bool { return hasPrefix(pid, "ASR9K", "ASR-9", "ASR 9", "A9K-", "A99-", "A9903-") })
		},
		commands: func(id fact.Identity) []vendors.Command {
			list := []vendors.Command{
				{Text: "show running-config | include hw-module", Why: "the configured scale profile of 64-bit XR", Optional: true},
				{Text: "admin show running-config | include hw-module", Why: "the configured scale profile of 32-bit XR", Optional: true},
				alarmLog(),
			}
			for _, n := range cards(id) {
				list = append(list, vendors.Command{Text: "show cef platform resource location " + n, Why: "structures of the network processors", Optional: true})
			}
			return append(append(list, routeCounts()...), standbyState())
		},
		parse: parse9000,
		vital: vital9000,
	}
}

const lineScale = "hw-module profile scale "

func parse9000(d *fact.Device, _ *catalog.Family, c *config) {
	for _, l := range c.lines {
		if name, ok := strings.CutPrefix(l, lineScale); ok {
			d.Carve.Configured = fact.Setting{Text: name, Grade: fact.Reported, Span: c.span, Note: l}
			return
		}
	}
	if c.whole {
		// On 32-bit XR the line is in the admin plane, so that one empty answer
		// proves nothing [xr:3.3].
		d.Carve.Configured = fact.Setting{Grade: fact.UnknownGrade, Span: c.span, Note: "no scale profile in this plane; 32-bit XR keeps it in the admin plane"}
	}
}
