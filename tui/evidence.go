package tui

import (
	"fmt"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/transcript"
)

// proof is one fact and the bytes that prove it.
type proof struct {
	label string
	span  fact.Span
}

// factsOf lists what was read from one output, in the order of the text.
func factsOf(d *fact.Device, output int) []proof {
	var out []proof
	add := func(label string, s fact.Span) {
		if !s.IsZero() && int(s.Output) == output {
			out = append(out, proof{label, s})
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		name := t.Name
		if s := t.Scope.String(); s != "" {
			name += " (" + s + ")"
		}
		for _, f := range []struct {
			what string
			fig  fact.Figure
		}{{"used", t.Used}, {"cap", t.Cap}, {"configured", t.Configured}, {"after reload", t.Pending}, {"silicon maximum", t.Max}, {"free", t.Free}, {"failures", t.Failures}, {"peak", t.Peak}} {
			if f.fig.Known() {
				add(fmt.Sprintf("%s of %s = %s %s", f.what, name, number(f.fig), t.Unit), f.fig.Span)
			}
		}
	}
	for _, e := range d.Exceptions {
		add(exceptionLabel(&e), e.Span)
	}
	for _, f := range d.Flags {
		add(fmt.Sprintf("%s = %v", f.Name, f.Value), f.Span)
	}
	for _, s := range []struct {
		what string
		set  fact.Setting
	}{{"carve configured", d.Carve.Configured}, {"carve active", d.Carve.Active}, {"carve after reload", d.Carve.AfterReload}, {"configuration register", d.Boot.Register}} {
		add(s.what+" = "+s.set.Text, s.set.Span)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].span.Start < out[j].span.Start })
	return out
}

// nextFact goes to the next or previous fact, or hit of the search.
func (d *deviceScreen) nextFact(n int) {
	if d.section == sectionRaw {
		if len(d.hits) > 0 {
			d.hit = (d.hit + n + len(d.hits)) % len(d.hits)
			d.top = d.hits[d.hit]
		}
		return
	}
	outputs := len(d.row.dev.Verdict.Device.Outputs)
	if outputs == 0 {
		return
	}
	if c := len(factsOf(d.row.dev.Verdict.Device, d.output)); d.fact+n >= 0 && d.fact+n < c {
		d.fact += n
		return
	}
	for range outputs { // the next output that has a fact
		d.output = (d.output + n + outputs) % outputs
		if c := len(factsOf(d.row.dev.Verdict.Device, d.output)); c > 0 {
			d.fact = 0
			if n < 0 {
				d.fact = c - 1
			}
			return
		}
	}
}

// evidenceBlock shows one output around the chosen fact, with a caret under it.
func (m *Model) evidenceBlock(w, h int) []string {
	d := &m.device
	dev := d.row.dev.Verdict.Device
	if d.output >= len(dev.Outputs) {
		return []string{plain(w, " nothing was received from this device")}
	}
	o := &dev.Outputs[d.output]
	lines := []string{
		newLine(w).add(m.theme.Head(), fmt.Sprintf(" %d/%d  %s", d.output+1, len(dev.Outputs), clean(o.Command))).add("", "   "+clean(o.State)).String(),
		m.rule(w),
	}
	facts := factsOf(dev, d.output)
	foot := []string{m.rule(w), plain(w, " read as   nothing: "+clean(why(o)))}
	var chosen *proof
	if len(facts) > 0 {
		d.fact = min(d.fact, len(facts)-1)
		chosen = &facts[d.fact]
		foot[1] = plain(w, fmt.Sprintf(" read as   %s   (%d of %d facts here)", clean(chosen.label), d.fact+1, len(facts)))
	}
	foot = append(foot, plain(w, " by        "+clean(o.Parser+" "+o.Grade)))
	if t := d.row.dev.Transcript; t != nil && h > 14 {
		foot = append(foot, plain(w, " sha256    "+recordHash(t, dev.Outputs[d.output].Record, w)+"  "+clean(d.row.dev.File)))
	}
	room := max(3, h-len(lines)-len(foot))
	lines = append(lines, fitLines(m.marked(dev, chosen, w, room), w, room)...)
	return append(lines, foot...)
}

func why(o *fact.Output) string {
	if o.Why != "" {
		return o.Why
	}
	return "no number stands in it"
}

