package ledger

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Situation is what the catalog's conditions are asked of, as far as every device
// tells it.
func Situation(d *fact.Device, f *catalog.Family) catalog.Situation {
	return catalog.Situation{
		Members: len(Members(d)), Standby: standby(d),
		Classes: classesOf(d, f), Model: d.Identity.Model, Release: d.Identity.Version,
	}
}

// Members gives the numbers of the members of a stack or a virtual chassis that are
// there, one for a device that was asked and stands alone; none = nobody asked.
func Members(d *fact.Device) []string {
	var out []string
	for i := range d.Identity.Parts {
		p := &d.Identity.Parts[i]
		no, ok := strings.CutPrefix(p.Name, "member ")
		if !ok {
			no, ok = strings.CutPrefix(p.Name, "switch ")
		}
		no = strings.TrimLeft(no, "fpc")
		if !ok || no == "" || strings.Trim(no, "0123456789") != "" || strings.HasPrefix(p.State, "NotPrsnt") || p.State == "Provisioned" {
			continue
		}
		out = Extend(out, no)
	}
	return out
}

// standby says whether there is a second supervisor or routing engine.
func standby(d *fact.Device) string {
	r := &d.Redundancy
	mode := strings.ToLower(r.Mode.Text)
	switch {
	case r.Ready == fact.Yes:
		return "yes"
	case strings.Contains(mode, "non-redundant"), strings.Contains(mode, "simplex"):
		return "no"
	}
	return ""
}

// Understood reports whether the device itself gave an answer that was read to a
// command with these words.
func Understood(d *fact.Device, words string) bool {
	return slices.ContainsFunc(d.Outputs, func(o fact.Output) bool {
		return o.Parser != "" && o.Part == "" && o.State != "rejected" && strings.Contains(o.Command, words)
	})
}

// classesOf is what the catalog calls the engines, cards and the chassis.
func classesOf(d *fact.Device, f *catalog.Family) []catalog.Class {
	if f == nil {
		return nil
	}
	return (&View{Device: d, Family: f}).Silicon()
}
