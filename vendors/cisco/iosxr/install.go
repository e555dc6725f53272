package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readInstall reads `show install active summary` and `show install committed
// summary`: the packages, and on XR7 the hash over them. Both are the same where a
// reload comes back with what runs [lines 1 (5), 8GISO].
func readInstall(s *textscan.Scan, r *fact.Reading) {
	name := fact.FlagInstallActive
	if vendors.Match("show install committed **", s.Command) > 0 || vendors.Match("admin show install committed **", s.Command) > 0 {
		name = fact.FlagInstallCommitted
	}
	var packages []string
	var span fact.Span
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		p := packageOf(t)
		switch {
		case strings.Contains(t, "Packages:"):
			r.Recognised, span = true, s.Span(l, l.Indent(), len(l.Text))
		case p == "" && !installNoise(t) && !textscan.IsRule(l):
			continue
		case p != "" && !slices.Contains(packages, p):
			packages = append(packages, p)
		}
		s.Claim(l)
	}
	if !r.Recognised || s.Truncated || r.Filtered || len(packages) == 0 {
		return
	}
	slices.Sort(packages)
	r.Flag(name, strings.Join(packages, " "), span)
}

// readInstallRequest reads whether software is being installed right now: "The
// install operation 17 is 30% complete" (64-bit XR), "The operation is 30% complete"
// (32-bit); "No install operation in progress" and "There are no install requests in
// operation" (Cisco's CSM plug-ins). What XR7 prints was not seen: it is not
// understood.
func readInstallRequest(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := strings.ToLower(l.Trim())
		switch {
		case strings.HasPrefix(t, "no install operation"), strings.HasPrefix(t, "there are no install requests"):
		case strings.Contains(t, "operation") && strings.HasSuffix(strings.TrimRight(t, "."), "% complete"):
			r.Flag(fact.FlagISSU, true, s.Span(l, l.Indent(), len(l.Text)))
		default:
			continue
		}
		r.Recognised = true
		s.Claim(l)
	}
}

// packageOf gives the package of a line, with its version where that stands apart:
// "ncs5500-mgbl-7.3.2", "disk0:asr9k-mini-px-6.1.4", "xr-bgp   7.10.1v1.0.0-1"; and
// the hash of XR7.
func packageOf(t string) string {
	f := strings.Fields(t)
	switch {
	case strings.HasPrefix(t, "Software Hash:"), strings.HasPrefix(t, "Label"):
		return strings.Join(f, " ")
	case len(f) == 0 || len(f) > 4 || !strings.Contains(f[0], "-") || strings.HasPrefix(f[0], "-") || strings.HasSuffix(f[0], ":"):
		return ""
	case len(f) > 1 && f[1][0] >= '0' && f[1][0] <= '9':
		return f[0] + " " + f[1]
	}
	return f[0]
}

func installNoise(t string) bool {
	for _, h := range []string{"Node ", "Boot Partition", "Optional Packages", "Secure Domain Router", "Default Profile", "SDR", "Owner", "Admin Resources"} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	return false
}

// uncommitted notes software that runs and is not committed: a reload comes back
// with other software.
func uncommitted(d *fact.Device) {
	a, ok := d.Said(fact.FlagInstallActive)
	c, known := d.Said(fact.FlagInstallCommitted)
	if ok && known && a.Value != c.Value {
		d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagInstallUncommitted, Value: true, Span: c.Span})
	}
}

func installState() []vendors.Command {
	return []vendors.Command{
		{Text: "show install active summary", Why: "the software that runs", Optional: true},
		{Text: "show install committed summary", Why: "the software that a reload comes back with", Optional: true},
	}
}
