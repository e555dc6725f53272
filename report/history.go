package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/tui/chart"
)

// History is the list of stored scans: schema headroom.history/1.
type History struct {
	Schema string        `json:"schema"`
	Scans  []HistoryScan `json:"scans"` // newest first
}

// HistoryScan is one stored scan.
type HistoryScan struct {
	ID        string         `json:"id"`
	Started   time.Time      `json:"started"`
	Stored    time.Time      `json:"stored,omitzero"`
	Finished  *time.Time     `json:"finished"` // null = interrupted
	Source    string         `json:"source"`
	Version   string         `json:"version"`
	Inventory string         `json:"inventory,omitempty"`
	Filter    string         `json:"filter,omitempty"`
	Planned   int            `json:"planned"`
	Visited   int            `json:"visited"`
	Read      *int           `json:"read"` // null = stored before that was kept
	States    map[string]int `json:"states"`
	Future    bool           `json:"from_the_future,omitempty"` // its clock was ahead of the machine's
}

// NewHistoryScan makes one line of a History.
func NewHistoryScan(sc *store.Scan, t store.Tally, now time.Time) HistoryScan {
	h := HistoryScan{
		ID: sc.ID, Started: sc.Started, Stored: sc.Stored, Source: sc.Source, Version: sc.Version, Inventory: sc.Inventory, Filter: sc.Filter,
		Planned: sc.Planned, Visited: sc.Visited, States: t.States, Future: sc.Ahead(now),
	}
	if len(t.States) > 0 || sc.Visited == 0 {
		h.Read = &t.Read
	}
	if !sc.Finished.IsZero() {
		h.Finished = &sc.Finished
	}
	return h
}

// WriteHistory writes the scans as lines of text.
func WriteHistory(w io.Writer, doc *History, o TableOptions) error {
	g := grid{titles: []string{"STARTED", "SCAN", "SOURCE", "PLANNED", "READ", "STATES", ""}, right: []bool{false, false, false, true, true}}
	for i := range doc.Scans {
		s := &doc.Scans[i]
		var states, notes []string
		for _, st := range audit.States() {
			if n := s.States[string(st)]; n > 0 {
				states = append(states, fmt.Sprintf("%s %d", st, n))
			}
		}
		if s.Finished == nil {
			notes = append(notes, "interrupted")
		}
		if s.Future {
			notes = append(notes, "its clock was ahead: stored "+s.Stored.Format("2006-01-02 15:04Z"))
		}
		read := "?"
		if s.Read != nil {
			read = fmt.Sprint(*s.Read)
		}
		g.add(s.Started.Format("2006-01-02 15:04Z"), s.ID, s.Source, fmt.Sprint(s.Planned), read, strings.Join(states, "  "), strings.Join(notes, "; "))
	}
	return g.write(w, o)
}

// DeviceHistory is the past of one device: schema headroom.device-history/1.
type DeviceHistory struct {
	Schema   string          `json:"schema"`
	Device   string          `json:"device"`
	Readings []PastVerdict   `json:"readings"` // oldest first
	Pools    []PoolHistory   `json:"pools"`
	Events   []history.Event `json:"events"`
	Gone     int             `json:"later_scans_without,omitempty"` // whole scans of its inventory since it was last in one
}

// PastVerdict is what a scan made of the device by the rules of its day.
type PastVerdict struct {
	Scan     string    `json:"scan"`
	At       time.Time `json:"at"`
	State    string    `json:"state"`
	Action   string    `json:"action"`
	Pool     string    `json:"pool,omitempty"`
	Complete bool      `json:"complete"`
	Cause    string    `json:"cause,omitempty"`
	Rules    string    `json:"rules"`
	RunsOut  *RunsOut  `json:"runs_out,omitempty"`
}

// PoolHistory is one memory over time.
type PoolHistory struct {
	Name     string        `json:"name"`
	Instance string        `json:"instance,omitempty"`
	Resource fact.Resource `json:"resource,omitempty"`
	Unit     fact.Unit     `json:"unit"`
	Kind     fact.CapKind  `json:"kind"`
	Points   []PastPoint   `json:"points"`
	readings []solve.Reading
}

// PastPoint is one reading of a memory; a null cap is not known.
type PastPoint struct {
	At   time.Time `json:"at"`
	Used float64   `json:"used"`
	Cap  *float64  `json:"cap"`
}

