package iosxr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Config is what is known of the lines that divide the memory: as the
// configuration shows them, with those laid over that were entered and committed
// after it.
type Config struct {
	keyed map[string]string   // the key of each line that was entered, "" = it sets none
	older map[int]olderConfig // by output, once it was read
	Lines []string            // all hw-module lines that are known to be configured
	Span  fact.Span           // where they stand
	Whole bool                // there are no others
	gone  []string            // keys of lines that were taken out
	Waits []Wait              // what was entered and is not active by any reload
	doubt string              // why what waits is not known, "" = it is
}

// Wait is a line pending a reload.
type Wait struct {
	vendors.Stood
	notice string   // what the device said as it was entered
	left   []string // the cards that were not reloaded since, where others were
}

// text is the line as it was entered.
func (w *Wait) text() string {
	if w.No {
		return "no " + w.Line
	}
	return w.Line
}

// configuration puts together what was shown and what was entered.
func configuration(d *fact.Device) *Config {
	c := &Config{}
	c.Lines, c.Span, c.Whole = hwModule(d)
	events, doubt := effective(d.Events)
	c.doubt = doubt
	all := vendors.Standing(&fact.Device{Events: events}, vendors.Rules{Key: keyOf, Activates: func(string, fact.Scope) bool { return false }})
	var later []vendors.Stood
	for _, s := range all {
		switch {
		case c.shown(s):
		case !strings.HasPrefix(s.Line, "hw-module "):
			c.wait(d, events, s)
		default:
			later = append(later, s)
			c.wait(d, events, s)
		}
	}
	c.overlay(d, later)
	return c
}

// shown reports whether an answer that came after a line was entered shows the
// configuration otherwise: then it is not there any more.
func (c *Config) shown(s vendors.Stood) bool {
	if !c.Whole || !strings.HasPrefix(s.Line, "hw-module ") || int(c.Span.Output) < s.Output {
		return false
	}
	return slices.Contains(c.Lines, s.Line) == s.No
}

// wait notes a line that is about the memory, or of which the device said that it
// takes a reload, unless the cards were reloaded since.
func (c *Config) wait(d *fact.Device, events []fact.Event, s vendors.Stood) {
	w := Wait{Stood: s, notice: noticeOf(events, s)}
	known := divides(s.Line)
	switch {
	case !known && w.notice == "" && !isNotice(s.Line):
		if strings.HasPrefix(s.Line, "hw-module profile ") && c.doubt == "" {
			c.doubt = "`" + w.text() + "` was committed; no document states whether it needs a reload"
		}
		return
	case c.takesBack(d, events, s), c.there(s), ignored(s.Line, d.Identity.Version):
		return
	}
	reloaded, left := since(d, events, s)
	if len(left) == 0 && reloaded {
		for _, e := range events {
			if why := vendors.Unsure(e, s); e.Whole() && why != "" && c.doubt == "" {
				c.doubt = why
			}
		}
		return
	}
	if reloaded {
		w.left = left
	}
	c.Waits = append(c.Waits, w)
}

// there reports whether the configuration had the very line before it was entered:
// then nothing changed.
func (c *Config) there(s vendors.Stood) bool {
	return !s.No && !c.Span.IsZero() && int(c.Span.Output) < s.Output && slices.Contains(c.Lines, s.Line)
}

// takesBack reports whether a line takes away what was entered before it, and
// nothing was reloaded in between: then nothing waits, unless another line of the
// kind stood there before both.
func (c *Config) takesBack(d *fact.Device, events []fact.Event, s vendors.Stood) bool {
	if !s.No {
		return false
	}
	first := -1
	for _, e := range events {
		switch {
		case e.Output >= s.Output:
		case e.Kind == fact.Reloaded:
			first = -1
		case e.Kind == fact.Entered && first < 0 && slices.ContainsFunc(e.Lines, func(l string) bool { return c.sets(l, s.Key) }):
			first = e.Output
		}
	}
	if first < 0 {
		return false
	}
	lines, before := c.before(d, first)
	if before && slices.ContainsFunc(lines, func(l string) bool { return sets(l, s.Key) }) {
		return false
	}
	if !before {
		c.doubt = fmt.Sprintf("`%s` takes back what was entered before it; what was configured before both is not known", "no "+s.Line)
	}
	return true
}

// sets is the function of that name, which finds the key of a line once.
func (c *Config) sets(line, key string) bool {
	k, found := c.keyed[line]
	if !found {
		if c.keyed == nil {
			c.keyed = map[string]string{}
		}
		if own, ok := keyOf(line); ok {
			k = own
		}
		c.keyed[line] = k
	}
	return k != "" && k == key && !strings.HasPrefix(line, "no ")
}

// olderConfig is what an older answer showed of the hw-module lines.
type olderConfig struct {
	lines []string
	whole bool
}

// before gives the lines that the last whole answer ahead of output i showed, though a
// later one took its place.
func (c *Config) before(d *fact.Device, i int) (lines []string, known bool) {
	if c.Whole && int(c.Span.Output) < i {
		return c.Lines, true
	}
	for at := min(i, len(d.Outputs)) - 1; at >= 0; at-- {
		o := &d.Outputs[at]
		if o.Parser != parserConfig || o.Part != "" || !o.Complete() {
			continue
		}
		old, read := c.older[at]
		if !read {
			r, _, _ := OS().ReadOutput(o.Command, o.Text, at, false)
			old.lines, _, old.whole = hwModule(&fact.Device{Flags: r.Flags})
			if c.older == nil {
				c.older = map[int]olderConfig{}
			}
			c.older[at] = old
		}
		if old.whole {
			return old.lines, true
		}
	}
	return nil, false
}

