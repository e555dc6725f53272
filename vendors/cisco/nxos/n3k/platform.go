package n3k

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 3000 and 3100 in native mode [nxos:2.5].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n3k", Title: "Nexus 3000 and 3100 (native mode)",
		Match:    func(id fact.Identity) bool { return nxos.ChassisIs(id, isN3K) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

func isN3K(name string) bool {
	return nxos.HasAny(name, "Nexus 3", "Nexus3", "N3K-") && !nxos.RunsAsN9K(name) && !nxos.HasAny(name, "C3548", "C3524", "Nexus 3548", "Nexus3548", "Nexus 3524", "Nexus3524")
}

func commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show hardware profile status", Why: "size of the LPM table and what is in it"},
		{Text: "show system internal forwarding ip route summary", Why: "IPv4 host and LPM routes in hardware", Optional: true},
		{Text: "show system internal forwarding ipv6 route summary", Why: "IPv6 routes, and the small table of /65 to /127", Optional: true},
		{Text: "show hardware profile tcam region", Why: "ACL regions of the next reload", Optional: true},
		nxos.ConfigLines(), nxos.SavedLines(), nxos.ReloadPending(), nxos.LogEvents(),
	}
}

// lpmBox gathers the rows of the one LPM table of a Nexus 3000.
type lpmBox struct {
	total, v4, v6 *fact.Table
	size          fact.Figure
}

// parse judges the LPM table, which IPv4, IPv6 to /64 and (with host ECMP)
// hosts share, the host table, and the small table of long IPv6 prefixes, whose
// size the device does not print [nxos:2.5].
func parse(d *fact.Device, f *catalog.Family) {
	var b lpmBox
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Resource == nxos.LongPrefixes && t.Used.Known():
			sizeLongPrefixes(d, f, t)
			nxos.Judge(t)
		case t.Pool == "lpm" && t.Resource == fact.FibLPM && t.Name == "Total LPM Entries":
			b.total = t
		case t.Pool == "lpm" && t.Resource == fact.FibIPv4 && t.PartOf == "":
			b.v4, b.size = t, b.size.Or(t.Cap)
		case t.Pool == "lpm" && t.Resource == fact.FibIPv6 && t.PartOf == "":
			b.v6, b.size = t, b.size.Or(t.Cap)
		case t.Pool == "host" && t.Used.Known():
			nxos.Judge(t)
		}
	}
	b.judge(d)
	urpfCarve(d)
}

// urpfCarve says what divides the LPM table: uRPF halves it, which its size
// shows; the configuration says what the next reload brings [nxos:2.5].
func urpfCarve(d *fact.Device) {
	for _, f := range d.Flags {
		set := fact.Setting{Text: "urpf " + f.Text(), Grade: fact.Reported, Span: f.Span}
		switch f.Key {
		case fact.FlagURPFConfigured:
			d.Carve.Configured = d.Carve.Configured.Or(set)
		case fact.FlagURPF:
			set.Grade, set.Note = fact.Fingerprinted, lpmSource
			d.Carve.Active = d.Carve.Active.Or(set)
		}
	}
	c, a := d.Carve.Configured, d.Carve.Active
	if c.Known() && !d.Carve.AfterReload.Known() {
		d.Carve.AfterReload = fact.Setting{Text: c.Text, Grade: fact.Inferred, Span: c.Span, Note: "as configured, if it is saved to startup-config"}
	}
	if c.Known() && a.Known() && c.Text != a.Text {
		d.Pending = append(d.Pending, fact.Change{What: "system urpf", From: a.Text, To: c.Text, Span: c.Span})
		d.PendingKnown = fact.Yes
	}
}

// judge takes the printed total where there is one, else the routes that are
// known to be in the table: at least so much is in use.
func (b *lpmBox) judge(d *fact.Device) {
	switch {
	case b.total != nil && b.total.Used.Known():
		nxos.Judge(b.total)
		b.more(d)
	case b.v4 != nil && b.v6 != nil:
		d.Tables = append(d.Tables, b.both())
	case b.v4 != nil:
		nxos.Judge(b.v4)
	case b.v6 != nil:
		nxos.Judge(b.v6)
	}
}

