package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
)

// Forecast says when the memories of a scan are full: schema headroom.forecast/1.
type Forecast struct {
	Schema  string         `json:"schema"`
	Scan    string         `json:"scan"`
	Gaps    []string       `json:"gaps,omitempty"` // what of the scan is not there at all
	Now     time.Time      `json:"now"`
	Model   ForecastModel  `json:"model"`
	Devices []DeviceFuture `json:"devices"` // the nearest first
	// Unknown are devices of which no memory has a date: unread, or without a number.
	Unknown []string `json:"unknown"`
	// Unread are how many of them were not read or not understood.
	Unread int `json:"unread"`
}

// ForecastModel is what is known of the tables of the internet.
type ForecastModel struct {
	Anchor  time.Time `json:"anchor"`
	AgeDays int       `json:"age_days"`
	Source  string    `json:"source"`
	IPv4    Rate      `json:"ipv4_per_year"`
	IPv6    Rate      `json:"ipv6_per_year"`
}

// Rate is a band of entries per year.
type Rate struct {
	Low    float64 `json:"low"`
	Median float64 `json:"median"`
	High   float64 `json:"high"`
}

// DeviceFuture is one device and when its memories are full.
type DeviceFuture struct {
	Name  string       `json:"name"`
	Pools []PoolFuture `json:"pools"` // the nearest first
}

// PoolFuture is when one memory is full. Estimate marks dates that rest on a capacity
// that is none: a hashed table refuses entries before it is full.
type PoolFuture struct {
	Pool     string        `json:"pool"`
	Resource fact.Resource `json:"resource,omitempty"`
	Unit     fact.Unit     `json:"unit"`
	Used     float64       `json:"used"`
	Capacity float64       `json:"capacity"`
	Kind     string        `json:"kind"`
	RunsOut  Dates         `json:"runs_out"`
	Basis    ledger.Basis  `json:"basis"`
	Reason   string        `json:"reason"`
	Past     *WayOut       `json:"past"`   // null = no past of 14 days
	Tables   *WayOut       `json:"tables"` // null = they say nothing of this memory
}

// WayOut is one way to reckon.
type WayOut struct {
	RunsOut  Dates `json:"runs_out"`
	PerYear  Rate  `json:"per_year"`
	Days     int   `json:"days,omitempty"`
	Readings int   `json:"readings,omitempty"`
}

// Dates are days; null = not in sight: more than ten years away, or never.
type Dates struct {
	Low    *time.Time `json:"low"`
	Median *time.Time `json:"median"`
	High   *time.Time `json:"high"`
}

func datesOf(w solve.Runway, now time.Time) Dates {
	day := func(t time.Time) *time.Time {
		if t.IsZero() || t.After(now.Add(solve.Far*solve.Year)) {
			return nil
		}
		t = t.UTC().Truncate(24 * time.Hour)
		return &t
	}
	return Dates{day(w.Low), day(w.Median), day(w.High)}
}

func rateOf(b solve.Band) Rate {
	return Rate{math.Round(b.Low), math.Round(b.Mid), math.Round(b.High)}
}

func wayOf(e *ledger.Estimate, now time.Time) *WayOut {
	if e == nil {
		return nil
	}
	return &WayOut{RunsOut: datesOf(e.Runway, now), PerYear: rateOf(e.Year), Days: e.Days, Readings: e.Readings}
}

// NewForecast makes the document of a scan that was judged with model.
func NewForecast(r *scan.Result, model solve.Model, now time.Time, wanted func(name string) bool) *Forecast {
	doc := &Forecast{
		Schema: "headroom.forecast/1", Scan: r.ID, Now: now, Devices: []DeviceFuture{}, Unknown: []string{},
		Model: NewForecastModel(&model, now),
	}
	for i := range r.Devices {
		v := &r.Devices[i].Verdict
		if !wanted(v.Device.Name) {
			continue
		}
		if len(v.Forecasts) == 0 {
			doc.Unknown = append(doc.Unknown, v.Device.Name)
			if v.State == audit.Fail || v.State == audit.Unkn {
				doc.Unread++
			}
			continue
		}
		d := DeviceFuture{Name: v.Device.Name}
		for j := range v.Forecasts {
			d.Pools = append(d.Pools, poolFuture(&v.Forecasts[j], now))
		}
		slices.SortStableFunc(d.Pools, func(a, b PoolFuture) int { return nearer(&a, &b) })
		doc.Devices = append(doc.Devices, d)
	}
	slices.SortStableFunc(doc.Devices, func(a, b DeviceFuture) int {
		return cmp.Or(nearer(&a.Pools[0], &b.Pools[0]), cmp.Compare(a.Name, b.Name))
	})
	return doc
}

