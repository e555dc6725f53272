package device

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// evidence shows one answer around the chosen proof, with a caret under it.
func (d *Device) evidence(w, h int) []draw.Row {
	dev := d.row.Dev.Verdict.Device
	p, ok := d.shownProof()
	output := d.output
	if ok && !d.facts {
		output = p.output
	}
	if output < 0 || output >= len(dev.Outputs) {
		if ok {
			return []draw.Row{draw.Plain(w, " "+p.label), draw.Plain(w, safeterm.Sprintf(" it said: %s", p.said))}
		}
		return []draw.Row{draw.Plain(w, " nothing was received from this device")}
	}
	o := &dev.Outputs[output]
	head := draw.NewLine(w).Add(d.sh.Theme.Head(), safeterm.Sprintf(" %d/%d  %s", output+1, len(dev.Outputs), o.Command))
	rows := []draw.Row{head.Add("", safeterm.Sprintf("   %s", o.State)).Row(), d.sh.Rule(w)}
	foot := []draw.Row{d.sh.Rule(w)}
	if ok {
		lead := safeterm.Sprintf(" %d/%d  ", d.proof+1, len(d.proofs))
		if d.facts {
			lead = safeterm.Sprintf(" read as %d of %d here: ", d.fact+1, len(factsOf(dev, output)))
		}
		parts := draw.Wrap(p.label, w-safeterm.Width(lead)-1)
		foot = append(foot, draw.Plain(w, lead+parts[0]))
		if len(parts) > 1 && h > 14 {
			more := parts[1]
			if len(parts) > 2 {
				more = safeterm.Truncate(more+" "+parts[2], w-safeterm.Width(lead)-1, "…")
			}
			foot = append(foot, draw.Plain(w, safeterm.Repeat(" ", safeterm.Width(lead))+more))
		}
	} else {
		foot = append(foot, draw.Plain(w, safeterm.Sprintf(" read as nothing: %s", whyNot(o))))
	}
	by := ""
	if o.Parser != "" {
		by = o.Parser + " " + o.Grade.String()
	}
	foot = append(foot, draw.Plain(w, safeterm.Sprintf(" by        %s", by)))
	if t := d.row.Dev.Transcript; t != nil && h > 14 {
		foot = append(foot, draw.Plain(w, " sha256    "+recordHash(t, o.Record, w)+safeterm.Sprintf("  %s", d.row.Dev.File)))
	}
	room := max(3, h-len(rows)-len(foot))
	rows = append(rows, draw.Fit(d.around(dev, output, p, w, room), w, room)...)
	return append(rows, foot...)
}

// answerPlace says how much of the answer in sight was not understood.
func (d *Device) answerPlace() safeterm.Text {
	dev := d.row.Dev.Verdict.Device
	at := d.output
	if p, ok := d.shownProof(); ok {
		at = p.output
	}
	if at < 0 || at >= len(dev.Outputs) {
		return ""
	}
	o := &dev.Outputs[at]
	return safeterm.Sprintf("not understood: %d of %d lines", o.Unread, o.Lines)
}

func whyNot(o *fact.Output) string {
	if o.Why != "" {
		return o.Why
	}
	return "no number stands in it"
}

// recordHash is the SHA-256 of the raw bytes of a record.
func recordHash(t *transcript.Transcript, record, w int) safeterm.Text {
	if record >= len(t.Records) {
		return "-"
	}
	hash := safeterm.CleanLine(transcript.Hash(t.Records[record].Raw))
	if w < 90 {
		hash = hash[:16] + "…"
	}
	return hash
}

