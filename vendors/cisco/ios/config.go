package ios

import (
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readConfig reads the lines of a running configuration that say how forwarding
// memory is to be carved, and whether it was saved. Other lines are known to be
// configuration and say nothing about it.
func readConfig(s *textscan.Scan, r *fact.Reading) {
	var c configReader
	if isFile(s.Command) {
		r.Why = "a file of the device, not what it is configured with"
		return
	}
	if isStartup(s.Command) {
		c.notes = []string{StartupNote}
	}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" && !c.banner.Inside(s, l) {
			c.line(s, l, t, r)
		}
	}
	c.settle(s, r)
}

type configReader struct {
	banner                 textscan.Banner
	changed, saved         time.Time
	changedSpan, savedSpan fact.Span
	part                   fact.Part // an inventory entry whose PID comes next
	texts                  []string  // carve lines, as they would be typed
	notes                  []string  // of the rows: that they are those of the startup configuration
	span                   fact.Span
}

func (c *configReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	switch {
	case strings.HasPrefix(t, "Current configuration"), strings.HasPrefix(t, "version "), strings.HasPrefix(t, "! Last configuration change"):
		r.Recognised = true
	}
	switch {
	case strings.HasPrefix(t, "mls cef maximum-routes "):
		c.maximumRoutes(s, l, r)
	case strings.HasPrefix(t, "sdm prefer "):
		name := strings.TrimSpace(t[len("sdm prefer "):])
		set(&r.Carve.Configured, name, s.SpanOf(l, name))
		r.Recognised = true
	case strings.HasPrefix(t, "hostname "):
		r.Identity.Hostname = strings.TrimSpace(t[len("hostname "):])
		r.Recognised = true
	case strings.HasPrefix(t, "! Last configuration change at "):
		c.changed, c.changedSpan = clock(t[len("! Last configuration change at "):]), s.SpanOf(l, t)
	case strings.HasPrefix(t, "! NVRAM config last updated at "):
		c.saved, c.savedSpan = clock(t[len("! NVRAM config last updated at "):]), s.SpanOf(l, t)
	case t[0] == '!':
		c.comment(s, l, strings.TrimLeft(t, "! "), r)
	case strings.HasPrefix(t, "config-register "):
		set(&r.Boot.RegisterNext, strings.TrimSpace(t[len("config-register "):]), s.SpanOf(l, t))
	}
}

// comment reads what RANCID and Oxidized put before a configuration: chassis and
// inventory, behind "!" with or without a blank.
func (c *configReader) comment(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	switch {
	case HasFold(t, "Chassis type:"):
		model := FirstWord(t[len("Chassis type:"):])
		if model == "" || flagged(r, fact.FlagChassis) {
			return
		}
		r.Identity.Model = model
		note(r, "model", s.SpanOf(l, model))
		r.Flag(fact.FlagChassis, model, s.SpanOf(l, model))
	case HasFold(t, "NAME:"):
		c.part = fact.Part{Name: quoted(t[5:])}
		if _, after, ok := strings.Cut(t, "DESCR:"); ok {
			c.part.Descr = quoted(after)
		}
	case HasFold(t, "PID:"):
		readPID(s, l, t, &c.part, r)
		c.part = fact.Part{}
	default:
		c.backup(s, l, t, r)
	}
}

// maximumRoutes reads "mls cef maximum-routes ip 768": the number is in units of
// 1024 routes (ios:2.4).
func (c *configReader) maximumRoutes(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	f := textscan.Fields(l, nil)
	if len(f) < 5 {
		return
	}
	v, ok := textscan.Number(f[4].Text)
	if !ok {
		return
	}
	resource := map[string]fact.Resource{"ip": fact.FibIPv4, "mpls": fact.FibMPLS, "ipv6": fact.FibIPv6, "ip-multicast": fact.FibMcastIPv4}[f[3].Text]
	if resource == "" {
		return
	}
	span := s.Span(l, f[4].Lo, f[4].Hi)
	c.texts = append(c.texts, f[3].Text+" "+f[4].Text)
	c.span = span
	r.Family = famCat6500
	r.Tables = append(r.Tables, fact.Table{
		Name: configRegion(f[3].Text), Resource: resource, Scope: fact.System(), Unit: fact.UnitEntries, Pool: PoolFIB, CapKind: fact.CapCarve, Line: l.No, Notes: c.notes,
		Configured: fact.Derived(v*1024, span, "configured "+f[4].Text+"k, k = 1024"),
	})
}

// StartupNote marks rows of the startup configuration.
const StartupNote = "in the startup configuration"

func isStartup(command string) bool {
	w := strings.Fields(strings.ToLower(command))
	if len(w) < 2 {
		return false
	}
	return len(w[1]) > 1 && strings.HasPrefix("startup-config", w[1]) || strings.Contains(w[1], "startup-config") || len(w[1]) > 3 && strings.HasPrefix("configuration", w[1])
}

// isFile reports `more` of a file that is not the configuration of the device.
func isFile(command string) bool {
	w := strings.Fields(strings.ToLower(command))
	return len(w) > 1 && strings.HasPrefix("more", w[0]) && !strings.HasPrefix(w[1], "nvram:") && !strings.HasPrefix(w[1], "system:")
}

// WholeConfig finds the answer that shows the whole running or startup
// configuration of the device itself: with its own head (version and hostname),
// to its end, through no filter. Whoever may see less is shown a part, often
// without a word (59 bytes below privilege 15): what is not in it may still be
// configured.
func WholeConfig(d *fact.Device, which string) (output int, ok bool) {
	for i := len(d.Outputs) - 1; i >= 0; i-- {
		o := &d.Outputs[i]
		if o.Parser != "running-config" || !o.Current() || o.Part != "" || !o.Complete() || strings.Contains(o.Command, "|") || isStartup(o.Command) != (which == "startup-config") {
			continue
		}
		text := "\n" + strings.TrimSpace(o.Text)
		if strings.Contains(text, "\nversion ") && strings.Contains(text, "\nhostname ") && (strings.HasSuffix(text, "\nend") || strings.Contains(text, "\nend\n")) {
			return i, true
		}
	}
	return 0, false
}

func configRegion(word string) string {
	switch word {
	case "ip":
		return "IPv4"
	case "mpls":
		return "MPLS"
	case "ipv6":
		return "IPv6"
	}
	return "IP Multicast"
}

func (c *configReader) settle(s *textscan.Scan, r *fact.Reading) {
	if len(c.texts) > 0 {
		r.Recognised = true
		set(&r.Carve.Configured, "mls cef maximum-routes "+strings.Join(c.texts, ", "), c.span)
	}
	if !r.Recognised {
		return
	}
	s.ClaimAll()
	if !c.changed.IsZero() && !c.saved.IsZero() {
		r.Boot.Unsaved, r.Boot.UnsavedSpan = fact.TriOf(c.changed.After(c.saved)), c.changedSpan
	}
}

// clock reads "12:08:34 EET Fri Sep 23 2016 by provider". Both times come from
// the same clock, so that the name of its zone does not matter.
func clock(t string) time.Time {
	f := strings.Fields(t)
	if len(f) < 6 {
		return time.Time{}
	}
	at, err := time.Parse("15:04:05 Jan 2 2006", strings.TrimLeft(f[0], "*.")+" "+f[3]+" "+f[4]+" "+f[5])
	if err != nil {
		return time.Time{}
	}
	return at
}

// PoolFIB is the pool of 72-bit cells that the regions of a 6500/7600 divide.
const PoolFIB = "fib-tcam"
