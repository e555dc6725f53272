package iosxe

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Cat3850 is the Catalyst 3650 and 3850 (UADP 1).
func Cat3850() vendors.Platform { return cat3850{} }

type cat3850 struct{}

func (cat3850) Family() string { return "cat3850" }
func (cat3850) Title() string  { return "Catalyst 3650 and 3850 (UADP 1)" }

func (cat3850) Match(id fact.Identity) bool {
	m := strings.ToUpper(id.Model)
	return strings.HasPrefix(m, "WS-C3650") || strings.HasPrefix(m, "WS-C3850")
}

// Commands: release 3.x has `show platform tcam utilization asic all`, 16.x the
// fed command (ios:4).
func (cat3850) Commands(id fact.Identity) []vendors.Command {
	fed := perMember(id, "fwd-asic resource tcam utilization", "routes in hardware per ASIC, used and available", false)
	fed[0].Instead = oldTCAM
	return slices.Concat(fed, []vendors.Command{{Text: "show sdm prefer", Why: "the template that runs, and the one that waits for a reload"}}, bootCommands())
}

const oldTCAM = "show platform tcam utilization asic all"

// Vital is that of the other UADP switches; a member that answers the older
// question answers it too.
func (cat3850) Vital(d *fact.Device) []vendors.Vital {
	out := vitalUADP(d)
	out[0].Ask = append(out[0].Ask, oldTCAM, "show platform tcam utilization **")
	return out
}

// Parse is that of the other UADP switches: hash and TCAM half of the routes.
func (cat3850) Parse(d *fact.Device) { settleUADP(d) }
