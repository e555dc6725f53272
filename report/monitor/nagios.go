// Package monitor writes a scan for monitoring: the line of a Nagios plugin, and
// metrics for Prometheus.
//
// What goes in: the document of a scan. What comes out: text. It reads no clock and
// imports nothing above report.
package monitor

import (
	"fmt"
	"io"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/report"
)

// named is how many of the worst devices the line names.
const named = 5

// WriteNagios writes the one line of a Nagios plugin: the word, the counts, the worst
// devices, and the counts again as performance data. Guidelines of Monitoring
// Plugins: one line, nothing but the last "|" opens the performance data.
func WriteNagios(w io.Writer, doc *report.Scan, o report.TableOptions) error {
	out := o.Terms.Of(doc)
	_, word := out.Nagios()
	var text, perf []string
	for _, s := range audit.States() {
		n := doc.Summary.States[s]
		if n > 0 {
			text = append(text, fmt.Sprintf("%s %d", s, n))
		}
		perf = append(perf, fmt.Sprintf("%s=%d", strings.ToLower(string(s)), n))
	}
	line := fmt.Sprintf("HEADROOM %s - %s: %s", word, words.Plural(len(doc.Devices), "device"), strings.Join(text, ", "))
	if worst := worst(doc); worst != "" {
		line += "; " + worst
	}
	if len(out.Incomplete) > 0 {
		line += "; incomplete: " + strings.Join(out.Incomplete, ", ")
	}
	_, err := fmt.Fprintf(w, "%s | %s\n", plain(line), strings.Join(perf, " "))
	return err
}

// worst names the devices that are not ok, worst first.
func worst(doc *report.Scan) string {
	var names []string
	rest := 0
	for _, d := range report.WorstFirst(doc) {
		switch {
		case d.State == audit.OK:
		case len(names) == named:
			rest++
		default:
			names = append(names, d.Name+" "+string(d.State))
		}
	}
	if rest > 0 {
		names = append(names, fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(names, ", ")
}

// plain keeps what a device calls itself from opening the performance data.
func plain(s string) string {
	return strings.ReplaceAll(string(safeterm.CleanLine(s)), "|", "/")
}