// recordHash is the SHA-256 of the raw bytes of a record.
func recordHash(t *transcript.Transcript, record, w int) string {
	if record >= len(t.Records) {
		return "-"
	}
	hash := transcript.Hash(t.Records[record].Raw)
	if w < 90 {
		hash = hash[:16] + "…"
	}
	return hash
}

// marked gives the text with line numbers, the line of the fact in the middle,
// carets under its bytes and a ? beside each line that nobody understood.
func (m *Model) marked(dev *fact.Device, p *proof, w, h int) []string {
	text := dev.Outputs[m.device.output].Text
	unread := map[int]bool{}
	for _, l := range dev.Unread {
		if l.Output == m.device.output {
			unread[l.No] = true
		}
	}
	all := strings.Split(text, "\n")
	at := 0
	if p != nil {
		at = int(p.span.Line) - 1
	}
	lo := max(0, min(at-h/2, len(all)-h+1)) + m.device.top
	lo = max(0, min(lo, len(all)-1))
	var out []string
	for i := lo; i < len(all) && len(out) < h; i++ {
		raw := strings.TrimRight(all[i], "\r")
		bar := m.glyph("│", "|")
		if unread[i+1] {
			bar = "?"
		}
		out = append(out, plain(w, fmt.Sprintf("%5d %s %s", i+1, bar, clean(raw))))
		if p != nil && i == at {
			out = append(out, m.caret(text, raw, i, p, w))
		}
	}
	return out
}

func (m *Model) caret(text, raw string, n int, p *proof, w int) string {
	start := 0
	for range n {
		start += strings.IndexByte(text[start:], '\n') + 1
	}
	lo := max(0, min(int(p.span.Start)-start, len(raw)))
	hi := max(lo, min(int(p.span.End)-start, len(raw)))
	pad := safeterm.Width(clean(raw[:lo]))
	return newLine(w).add("", strings.Repeat(" ", 8+pad)).add(m.theme.Mark(), strings.Repeat("^", max(1, safeterm.Width(clean(raw[lo:hi]))))).String()
}

// rawBlock is the whole transcript as its file shows it.
func (m *Model) rawBlock(h int) []string {
	d := &m.device
	d.loadRaw()
	body := h
	if m.mode == search {
		body--
	}
	d.top = max(0, min(d.top, len(d.raw)-body))
	var out []string
	for i := d.top; i < len(d.raw) && len(out) < body; i++ {
		text := clean(d.raw[i])
		if len(d.hits) > 0 && d.hits[d.hit] == i {
			out = append(out, reversed(m.w, " "+text))
		} else {
			out = append(out, plain(m.w, " "+text))
		}
	}
	out = fitLines(out, m.w, body)
	if m.mode == search {
		m.cursor = tea.NewCursor(min(m.w-1, 3+safeterm.Width(clean(m.input.before()))), m.h-3)
		out = append(out, newLine(m.w).add(m.theme.Head(), " / ").add("", clean(m.input.String())).String())
	}
	return out
}

// loadRaw makes the lines of the transcript, once for a device.
func (d *deviceScreen) loadRaw() {
	if d.rawOf == d.row {
		return
	}
	d.rawOf, d.raw, d.hits = d.row, nil, nil
	if t := d.row.dev.Transcript; t != nil {
		d.raw = strings.Split(string(transcript.Marshal(t)), "\n")
	}
}

// search finds text in the transcript, letter case aside.
func (d *deviceScreen) search(m *Model, text string) {
	d.hits, d.hit = nil, 0
	if text == "" {
		return
	}
	d.loadRaw()
	want := strings.ToLower(text)
	for i, l := range d.raw {
		if strings.Contains(strings.ToLower(l), want) {
			d.hits = append(d.hits, i)
		}
	}
	if len(d.hits) == 0 {
		m.notice = "not found: " + clean(text)
		return
	}
	d.top = d.hits[0]
	m.notice = fmt.Sprintf("%d lines; n and N go through them", len(d.hits))
}

// exceptionLabel says what the device tells of an overflow, and whether it tells
// of now.
func exceptionLabel(e *fact.Exception) string {
	text := strings.Join(strings.Fields(string(e.Kind)+" "+string(e.Resource)+" "+e.Severity), " ")
	if e.Count.Known() {
		text += " = " + number(e.Count)
	}
	text += ", raised: " + e.Raised.String()
	if e.Latched {
		text += ", latched"
	}
	return text
}
