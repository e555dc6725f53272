package n3500

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 3500: Monticello, whose forwarding mode divides one memory
// [nxos:2.6].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n3500", Title: "Nexus 3500",
		Match:    func(id fact.Identity) bool { return nxos.ChassisIs(id, isN3500) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

func isN3500(name string) bool {
	return nxos.HasAny(name, "C3548", "C3524", "Nexus 3548", "Nexus3548", "Nexus 3524", "Nexus3524")
}

func commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show hardware profile forwarding-mode", Why: "the mode in force and the sizes it gives"},
		{Text: "show ip route summary vrf all", Why: "how many routes the table must hold", Optional: true},
		nxos.ConfigLines(), nxos.SavedLines(), nxos.ReloadPending(), nxos.LogEvents(),
	}
}

// parse has sizes only: no output that says how many routes a Nexus 3500
// holds has been seen, so nothing is judged and the device stays unknown.
func parse(d *fact.Device, _ *catalog.Family) {
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == "lpm" && !t.Used.Known() {
			t.Notes = append(t.Notes, "a size; no command that tells the use is known for this switch")
		}
	}
}

// vital: no output that tells how much of the memory is in use was seen.
func vital(d *fact.Device) []vendors.Vital {
	var one nxos.Engine
	return []vendors.Vital{
		{Kind: fact.Room, Name: "routes in hardware", Ask: []string{"show hardware profile forwarding-mode"}, Known: one.Has(d, fact.FibIPv4)},
		nxos.Exhaustion(d),
	}
}
