package list

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
)

// previewOf is a short account of a device: what is wrong, what to enter, what is
// full and when.
func (l *List) previewOf(r *fleet.Row, w int) []draw.Row {
	if r == nil {
		return []draw.Row{draw.Plain(w, " preview (P hides it)")}
	}
	t := l.sh.Theme
	rows := []draw.Row{
		draw.NewLine(w).Add("", " ").Add(t.Head(), r.Host).Add("", "   "+r.Platform).Row(),
		draw.NewLine(w).Add("", " ").Add(t.State(r.State), safeterm.CleanLine(string(r.State))).Add("", "   "+r.Action+"   runs out "+r.Out.Words()).Row(),
	}
	if r.Failed != "" {
		rows = append(rows, draw.NewLine(w).Add("", " ").Add(t.Mark(), "last reading; read again in vain: "+r.Failed).Row())
	}
	for _, part := range draw.Wrap(why(r), w-2) {
		rows = append(rows, draw.Plain(w, " "+part))
	}
	rows = append(rows, l.previewFix(r, w)...)
	if r.Dev == nil {
		if r.Refused != "" {
			rows = append(rows, draw.NewLine(w).Add("", " ").Add(t.Bad(), "REFUSED").Add("", " no reload until "+r.Refused+" is mended").Row())
		}
		if r.Fix != "" {
			rows = append(rows, draw.Blank(w), draw.NewLine(w).Add(t.Head(), " FIX").Row(), draw.Plain(w, "   "+r.Fix))
		}
		return rows
	}
	rows = append(rows, draw.Blank(w))
	rows = append(rows, l.sh.PoolTable(r, w, 8, -1)...)
	d := r.Dev.Verdict.Device
	about := strings.TrimSpace(d.Identity.Version + "   " + d.Site)
	if d.Pair != "" {
		about += "   pair " + d.Pair
	}
	rows = append(rows, draw.Blank(w), draw.Plain(w, safeterm.Sprintf(" %s", about)))
	return append(rows, l.sh.CarveRows(r, w)...)
}

// previewFix is the change in short, or that it must not be made yet.
func (l *List) previewFix(r *fleet.Row, w int) []draw.Row {
	d := l.sh.Planned(r)
	if d == nil {
		return nil
	}
	rows := []draw.Row{draw.Blank(w), draw.NewLine(w).Add(l.sh.Theme.Head(), " FIX").Row()}
	rows = append(rows, l.sh.RefusedRows(d, w)...)
	if d.Reload != nil {
		rows = append(rows, draw.Plain(w, safeterm.Sprintf("   reload %s", d.Reload.Scope)))
	}
	if p := r.Dev.Verdict.Proposal; p != nil {
		for _, c := range p.Commands {
			rows = append(rows, draw.Plain(w, "   "+safeterm.CleanLine(c)))
		}
	}
	if n := l.sharing(r); n > 1 {
		rows = append(rows, draw.Plain(w, "   "+screen.Devices(n)+" need the same (M marks, F shows them)"))
	}
	return rows
}

// sharing is how many devices need the same lines.
func (l *List) sharing(r *fleet.Row) int { return l.sh.List.Fixes(r.Fix) }
