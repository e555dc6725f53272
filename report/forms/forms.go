// Package forms is the registry of the forms of a scan: every one that -o takes, be
// it written in package report or in one of its own.
//
// What goes in: nothing. What comes out: the list. The forms of other documents stand
// in report/formats.go.
package forms

import (
	"io"

	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/monitor"
)

// Scans are the forms of a scan; the first is the one of a verb without -o.
func Scans() report.Formats[report.Scan] {
	return report.Formats[report.Scan]{
		{Name: "table", Write: report.WriteTable},
		report.JSON[report.Scan](),
		report.Plain("jsonl", func(w io.Writer, doc *report.Scan) error { return report.WriteJSONL(w, *doc) }),
		{Name: "nagios", Write: monitor.WriteNagios},
	}
}
