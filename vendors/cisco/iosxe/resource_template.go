package iosxe

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// ResourceTemplate adds what was entered in the session and is pending a reload:
// `platform resource NAME` of a Catalyst 8000, and each line that the router answered
// with the like of "please reboot to activate this" (ios:8, lines-ios:9).
func ResourceTemplate(d *fact.Device) {
	noticed := map[string]bool{}
	for _, e := range d.Events {
		if e.Kind == fact.Entered && e.Output < len(d.Outputs) && rebootNotice(d.Outputs[e.Output].Text) {
			for _, line := range e.Lines {
				noticed[strings.TrimPrefix(line, "no ")] = true
			}
		}
	}
	key := func(line string) (string, bool) {
		if f := strings.Fields(strings.ToLower(line)); len(f) > 1 && f[0] == "platform" && f[1] == "resource" {
			return "platform resource", true
		}
		return line, noticed[line]
	}
	for _, s := range vendors.Standing(d, vendors.Rules{Key: key}) {
		to := s.Line
		if s.No {
			to = "no " + to
		}
		d.Pending = append(d.Pending, fact.Change{What: "what was entered in the session", To: to, Span: s.Span})
		d.PendingKnown = fact.Yes
	}
}

func rebootNotice(answer string) bool {
	low := strings.ToLower(answer)
	return strings.Contains(low, "reboot to activate") || strings.Contains(low, "take effect after reboot") || strings.Contains(low, "effective on reboot")
}
