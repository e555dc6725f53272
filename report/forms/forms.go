// Package forms is the registry of the forms of a scan: every one that -o takes, be
// it written in package report or in one of its own.
//
// What goes in: nothing. What comes out: the list. The forms of other documents stand
// in report/formats.go.
package forms

import (
	"io"

	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/ci"
	"github.com/headroom-audit/headroom/report/html"
	"github.com/headroom-audit/headroom/report/monitor"
	"github.com/headroom-audit/headroom/report/sheet"
)

// Scans are the forms of a scan; the first is the one of a verb without -o.
func Scans() report.Formats[report.Scan] {
	return report.Formats[report.Scan]{
		{Name: "table", Write: report.WriteTable},
		report.JSON[report.Scan](),
		report.Plain("jsonl", func(w io.Writer, doc *report.Scan) error { return report.WriteJSONL(w, *doc) }),
		report.Plain("csv", sheet.WriteCSV),
		report.Plain("html", html.WriteScan),
		report.Plain("md", sheet.WriteMarkdown),
		report.Plain("sarif", ci.WriteSARIF),
		report.Plain("junit", ci.WriteJUnit),
		{Name: "prom", Write: monitor.WritePrometheus},
		{Name: "nagios", Write: monitor.WriteNagios},
	}
}
