package screen

import (
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/theme"
)

// Block collects lines with a heading at the left of the first of each.
type Block struct {
	Pen  draw.Pen
	W    int
	Rows []draw.Row
}

const headWidth = 14

// Add writes text beside a heading, broken into lines.
func (b *Block) Add(head safeterm.Text, style theme.Style, text safeterm.Text) {
	for _, part := range draw.Wrap(text, b.W-headWidth-2) {
		b.Rows = append(b.Rows, draw.NewLine(b.W).Add("", " ").Cell(b.Pen.Theme.Head(), head, headWidth, false).Add(style, part).Row())
		head = ""
	}
}

// Head writes a heading of its own.
func (b *Block) Head(text safeterm.Text) {
	b.Rows = append(b.Rows, draw.NewLine(b.W).Add(b.Pen.Theme.Head(), " "+text).Row())
}

// Blank leaves a line free.
func (b *Block) Blank() { b.Rows = append(b.Rows, draw.Blank(b.W)) }

// Step writes one step as the checklist has it, with what stands before its first
// line ("" = nothing).
func (b *Block) Step(s *plan.Step, box safeterm.Text, selected bool) {
	lead, style := safeterm.Text("  "), b.Pen.Theme.Head()
	if selected {
		lead = "> "
	}
	text := safeterm.CleanLine(s.Command)
	if s.Command == "" {
		text, style = safeterm.CleanLine(s.Why), ""
	}
	parts := draw.Wrap(text, b.W-safeterm.Width(lead+box)-1)
	for i, part := range parts {
		if i > 0 {
			box = safeterm.Repeat(" ", safeterm.Width(box))
		}
		line := draw.NewLine(b.W)
		if selected {
			line = draw.Selected(b.W)
		}
		b.Rows = append(b.Rows, line.Add("", lead+box).Add(style, part).Row())
		lead = "  "
	}
	for _, t := range stepNotes(s) {
		for _, part := range draw.Wrap(t, b.W-9) {
			b.Rows = append(b.Rows, draw.Plain(b.W, "        "+part))
		}
	}
}

// stepNotes are what stands below the line of a step.
func stepNotes(s *plan.Step) []safeterm.Text {
	var out []safeterm.Text
	if s.Command != "" && s.Why != "" {
		out = append(out, safeterm.CleanLine(s.Why))
	}
	if s.Expect != "" {
		out = append(out, safeterm.Sprintf("expect: %s", s.Expect))
	}
	if s.Unproven {
		out = append(out, safeterm.CleanLine(plan.Unconfirmed))
	}
	for _, p := range s.Pattern {
		out = append(out, safeterm.CleanLine(p))
	}
	for _, q := range s.Questions {
		out = append(out, safeterm.Sprintf("if it asks %s answer %s", q.Asks, q.Answer))
	}
	return out
}
