package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
)

// tabs is the first row: the screens, and which scan it is.
func (m *Model) tabs() string {
	l := newLine(m.w).add(m.theme.Head(), " headroom ")
	for _, t := range []struct {
		screen action.Screen
		text   string
	}{{action.Fleet, "1 Fleet"}, {action.Device, "2 Device"}, {action.Live, "5 Scan"}} {
		if t.screen == m.screen {
			l.add(m.theme.Head(), " ["+t.text+"]")
		} else {
			l.add("", "  "+t.text+" ")
		}
	}
	right := m.scanAge() + " "
	if m.w >= 100 && m.opts.Title != "" {
		right = clean(m.opts.Title) + "  " + right
	}
	return l.to(safeterm.Width(right)).add("", right).String()
}

// scanAge says when the scan was and how old it is.
func (m *Model) scanAge() string {
	switch {
	case m.live.on:
		return "scan runs"
	case m.result == nil || m.result.Started.IsZero():
		return ""
	}
	at := m.result.Started.UTC().Format("2006-01-02 15:04Z")
	if m.w < 100 {
		return at[5:]
	}
	return "scan " + at + "  " + ago(m.opts.Now().Sub(m.result.Started)) + " old"
}

// ago says a duration in one unit.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(0, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	default:
		return fmt.Sprintf("%d d", int(d.Hours()/24))
	}
}

// totals is the row of counts: every state, also those with none, so that the
// places are learnt. Where they do not fit, the sum goes, then the states with
// none, then the separators of thousands, then the best states are one sum; a
// count is never cut.
func (m *Model) totals() string {
	sum := " " + count(len(m.rows)) + " dev "
	for _, try := range []totalsForm{{sum, "  ", true, count}, {"", " ", true, count}, {"", " ", false, count}, {"", " ", false, strconv.Itoa}} {
		if l, fits := m.totalsAs(try); fits {
			return l
		}
	}
	return m.worstTotals()
}

// worstTotals gives the counts of the worst states, and the sum of the rest.
func (m *Model) worstTotals() string {
	l, left := newLine(m.w), len(m.rows)
	for _, s := range audit.States() {
		n := m.counts[s]
		text := " " + strconv.Itoa(n)
		rest := " rest " + strconv.Itoa(left)
		if n == 0 {
			continue
		}
		if l.left < 1+len(s)+len(text)+len(rest) {
			return l.add("", rest).String()
		}
		l.add("", " ").add(m.theme.State(s), string(s)).add("", text)
		left -= n
	}
	return l.String()
}

// totalsForm is one way to write the totals.
type totalsForm struct {
	sum, gap string
	zeros    bool
	number   func(int) string
}

func (m *Model) totalsAs(f totalsForm) (text string, fits bool) {
	l, need := newLine(m.w).add("", f.sum), len(f.sum)
	for _, s := range audit.States() {
		n := m.counts[s]
		if n == 0 && !f.zeros {
			continue
		}
		style := ""
		if n > 0 {
			style = m.theme.State(s)
		}
		number := " " + f.number(n)
		need += len(f.gap) + len(s) + len(number)
		l.add("", f.gap).add(style, string(s)).add("", number)
	}
	return l.String(), need <= m.w
}

// footer is the breadcrumb or notice, then the hints.
func (m *Model) footer(crumb, right string) []string {
	if m.notice != "" {
		crumb = m.notice
	}
	first := newLine(m.w).add("", " "+crumb)
	if right != "" && first.left > safeterm.Width(right)+2 {
		first.to(safeterm.Width(right)+1).add("", right+" ")
	}
	return []string{first.String(), m.hints()}
}

// hints is the last line: at most eight, made from the registry.
func (m *Model) hints() string {
	var parts []string
	for _, a := range action.For(m.actions, m.screen) {
		if a.Hint && a.ID != action.Help && len(parts) < 7 {
			parts = append(parts, a.Shown()+" "+a.Title)
		}
	}
	const last = "? help"
	text := " "
	for _, p := range parts {
		if safeterm.Width(text)+safeterm.Width(p)+2+len(last)+1 > m.w {
			break
		}
		text += p + "  "
	}
	return newLine(m.w).add(m.theme.Dim(), text+last).String()
}

// overlay draws a box of lines over a frame, centred at the top third.
func (m *Model) overlay(frame []string, title string, body []string, w int) []string {
	w = min(w, m.w-4)
	left := (m.w - w) / 2
	tl, tr, bl, br, hor, ver := m.glyph("┌", "+"), m.glyph("┐", "+"), m.glyph("└", "+"), m.glyph("┘", "+"), m.glyph("─", "-"), m.glyph("│", "|")
	box := make([]string, 0, len(body)+2)
	box = append(box, tl+" "+title+" "+strings.Repeat(hor, max(0, w-4-safeterm.Width(title)))+tr)
	for _, b := range body {
		box = append(box, ver+b+ver)
	}
	box = append(box, bl+strings.Repeat(hor, max(0, w-2))+br)
	top := max(1, (m.h-len(box))/3)
	for i, b := range box {
		if y := top + i; y < len(frame) {
			frame[y] = strings.Repeat(" ", left) + b + strings.Repeat(" ", max(0, m.w-left-w))
		}
	}
	return frame
}
