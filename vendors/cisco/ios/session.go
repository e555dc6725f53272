package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Session takes into d what the session did to how the device boots: a register
// that was entered, lines that were saved or not. What an answer said later stands
// above it.
func Session(d *fact.Device) {
	unsaved(d)
	for _, s := range vendors.Standing(d, vendors.Rules{Key: registerKey}) {
		own := d.Boot.Processors[:0:0]
		for _, p := range d.Boot.Processors {
			said := max(p.Register.Span.Output, p.Next.Span.Output)
			if p.Name != "" || int(said) > s.Output {
				own = append(own, p)
			}
		}
		d.Boot.Processors = own
		if said := d.Boot.RegisterNext.Or(d.Boot.Register); int(said.Span.Output) < s.Output {
			d.Boot.RegisterNext = fact.Setting{Text: strings.TrimPrefix(s.Line, "config-register "), Grade: fact.Inferred, Span: s.Span, Note: "entered in the session"}
		}
	}
}

func registerKey(line string) (key string, ok bool) {
	head, value, _ := strings.Cut(line, " ")
	return "config-register", Word("config-register", strings.ToLower(head), 8) && value != ""
}

// unsaved says whether what was entered was written to the startup configuration.
func unsaved(d *fact.Device) {
	for i := len(d.Events) - 1; i >= 0; i-- {
		e := &d.Events[i]
		if e.Kind == fact.Reloaded && e.Scope == fact.System() {
			return
		}
		if e.Kind != fact.Entered && e.Kind != fact.Saved {
			continue
		}
		if d.Boot.Unsaved == fact.Unknown || int(d.Boot.UnsavedSpan.Output) < e.Output {
			d.Boot.Unsaved, d.Boot.UnsavedSpan = fact.TriOf(e.Kind == fact.Entered), e.Span
		}
		return
	}
}

// LaterThan reports whether a whole answer that parser name read came after the
// exchange i.
func LaterThan(d *fact.Device, i int, name string) bool {
	for at := i + 1; at < len(d.Outputs); at++ {
		if o := &d.Outputs[at]; o.Parser == name && o.Current() && o.Complete() && o.Part == "" {
			return true
		}
	}
	return false
}
