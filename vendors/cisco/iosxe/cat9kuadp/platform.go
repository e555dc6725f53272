package cat9kuadp

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// platform is the Catalyst 9000 with UADP silicon.
type platform struct{}

func (platform) Family() string { return "cat9k-uadp" }

func (platform) Title() string {
	return "Catalyst 9200, 9300, 9400, 9500, 9600 Sup-1 (UADP)"
}

// Match: every C9000 that is not Silicon One. A C9606R takes both (ios:0
// 6.1, 7): it belongs to the silicon of its supervisor, and without one in the
// inventory its outputs must tell.
func (platform) Match(id fact.Identity) bool {
	if strings.HasPrefix(strings.ToUpper(id.Model), "C9606") {
		return iosxe.HasPart(id, "C9600-SUP") && !iosxe.IsSiliconOne(id)
	}
	return iosxe.IsCat9k(id) && !iosxe.IsSiliconOne(id)
}

func (platform) Commands(id fact.Identity) []vendors.Command {
	return slices.Concat(
		iosxe.PerMember(id, "fwd-asic resource tcam utilization", "routes in hardware per ASIC, used and available", false),
		[]vendors.Command{
			{Text: "show sdm prefer", Why: "the template that runs"},
			{Text: "show sdm prefer custom", Why: "a committed template pending a reload", Optional: true},
		},
		iosxe.PerMember(id, "fwd-asic resource rewrite utilization", "adjacency rewrites: can be the first to run out", true),
		iosxe.BootCommands(),
	)
}

// Vital: the route table of every member that runs, and what waits. The rewrite
// table is judged where it was read, and stands for no route table.
func (platform) Vital(d *fact.Device) []vendors.Vital { return iosxe.VitalUADP(d) }

// Parse makes the ledger of the route tables and the adjacency rewrites of
// every ASIC; what the template says becomes their caps where the ASIC was not
// asked, and their sizes after the reload.
func (platform) Parse(d *fact.Device) { iosxe.SettleUADP(d) }
