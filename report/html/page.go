// Package html writes a scan as one page that is whole in itself.
//
// What goes in: the document of a scan. What comes out: HTML without script, in which
// nothing is fetched. It reads no clock and imports nothing above report.
package html

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/report"
)

//go:embed page.html.tmpl
var page string

// perDevice is how many memories of one device are drawn: those with the least room.
const perDevice = 12

// view is what the page shows.
type view struct {
	Doc     *report.Scan
	Gaps    []string
	Counts  []count
	Devices []device
}

// count is how many devices are in a state.
type count struct {
	State audit.State
	N     int
}

type device struct {
	*report.Device
	Pools []gauge
	More  int // memories that are not drawn
	Trend *trend
}

// WriteScan writes a scan as a page: filters by state without script, a gauge per
// memory, the way to the day it is full, evidence folded.
func WriteScan(w io.Writer, doc *report.Scan) error {
	v := view{Doc: doc, Gaps: doc.Gaps()}
	for _, s := range audit.States() {
		v.Counts = append(v.Counts, count{s, doc.Summary.States[s]})
	}
	for _, d := range report.WorstFirst(doc) {
		v.Devices = append(v.Devices, newDevice(doc, d))
	}
	t, err := template.New("scan").Funcs(funcs()).Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

func newDevice(doc *report.Scan, d *report.Device) device {
	out := device{Device: d, Trend: newTrend(doc, d)}
	for i := range d.Pools {
		if i == perDevice {
			out.More = len(d.Pools) - perDevice
			break
		}
		out.Pools = append(out.Pools, newGauge(&d.Pools[i]))
	}
	return out
}

func funcs() template.FuncMap {
	return template.FuncMap{
		"clean":    func(s string) string { return string(safeterm.CleanLine(strings.TrimSpace(s))) },
		"why":      report.Why,
		"platform": report.PlatformOf,
		"plural":   words.Plural,
		"utc":      func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") },
	}
}
