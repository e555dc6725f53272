package ios

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// SettleTemplate resolves the three states of an SDM template: by the newest
// answer to `show sdm prefer`, and by what was entered since. defaults are the
// names of factory templates.
func SettleTemplate(d *fact.Device, defaults ...string) {
	c := &d.Carve
	newest(d)
	enteredTemplate(d)
	noticed(d)
	if c.Active.Known() {
		for _, n := range defaults {
			c.Default = c.Default || strings.EqualFold(c.Active.Text, n)
		}
	}
	if d.PendingKnown == fact.No {
		c.AfterReload = c.AfterReload.Or(c.Active)
		c.Configured = c.Configured.Or(c.Active)
	}
	if d.PendingKnown == fact.Yes && len(d.Pending) > 0 && !c.AfterReload.Known() && !strings.Contains(d.Pending[0].To, notice) && d.Pending[0].To != unnamed {
		c.AfterReload = fact.Setting{Text: "other sizes than now: " + d.Pending[0].What + " " + d.Pending[0].From + " to " + d.Pending[0].To, Grade: fact.Reported, Span: d.Pending[0].Span}
		c.Configured = c.Configured.Or(c.AfterReload)
	}
}

// shownSDM gives the newest answer that shows what waits, -1 where there is none.
// custom: only `show sdm prefer custom` shows what was committed there
// (ios:6.3).
func shownSDM(d *fact.Device, custom bool) int {
	for i := len(d.Outputs) - 1; i >= 0; i-- {
		o := &d.Outputs[i]
		if o.Parser != "sdm-prefer" || !o.Current() || !o.Complete() || strings.Contains(o.Command, "|") {
			continue
		}
		named := namesTemplate(strings.TrimPrefix(o.Command, "do "))
		if !named && !custom || custom && strings.HasSuffix(strings.ToLower(o.Command), " custom") {
			return i
		}
	}
	return -1
}

// newest drops what earlier answers and notices said of a template that waits,
// where a later `show sdm prefer` says otherwise.
func newest(d *fact.Device) {
	last, custom := shownSDM(d, false), shownSDM(d, true)
	if last < 0 {
		return
	}
	n := len(d.Pending)
	d.Pending = slices.DeleteFunc(d.Pending, func(p fact.Change) bool {
		return int(p.Span.Output) < last && int(p.Span.Output) != custom && aboutSDM(p)
	})
	if len(d.Pending) < n {
		forgetWaiting(d, last)
	}
}

// notice is in the answer to `sdm prefer NAME` (lines-ios:3.2).
const notice = "SDM preferences have been stored"

const unnamed = "a template that the log does not name"

// aboutSDM reports whether a change that waits is one of the template.
func aboutSDM(p fact.Change) bool {
	return p.What == "SDM template" || strings.Contains(p.To, notice)
}

// forgetWaiting takes back what was said before output before about what comes
// after the reload.
func forgetWaiting(d *fact.Device, before int) {
	for _, s := range []*fact.Setting{&d.Carve.Configured, &d.Carve.AfterReload} {
		if int(s.Span.Output) < before {
			*s = fact.Setting{}
		}
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Output < before {
			t.Configured, t.Pending = fact.Figure{}, fact.Figure{}
		}
	}
	if len(d.Pending) == 0 {
		d.PendingKnown = fact.No
		return
	}
	p := d.Pending[len(d.Pending)-1]
	d.Carve.Configured = d.Carve.Configured.Or(fact.Setting{Text: p.To, Grade: fact.Reported, Span: p.Span})
	d.Carve.AfterReload = d.Carve.AfterReload.Or(d.Carve.Configured)
}

// enteredTemplate adds the template that was entered in the session and that no later
// answer shows. It needs no save on the older switches: the template lies outside
// the configuration (ios:3).
func enteredTemplate(d *fact.Device) {
	for _, s := range vendors.Standing(d, vendors.Rules{Key: sdmKey}) {
		custom := strings.HasSuffix(strings.ToLower(s.Line), " custom commit")
		if shownSDM(d, custom) > s.Output {
			continue
		}
		next := templateOf(s, d.Carve.Active.Text, hasTwelveS(d.Identity))
		d.Pending = slices.DeleteFunc(d.Pending, aboutSDM)
		d.PendingKnown = fact.Yes
		forgetWaiting(d, s.Output)
		if strings.EqualFold(next, d.Carve.Active.Text) && len(d.Pending) == 0 && !custom {
			d.PendingKnown = fact.No // the one that runs was entered again
			continue
		}
		d.PendingKnown = fact.Yes
		d.Pending = append(d.Pending, fact.Change{What: "SDM template", From: d.Carve.Active.Text, To: next, Span: s.Span})
		to := fact.Setting{Text: next, Grade: fact.Reported, Span: s.Span, Note: "entered in the session"}
		d.Carve.Configured, d.Carve.AfterReload = to, to
	}
}

