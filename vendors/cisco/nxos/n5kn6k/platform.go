package n5kn6k

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 5500, 5600 and 6000 [nxos:2.7].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n5k-n6k", Title: "Nexus 5500, 5600 and 6000",
		Match:    func(id fact.Identity) bool { return nxos.ChassisIs(id, isN5K) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

func isN5K(name string) bool {
	return nxos.HasAny(name, "Nexus5", "Nexus 5", "N5K-", "N55-", "N56", "Nexus 6", "Nexus6", "N6K-")
}

func commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show system internal forwarding ip route summary", Why: "host and LPM routes in hardware and their maxima"},
		{Text: `show running-config | section "hardware profile"`, Why: "configured templates", Optional: true},
		nxos.LogEvents(),
	}
}

// parse judges host and LPM tables. Without a layer-3 daughter card the
// switch routes nothing, and nothing is claimed [nxos:1.1].
func parse(d *fact.Device, _ *catalog.Family) {
	for _, p := range d.Identity.Parts {
		if p.PID == "N55-DL2" || strings.Contains(p.Descr, "Non L3") {
			d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagLayer3, Value: false, Span: p.Span})
			nxos.NothingToJudge(d, "the switch has no layer 3 daughter card: it routes nothing", p.Span)
			return
		}
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == "lpm" || t.Pool == "host" {
			nxos.Judge(t)
		}
	}
}

// vital: the LPM and host tables of the switch.
func vital(d *fact.Device) []vendors.Vital {
	var one nxos.Engine
	return []vendors.Vital{
		{Kind: fact.Room, Name: "LPM table", Ask: []string{"show system internal forwarding ip route summary"}, Known: one.Has(d, fact.FibIPv4, fact.FibLPM)},
		nxos.Exhaustion(d),
	}
}
