package monitor

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
)

// WritePrometheus writes metrics in the text format of Prometheus (exposition format
// 0.0.4), for the textfile collector. Of each device only the memory with the least
// room is told: ten thousand devices with all of theirs are more series than a server
// should be given. A figure that is not known has no sample: it is never 0.
func WritePrometheus(w io.Writer, doc *report.Scan, o report.TableOptions) error {
	e := exposition{bufio.NewWriter(w)}
	e.fleet(doc, o.Terms)
	devices := distinct(report.WorstFirst(doc))
	e.family("headroom_device_state", "The state of a device: 1 for the one it has.")
	for _, d := range devices {
		e.sample("headroom_device_state", 1, "device", d.Name, "site", d.Site, "platform", report.PlatformOf(d), "state", string(d.State))
	}
	e.worst(devices)
	e.runsOut(devices)
	e.findings(doc)
	return e.b.Flush()
}

// distinct leaves out a second device of one name: a series may stand once.
func distinct(devices []*report.Device) []*report.Device {
	seen := map[string]bool{}
	return slices.DeleteFunc(devices, func(d *report.Device) bool {
		twice := seen[d.Name]
		seen[d.Name] = true
		return twice
	})
}

type exposition struct{ b *bufio.Writer }

func (e exposition) family(name, help string) {
	fmt.Fprintf(e.b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// sample writes one value; labels are names and values in turn, empty ones are left out.
func (e exposition) sample(name string, v float64, labels ...string) {
	var pairs []string
	for i := 0; i+1 < len(labels); i += 2 {
		if labels[i+1] != "" {
			pairs = append(pairs, labels[i]+`="`+label(labels[i+1])+`"`)
		}
	}
	text := name
	if len(pairs) > 0 {
		text += "{" + strings.Join(pairs, ",") + "}"
	}
	fmt.Fprintf(e.b, "%s %s\n", text, strconv.FormatFloat(v, 'f', -1, 64))
}

// label escapes the value of a label.
func label(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(string(safeterm.CleanLine(s)))
}

func (e exposition) fleet(doc *report.Scan, terms report.Terms) {
	at := doc.Scan.Started
	if doc.Scan.Finished != nil {
		at = *doc.Scan.Finished
	}
	if !at.IsZero() {
		e.family("headroom_last_scan_timestamp_seconds", "When the scan ended.")
		e.sample("headroom_last_scan_timestamp_seconds", float64(at.Unix()))
	}
	out := terms.Of(doc)
	e.family("headroom_scan_complete", "1 where everything that was asked for was read.")
	e.sample("headroom_scan_complete", one(len(out.Incomplete) == 0))
	e.family("headroom_scan_findings", "Devices at or above --fail-on.")
	e.sample("headroom_scan_findings", float64(out.Findings))
	e.family("headroom_devices_planned", "Devices that the scan set out to visit.")
	e.sample("headroom_devices_planned", float64(doc.Scan.Planned))
	e.family("headroom_files_passed_over", "Files below the paths of an audit that were not read.")
	e.sample("headroom_files_passed_over", float64(len(doc.Lost())))
	e.family("headroom_devices", "Devices by state.")
	for _, s := range audit.States() {
		e.sample("headroom_devices", float64(doc.Summary.States[s]), "state", string(s))
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// worst writes the figures of the memory with the least room, one family after the
// other as the format wants them.
func (e exposition) worst(devices []*report.Device) {
	for _, m := range []struct {
		name, help string
		value      func(d *report.Device) (float64, bool)
	}{
		{"headroom_memory_used", "Used of the memory with the least room, in its unit.", func(d *report.Device) (float64, bool) { return d.Pools[0].Used.Get() }},
		{"headroom_memory_capacity", "Capacity of the memory with the least room, in its unit.", func(d *report.Device) (float64, bool) { return d.Pools[0].Capacity.Get() }},
		{"headroom_memory_free_ratio", "Free share of the memory with the least room, from 0 to 1.", func(d *report.Device) (float64, bool) { return d.Pools[0].FreeShare() }},
	} {
		e.family(m.name, m.help)
		for _, d := range devices {
			if len(d.Pools) == 0 {
				continue
			}
			if v, ok := m.value(d); ok {
				e.sample(m.name, v, "device", d.Name, "site", d.Site, "memory", d.Pools[0].Name, "scope", d.Pools[0].Scope.String(), "unit", string(d.Pools[0].Unit))
			}
		}
	}
}

func (e exposition) runsOut(devices []*report.Device) {
	e.family("headroom_runs_out_timestamp_seconds", "When the first memory of a device is full: the middle of the band.")
	for _, d := range devices {
		if d.RunsOut != nil && d.RunsOut.Median != nil {
			e.sample("headroom_runs_out_timestamp_seconds", float64(d.RunsOut.Median.Unix()), "device", d.Name, "site", d.Site)
		}
	}
}

func (e exposition) findings(doc *report.Scan) {
	n := map[[2]string]int{}
	for i := range doc.Devices {
		for _, f := range doc.Devices[i].Findings {
			if !f.Waived {
				n[[2]string{f.Rule, string(f.Severity)}]++
			}
		}
	}
	e.family("headroom_findings", "Findings that are not waived, by rule.")
	for _, k := range slices.SortedFunc(maps.Keys(n), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		e.sample("headroom_findings", float64(n[k]), "rule", k[0], "severity", k[1])
	}
}
