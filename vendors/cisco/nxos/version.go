package nxos

import (
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readVersion reads `show version`, as text or JSON [nxos:1.1].
func readVersion(s *textscan.Scan, r *fact.Reading) {
	if doc := Document(s, r); doc != nil {
		versionJSON(doc, r)
		return
	}
	v := version{s: s, r: r, head: true}
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		v.line(l)
	}
	v.finish()
}

// version gathers what the lines of `show version` say.
type version struct {
	s        *textscan.Scan
	r        *fact.Reading
	head     bool // before "Software": legal text
	legal    []textscan.Line
	hardware bool // after "Hardware": the next "cisco" line is the chassis
	reset    bool // after "Last reset"
	system   string
	nxos     bool
}

func (v *version) line(l textscan.Line) {
	t := l.Trim()
	if strings.HasPrefix(t, "NXOS: version") || strings.HasPrefix(t, "system:") && strings.Contains(t, " version ") {
		v.head = false // whoever pasted it left out the heading
	}
	switch {
	case t == "":
		return
	case t == "Software":
		v.head = false
	case t == "Hardware":
		v.hardware, v.head = true, false
	case strings.HasPrefix(t, "Cisco Nexus Operating System"):
		v.r.Recognised = true
	case v.head:
		v.legal = append(v.legal, l)
		return
	case v.software(l, t), v.hardwareLine(l, t), v.resetLine(l, t):
	default:
		return
	}
	v.s.Claim(l)
}

// software reads the lines below "Software".
func (v *version) software(l textscan.Line, t string) bool {
	key, val, ok := textscan.KeyValue(l, ":")
	if !ok {
		return false
	}
	switch key {
	case "NXOS", "system":
		text := strings.TrimSpace(strings.TrimPrefix(val.Text, "version"))
		if text == val.Text {
			return false
		}
		if v.r.Identity.Version == "" || key == "NXOS" {
			v.setVersion(text, v.s.SpanOf(l, text))
		}
		v.nxos = v.nxos || key == "NXOS"
		if key == "system" {
			v.system = text
		}
		v.r.Recognised = true
		return true
	case "NXOS image file is", "system image file is":
		v.r.Identity.Image = val.Text
		return true
	}
	return knownVersionKey(key, t)
}

// knownVersionKey names the other lines of the Software block.
func knownVersionKey(key, t string) bool {
	switch key {
	case "BIOS", "kickstart", "loader", "Host NXOS", "PE", "NXOS boot mode", "Power Sequencer Firmware",
		"Microcontroller Firmware", "QSFP Microcontroller Firmware", "CXP Microcontroller Firmware":
		return true
	}
	return strings.HasSuffix(key, "compile time") || strings.HasSuffix(key, "image file is") ||
		strings.HasPrefix(key, "Module ") || strings.HasPrefix(key, "CMP ") || strings.Contains(t, ": version v")
}

func (v *version) setVersion(text string, span fact.Span) {
	v.r.Identity.Version = text
	setSpan(&v.r.Identity, "version", span)
}

// hardwareLine reads chassis, serial, host name and uptime.
func (v *version) hardwareLine(l textscan.Line, t string) bool {
	id := &v.r.Identity
	switch {
	case v.hardware && strings.HasPrefix(t, "cisco ") && id.Model == "":
		v.chassis(l, strings.TrimSpace(t[len("cisco "):]))
	case strings.HasPrefix(t, "Processor Board ID "):
		id.Serial = strings.TrimSpace(t[len("Processor Board ID "):])
	case strings.HasPrefix(t, "Device name:"):
		id.Hostname = strings.TrimSpace(t[len("Device name:"):])
		setSpan(id, "hostname", v.s.SpanOf(l, id.Hostname))
	case strings.HasPrefix(t, "Kernel uptime is "):
		id.Uptime = strings.TrimSpace(t[len("Kernel uptime is "):])
		setSpan(id, "uptime", v.s.SpanOf(l, id.Uptime))
	case strings.HasSuffix(t, " kB") || strings.Contains(t, " kB (") || strings.Contains(t, "kB of memory"):
	case t == "Module not detected" || strings.HasPrefix(t, "CMP ") || strings.HasPrefix(t, "Intel"):
	default:
		return false
	}
	return true
}

