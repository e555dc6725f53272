package nxos

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// N7K is Nexus 7000 and 7700: per module a pool of 72-bit entries that all
// route types share [nxos:2.1].
func N7K() vendors.Platform {
	return &platform{
		family: "n7k", title: "Nexus 7000 and 7700",
		match:    func(id fact.Identity) bool { return known(id, isN7K) },
		commands: n7kCommands, parse: parseN7K, vital: vitalN7K,
	}
}

func isN7K(name string) bool {
	return hasAny(name, "Nexus7000", "Nexus7700", "Nexus 7", "N7K-", "N77-")
}

func n7kCommands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return nil
	}
	return []vendors.Command{
		{Text: "show hardware capacity forwarding", Why: "the pool of 72-bit entries of every module and instance"},
		{Text: "show hardware access-list resource utilization", Why: "ACL banks", Optional: true},
		supervisors(), vdcResources(), logEvents(),
	}
}

// parseN7K judges the pool of each instance, and the regions as estimates where
// the device does not show that they lend blocks: a full region is then a
// warning, a full pool the end. The weakest module bounds the VDC because every
// instance is judged by itself.
func parseN7K(d *fact.Device, f *catalog.Family) {
	pools := map[fact.Scope]*fact.Table{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Pool == fibPool && t.Resource == fact.FibShared {
			judged(t)
			t.Max = poolMax(d, f, t)
			pools[t.Scope] = t
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Pool == fibPool && t.Resource != fact.FibShared:
			if p := pools[t.Scope]; p == nil || p.Notes == nil || p.Notes[0] != lendNote(fact.Read(1, fact.Span{Line: 1}))[0] {
				judged(t)
			} else {
				t.PartOf = p.Name
			}
		case t.Name == "LS_MET UFIB ECMP":
			judged(t)
		}
	}
	ribMemory(d)
}

// poolMax is the size of the pool in the silicon, by the part number of the
// module. A catalog figure below what the device shows is not of this module.
func poolMax(d *fact.Device, f *catalog.Family, t *fact.Table) fact.Figure {
	slot := t.Scope.Index
	if t.Scope.Kind == fact.ScopeASIC {
		slot = digits(t.Scope.Node)
	}
	for _, e := range d.Identity.Engines {
		if e.Slot != slot {
			continue
		}
		c, ok := f.Engine(e.PID)
		size := c.Limits[fibPool]
		if now, _ := t.Cap.Get(); ok && size > 0 && size >= now {
			return fact.Derived(size, e.Span, c.Source)
		}
	}
	return fact.Figure{}
}
