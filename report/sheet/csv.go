// Package sheet writes a scan for spreadsheets and for pages: CSV and Markdown.
//
// What goes in: the document of a scan. What comes out: text in which no name of a
// device is a formula or a mark. It imports nothing above report.
package sheet

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/report"
)

func titles() []string {
	return []string{
		"state", "device", "site", "role", "os", "family", "model", "version", "action", "pool", "unit", "used", "capacity", "free", "free_percent",
		"runs_out", "rule", "severity", "finding_state", "message", "waived", "command", "line", "file",
	}
}

// WriteCSV writes one row per finding, and one for a device without any, worst device
// first: UTF-8 with a byte order mark, and a quote before every cell that would be a
// formula. A figure that is not known is an empty cell.
func WriteCSV(w io.Writer, doc *report.Scan) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write(titles()) // told by Error below
	for _, d := range report.WorstFirst(doc) {
		head := device(d)
		findings := d.Findings
		if len(findings) == 0 {
			findings = []audit.Finding{{}}
		}
		for i := range findings {
			row := slices.Concat(head, finding(&findings[i], d.File))
			for k := range row {
				row[k] = report.Guard(row[k])
			}
			_ = out.Write(row)
		}
	}
	out.Flush()
	return out.Error()
}

func device(d *report.Device) []string {
	row := []string{string(d.State), d.Name, d.Site, d.Role, string(d.OS), d.Family, d.Model, d.Version, string(d.Action)}
	if len(d.Pools) == 0 {
		row = append(row, "", "", "", "", "", "")
	} else {
		p := &d.Pools[0]
		share := ""
		if v, ok := p.FreeShare(); ok {
			share = strconv.FormatFloat(100*v, 'f', 1, 64)
		}
		row = append(row, p.Name, string(p.Unit), figure(p.Used), figure(p.Capacity), figure(p.Free), share)
	}
	out := ""
	if d.RunsOut != nil && d.RunsOut.Median != nil {
		out = d.RunsOut.Median.Format(time.DateOnly)
	}
	return append(row, out)
}

func figure(f fact.Figure) string {
	v, ok := f.Get()
	if !ok {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func finding(f *audit.Finding, file string) []string {
	var e audit.Evidence
	if len(f.Evidence) > 0 {
		e = f.Evidence[0]
	}
	if e.File != "" {
		file = e.File
	}
	line := ""
	if e.Line > 0 {
		line = strconv.Itoa(e.Line)
	}
	return []string{f.Rule, string(f.Severity), string(f.State), f.Message, strings.TrimSpace(f.WaivedBy), e.Command, line, file}
}
