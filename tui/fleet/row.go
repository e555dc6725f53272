// Package fleet is the devices of the screens: what a list shows of each, how they
// are ordered and filtered, which are marked and which is selected.
//
// What goes in: judged devices (scan.Device), or what the store kept of them
// (store.Reading), a filter and an order. What comes out: rows by index. Facts are
// never changed; sorting and filtering act on indices, and the selection goes by
// name so that it survives both. The package draws nothing and does no I/O.
package fleet

import (
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
)

// Row is one device as the lists show it: texts are clean and figures are there
// once, so that a key press computes nothing.
type Row struct {
	Name     string // the key of selection; as the inventory has it
	Host     safeterm.Text
	Family   safeterm.Text
	Platform safeterm.Text // family and model
	Site     safeterm.Text
	State    audit.State
	Action   safeterm.Text
	Profile  safeterm.Text
	Fix      safeterm.Text // what is to be entered, in a few words; the same text is the same fix
	Refused  safeterm.Text // the rule that forbids its reload, "" = none does
	Pool     ledger.Pool   // the worst one
	Share    float64       // of it that is free; 2 = unknown
	Free4    Figures
	Free6    Figures
	Out      Out

	Dev    *scan.Device // nil = not judged in this session: the row shows what the store kept
	Listed *scan.Device // never nil: Dev, or what the store kept
	// Failed says why a later visit failed: what is shown is the last reading.
	Failed safeterm.Text

	action string // as the filter takes it
	texts  texts
	rank   int  // of the state, 0 = worst
	moved  bool // its place in the order is to be found again
}

// texts are the answers to a bare word of a filter, made once: a key press on a
// hundred thousand rows asks for all of them.
type texts struct {
	host, state, sev [1]string
	site, platform   []string
}

// Figures are the numbers of one address family, from the pool with the least
// room of those that hold its routes.
type Figures struct {
	Used, Limit, Max, Free fact.Figure
	Share                  float64
	Known                  bool // Share is
	count                  bool // the figures count routes: not a percentage, not bytes, not cells
}

// NewRow makes the row of a device, judged now or as the store kept it.
func NewRow(d *scan.Device) *Row {
	v := &d.Verdict
	r := &Row{Listed: d, Name: d.Inventory.Name, State: v.State, action: string(v.Action), Action: ActionWord(v.Action), Share: 2}
	r.identify(v.Device.Family, v.Device.Identity.Model, string(v.Device.Identity.OS), v.Device.Site)
	r.Profile = safeterm.CleanLine(v.Device.Carve.Active.Text)
	r.pools(v.Pools)
	r.Out = outOf(v)
	lines, refused := scan.Remedy(v)
	if k := d.Kept; k != nil {
		lines, refused = k.Lines, k.Refused
		if !k.Remedy && v.Action != solve.None { // of before that was kept
			r.Action += " ?"
		}
	} else {
		r.Dev = d
	}
	r.Refused = safeterm.CleanLine(refused)
	switch {
	case v.Action == solve.None:
	case lines != "":
		r.Fix = safeterm.CleanLine(strings.ReplaceAll(lines, "\n", "; "))
	default:
		r.Fix = safeterm.CleanLine(string(v.Action))
	}
	return r
}

// NewRows makes the rows of many.
func NewRows(devices []scan.Device) []*Row {
	rows := make([]*Row, len(devices))
	for i := range devices {
		rows[i] = NewRow(&devices[i])
	}
	return rows
}

// identify sets what names the device and what a filter looks for.
func (r *Row) identify(family, model, os, site string) {
	r.Host = safeterm.CleanLine(r.Name)
	r.Family = safeterm.CleanLine(familyOf(family, os))
	r.Platform = safeterm.CleanLine(platform(family, model, os))
	r.Site = safeterm.CleanLine(site)
	r.texts = texts{host: [1]string{r.Name}, state: [1]string{string(r.State)}, sev: [1]string{severity(r.State)}, site: one(site), platform: append(one(family), one(model)...)}
	r.rank = r.State.Rank()
}

func (r *Row) pools(pools []ledger.Pool) {
	if len(pools) > 0 {
		r.Pool = pools[0]
		if s, ok := r.Pool.FreeShare(); ok {
			r.Share = s
		}
	}
	r.Free4, r.Free6 = figuresOf(pools, "ipv4"), figuresOf(pools, "ipv6")
}

// platform is the family and what else tells the box; the model alone where it
// holds the family already.
func platform(family, model, os string) string {
	model = strings.ToLower(model)
	switch {
	case family != "" && model != "" && !strings.Contains(model, family):
		return family + "/" + model
	case model != "":
		return model
	}
	return familyOf(family, os)
}

// familyOf is the family, or the operating system where that is all we know.
func familyOf(family, os string) string {
	switch {
	case family != "":
		return family
	case os != "":
		return strings.TrimPrefix(strings.TrimPrefix(os, "cisco_"), "juniper_")
	}
	return "?"
}

// ActionWord fits the column of the fleet; the filter takes it too.
func ActionWord(a solve.Action) safeterm.Text {
	switch a {
	case solve.CarveReload:
		return "carve+rl"
	case solve.ProfileRestart:
		return "prof+rst"
	case solve.None:
		return "-"
	default:
		return safeterm.CleanLine(string(a))
	}
}

func figuresOf(pools []ledger.Pool, af string) Figures {
	out := Figures{Share: 2}
	for i := range pools {
		p := &pools[i]
		if !ledger.Holds(p.Resource, af) {
			continue
		}
		share, ok := p.FreeShare()
		switch {
		case ok && share < out.Share:
		case !ok && !out.Known && !out.Used.Known(): // what is used says something without a cap, too
			share = 2
		default:
			continue
		}
		out = Figures{p.Used, p.Capacity, p.Max, p.Free, share, ok, counts(p)}
	}
	return out
}

// counts reports whether the figures of a pool are numbers of routes.
func counts(p *ledger.Pool) bool {
	switch p.Unit {
	case fact.UnitEntries, fact.UnitRoutes, fact.UnitPrefixes, fact.UnitIPv4Routes:
		return p.Kind != fact.CapPercent && p.Kind != fact.CapBytes && p.Kind != fact.CapState
	}
	return false
}

// severity is that of the state: unknown and unread are at least warn.
func severity(s audit.State) string {
	switch s {
	case audit.Over, audit.Crit:
		return "crit"
	case audit.OK:
		return "ok"
	default:
		return "warn"
	}
}

// one is a list of s, empty where s is.
func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
