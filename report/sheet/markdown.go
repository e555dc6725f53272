package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/report"
)

// WriteMarkdown writes a scan as a page for a wiki, a ticket or a merge request: the
// totals, what is missing, a table of the devices that are not ok, and their findings.
func WriteMarkdown(w io.Writer, doc *report.Scan) error {
	b := bufio.NewWriter(w)
	f := func(format string, args ...any) { fmt.Fprintf(b, format, args...) }
	f("# Forwarding memory\n\nScan %s of %s.\n\n%s\n\n", report.Inline(doc.Scan.ID), doc.Scan.Started.UTC().Format("2006-01-02 15:04Z"), report.Totals(doc))
	if gaps := doc.Gaps(); len(gaps) > 0 {
		f("> **This scan is incomplete:** %s.\n\n", report.Inline(strings.Join(gaps, "; ")))
	}
	listed := 0
	for _, d := range report.WorstFirst(doc) {
		if d.State == audit.OK && report.Why(d) == "" {
			continue
		}
		if listed++; listed == 1 {
			f("| state | device | platform | memory | free | runs out | action | why |\n|---|---|---|---|---:|---|---|---|\n")
		}
		f("| %s | %s | %s | %s | %s | %s | %s | %s |\n", d.State, report.Inline(d.Name), report.Inline(report.PlatformOf(d)), report.Inline(memory(d)), report.Free(d), runsOut(d), d.Action, report.Inline(report.Why(d)))
	}
	if listed == 0 && len(doc.Devices) > 0 {
		f("Every device that was read is ok.\n")
	}
	passedOver(f, doc)
	return b.Flush()
}

func memory(d *report.Device) string {
	if len(d.Pools) == 0 {
		return "-"
	}
	return d.Pools[0].Name
}

func runsOut(d *report.Device) string {
	if d.RunsOut == nil || d.RunsOut.Median == nil {
		return "-"
	}
	return d.RunsOut.Median.Format(time.DateOnly)
}

func passedOver(f func(string, ...any), doc *report.Scan) {
	lost := doc.Lost()
	if len(lost) == 0 {
		return
	}
	f("\n## Files that were not read\n\n")
	for _, p := range lost {
		f("- %s: %s\n", report.Inline(p.File), report.Inline(p.Why))
	}
}
