package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// ofPart fits the reading of another part. A PFE tells the profile that it runs, and
// its rows are of its card; a routing engine or a member tells the rest of itself.
func ofPart(c transcript.Context, r *fact.Reading) {
	card, ok := strings.CutPrefix(c.Part, "pfe ")
	if !ok && c.Part != "pfe" {
		vendors.Elsewhere(c, r)
		return
	}
	fpc := digits(card)
	for i := range r.Tables {
		r.Tables[i].Scope = onCard(fpc, r.Tables[i].Scope)
	}
	for i := range r.Exceptions {
		r.Exceptions[i].Scope = onCard(fpc, r.Exceptions[i].Scope)
	}
	r.Identity, r.Boot, r.Redundancy = fact.Identity{}, fact.Boot{}, fact.Redundancy{}
}

// onCard gives a place that a PFE names by itself the number of its card: "pfe 0"
// is "fpc3 pfe 0".
func onCard(fpc string, s fact.Scope) fact.Scope {
	switch {
	case fpc == "" || s.Node != "":
		return s
	case s.Kind == "system" || s.Kind == "":
		return fact.Scope{Kind: "fpc", Index: fpc}
	case s.Kind == "fpc":
		return s
	}
	s.Node = "fpc" + fpc
	return s
}
