package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// N5K is Nexus 5500, 5600 and 6000 [nxos:2.7].
func N5K() vendors.Platform {
	return &platform{
		family: "n5k-n6k", title: "Nexus 5500, 5600 and 6000",
		match:    func(id fact.Identity) bool { return known(id, isN5K) },
		commands: n5kCommands, parse: parseN5K, vital: vitalN5K,
	}
}

func isN5K(name string) bool {
	return hasAny(name, "Nexus5", "Nexus 5", "N5K-", "N55-", "N56", "Nexus 6", "Nexus6", "N6K-")
}

func n5kCommands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show system internal forwarding ip route summary", Why: "host and LPM routes in hardware and their maxima"},
		{Text: `show running-config | section "hardware profile"`, Why: "configured templates", Optional: true},
		logEvents(),
	}
}

// parseN5K judges host and LPM tables. Without a layer-3 daughter card the
// switch routes nothing, and nothing is claimed [nxos:1.1].
func parseN5K(d *fact.Device, _ *catalog.Family) {
	for _, p := range d.Identity.Parts {
		if p.PID == "N55-DL2" || strings.Contains(p.Descr, "Non L3") {
			d.Flags = append(d.Flags, fact.Flag{Name: "layer3", Value: false, Span: p.Span})
			nothingToJudge(d, "the switch has no layer 3 daughter card: it routes nothing", p.Span)
			return
		}
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == "lpm" || t.Pool == "host" {
			judged(t)
		}
	}
}
