package report

import (
	"io"
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// grid is a table of text: its columns are as wide as they must be.
type grid struct {
	titles []string
	right  []bool // columns of numbers; shorter than titles = the rest are text
	rows   [][]string
}

func (g *grid) add(cells ...string) {
	for i := range cells {
		cells[i] = safeterm.CleanLine(cells[i]).String()
	}
	g.rows = append(g.rows, cells)
}

// write writes the grid; what a terminal has no room for is cut.
func (g *grid) write(w io.Writer, o TableOptions) error {
	widths := make([]int, len(g.titles))
	for _, row := range append([][]string{g.titles}, g.rows...) {
		for j, c := range row {
			widths[j] = max(widths[j], safeterm.Width(c))
		}
	}
	for _, row := range append([][]string{g.titles}, g.rows...) {
		var b strings.Builder
		for j, c := range row {
			if j > 0 {
				b.WriteString("  ")
			}
			if j < len(g.right) && g.right[j] {
				b.WriteString(safeterm.PadLeft(c, widths[j]))
			} else {
				b.WriteString(safeterm.Pad(c, widths[j]))
			}
		}
		if err := writeLine(w, o, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// writeLine writes one line of text as it fits.
func writeLine(w io.Writer, o TableOptions, s string) error {
	if o.Width > 0 {
		s = safeterm.Truncate(s, o.Width, "…")
	}
	if o.ASCII {
		s = asciiOnly(s)
	}
	_, err := io.WriteString(w, s+"\n")
	return err
}

// markdown writes the grid as a table of Markdown.
func (g *grid) markdown(w io.Writer) error {
	line := func(cells []string) error {
		out := make([]string, len(cells))
		for i, c := range cells {
			out[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		_, err := io.WriteString(w, "| "+strings.Join(out, " | ")+" |\n")
		return err
	}
	rule := make([]string, len(g.titles))
	for i := range rule {
		rule[i] = "---"
		if i < len(g.right) && g.right[i] {
			rule[i] = "---:"
		}
	}
	for _, row := range append([][]string{g.titles, rule}, g.rows...) {
		if err := line(row); err != nil {
			return err
		}
	}
	return nil
}
