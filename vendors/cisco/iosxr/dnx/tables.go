package dnx

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// meaningful is the use from which the estimate of the LPM means something: below
// it the printed maximum was 87,036 to 148,883 on silicon that holds hundreds of
// thousands [xr:2.1.3].
const meaningful = 20000

// CompleteTables says of every row that an NPU printed what its maximum means, and
// which rows tell how much forwarding memory is left.
func CompleteTables(d *fact.Device, f *catalog.Family) {
	for i := range d.Tables {
		t := &d.Tables[i]
		if iosxr.FromResources(d, t) {
			tableRow(d, t, f)
		}
		if t.Resource == fact.SRv6SID {
			t.Ledger = true
		}
	}
}

func tableRow(d *fact.Device, t *fact.Table, f *catalog.Family) {
	c, ok := t.Cap.Get()
	if !ok || c == 0 || !t.Used.Known() {
		return
	}
	class := iosxr.ClassOf(d, t.Scope.Node)
	switch t.Resource {
	case fact.FibLEM:
		t.Ledger = true
		switch {
		case class == classJ2 || class == classJ2ETCAM:
			t.CapKind = fact.CapUnknown // how full it may be was not found
		case t.CapKind == fact.CapHashed && class != "" && !t.Max.Known():
			t.Max = limit(f, class, t.Resource, fact.CapHashed)
		}
	case fact.FibLPM:
		lpmRow(t, class)
	case fact.FibETCAMv4, fact.FibETCAMv6:
		t.Ledger = true
		if class == classOPETCAM || class == classJ2ETCAM {
			t.CapKind = fact.CapEstimate
		}
		if t.CapKind == fact.CapCarve && t.Resource == fact.FibETCAMv4 && !t.Max.Known() {
			t.Max = limit(f, classNLETCAM, t.Resource, fact.CapCarve)
		}
	case fact.NextHop, fact.ECMP, fact.Adjacency:
		t.Ledger = true
	}
}

// lpmRow: the LPM of Jericho2 has one size, every other prints an estimate.
func lpmRow(t *fact.Table, class catalog.Class) {
	if class == classJ2 || class == classJ2ETCAM || t.CapKind == fact.CapFixed {
		t.CapKind, t.Ledger = fact.CapFixed, true
		return
	}
	t.CapKind = fact.CapEstimate
	if used, _ := t.Used.Get(); used < meaningful {
		t.Notes = append(t.Notes, "the estimate means nothing while so little is in use")
		return
	}
	t.Ledger = true
}

// limit gives a limit of the catalog as a figure; unknown where it has none.
func limit(f *catalog.Family, class catalog.Class, resource fact.Resource, kind fact.CapKind) fact.Figure {
	if f == nil {
		return fact.Figure{}
	}
	for _, l := range f.Limits {
		if l.Resource == resource && l.Kind == kind && l.Grade.Confirmed() && (l.Class == "" || l.Class == class) {
			return fact.Derived(l.Value, fact.Span{}, l.Source)
		}
	}
	return fact.Figure{}
}
