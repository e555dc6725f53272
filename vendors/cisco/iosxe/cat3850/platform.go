package cat3850

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// platform is the Catalyst 3650 and 3850 (UADP 1).
type platform struct{}

func (platform) Family() string { return "cat3850" }

func (platform) Title() string { return "Catalyst 3650 and 3850 (UADP 1)" }

func (platform) Match(id fact.Identity) bool {
	m := strings.ToUpper(id.Model)
	return strings.HasPrefix(m, "WS-C3650") || strings.HasPrefix(m, "WS-C3850")
}

// Commands: release 3.x has `show platform tcam utilization asic all`, 16.x the
// fed command (ios:4).
func (platform) Commands(id fact.Identity) []vendors.Command {
	fed := iosxe.PerMember(id, "fwd-asic resource tcam utilization", "routes in hardware per ASIC, used and available", false)
	fed[0].Instead = oldTCAM
	return slices.Concat(fed, []vendors.Command{{Text: "show sdm prefer", Why: "the template that runs, and the one pending a reload"}}, iosxe.BootCommands())
}

const oldTCAM = "show platform tcam utilization asic all"

// Vital is that of the other UADP switches; a member that answers the older
// question answers it too.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	out := iosxe.VitalUADP(d)
	out[0].Ask = append(out[0].Ask, oldTCAM, "show platform tcam utilization **")
	return out
}

// Parse is that of the other UADP switches: hash and TCAM half of the routes.
func (platform) Parse(d *fact.Device) { iosxe.SettleUADP(d) }
