// Package sdm is what the rooms of the Catalysts share whose memory is divided by an
// SDM template: the words of `sdm prefer`, what a template is weighed by, and what
// must not run on which stack.
//
// What goes in: a ledger.View, and what differs between the families. What comes
// out: a ledger.Lore. It does no I/O.
package sdm

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Family is what differs between the families.
type Family struct {
	// Templates are the words that `sdm prefer` takes, by whatever model of the family.
	// `custom` is none of them: its sizes are asked for by hand.
	Templates []string
	// Weighs: templates are weighed against each other; else only what waits is.
	Weighs bool
	// Utilization is the command that shows what is in use of the TCAM.
	Utilization string
	// Older switches have licences that do not route, policy routing needs a routing
	// template, and the one for switching holds no unicast routes on the 3560 and 3750,
	// 256 of each kind on the 2960-XR (ios:3, ios:12, lines-ios:3.1).
	Older bool
}

// box is one switch or stack.
type box struct {
	division.Box
	Family
}

// Lore is what is said of a switch of the family.
func (f Family) Lore(v *ledger.View) ledger.Lore {
	c := box{division.Box{View: v}, f}
	l := ledger.Lore{Proposal: c.templateBack(c.Propose(c.propose, division.Waits{
		MustNot: c.mustNotRun, Switching: c.forSwitching, Unsized: c.withoutSizes,
	}))}
	if line := c.sdmLine(v.Device.Carve.Active.Text); line != "" {
		l.TakeBack = "enter `" + line + "`, the template that runs"
	}
	if active := v.Device.Carve.Active.Text; f.Older && (ledger.HasWord(active, "vlan") || ledger.HasWord(active, "layer")) {
		l.ForSwitching = "the SDM template " + active
	}
	return l
}

// propose weighs the templates where the family is known to have several.
func (c box) propose() *solve.Proposal {
	if c.View.Family == nil || !c.Weighs {
		return c.Usual()
	}
	return c.weigh()
}