// sets reports whether a line gives a value to a key.
func sets(line, key string) bool {
	k, ok := keyOf(line)
	return ok && k == key && !strings.HasPrefix(line, "no ")
}

// overlay lays what was entered over what was shown before it.
func (c *Config) overlay(d *fact.Device, entered []vendors.Stood) {
	entered = slices.DeleteFunc(entered, func(s vendors.Stood) bool { return !c.Span.IsZero() && int(c.Span.Output) > s.Output })
	if len(entered) == 0 {
		return
	}
	c.Lines = merged(c.Lines, entered)
	c.Span = entered[len(entered)-1].Span
	for _, s := range entered {
		if s.No {
			c.gone = append(c.gone, s.Key)
		}
	}
	d.Flags = slices.DeleteFunc(d.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagHwModule })
	if len(c.Lines) > 0 {
		d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagHwModule, Value: strings.Join(c.Lines, "; "), Span: c.Span})
	}
}

// Without reports whether no line of a key is configured.
func (c *Config) Without(key string) bool {
	if slices.ContainsFunc(c.Lines, func(l string) bool { return sets(l, key) }) {
		return false
	}
	return c.Whole || slices.Contains(c.gone, key)
}

// Settle drops the lines of a key from what waits: what is active was read, and is
// what they give.
func (c *Config) Settle(keys ...string) {
	c.Waits = slices.DeleteFunc(c.Waits, func(w Wait) bool { return slices.Contains(keys, w.Key) })
}

// pend makes known what waits, or why that is not known.
func (c *Config) pend(d *fact.Device) {
	c.logged(d)
	if c.doubt != "" {
		d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagPendingDoubt, Value: c.doubt})
	}
	for i := range c.Waits {
		w := &c.Waits[i]
		ch := fact.Change{To: w.text(), Span: w.Span}
		if len(w.left) > 0 {
			ch.What = "on " + strings.Join(w.left, ", ") + ":"
		}
		d.Pending = append(d.Pending, ch)
		d.PendingKnown = fact.Yes
	}
}

// logged looks at what the log says of a changed profile. Printed on the console it
// is of this session: where the line was entered here that tells more. In the log
// it may be older than the last reload.
func (c *Config) logged(d *fact.Device) {
	d.Pending = slices.DeleteFunc(d.Pending, func(p fact.Change) bool {
		return d.Outputs[p.Span.Output].Loose && slices.ContainsFunc(d.Events, func(e fact.Event) bool {
			return e.Output <= int(p.Span.Output) && divided([]fact.Event{e})
		})
	})
	if len(d.Pending) == 0 {
		d.PendingKnown = fact.Unknown
	}
	a, b := d.Carve.Active, d.Carve.AfterReload
	if f, ok := d.Said(fact.FlagProfileLogged); ok && c.doubt == "" && !(a.Known() && b.Known()) {
		c.doubt = fmt.Sprintf("the log says that %q was changed and asks for a reload; whether one came after it is not known", f.Value)
	}
}

// noticeOf gives what the device said as a line was entered.
func noticeOf(events []fact.Event, s vendors.Stood) string {
	for _, e := range events {
		if e.Kind == fact.Entered && e.Output == s.Output {
			_, notice, _ := strings.Cut(e.Text, ": ")
			return notice
		}
	}
	return ""
}

// since says what was reloaded after a line was entered: everything that it is
// about (left is empty), or only some of the cards.
func since(d *fact.Device, events []fact.Event, s vendors.Stood) (reloaded bool, left []string) {
	k, _, _ := find(s.Line)
	left = bootedBy(d)
	for _, e := range events[committedAt(events, s):] {
		switch {
		case e.Kind != fact.Reloaded:
		case e.Scope == fact.System():
			return true, nil
		case e.Scope.Kind == fact.ScopeRP && len(left) == 1 && isRP(left[0]) && flavour(d) == flavourLNT:
			return true, nil
		case e.Scope.Kind != fact.ScopeNode:
		case k.chassis && len(left) > 1: // cards alone were not seen to do
		default:
			n := len(left)
			left = slices.DeleteFunc(left, func(card string) bool { return card == e.Scope.Node })
			reloaded = reloaded || len(left) < n
		}
	}
	return reloaded, left
}

// committedAt is where among the events a line was committed: the entries of a
// commit stand before it, whatever happened in between.
func committedAt(events []fact.Event, s vendors.Stood) int {
	return max(0, slices.IndexFunc(events, func(e fact.Event) bool { return e.Kind == fact.Entered && e.Output == s.Output }))
}

// bootedBy lists the nodes at whose boot a line is read: the line cards with a
// forwarding engine, else the route processor of a fixed router.
func bootedBy(d *fact.Device) []string {
	var lcs, rps []string
	for _, e := range d.Identity.Engines {
		switch n := fullNode(e.Slot); {
		case e.Slot == "":
		case isRP(n):
			rps = append(rps, n)
		default:
			lcs = append(lcs, n)
		}
	}
	if len(lcs) == 0 {
		lcs = Cards(d.Identity)
	}
	if len(lcs) == 0 {
		lcs = rps
	}
	if len(lcs) == 0 {
		return []string{"0/RP0/CPU0"} // nothing lists the cards
	}
	return lcs
}

func isRP(n string) bool { return strings.Contains(n, "/RP") || strings.Contains(n, "/RSP") }
