package nxos

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// ACI is a Nexus 9000 that runs the ACI image: the commands of NX-OS do not
// apply and nothing is claimed of it [nxos:1.1].
func ACI() vendors.Platform {
	return &platform{
		family: "aci", title: "Nexus 9000 in ACI mode (recognised, not audited)",
		match:    func(id fact.Identity) bool { return aciVersion(id.Version) },
		commands: func(fact.Identity) []vendors.Command { return nil },
		parse: func(d *fact.Device, _ *catalog.Family) {
			nothingToJudge(d, "the image of ACI has none of the capacity commands of NX-OS", d.Identity.Spans["version"])
		},
	}
}

// nothingToJudge says why a device was recognised and no row of it is judged:
// that is not the same as an answer that is missing.
func nothingToJudge(d *fact.Device, why string, span fact.Span) {
	d.Flags = append(d.Flags, fact.Flag{Name: "nothing_to_judge", Value: why, Span: span})
}

// aciVersion reports whether an image version is one of the ACI trains, which
// are numbered from 14 [nxos:1.1].
func aciVersion(text string) bool { return hasAny(" "+text, " 14.", " 15.", " 16.") }
