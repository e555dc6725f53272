package iosxe

import (
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
// fed command (domain/ios.md 4).
func (cat3850) Commands(fact.Identity) []vendors.Command {
	return append([]vendors.Command{
		{Text: "show platform hardware fed switch active fwd-asic resource tcam utilization", Instead: "show platform tcam utilization asic all", Why: "routes in hardware per ASIC, used and available"},
		{Text: "show sdm prefer", Why: "the template that runs, and the one that waits for a reload"},
	}, bootCommands()...)
}

// Parse is that of the other UADP switches: hash and TCAM half of the routes.
func (cat3850) Parse(d *fact.Device) { settleUADP(d) }
