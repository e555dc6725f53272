package tui

import (
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
)

// row is one device as the fleet shows it: texts are clean already, figures are
// there once so that a key press computes nothing.
type row struct {
	dev      *scan.Device
	name     string // the key of selection; as the inventory has it
	host     string // clean
	family   string
	platform string // family and model
	site     string
	state    audit.State
	action   string
	profile  string
	pool     ledger.Pool // the worst one
	share    float64     // of it that is free; 2 = unknown
	free4    figures
	free6    figures
	texts    texts
	rank     int  // of the state, 0 = worst
	moved    bool // its place in the order is to be found again
}

// texts are the answers to a bare word of a filter, made once: a key press on a
// hundred thousand rows asks for all of them.
type texts struct {
	host, state, sev [1]string
	site, platform   []string
}

// figures are the numbers of one address family, from the pool with the least
// room of those that hold its routes.
type figures struct {
	free, used, limit, max fact.Figure
	share                  float64
	known                  bool // share is
	count                  bool // the figures count routes: not a percentage, not bytes, not cells
}

func newRow(d *scan.Device) *row {
	v := &d.Verdict
	r := &row{dev: d, name: d.Inventory.Name, state: v.State, action: shortAction(v.Action), share: 2}
	r.host = clean(r.name)
	r.platform = clean(platform(v.Device))
	r.family = clean(familyOf(v.Device))
	r.site = clean(v.Device.Site)
	r.profile = clean(v.Device.Carve.Active.Text)
	if len(v.Pools) > 0 {
		r.pool = v.Pools[0]
		if s, ok := r.pool.FreeShare(); ok {
			r.share = s
		}
	}
	r.texts = texts{
		host: [1]string{r.name}, state: [1]string{string(r.state)}, sev: [1]string{severity(r.state)},
		site: one(v.Device.Site), platform: append(one(v.Device.Family), one(v.Device.Identity.Model)...),
	}
	r.rank = r.state.Rank()
	r.free4 = family(v.Pools, "ipv4")
	r.free6 = family(v.Pools, "ipv6")
	return r
}

func clean(s string) string { return string(safeterm.CleanLine(s)) }

// platform is the family and what else tells the box.
func platform(d *fact.Device) string {
	if d.Family != "" && d.Identity.Model != "" {
		return d.Family + "/" + strings.ToLower(d.Identity.Model)
	}
	return familyOf(d)
}

// familyOf is the family, or the operating system where that is all we know.
func familyOf(d *fact.Device) string {
	switch {
	case d.Family != "":
		return d.Family
	case d.Identity.OS != "":
		return strings.TrimPrefix(strings.TrimPrefix(string(d.Identity.OS), "cisco_"), "juniper_")
	}
	return "?"
}

// shortAction fits the column of the fleet.
func shortAction(a solve.Action) string {
	switch a {
	case solve.CarveReload:
		return "carve+rl"
	case solve.ProfileRestart:
		return "prof+rst"
	case solve.None:
		return "-"
	default:
		return string(a)
	}
}

// holds reports whether a resource holds routes of an address family: its own,
// or tables that both share.
func holds(resource fact.Resource, af string) bool {
	if strings.Contains(string(resource), "ipv4") || strings.Contains(string(resource), "ipv6") {
		return ledger.Routes(resource) && strings.Contains(string(resource), af)
	}
	switch resource {
	case fact.FibShared, fact.FibLEM, fact.FibLPM, fact.FibMemory, "fib.lpmtcam":
		return true
	}
	return false
}

func family(pools []ledger.Pool, af string) figures {
	out := figures{share: 2}
	for i := range pools {
		p := &pools[i]
		if !holds(p.Resource, af) {
			continue
		}
		share, ok := p.FreeShare()
		switch {
		case ok && share < out.share:
		case !ok && !out.known && !out.used.Known(): // what is used says something without a cap, too
			share = 2
		default:
			continue
		}
		out = figures{p.Free, p.Used, p.Capacity, p.Max, share, ok, counts(p)}
	}
	return out
}

// counts reports whether the figures of a pool are numbers of routes.
func counts(p *ledger.Pool) bool {
	switch p.Unit {
	case "entries", "routes", "prefixes", "IPv4 routes":
		return p.Kind != fact.CapPercent && p.Kind != fact.CapBytes && p.Kind != fact.CapState
	}
	return false
}

// percent says a share of one in four cells. What is not quite nothing, or not
// quite all, does not round to it.
func percent(share float64, known bool) string {
	switch {
	case !known || share > 1:
		return "?"
	case share > 0 && share < 0.005:
		return "<1%"
	case share < 1 && share >= 0.995:
		return ">99%"
	}
	return strconv.FormatFloat(100*share, 'f', 0, 64) + "%"
}

func number(f fact.Figure) string {
	v, ok := f.Get()
	if !ok {
		return "?"
	}
	return words.Thousands(v)
}

// one is a list of s, empty where s is.
func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// queryRow answers the filter language for one device.
type queryRow struct {
	*row
	now time.Time
}

func (r *queryRow) Text(key string) []string {
	d := r.dev.Verdict.Device
	switch key {
	case "host":
		return r.texts.host[:]
	case "site":
		return r.texts.site
	case "role":
		return one(d.Role)
	case "tag":
		return d.Tags
	case "group":
		return r.dev.Inventory.Groups
	case "os":
		return one(string(d.Identity.OS))
	case "vendor":
		v, _, _ := strings.Cut(string(d.Identity.OS), "_")
		return one(v)
	case "platform":
		return r.texts.platform
	case "version":
		return one(d.Identity.Version)
	case "state":
		return r.texts.state[:]
	case "action":
		return one(string(r.dev.Verdict.Action))
	case "profile":
		return one(d.Carve.Active.Text)
	case "pool":
		return append(one(r.pool.Name), one(string(r.pool.Resource))...)
	case "slot":
		return one(r.pool.Scope.Node)
	case "sev":
		return r.texts.sev[:]
	case "rule":
		var ids []string
		for _, f := range r.dev.Verdict.Findings {
			ids = append(ids, f.Rule)
		}
		return ids
	}
	return nil
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

func (r *queryRow) Number(key string) (float64, bool) {
	base, pct := strings.CutSuffix(key, "%")
	if base == "age" {
		at := r.dev.Verdict.Device.Recorded
		return r.now.Sub(at).Hours() / 24, !at.IsZero()
	}
	f := r.free4
	if strings.HasSuffix(base, "6") {
		f = r.free6
	}
	if pct {
		switch base[:len(base)-1] {
		case "free":
			return 100 * f.share, f.known
		case "used":
			return 100 * (1 - f.share), f.known
		}
		return 0, false
	}
	if !f.count {
		return 0, false
	}
	switch base[:len(base)-1] {
	case "free":
		return f.free.Get()
	case "used":
		return f.used.Get()
	case "cap":
		return f.limit.Get()
	case "max":
		return f.max.Get()
	}
	return 0, false
}

func (r *queryRow) Flag(name string) bool {
	d := r.dev.Verdict.Device
	switch name {
	case "pending":
		return d.PendingKnown == fact.Yes || len(d.Pending) > 0
	case "overflow":
		return r.state == audit.Over
	case "default-carve":
		return d.Carve.Default
	case "unparsed":
		return len(d.Unread) > 0
	}
	return false
}
