package ledger

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Silicon gives the classes of all engines, cards and of the chassis that the
// catalog knows, in the order in which they are named.
func (v *View) Silicon() []catalog.Class {
	pids := []string{v.Device.Identity.Model}
	for _, e := range v.Device.Identity.Engines {
		pids = append(pids, e.PID)
	}
	for _, p := range v.Device.Identity.Parts {
		pids = append(pids, p.PID, p.Descr)
	}
	var out []catalog.Class
	for _, pid := range pids {
		e, ok := v.Family.Engine(pid)
		if ok && e.Grade.Confirmed() {
			out = Extend(out, e.Class)
		}
	}
	return out
}

// Class is the catalog's class of the device's engines, from its model and
// parts; "" where none is known, or where they are of different classes.
func (v *View) Class() catalog.Class {
	pids := []string{v.Device.Identity.Model}
	for _, e := range v.Device.Identity.Engines {
		pids = append(pids, e.PID)
	}
	for _, p := range v.Device.Identity.Parts {
		pids = append(pids, p.PID)
	}
	var class catalog.Class
	for _, pid := range pids {
		e, ok := v.Family.Engine(pid)
		switch {
		case !ok || e.Class == "" || !e.Grade.Confirmed():
		case class == "":
			class = e.Class
		case class != e.Class:
			return ""
		}
	}
	return class
}

// ClassOf is the class of an engine, "" = the catalog does not vouch for one.
func (v *View) ClassOf(e fact.Engine) catalog.Class {
	known, ok := v.Family.Engine(e.PID)
	if !ok || !known.Grade.Confirmed() {
		return ""
	}
	return known.Class
}
