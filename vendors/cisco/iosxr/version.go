package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readVersion reads `show version` of all flavours: 32-bit cXR ("[Default]",
// "System image file is"), 64-bit eXR ("cisco NCS-5500 () processor") and XR7
// ("LNT", part number in the processor line) [xr:1.1].
func readVersion(s *textscan.Scan, r *fact.Reading) {
	r.Identity.Spans = map[string]fact.Span{}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if versionLine(s, r, l, l.Trim()) {
			s.Claim(l)
		}
	}
}

func versionLine(s *textscan.Scan, r *fact.Reading, l textscan.Line, t string) bool {
	id := &r.Identity
	set := func(field *string, name, value string) {
		if *field == "" && value != "" {
			*field, id.Spans[name] = value, s.SpanOf(l, value)
		}
	}
	switch {
	case strings.HasPrefix(t, "Cisco IOS XR Software, Version "):
		r.Recognised = true
		full := t[len("Cisco IOS XR Software, Version "):]
		set(&id.Version, "version", releaseOf(full))
		r.Flag(fact.FlagFlavour, flavourOf(full), s.SpanOf(l, full))
	case strings.HasPrefix(t, "cisco ") && !strings.HasPrefix(t, "cisco.com"):
		r.Recognised = true
		if model := processorModel(t); model != "" {
			id.Model, id.Spans["model"] = model, s.SpanOf(l, model)
			id.Virtual = id.Virtual || strings.Contains(strings.ToLower(model), "xrv")
		}
	case strings.Contains(t, " uptime is "):
		host, up, _ := strings.Cut(t, " uptime is ")
		r.Recognised = true
		if host != "System" && !strings.Contains(host, " ") {
			set(&id.Hostname, "hostname", host)
		}
		set(&id.Uptime, "uptime", up)
	case strings.HasPrefix(t, "System image file is "):
		set(&id.Image, "image", strings.Trim(t[len("System image file is "):], `"`))
	case strings.HasPrefix(t, "Configuration register on node "):
		// cXR prints one per node; a reload takes the value as it stands.
		if _, reg, ok := strings.Cut(t, " is "); ok && !r.Boot.Register.Known() {
			r.Boot.Register = fact.Setting{Text: reg, Grade: fact.Reported, Span: s.SpanOf(l, reg)}
			r.Flag(fact.FlagConfigRegister, reg, s.SpanOf(l, reg))
		}
	default:
		return versionNoise(t)
	}
	return true
}

// The flavours of IOS XR: they differ in how they are reloaded [lines 4].
const (
	flavourCXR = "cxr" // 32 bit
	flavourEXR = "exr" // 64 bit, with a sysadmin plane
	flavourLNT = "lnt" // XR7, without
)

// flavourOf tells them apart by what stands behind "Version".
func flavourOf(version string) string {
	switch {
	case strings.Contains(version, "LNT"):
		return flavourLNT
	case strings.Contains(version, "[Default]"):
		return flavourCXR
	}
	return flavourEXR
}

// flavour is that of a device, "" = not known.
func flavour(d *fact.Device) string {
	f, _ := d.Said(fact.FlagFlavour)
	name, _ := f.Value.(string)
	return name
}

// releaseOf cuts "7.9.2 LNT" and "6.1.4.10I[Default]" to the number of the release.
func releaseOf(t string) string {
	if i := strings.IndexAny(t, " ["); i >= 0 {
		t = t[:i]
	}
	return t
}

// processorModel gives the name in "cisco NCS-5500 () processor" and its like.
func processorModel(t string) string {
	name, _, ok := strings.Cut(t[len("cisco "):], " (")
	if !ok || len(name) > 40 {
		return ""
	}
	return strings.TrimSuffix(name, " Series")
}

// versionNoise knows the lines of the format that say nothing headroom uses:
// packages, build information, counts of interfaces, memory.
func versionNoise(t string) bool {
	for _, h := range []string{
		"Copyright", "ROM:", "Build Information", "Built By", "Built On", "Built Host", "Build Host", "Workspace",
		"Version", "Location", "Label", "Boot device on node", "Package active on node", "By ", "--", "Built on",
	} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	for _, m := range []string{"processor at ", " bytes of ", "Cisco Systems, at ", ", V ", " Chassis", "Flexible Consumption", " w/IOS XR"} {
		if strings.Contains(t, m) {
			return true
		}
	}
	// "20 GigabitEthernet", "1 WANPHY controller(s)"
	n, what, ok := strings.Cut(t, " ")
	return ok && textscan.IsNumber(n) && len(what) < 60
}
