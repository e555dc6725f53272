package cisco8000

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// platform is the Silicon One family [xr:2.3]. Its memories print a percentage
// that is a composite of IPv4 and IPv6: it is a state, and no number of routes
// follows from it.
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "cisco8000", Title: "Cisco 8000 (Silicon One Q100, Q200, P100)",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool {
				return pid == "8000" || iosxr.FamilyOf(pid) == "cisco8000" || iosxr.HasPrefix(pid, "88-LC", "8800-", "8808", "8812", "8818", "8201-", "8202-", "8608-", "8711-", "8212-")
			})
		},
		Commands: func(fact.Identity) []vendors.Command {
			list := []vendors.Command{
				iosxr.HwModuleLines(),
				{Text: "show controllers npu resources lpmtcam location all", Why: "percentage and alarm of the memory for routes, per NPU"},
				{Text: "show controllers npu resources centralem location all", Why: "percentage and alarm of the memory for labels, /128 and MAC addresses", Optional: true},
				{Text: "show controllers npu resources all location all", Why: "the memories for rewrites and next hops, each bank of them", Optional: true},
			}
			return append(append(list, iosxr.RouteCounts()...), iosxr.StandbyState(), iosxr.AlarmLog())
		},
		Parse: parse,
		Vital: vital,
	}.Platform()
}

const lineTCAMBanks = "hw-module profile route scale lpm tcam-banks"

func parse(d *fact.Device, _ *catalog.Family, c *iosxr.Config) {
	for i := range d.Tables {
		if t := &d.Tables[i]; iosxr.FromResources(d, t) && t.Cap.Known() && t.Used.Known() {
			t.Ledger = limitsRoutes(t) // a bank with a size of its own fills on its own
		}
	}
	switch {
	case slices.Contains(c.Lines, lineTCAMBanks):
		d.Carve.Configured = fact.Setting{Text: "tcam-banks", Grade: fact.Reported, Span: c.Span, Note: lineTCAMBanks}
	case c.Without("route scale lpm"):
		d.Carve.Configured = fact.Setting{Text: "default", Grade: fact.Inferred, Span: c.Span, Note: "no route-scale line in the configuration: the default"}
	}
}

// limitsRoutes: the memories for routes, labels, next hops and rewrites; what
// ACLs, QoS and counters take is evidence only.
func limitsRoutes(t *fact.Table) bool {
	switch {
	case t.Resource == fact.FibLPM, t.Resource == fact.FibLEM, t.Resource == fact.Adjacency, t.Resource == fact.NextHop, t.Resource == fact.ECMP:
		return true
	}
	for _, m := range []string{"encap", "lb_group", "lb_member", "fec_entry"} {
		if strings.Contains(t.Name, m) {
			return true
		}
	}
	return false
}

// vital: every NPU prints a percentage of the memory for routes, and of the one
// for labels and /128 [xr:2.3].
func vital(d *fact.Device) []vendors.Vital {
	return iosxr.NPUTables(d, func(*fact.Device, iosxr.Engine) []string { return []string{"lpm_tcam", "central_em"} })
}
