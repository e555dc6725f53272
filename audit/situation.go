package audit

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Situation is what the catalog's conditions are asked of: what is known of the
// device beside its memory.
func Situation(d *fact.Device, f *catalog.Family) catalog.Situation {
	return catalog.Situation{
		Flavour: flavour(d, f), Members: len(Members(d)), Standby: standby(d),
		Classes: classesOf(d, f), Model: d.Identity.Model, Release: d.Identity.Version,
	}
}

// flavour tells the three IOS-XRs apart by the version line of the device itself
// (lines-xr:4), else by its model; "" = not known, or no XR.
func flavour(d *fact.Device, f *catalog.Family) string {
	if d.Identity.OS != fact.IOSXR {
		return ""
	}
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if o.Command != "show version" && o.Parser != "show-version" || o.Part != "" || o.Parser == "" || !o.Complete() {
			continue
		}
		_, line, found := strings.Cut(o.Text, "Cisco IOS XR Software, Version ")
		line, _, _ = strings.Cut(line, "\n")
		switch {
		case !found:
		case strings.Contains(line, "LNT"):
			return "lnt"
		case strings.Contains(line, "[Default]"):
			return "cxr"
		default:
			return "exr"
		}
	}
	if e, ok := f.Engine(d.Identity.Model); ok {
		return e.Flavour
	}
	return ""
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
		out = extend(out, no)
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

// classesOf is what the catalog calls the engines, cards and the chassis. A 6500
// that names none and answers the words of a Sup720 has one: a Sup2T has words of
// its own (ios:2.3).
func classesOf(d *fact.Device, f *catalog.Family) []string {
	if f == nil {
		return nil
	}
	known := (&Case{Device: d, Family: f}).silicon()
	if len(known) == 0 && d.Family == "cat6500" && Understood(d, "show mls cef ") {
		return []string{"pfc3"}
	}
	return known
}

// Understood reports whether the device itself gave an answer that was read to a
// command with these words.
func Understood(d *fact.Device, words string) bool {
	return slices.ContainsFunc(d.Outputs, func(o fact.Output) bool {
		return o.Parser != "" && o.Part == "" && o.State != "rejected" && strings.Contains(o.Command, words)
	})
}