// chassis keeps the chassis as printed: "Nexus9000 C9396PX Chassis".
func (v *version) chassis(l textscan.Line, text string) {
	id := &v.r.Identity
	id.Model = text
	span := v.s.SpanOf(l, text)
	setSpan(id, "model", span)
	v.r.Flag(fact.FlagChassis, text, span)
	v.r.Recognised = true
}

// resetLine reads the block of the last reset.
func (v *version) resetLine(l textscan.Line, t string) bool {
	switch {
	case strings.HasPrefix(t, "Last reset"):
		v.reset = true
		if _, when, ok := strings.Cut(t, " after "); ok {
			if at, err := time.Parse("Mon Jan _2 15:04:05 2006", strings.TrimSpace(when)); err == nil {
				v.r.Flag(fact.FlagLastReset, at.Format(time.DateTime), v.s.SpanOf(l, when))
			}
		}
	case v.reset && (strings.HasPrefix(t, "Reason:") || strings.HasPrefix(t, "System version:") || strings.HasPrefix(t, "Service:")):
	case t == "plugin" || strings.HasSuffix(t, "Plugin") || strings.HasPrefix(t, "Active Package"):
	default:
		return false
	}
	return true
}

// finish draws what only the whole of it shows: an ACI image has a system
// version of 14 or more and no NXOS line [nxos:1.1].
func (v *version) finish() {
	id := &v.r.Identity
	if v.r.Recognised {
		v.s.Claim(v.legal...)
	}
	if ACIVersion(v.system) && !v.nxos {
		v.r.Family = "aci"
		v.r.Flag(fact.FlagFabric, true, id.Spans["version"])
	}
	id.Virtual = id.Virtual || virtualName(id.Model)
}

// ACIVersion reports whether an image version is one of the ACI trains, which
// are numbered from 14 [nxos:1.1].
func ACIVersion(text string) bool { return HasAny(" "+text, " 14.", " 15.", " 16.") }

// virtualName reports whether a chassis, part number or module type is that of
// a software switch: "Nexus9000 C9300v Chassis", "N9K-X9364v", "NX-OSv Ethernet
// Module" [nxos:1.1].
func virtualName(text string) bool {
	for _, m := range []string{"NX-OSv", "NX-OS v", "9300v", "9500v", "9364v", "9000v", "N9K-vSUP", "Titanium", "NX-OSv Chassis"} {
		if strings.Contains(text, m) {
			return true
		}
	}
	return false
}

// setSpan notes the evidence of one field of the identity.
func setSpan(id *fact.Identity, field string, span fact.Span) {
	if id.Spans == nil {
		id.Spans = map[string]fact.Span{}
	}
	if _, ok := id.Spans[field]; !ok {
		id.Spans[field] = span
	}
}

// versionJSON reads `show version | json`. The release is in nxos_ver_str, in
// older images only in kickstart_ver_str or sys_ver_str [captures:list].
func versionJSON(doc *textscan.Node, r *fact.Reading) {
	id := &r.Identity
	for _, key := range []string{"nxos_ver_str", "sys_ver_str", "kickstart_ver_str"} {
		if n := doc.First(key); n != nil && n.Text != "" && id.Version == "" {
			id.Version = n.Text
			setSpan(id, "version", n.Span)
		}
	}
	if n := doc.First("chassis_id"); n != nil && n.Text != "" {
		id.Model = strings.TrimSpace(strings.TrimPrefix(n.Text, "cisco "))
		setSpan(id, "model", n.Span)
		r.Flag(fact.FlagChassis, id.Model, n.Span)
	}
	id.Hostname, id.Serial = doc.First("host_name").Value(), doc.First("proc_board_id").Value()
	id.Image = firstText(doc, "nxos_file_name", "isan_file_name", "kick_file_name")
	if d := doc.First("kern_uptm_days").Value(); d != "" {
		id.Uptime = d + " day(s), " + doc.First("kern_uptm_hrs").Value() + " hour(s), " + doc.First("kern_uptm_mins").Value() + " minute(s)"
	}
	r.Recognised = id.Version != "" || id.Model != ""
	id.Virtual = virtualName(id.Model)
}

// firstText is the first of the named leaves that has a text.
func firstText(doc *textscan.Node, names ...string) string {
	for _, name := range names {
		if t := doc.First(name).Value(); t != "" {
			return t
		}
	}
	return ""
}
