package n7k

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 7000 and 7700: per module a pool of 72-bit entries that all
// route types share [nxos:2.1].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n7k", Title: "Nexus 7000 and 7700",
		Match:    func(id fact.Identity) bool { return nxos.ChassisIs(id, isN7K) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

func isN7K(name string) bool {
	return nxos.HasAny(name, "Nexus7000", "Nexus7700", "Nexus 7", "N7K-", "N77-")
}

func commands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return nil
	}
	return []vendors.Command{
		{Text: "show hardware capacity forwarding", Why: "the pool of 72-bit entries of every module and instance"},
		{Text: "show hardware access-list resource utilization", Why: "ACL banks", Optional: true},
		nxos.Supervisors(), nxos.VDCResources(), nxos.LogEvents(),
	}
}

// parse judges the pool of each instance, and the regions as estimates where
// the device does not show that they lend blocks: a full region is then a
// warning, a full pool the end. The weakest module bounds the VDC because every
// instance is judged by itself.
func parse(d *fact.Device, f *catalog.Family) {
	pools := map[fact.Scope]*fact.Table{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Pool == nxos.FibPool && t.Resource == fact.FibShared {
			nxos.Judge(t)
			t.Max = poolMax(d, f, t)
			pools[t.Scope] = t
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Pool == nxos.FibPool && t.Resource != fact.FibShared:
			if p := pools[t.Scope]; p == nil || p.Notes == nil || p.Notes[0] != nxos.LendNote(fact.Read(1, fact.Span{Line: 1}))[0] {
				nxos.Judge(t)
			} else {
				t.PartOf = p.Name
			}
		case t.Name == "LS_MET UFIB ECMP":
			nxos.Judge(t)
		}
	}
	nxos.JudgeRIBMemory(d)
}

// poolMax is the size of the pool in the silicon, by the part number of the
// module. A catalog figure below what the device shows is not of this module.
func poolMax(d *fact.Device, f *catalog.Family, t *fact.Table) fact.Figure {
	slot := t.Scope.Index
	if t.Scope.Kind == fact.ScopeASIC {
		slot = nxos.Digits(t.Scope.Node)
	}
	for _, e := range d.Identity.Engines {
		if e.Slot != slot {
			continue
		}
		c, ok := f.Engine(e.PID)
		size := c.Limits[nxos.FibPool]
		if now, _ := t.Cap.Get(); ok && size > 0 && size >= now {
			return fact.Derived(size, e.Span, c.Source)
		}
	}
	return fact.Figure{}
}

// vital: per module the pool of 72-bit entries, in whichever VDC it is.
func vital(d *fact.Device) []vendors.Vital {
	list, listed := nxos.Forwarders(d)
	var out []vendors.Vital
	for _, e := range list {
		v := vendors.Vital{
			Kind: fact.Room, Name: "FIB TCAM", Engine: e.Name, Down: e.Down,
			Ask: []string{"show hardware capacity forwarding", "show hardware capacity forwarding **", "show hardware capacity"}, Known: e.Has(d, fact.FibShared),
		}
		if !v.Known && len(list) > 1 {
			v.Name += " (as the VDC that owns the module prints it)"
		}
		out = append(out, v)
	}
	return append(out, nxos.Listing(listed), nxos.Exhaustion(d))
}