// around gives the text with line numbers, the line of the proof in the middle,
// carets under its bytes and a ? beside each line that nobody understood. Long
// lines are moved so that the carets are in sight.
func (d *Device) around(dev *fact.Device, output int, p *proof, w, h int) []draw.Row {
	unread := map[int]bool{}
	for _, l := range dev.Unread {
		if l.Output == output {
			unread[l.No] = true
		}
	}
	text := dev.Outputs[output].Text
	all := strings.Split(text, "\n")
	at, left := -1, d.scroll.Left
	var before, under int
	if p != nil && p.span.Line > 0 {
		at = int(p.span.Line) - 1
		before, under = caret(text, all, at, p)
		if under > 0 && left == 0 && before+under > w-9 {
			left = before + under - (w - 9)
		}
	}
	lo := max(0, min(max(0, at)-h/2+d.scroll.Top, len(all)-h+1))
	d.scroll.Top = lo - max(0, min(max(0, at)-h/2, len(all)-h+1))
	var rows []draw.Row
	for i := lo; i < len(all) && len(rows) < h; i++ {
		bar := d.sh.Glyph("│", "|")
		if unread[i+1] {
			bar = "?"
		}
		line := safeterm.Cut(safeterm.CleanLine(strings.TrimRight(all[i], "\r")), left, "…")
		rows = append(rows, draw.Plain(w, safeterm.Sprintf("%5d ", i+1)+bar+" "+line))
		if i == at && under > 0 {
			rows = append(rows, draw.NewLine(w).Add("", safeterm.Repeat(" ", 8+before-left)).Add(d.sh.Theme.Mark(), safeterm.Repeat("^", under)).Row())
		}
	}
	return rows
}

// caret gives the cells before and under the bytes of a proof in its line; none
// where the proof is the whole line.
func caret(text string, all []string, n int, p *proof) (before, under int) {
	if n >= len(all) || p.span.End <= p.span.Start {
		return 0, 0
	}
	raw := strings.TrimRight(all[n], "\r")
	start := 0
	for range n {
		start += strings.IndexByte(text[start:], '\n') + 1
	}
	lo := max(0, min(int(p.span.Start)-start, len(raw)))
	hi := max(lo, min(int(p.span.End)-start, len(raw)))
	return safeterm.Width(safeterm.CleanLine(raw[:lo])), max(1, safeterm.Width(safeterm.CleanLine(raw[lo:hi])))
}

// rawText is the whole transcript as its file shows it.
func (d *Device) rawText(w, h int) []draw.Row {
	d.loadRaw()
	lo, hi := d.scroll.Count(len(d.raw), h)
	var rows []draw.Row
	for i := lo; i < hi; i++ {
		text := " " + safeterm.Cut(safeterm.CleanLine(d.raw[i]), d.scroll.Left, "…")
		if len(d.hits) > 0 && d.hits[d.hit] == i {
			rows = append(rows, draw.Reversed(w, text))
		} else {
			rows = append(rows, draw.Plain(w, text))
		}
	}
	return draw.Fit(rows, w, h)
}

// loadRaw makes the lines of the transcript, once for a device.
func (d *Device) loadRaw() {
	if d.raw == nil && d.row.Dev != nil && d.row.Dev.Transcript != nil {
		d.raw = strings.Split(string(transcript.Marshal(d.row.Dev.Transcript)), "\n")
	}
}

// search finds text in the transcript, letter case aside.
func (d *Device) search() {
	d.section, d.scroll = raw, draw.Scroll{}
	d.sh.Typing = &screen.Prompt{Label: "search: ", Done: func(text string) tea.Cmd {
		d.hits, d.hit = nil, 0
		if text == "" {
			return nil
		}
		d.loadRaw()
		want := strings.ToLower(text)
		for i, l := range d.raw {
			if strings.Contains(strings.ToLower(l), want) {
				d.hits = append(d.hits, i)
			}
		}
		if len(d.hits) == 0 {
			d.sh.Say(safeterm.Sprintf("not found: %s", text))
			return nil
		}
		d.scroll.Top = d.hits[0]
		d.sh.Say(safeterm.Sprintf("found in %d lines; n and N go through them", len(d.hits)))
		return nil
	}}
}