// both is the LPM table as the routes of both families fill it.
func (b *lpmBox) both() fact.Table {
	row := fact.Table{
		Name: "LPM table", Resource: fact.FibLPM, Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapFixed, Pool: "lpm",
		Used: nxos.Sum("IPv4 LPM + IPv6 (<= /64) routes, one entry each: at least", b.v4.Used, b.v6.Used), Cap: b.size,
		Line: b.v4.Line, Output: b.v4.Output, Notes: []string{"at least: what one IPv6 route takes is not known"},
	}
	nxos.Judge(&row)
	return row
}

// more compares the total with the routes that another answer counts in the table:
// they cannot be more.
func (b *lpmBox) more(d *fact.Device) {
	if b.v4 == nil || !b.v4.Used.Known() {
		return
	}
	row := *b.v4
	if b.v6 != nil && b.v6.Used.Known() {
		row = b.both()
	}
	row.Cap = b.total.Cap
	counted, _ := row.Used.Get()
	total, _ := b.total.Used.Get()
	if counted <= total {
		return
	}
	at := slices.IndexFunc(d.Tables, func(t fact.Table) bool { return t.Name == b.total.Name && t.Output == b.total.Output })
	d.Tables = append(d.Tables, row)
	n := len(d.Tables) - 1
	if at < 0 || vendors.Worse(d, at, n) == at {
		d.Tables = d.Tables[:n]
		return
	}
	nxos.Judge(&d.Tables[n])
}

// sizeLongPrefixes gives the table of /65 to /127 its size: 128 entries, 64 while
// uRPF is on, on the engines the catalog names. With more routes than either it
// is over, whatever uRPF does.
func sizeLongPrefixes(d *fact.Device, f *catalog.Family, t *fact.Table) {
	e, ok := f.Engine(nxos.PID(d.Identity.Model))
	whole, halved := e.Limits[string(nxos.LongPrefixes)], e.Limits[string(nxos.LongPrefixes)+".urpf"]
	if !ok || whole == 0 || t.Cap.Known() {
		return
	}
	used, _ := t.Used.Get()
	t.Max = fact.Derived(whole, fact.Span{}, e.Source)
	urpf, known := d.Said(fact.FlagURPF)
	switch {
	case known && nxos.Text(urpf.Value) == "disabled", used > whole:
		t.Cap = t.Max
	case known && halved > 0:
		t.Cap = fact.Derived(halved, urpf.Span, e.Source+", uRPF on")
	}
}

// vital: the LPM table of both families, and the small one of long IPv6 prefixes,
// which the LPM table does not show [nxos:2.5].
func vital(d *fact.Device) []vendors.Vital {
	var one nxos.Engine
	v6 := one.Has(d, fact.FibLPM) || one.Has(d, fact.FibIPv6)
	return []vendors.Vital{
		{Kind: fact.Room, Name: "LPM table", Ask: []string{"show hardware profile status", "show system internal forwarding ip route summary"}, Known: one.Has(d, fact.FibLPM, fact.FibIPv4)},
		{Kind: fact.Room, Name: "IPv6 routes to /64", Ask: []string{"show hardware profile status", "show system internal forwarding ipv6 route summary"}, Known: v6},
		{Kind: fact.Room, Name: "IPv6 routes from /65 to /127", Ask: []string{"show system internal forwarding ipv6 route summary", "show hardware profile status | json"}, Known: longKnown(d)},
		nxos.Exhaustion(d),
	}
}

// longKnown reports whether the table of long prefixes is known to have room, or to
// hold nothing.
func longKnown(d *fact.Device) bool {
	for i := range d.Tables {
		t := &d.Tables[i]
		if n, ok := t.Used.Get(); ok && t.Resource == nxos.LongPrefixes && (n == 0 || vendors.HasRoom(t)) {
			return true
		}
	}
	return false
}