// NewForecastModel says what a model is, and how old.
func NewForecastModel(m *solve.Model, now time.Time) ForecastModel {
	return ForecastModel{m.Anchor, int(now.Sub(m.Anchor).Hours() / 24), m.Source, rateOf(m.IPv4.Year), rateOf(m.IPv6.Year)}
}

func poolFuture(f *audit.Forecast, now time.Time) PoolFuture {
	used, _ := f.Pool.Used.Get()
	size, _ := f.Pool.Capacity.Get()
	return PoolFuture{
		Pool: ledger.Where(f.Pool.Name, f.Pool.Scope), Resource: f.Pool.Resource, Unit: f.Pool.Unit, Used: used, Capacity: size, Kind: string(f.Pool.Kind),
		RunsOut: datesOf(f.Runway, now), Basis: f.Basis, Reason: f.Reason, Past: wayOf(f.Own, now), Tables: wayOf(f.Tables, now),
	}
}

// nearer orders by the middle of the band; what is not in sight comes last, the fuller
// one first.
func nearer(a, b *PoolFuture) int {
	far := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(p *PoolFuture) time.Time {
		if p.RunsOut.Median == nil {
			return far
		}
		return *p.RunsOut.Median
	}
	return cmp.Or(at(a).Compare(at(b)), cmp.Compare(b.Used/max(1, b.Capacity), a.Used/max(1, a.Capacity)))
}

// WriteForecast writes a line per memory whose day is in sight, and per device the
// nearest one where none is.
func WriteForecast(w io.Writer, doc *Forecast, o TableOptions) error {
	for _, line := range incomplete(doc.Gaps) {
		if err := writeLine(w, o, line); err != nil {
			return err
		}
	}
	m := &doc.Model
	head := fmt.Sprintf("Tables of the internet as of %s, %s old: IPv4 %s, IPv6 %s", dayOf(m.Anchor), words.Plural(m.AgeDays, "day"),
		rateWords(solve.Band{Low: m.IPv4.Low, Mid: m.IPv4.Median, High: m.IPv4.High}), rateWords(solve.Band{Low: m.IPv6.Low, Mid: m.IPv6.Median, High: m.IPv6.High}))
	if err := writeLine(w, o, head); err != nil {
		return err
	}
	g := grid{titles: []string{"FULL ABOUT", "BETWEEN", "HOST", "MEMORY", "USED", "CAP", "BY ITS PAST", "BY THE TABLES", "TAKEN"}, right: []bool{false, false, false, false, true, true}}
	for i := range doc.Devices {
		d := &doc.Devices[i]
		for j := range d.Pools {
			if p := &d.Pools[j]; j == 0 || p.RunsOut.Median != nil {
				about, between := dateWords(&p.RunsOut)
				if p.Used >= p.Capacity {
					about, between = "full", ""
				}
				g.add(about, between, d.Name, p.Pool, words.Thousands(p.Used), words.Thousands(p.Capacity)+hashed(p), wayWords(p.Past), wayWords(p.Tables), p.Reason)
			}
		}
	}
	if err := g.write(w, o); err != nil {
		return err
	}
	if len(doc.Unknown) == 0 {
		return nil
	}
	return writeLine(w, o, fmt.Sprintf("%s without a date: not read, or no memory with a size and a growth that are known (-o json names them)", words.Plural(len(doc.Unknown), "device")))
}

func hashed(p *PoolFuture) string {
	if p.Kind == "hashed" {
		return " (hashed: full before)"
	}
	return ""
}

func dateWords(d *Dates) (about, between string) {
	word := func(t *time.Time) string {
		if t == nil {
			return "later"
		}
		return t.Format("2006-01")
	}
	if d.Median == nil && d.Low == nil {
		return "not in sight", ""
	}
	if d.Median == nil {
		return "not in sight", "from " + word(d.Low)
	}
	return word(d.Median), word(d.Low) + " and " + word(d.High)
}

func wayWords(w *WayOut) string {
	if w == nil {
		return "-"
	}
	about, _ := dateWords(&w.RunsOut)
	return about + ", " + ledger.Signed(w.PerYear.Median) + " a year"
}
