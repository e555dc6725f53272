package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// situate says which IOS-XR it is.
func situate(d *fact.Device, f *catalog.Family, s *catalog.Situation) { s.Flavour = flavourFor(d, f) }

// flavourFor tells the three IOS-XRs apart by the version line of the device itself
// (lines-xr:4), else by its model; "" = not known.
func flavourFor(d *fact.Device, f *catalog.Family) string {
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
