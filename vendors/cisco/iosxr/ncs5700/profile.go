package ncs5700

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readHwModule reads the two commands that print an active profile on Jericho2:
// ` MDB scale profile: l3max-se` and `Native Mode` [xr:2.2].
func readHwModule(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "MDB scale profile:"):
			_, v, _ := textscan.KeyValue(l, ":")
			span := s.Span(l, v.Lo, v.Hi)
			r.Recognised = true
			r.Carve.Active = fact.Setting{Text: v.Text, Grade: fact.Reported, Span: span}
			r.Flag(fact.FlagActiveProfile, v.Text, span)
			s.Claim(l)
		case strings.HasSuffix(t, " Mode") && len(strings.Fields(t)) == 2:
			r.Recognised = true
			r.Flag(fact.FlagNPUMode, t, s.Span(l, l.Indent(), len(l.Text)))
			s.Claim(l)
		}
	}
}

const lineMDB = "hw-module profile mdb "

// mdbCarve: Jericho2 prints its active profile; the configured one is a line
// [xr:2.2]. A mode that was entered and is not yet native is pending a reload.
func mdbCarve(d *fact.Device, c *iosxr.Config) {
	for _, l := range c.Lines {
		if name, ok := strings.CutPrefix(l, lineMDB); ok {
			d.Carve.Configured = fact.Setting{Text: name, Grade: fact.Reported, Span: c.Span, Note: l}
			d.Carve.AfterReload = d.Carve.Configured
		}
	}
	dnx.Outstanding(d, c, "hw-module profile mdb", "mdb")
	notNative(d, c)
}

// notNative notes a native mode that is configured while the NPUs run in another one:
// it waits for the reload [lines 2, doc MDB]. One that was entered waits already.
func notNative(d *fact.Device, c *iosxr.Config) {
	const line, key = "hw-module profile npu native-mode-enable", "npu native-mode-enable"
	mode, ok := d.Said(fact.FlagNPUMode)
	entered := slices.ContainsFunc(c.Waits, func(w iosxr.Wait) bool { return w.Key == key })
	if !ok || entered || strings.EqualFold(mode.Value.(string), "Native Mode") || !slices.Contains(c.Lines, line) {
		return
	}
	d.Pending = append(d.Pending, fact.Change{To: line, Span: mode.Span})
	d.PendingKnown = fact.Yes
}