// NewDeviceHistory makes the document of a series; gone is how many later scans of its
// inventory do not have the device.
func NewDeviceHistory(device string, series []store.Reading, gone int) *DeviceHistory {
	doc := &DeviceHistory{Gone: gone, Schema: "headroom.device-history/1", Device: device, Readings: []PastVerdict{}, Pools: []PoolHistory{}, Events: history.Events(series)}
	for i := range series {
		r, j := &series[i], &series[i].Judged
		v := PastVerdict{Scan: r.Scan, At: r.At, State: j.State, Action: j.Action, Pool: j.Pool, Complete: j.Complete, Cause: j.Cause, Rules: j.Rules}
		if j.RunsOut != "" {
			v.RunsOut = newRunsOut(&audit.RunsOut{Runway: solve.Runway(r.RunsOut), Pool: j.RunsOut})
		}
		doc.Readings = append(doc.Readings, v)
	}
	for _, p := range history.Pools(series) {
		h := PoolHistory{Name: p.Name, Instance: p.Instance, Resource: p.Resource, Unit: p.Unit, Kind: p.Kind, readings: p.Readings}
		for _, r := range p.Readings {
			pt := PastPoint{At: r.At, Used: r.Used}
			if r.Cap > 0 {
				pt.Cap = &r.Cap
			}
			h.Points = append(h.Points, pt)
		}
		doc.Pools = append(doc.Pools, h)
	}
	if doc.Events == nil {
		doc.Events = []history.Event{}
	}
	return doc
}

// The size of a chart of one memory, in cells.
const (
	chartWidth  = 64
	chartHeight = 6
)

// WriteDeviceHistory draws each memory of a device over time, and lists what happened.
func WriteDeviceHistory(w io.Writer, doc *DeviceHistory, o TableOptions) error {
	first, last := doc.Readings[0], doc.Readings[len(doc.Readings)-1]
	now := "now " + last.State
	if doc.Gone > 0 {
		now = fmt.Sprintf("was %s; %s of its inventory since then without it: gone, or it has another name", last.State, words.Plural(doc.Gone, "whole scan"))
	}
	head := fmt.Sprintf("%s: %s from %s to %s, %s", doc.Device, words.Plural(len(doc.Readings), "reading"), dayOf(first.At), dayOf(last.At), now)
	if err := writeLine(w, o, head); err != nil {
		return err
	}
	for i := range doc.Pools {
		if err := doc.Pools[i].draw(w, o, doc.Events); err != nil {
			return err
		}
	}
	if len(doc.Events) == 0 {
		return nil
	}
	if err := writeLine(w, o, ""); err != nil {
		return err
	}
	g := grid{titles: []string{"SEEN", "WHAT", ""}}
	for _, e := range doc.Events {
		g.add(e.At.Format("2006-01-02 15:04Z"), string(e.Kind), e.Text)
	}
	return g.write(w, o)
}

func dayOf(t time.Time) string { return t.Format("2006-01-02") }

// draw draws one memory over time: its use, its cap as a line, and under it an R
// where the device was reloaded and an A where its allocation changed.
func (p *PoolHistory) draw(w io.Writer, o TableOptions, events []history.Event) error {
	from, to := p.Points[0], p.Points[len(p.Points)-1]
	title := fmt.Sprintf("\n%s  %s", history.Key{Name: p.Name, Instance: p.Instance}.Where(), words.Thousands(to.Used))
	if to.Cap != nil {
		title += " of " + words.Thousands(*to.Cap)
	}
	title += " " + string(p.Unit)
	if past, ok := solve.PastGrowth(solve.Samples(p.readings)); ok && p.Unit != fact.UnitPercent {
		title += ", " + rateWords(past.Band(1))
	}
	for line := range strings.SplitSeq(title, "\n") {
		if err := writeLine(w, o, line); err != nil {
			return err
		}
	}
	if len(p.Points) < 2 {
		return nil
	}
	lines, low, high := chart.Line(chartWidth, chartHeight, p.series(events), o.ASCII)
	for i, l := range lines {
		label := ""
		switch i {
		case 0:
			label = words.Thousands(high)
		case chartHeight - 1:
			label = words.Thousands(low)
		}
		if i == chartHeight && strings.TrimSpace(l) == "" {
			continue // no marks
		}
		if err := writeLine(w, o, fmt.Sprintf("%12s %s", label, strings.TrimRight(l, " "))); err != nil {
			return err
		}
	}
	return writeLine(w, o, fmt.Sprintf("%12s %-*s%s", "", chartWidth-10, dayOf(from.At), dayOf(to.At)))
}

func (p *PoolHistory) series(events []history.Event) chart.Series {
	var s chart.Series
	for _, pt := range p.Points {
		x := float64(pt.At.Unix())
		s.Points = append(s.Points, chart.Point{X: x, Y: pt.Used})
		if pt.Cap != nil {
			s.Caps = append(s.Caps, chart.Point{X: x, Y: *pt.Cap})
		}
	}
	for _, e := range events {
		switch e.Kind {
		case history.Reload:
			s.Marks = append(s.Marks, chart.Mark{X: float64(e.At.Unix()), Sign: 'R'})
		case history.Allocation:
			s.Marks = append(s.Marks, chart.Mark{X: float64(e.At.Unix()), Sign: 'A'})
		default:
		}
	}
	return s
}

// rateWords says how fast a memory grows, with the band.
func rateWords(b solve.Band) string {
	if b == (solve.Band{}) {
		return "no growth"
	}
	return fmt.Sprintf("%s a year (%s to %s)", ledger.Signed(b.Mid), ledger.Signed(b.Low), ledger.Signed(b.High))
}
