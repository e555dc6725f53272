package vendortest

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Render writes what is known of a device, a line each: what is not known has no line,
// and new fields of package fact do not disturb it.
func Render(d *fact.Device) string {
	var b strings.Builder
	renderIdentity(&b, &d.Identity, d.Family)
	renderSettings(&b, d)
	fmt.Fprintf(&b, "default %v, manual boot %s, unsaved %s, standby ready %s, pending %s, lines unread %d\n",
		d.Carve.Default, d.Boot.Manual, d.Boot.Unsaved, d.Redundancy.Ready, d.PendingKnown, len(d.Unread))
	for _, p := range d.Pending {
		fmt.Fprintf(&b, "pending %s: %s -> %s, line %d\n", p.What, p.From, p.To, p.Span.Line)
	}
	for _, e := range d.Exceptions {
		fmt.Fprintf(&b, "exception %s %s [%s] raised %s latched %v %s count %s line %d %q\n", e.Kind, e.Resource, e.Scope, e.Raised, e.Latched, e.Severity, e.Count, e.Span.Line, e.Text)
	}
	for _, h := range d.Histograms {
		fmt.Fprintf(&b, "histogram %s %q %s line %d %v\n", h.AFI, h.Node, h.Source, h.Span.Line, h.Counts)
	}
	for i := range d.Tables {
		renderTable(&b, &d.Tables[i])
	}
	for _, f := range d.Flags {
		fmt.Fprintf(&b, "flag %s = %v, line %d\n", f.Name(), f.Value, f.Span.Line)
	}
	for _, e := range d.Events {
		fmt.Fprintf(&b, "event %v [%s] %q output %d\n", e.Kind, e.Scope, e.Lines, e.Output)
	}
	for i := range d.Coverage {
		v := &d.Coverage[i]
		fmt.Fprintf(&b, "vital %v %s [%s] %v %q\n", v.Kind, v.Name, v.Engine, v.Answer, v.Quote)
	}
	for i := range d.Outputs {
		if o := &d.Outputs[i]; o.History != "" || o.Why != "" {
			fmt.Fprintf(&b, "output %d %q: %s %s\n", i, o.Command, o.History, o.Why)
		}
	}
	return b.String()
}

func renderIdentity(b *strings.Builder, id *fact.Identity, family string) {
	fmt.Fprintf(b, "%s %s host %q model %q version %q serial %q uptime %q virtual %v %q\n", id.OS, family, id.Hostname, id.Model, id.Version, id.Serial, id.Uptime, id.Virtual, id.Asics)
	for _, e := range id.Engines {
		fmt.Fprintf(b, "engine %s %s %s xl %v line %d\n", e.Slot, e.PID, e.Generation, e.XL, e.Span.Line)
	}
	for _, p := range id.Parts {
		fmt.Fprintf(b, "part %q %q pid %q state %q line %d\n", p.Slot, p.Name, p.PID, p.State, p.Span.Line)
	}
}

func renderSettings(b *strings.Builder, d *fact.Device) {
	setting := func(name string, s fact.Setting) {
		if s.Known() {
			fmt.Fprintf(b, "%s: %q %s line %d\n", name, s.Text, s.Grade, s.Span.Line)
		}
	}
	setting("active", d.Carve.Active)
	setting("configured", d.Carve.Configured)
	setting("after reload", d.Carve.AfterReload)
	setting("register", d.Boot.Register)
	setting("register next", d.Boot.RegisterNext)
	setting("standby register", d.Boot.Standby)
	setting("standby register next", d.Boot.StandbyNext)
	setting("boot", d.Boot.Variable)
	setting("redundancy", d.Redundancy.Mode)
	setting("standby", d.Redundancy.Standby)
	for _, p := range d.Boot.Processors {
		setting("register of "+p.Name, p.Register)
		setting("next register of "+p.Name, p.Next)
		setting("boot of "+p.Name, p.Variable)
	}
}

func renderTable(b *strings.Builder, t *fact.Table) {
	fmt.Fprintf(b, "table %q %s [%s] %s:", t.Name, t.Resource, t.Scope, t.Unit)
	for _, f := range []struct {
		name string
		fact.Figure
	}{
		{"used", t.Used},
		{"cap", t.Cap},
		{"configured", t.Configured},
		{"pending", t.Pending},
		{"max", t.Max},
		{"percent", t.Percent},
		{"failures", t.Failures},
		{"peak", t.Peak},
		{"free", t.Free},
		{"what-if", t.WhatIf},
	} {
		if f.Known() {
			fmt.Fprintf(b, " %s %s", f.name, f.Figure)
		}
	}
	fmt.Fprintf(b, "; %s ledger %v", t.CapKind, t.Ledger)
	for _, w := range []struct{ name, text string }{{"pool", t.Pool}, {"part of", t.PartOf}, {"state", t.State}, {"template", t.Template}} {
		if w.text != "" {
			fmt.Fprintf(b, " %s %q", w.name, w.text)
		}
	}
	if t.Cost != 0 {
		fmt.Fprintf(b, " cost %v", t.Cost)
	}
	fmt.Fprintf(b, "; output %d line %d %q\n", t.Output, t.Line, t.Notes)
}
