package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
)

// TableOptions says how a table is drawn.
type TableOptions struct {
	Color bool // ANSI colours by role; never the only sign of anything
	ASCII bool
	Width int // 0 = do not cut lines
	// Terms say what counts as bad; only a form that tells of the outcome asks.
	Terms Terms
}

// column is one column of the fleet table.
type column struct {
	title string
	right bool
	cell  func(*Device) string
}

func fleetColumns() []column {
	return []column{
		{"STATE", false, func(d *Device) string { return string(d.State) }},
		{"HOST", false, func(d *Device) string { return d.Name }},
		{"PLATFORM", false, PlatformOf},
		{"POOL", false, func(d *Device) string { return worst(d).Name }},
		{"USED", true, func(d *Device) string { return amount(worst(d).Used.Get()) }},
		{"CAP", true, func(d *Device) string { return amount(worst(d).Capacity.Get()) }},
		{"FREE", true, Free},
		{"ACTION", false, func(d *Device) string { return string(d.Action) }},
		{"WHY", false, Why},
	}
}

// WriteTable writes the fleet as lines of text: the totals, then one line per
// device, worst first.
func WriteTable(w io.Writer, doc *Scan, o TableOptions) error {
	cols := fleetColumns()
	rows := make([][]string, 0, len(doc.Devices))
	widths := make([]int, len(cols))
	for j, c := range cols {
		widths[j] = len(c.title)
	}
	order := worstFirst(doc.Devices)
	for _, i := range order {
		row := make([]string, len(cols))
		for j, c := range cols {
			row[j] = string(safeterm.CleanLine(c.cell(&doc.Devices[i])))
			widths[j] = max(widths[j], safeterm.Width(row[j]))
		}
		rows = append(rows, row)
	}
	t := tableWriter{w: w, cols: cols, widths: widths, o: o}
	t.line(Totals(doc), "")
	titles := make([]string, len(cols))
	for j, c := range cols {
		titles[j] = c.title
	}
	t.row(titles, "")
	for n, row := range rows {
		t.row(row, doc.Devices[order[n]].State)
	}
	if doc.Metrics != nil {
		t.line(metricsLine(doc.Metrics), "")
	}
	return t.err
}

// worstFirst gives the order of the table: by state, then by the share that is
// free (unknown last), then by name.
func worstFirst(devices []Device) []int {
	order := make([]int, len(devices))
	left := make([]float64, len(devices))
	for i := range devices {
		order[i], left[i] = i, 2
		if share, ok := freeShare(&devices[i]); ok {
			left[i] = share
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(devices[a].State.Rank(), devices[b].State.Rank()),
			cmp.Compare(left[a], left[b]),
			cmp.Compare(devices[a].Name, devices[b].Name))
	})
	return order
}

// WorstFirst gives the devices of a scan in the order of the table.
func WorstFirst(doc *Scan) []*Device {
	out := make([]*Device, 0, len(doc.Devices))
	for _, i := range worstFirst(doc.Devices) {
		out = append(out, &doc.Devices[i])
	}
	return out
}

// Totals is the line of counts: all states, also those with none.
func Totals(doc *Scan) string {
	parts := []string{words.Plural(doc.Summary.Devices, "device")}
	for _, s := range audit.States() {
		parts = append(parts, fmt.Sprintf("%s %d", s, doc.Summary.States[s]))
	}
	line := strings.Join(parts, "  ")
	if n := doc.Scan.Planned - doc.Summary.Devices; n > 0 {
		line += fmt.Sprintf("  not visited %d", n)
	}
	return line
}

type tableWriter struct {
	w      io.Writer
	cols   []column
	widths []int
	o      TableOptions
	err    error
}

func (t *tableWriter) row(cells []string, state audit.State) {
	var b strings.Builder
	for j, c := range t.cols {
		switch {
		case c.right:
			b.WriteString(safeterm.PadLeft(cells[j], t.widths[j]))
		case j == len(t.cols)-1:
			b.WriteString(cells[j])
		default:
			b.WriteString(safeterm.Pad(cells[j], t.widths[j]))
		}
		if j < len(t.cols)-1 {
			b.WriteString("  ")
		}
	}
	t.line(strings.TrimRight(b.String(), " "), state)
}

func (t *tableWriter) line(s string, state audit.State) {
	if t.err != nil {
		return
	}
	if t.o.Width > 0 {
		s = safeterm.Truncate(s, t.o.Width, "…")
	}
	if t.o.ASCII {
		s = asciiOnly(s)
	}
	if sgr := stateColor(state); t.o.Color && sgr != "" && strings.HasPrefix(s, string(state)) {
		s = "\x1b[" + sgr + "m" + string(state) + "\x1b[0m" + s[len(state):]
	}
	_, t.err = io.WriteString(t.w, s+"\n")
}

func stateColor(s audit.State) string {
	switch s {
	case audit.Over, audit.Crit:
		return "31;1"
	case audit.Pend:
		return "35;1"
	case audit.Warn, audit.Unkn, audit.Fail, audit.Stale:
		return "33"
	case audit.OK:
		return "32"
	}
	return ""
}

func asciiOnly(s string) string {
	return strings.NewReplacer("…", "~", "≥", ">=", "≤", "<=", "–", "-", "·", "-", "×", "x", "→", "->", "’", "'", "Σ", "sum").Replace(s)
}

// PlatformOf is the family and the model of a device, as far as they are known.
func PlatformOf(d *Device) string {
	switch {
	case d.Family != "" && d.Model != "" && !strings.EqualFold(d.Family, d.Model):
		return d.Family + " " + d.Model
	case d.Family != "":
		return d.Family
	case d.Model != "":
		return d.Model
	case d.OS != "":
		return string(d.OS)
	}
	return "?"
}

// worst is the pool with the least room: Pools come worst first.
func worst(d *Device) ledger.Pool {
	if len(d.Pools) == 0 {
		return ledger.Pool{Name: "-"}
	}
	return d.Pools[0]
}

// Free is the free share of the memory with the least room, "?" where it is not known.
func Free(d *Device) string {
	share, ok := freeShare(d)
	if !ok {
		return "?"
	}
	return strconv.FormatFloat(100*share, 'f', 1, 64) + "%"
}

// freeShare is the share of its worst pool that a device has left.
func freeShare(d *Device) (share float64, ok bool) {
	p := worst(d)
	return p.FreeShare()
}

func amount(v float64, known bool) string {
	if !known {
		return "?"
	}
	return words.Thousands(v)
}

// Why is the first finding that gave the device its state, of a healthy one only why
// it is not judged; and what the policy keeps quiet, with the end of that.
func Why(d *Device) string {
	var parts []string
	for i := range d.Findings {
		f := &d.Findings[i]
		if d.State == audit.OK && f.Rule != "host/virtual" && f.Rule != "host/not-judged" {
			continue
		}
		if f.State == d.State && !f.Waived {
			parts = append(parts, f.Rule+": "+f.Message)
			break
		}
	}
	if w := waived(d); w != "" {
		parts = append(parts, w)
	}
	return strings.Join(parts, "; ")
}

// waived says what the policy keeps quiet on a device, the worst of it with its
// reason and its end; "" = nothing.
func waived(d *Device) string {
	var first *audit.Finding
	n := 0
	for i := range d.Findings {
		f := &d.Findings[i]
		if !f.Waived || f.State == audit.OK {
			continue
		}
		if n++; first == nil || f.State.Rank() < first.State.Rank() {
			first = f
		}
	}
	if first == nil {
		return ""
	}
	return fmt.Sprintf("waived: %s %s: %s%s", first.State, first.Rule, first.WaivedBy, more(n-1))
}
