package screen

import (
	"strconv"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/draw"
)

// Count writes a number with thousands.
func Count(n int) safeterm.Text { return Thousands(float64(n)) }

// Thousands writes a number with thousands.
func Thousands(v float64) safeterm.Text { return safeterm.CleanLine(words.Thousands(v)) }

// Number writes a figure, ? where it is not known.
func Number(f fact.Figure) safeterm.Text {
	v, ok := f.Get()
	if !ok {
		return "?"
	}
	return Thousands(v)
}

// Short writes a figure in k and M above ten thousand.
func Short(f fact.Figure) safeterm.Text {
	v, ok := f.Get()
	switch {
	case !ok:
		return "?"
	case v >= 1e6:
		return safeterm.CleanLine(strconv.FormatFloat(v/1e6, 'f', 2, 64) + "M")
	case v >= 1e4:
		return safeterm.CleanLine(strconv.FormatFloat(v/1e3, 'f', 0, 64) + "k")
	default:
		return Thousands(v)
	}
}

// Percent says a share of one in four cells. What is not quite nothing, or not
// quite all, does not round to it.
func Percent(share float64, known bool) safeterm.Text {
	switch {
	case !known || share > 1:
		return "?"
	case share > 0 && share < 0.005:
		return "<1%"
	case share < 1 && share >= 0.995:
		return ">99%"
	}
	return safeterm.CleanLine(strconv.FormatFloat(100*share, 'f', 0, 64) + "%")
}

// Gauge draws a pool into w cells.
func Gauge(pen draw.Pen, p *ledger.Pool, w int) safeterm.Text {
	var a chart.Amounts
	a.Used, a.UsedKnown = p.Used.Get()
	a.Cap, a.CapKnown = p.Capacity.Get()
	a.Max, a.MaxKnown = p.Max.Get()
	if p.Kind == fact.CapPercent {
		a.MaxKnown = false
	}
	return safeterm.CleanLine(chart.Gauge(w, a, pen.ASCII))
}

// PoolText says a pool in words, with thousands; a percentage stays one.
func PoolText(p *ledger.Pool) safeterm.Text {
	if p.Name == "" {
		return "no forwarding memory was read"
	}
	name := safeterm.CleanLine(ledger.Where(p.Name, p.Scope))
	if p.Kind == fact.CapPercent {
		return name + " " + Number(p.Used) + " % used (the device gives a percentage only)"
	}
	text := name + " " + Number(p.Used) + " of " + Number(p.Capacity) + " " + safeterm.CleanLine(string(p.Unit))
	if p.Max.Known() {
		text += ", silicon " + Number(p.Max)
	}
	return text
}

// StateWord is the word and what it stands for in a finding: a finding that gives
// no state is only told.
func StateWord(s audit.State) safeterm.Text {
	if s == audit.OK || s == "" {
		return "info"
	}
	return safeterm.CleanLine(string(s))
}