// noticed adds a template of which only the device's notice stands in the log, in
// the answer to something else: which one waits is not known.
func noticed(d *fact.Device) {
	for i := shownSDM(d, false) + 1; i < len(d.Outputs); i++ {
		o := &d.Outputs[i]
		at := strings.Index(o.Text, notice)
		if at < 0 || o.Loose || !o.Current() || len(d.Pending) > 0 || slices.ContainsFunc(d.Events, func(e fact.Event) bool { return e.Output >= i }) {
			continue
		}
		from, no := strings.LastIndexByte(o.Text[:at], '\n')+1, strings.Count(o.Text[:at], "\n")+1
		line, _, _ := strings.Cut(o.Text[from:], "\n")
		d.PendingKnown = fact.Yes
		d.Pending = append(d.Pending, fact.Change{What: "SDM template", To: unnamed, Span: fact.Span{Output: int32(i), Line: int32(no), Start: int32(from), End: int32(from + len(line))}})
	}
}

// sdmKey: one template waits at a time. The sizes below `sdm prefer custom` wait
// for `sdm prefer custom commit`: without it nothing is pending (ios:6.4).
func sdmKey(line string) (key string, ok bool) {
	f := strings.Fields(strings.ToLower(line))
	if len(f) < 2 || f[0] != "sdm" || !strings.HasPrefix("prefer", f[1]) {
		return "", false
	}
	if len(f) > 2 && f[2] == "custom" && f[len(f)-1] != "commit" {
		return "", false
	}
	return "sdm prefer", true
}

// templateOf gives the name that `show sdm prefer` will print for a line that was
// entered, as far as it is known: "desktop IPv4 and IPv6 routing" for
// `dual-ipv4-and-ipv6 routing` (lines-ios:3.3), that of the aggregator
// where a 3750-12S is not told `desktop` (3.1).
func templateOf(s vendors.Stood, active string, twelve bool) string {
	f := strings.Fields(strings.ToLower(s.Line))[2:]
	kind, _, _ := strings.Cut(strings.ToLower(active), " ")
	old := kind == "desktop" || kind == "aggregate" || kind == "aggregator"
	switch {
	case s.No && old:
		return "desktop default" // lines-ios:3.1: 3120 command reference
	case s.No || len(f) == 0:
		return "default"
	case f[0] == "custom":
		return "custom"
	case f[len(f)-1] == "desktop":
		f, kind = f[:len(f)-1], "desktop"
	case twelve:
		kind = "aggregate"
	}
	name := strings.Join(f, " ")
	if !old {
		return name
	}
	return kind + " " + strings.Replace(name, "dual-ipv4-and-ipv6", "IPv4 and IPv6", 1)
}

// hasTwelveS reports a 3750-12S in the stack.
func hasTwelveS(id fact.Identity) bool {
	is := func(pid string) bool {
		return strings.HasPrefix(pid, "WS-C3750") && strings.Contains(pid, "-12S")
	}
	return is(id.Model) || slices.ContainsFunc(id.Parts, func(p fact.Part) bool { return is(p.PID) })
}

// SettledSDM is the question for the template that waits.
func SettledSDM(d *fact.Device) vendors.Vital {
	return vendors.Vital{Kind: fact.Settled, Name: "the SDM template pending a reload", Ask: []string{"show sdm prefer", "show sdm prefer custom"}, Known: d.PendingKnown != fact.Unknown}
}

// SettledCustom is the question for custom sizes that were committed and wait: only
// `show sdm prefer custom` shows them. None on a switch whose `show sdm prefer`
// marks no row as one that can be changed (ios:6.3). A switch that knows
// no such command has none.
func SettledCustom(d *fact.Device) []vendors.Vital {
	v := vendors.Vital{Kind: fact.Settled, Name: "custom sizes pending a reload", Ask: []string{"show sdm prefer custom"}}
	changeable := false
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if o.Current() && o.State == "rejected" && vendors.Match(v.Ask[0], o.Command) > 0 {
			v.Spare = hasAny(strings.ToLower(o.Text), "invalid", "incomplete", "unknown", "syntax error")
		}
		if o.Parser != "sdm-prefer" || !o.Current() {
			continue
		}
		custom := strings.HasSuffix(strings.ToLower(o.Command), " custom")
		v.Known = v.Known || custom && d.PendingKnown != fact.Unknown
		changeable = changeable || custom || strings.Contains(o.Text, "(proposed)") || strings.Contains(o.Text, "modified by sdm cli")
	}
	if !changeable {
		return nil
	}
	return []vendors.Vital{v}
}
