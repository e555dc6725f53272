package dnx

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// Commands asks for every resource of every NPU, and for the prefix lengths
// of every card [xr:3.1].
func Commands(id fact.Identity) []vendors.Command {
	list := []vendors.Command{
		iosxr.HwModuleLines(),
		{Text: "show controllers npu resources all location all", Why: "use, estimate and alarm of every memory of every NPU"},
	}
	nodes := iosxr.Cards(id)
	if len(nodes) == 0 {
		nodes = []string{"0/0/CPU0"} // a fixed router answers for it
	}
	for _, n := range nodes {
		list = append(list,
			vendors.Command{Text: "show dpa resources iproute location " + n, Why: "IPv4 routes per prefix length, and inserts that the NPUs refused", Optional: true},
			vendors.Command{Text: "show dpa resources ip6route location " + n, Why: "IPv6 routes per prefix length, and inserts that the NPUs refused", Optional: true},
		)
	}
	return append(append(list, iosxr.RouteCounts()...), iosxr.StandbyState(), iosxr.AlarmLog())
}
