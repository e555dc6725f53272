package tui

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

const (
	previewLines = 8
	previewWidth = 54
)

func (m *Model) previewRight() bool { return m.fleet.preview && m.w >= 140 }

func (m *Model) previewBelow() bool {
	return m.fleet.below && m.w >= 100 && m.w < 140 && m.h >= 28
}

func (m *Model) togglePreview() {
	switch {
	case m.w >= 140:
		m.fleet.preview = !m.fleet.preview
	case m.w >= 100 && m.h >= 28:
		m.fleet.below = !m.fleet.below
	default:
		m.notice = "a preview needs 100x28; enter opens the device"
	}
}

// detail is two lines on the selected device.
func (m *Model) detail() []string {
	r := m.selected()
	if r == nil {
		return []string{plain(m.w, ""), plain(m.w, "")}
	}
	return []string{
		newLine(m.w).add("", " "+r.host+": ").add("", poolText(&r.pool)).String(),
		newLine(m.w).add("", " "+firstWhy(r)).String(),
	}
}

// poolText says a pool in words, with thousands; a percentage stays one.
func poolText(p *ledger.Pool) string {
	if p.Name == "" {
		return "no forwarding memory was read"
	}
	name := clean(p.Name)
	if s := p.Scope.String(); s != "" {
		name += " (" + clean(s) + ")"
	}
	if p.Kind == fact.CapPercent {
		return name + " " + number(p.Used) + " % used (the device gives a percentage only)"
	}
	text := fmt.Sprintf("%s %s of %s %s", name, number(p.Used), number(p.Capacity), clean(string(p.Unit)))
	if p.Max.Known() {
		text += ", silicon " + number(p.Max)
	}
	return text
}

// firstWhy is the finding that gave the device its state.
func firstWhy(r *row) string {
	for _, f := range r.dev.Verdict.Findings {
		if f.State == r.state && !f.Waived {
			return clean(f.Rule + ": " + f.Message)
		}
	}
	if r.state == audit.OK {
		return "nothing to do"
	}
	return ""
}

// previewOf is a short account of a device.
func (m *Model) previewOf(r *row, w int) []string {
	if r == nil {
		return []string{plain(w, " preview (P hides it)")}
	}
	d := r.dev.Verdict.Device
	lines := []string{
		newLine(w).add("", " ").add(m.theme.Head(), r.host).add("", "   "+r.platform).String(),
		plain(w, " "+clean(strings.TrimSpace(d.Identity.Version+"   "+d.Site+"   "+pairText(d.Pair)))),
		m.rule(w),
		newLine(w).add("", " ").add(m.theme.State(r.state), string(r.state)).add("", "   "+clean(string(r.dev.Verdict.Action))).String(),
	}
	for _, t := range wrap(firstWhy(r), w-2) {
		lines = append(lines, plain(w, " "+t))
	}
	lines = append(lines, plain(w, ""))
	lines = append(lines, m.poolTable(r, w, 8)...)
	lines = append(lines, m.carveLines(&r.dev.Verdict, w)...)
	return append(lines, m.previewFix(r, w)...)
}

// previewFix is the change in short, or that it must not be made yet.
func (m *Model) previewFix(r *row, w int) []string {
	p := r.dev.Verdict.Proposal
	if p == nil || len(p.Commands) == 0 {
		return nil
	}
	lines := []string{plain(w, ""), newLine(w).add(m.theme.Head(), " FIX").String()}
	if d := m.planned(r); d != nil {
		for _, no := range d.Refused {
			lines = append(lines, newLine(w).add("", "   ").add(m.theme.Bad(), "REFUSED").add("", " "+clean(no.Rule)).String())
		}
		if d.Reload != nil {
			lines = append(lines, plain(w, "   reload "+clean(d.Reload.Scope)))
		}
	}
	for _, c := range p.Commands {
		lines = append(lines, plain(w, "   "+clean(c)))
	}
	return lines
}

func pairText(pair string) string {
	if pair == "" {
		return ""
	}
	return "pair " + pair
}
