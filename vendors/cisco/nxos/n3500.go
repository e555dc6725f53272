package nxos

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// N3500 is Nexus 3500: Monticello, whose forwarding mode divides one memory
// [nxos:2.6].
func N3500() vendors.Platform {
	return &platform{
		family: "n3500", title: "Nexus 3500",
		match:    func(id fact.Identity) bool { return known(id, isN3500) },
		commands: n3500Commands, parse: parseN3500, vital: vitalN3500,
	}
}

func isN3500(name string) bool {
	return hasAny(name, "C3548", "C3524", "Nexus 3548", "Nexus3548", "Nexus 3524", "Nexus3524")
}

func n3500Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show hardware profile forwarding-mode", Why: "the mode in force and the sizes it gives"},
		{Text: "show ip route summary vrf all", Why: "how many routes the table must hold", Optional: true},
		configLines(), savedLines(), reloadPending(), logEvents(),
	}
}

// parseN3500 has sizes only: no output that says how many routes a Nexus 3500
// holds has been seen, so nothing is judged and the device stays unknown.
func parseN3500(d *fact.Device, _ *catalog.Family) {
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == "lpm" && !t.Used.Known() {
			t.Notes = append(t.Notes, "a size; no command that tells the use is known for this switch")
		}
	}
}
