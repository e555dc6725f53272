package html

import (
	"fmt"
	"math"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/report"
)

// gauge is one memory as a bar.
type gauge struct {
	Name  string
	Known bool    // how full it is
	Fill  float64 // of 100
	Class string  // how near to full, as a word too: see Text
	Text  string
}

func newGauge(p *ledger.Pool) gauge {
	g := gauge{Name: ledger.Where(p.Name, p.Scope), Class: "unknown"}
	share, ok := p.FreeShare()
	g.Text = fmt.Sprintf("%s of %s %s", amount(p.Used), amount(p.Capacity), p.Unit)
	if !ok {
		g.Text += ", how full is not known"
		return g
	}
	g.Known, g.Fill = true, math.Max(0, math.Min(100, 100*(1-share)))
	g.Text += fmt.Sprintf(", %s free", ledger.Percent(share))
	switch {
	case share < 0.05:
		g.Class = "full"
	case share < 0.15:
		g.Class = "near"
	default:
		g.Class = "room"
	}
	return g
}

func amount(f fact.Figure) string {
	v, ok := f.Get()
	if !ok {
		return "?"
	}
	return words.Thousands(v)
}

// trend is the way of the first memory that is full, from today to that day: a line
// with its band, in a box of 100 by 30.
type trend struct {
	Middle string // points of the line
	Band   string // of the polygon around it
	Label  string
	Years  []tick
}

type tick struct {
	X    float64
	Year int
}

// longest is how far a trend is drawn.
const longest = 10 * 365.25 * 24 * time.Hour

// soon is a day that no line leads to: the words say it.
const soon = 14 * 24 * time.Hour

// newTrend draws nothing where no day is known.
func newTrend(doc *report.Scan, d *report.Device) *trend {
	r := d.RunsOut
	from := doc.Scan.Started
	if r == nil || r.Median == nil || from.IsZero() || r.Median.Sub(from) < soon {
		return nil
	}
	span := time.Duration(math.Min(float64(longest), 1.25*math.Max(float64(r.Median.Sub(from)), float64(90*24*time.Hour))))
	end := from.Add(span)
	x := func(at *time.Time) float64 { // nil = beyond what is told
		if at == nil || at.After(end) {
			return 100
		}
		return math.Max(0, 100*float64(at.Sub(from))/float64(span))
	}
	start := 15.0 // the share in use now, where it is that memory
	if len(d.Pools) > 0 {
		if share, ok := d.Pools[0].FreeShare(); ok {
			start = 4 + 24*math.Max(0, math.Min(1, share))
		}
	}
	t := &trend{
		Middle: fmt.Sprintf("0,%.1f %.1f,4", start, x(r.Median)),
		Band:   fmt.Sprintf("0,%.1f %.1f,4 %.1f,4", start, x(r.Low), x(r.High)),
		Label:  fmt.Sprintf("%s is full %s (%s to %s)", r.Pool, r.Median.Format(time.DateOnly), day(r.Low), day(r.High)),
	}
	for y := from.Year() + 1; y <= end.Year() && len(t.Years) < 12; y++ {
		at := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
		t.Years = append(t.Years, tick{100 * float64(at.Sub(from)) / float64(span), y})
	}
	return t
}

func day(t *time.Time) string {
	if t == nil {
		return "not in sight"
	}
	return t.Format(time.DateOnly)
}
