package aci

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is a Nexus 9000 that runs the ACI image: the commands of NX-OS do not
// apply and nothing is claimed of it [nxos:1.1].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "aci", Title: "Nexus 9000 in ACI mode (recognised, not audited)",
		Match:    func(id fact.Identity) bool { return nxos.ACIVersion(id.Version) },
		Commands: func(fact.Identity) []vendors.Command { return nil },
		Parse: func(d *fact.Device, _ *catalog.Family) {
			nxos.NothingToJudge(d, "the image of ACI has none of the capacity commands of NX-OS", d.Identity.Spans["version"])
		},
	}.Platform()
}
