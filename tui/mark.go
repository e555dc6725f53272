package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/tui/action"
)

// mark changes which devices are marked.
func (m *Model) mark(id action.ID) {
	f := &m.fleet
	if f.marked == nil {
		f.marked = map[string]bool{}
	}
	switch id {
	case action.MarkNone:
		clear(f.marked)
	case action.MarkAll:
		for _, i := range f.shown {
			f.marked[m.rows[i].name] = true
		}
	case action.MarkRange:
		m.markRange()
	default:
		r := m.selected()
		if r == nil {
			return
		}
		f.lastMark = r.name
		if f.marked[r.name] {
			delete(f.marked, r.name)
		} else {
			f.marked[r.name] = true
		}
		f.grid.Move(1)
	}
}

// markRange marks from the device that was marked last to the selected one.
func (m *Model) markRange() {
	f := &m.fleet
	from := slices.IndexFunc(f.shown, func(i int32) bool { return m.rows[i].name == f.lastMark })
	if from < 0 || f.lastMark == "" {
		m.notice = "mark a device first: space"
		return
	}
	to := f.grid.Cursor()
	for at := min(from, to); at <= max(from, to); at++ {
		f.marked[m.rows[f.shown[at]].name] = true
	}
}

// chosen are the marked devices in the order of the fleet, else the selected one.
func (m *Model) chosen() []string {
	var names []string
	for _, i := range m.fleet.all {
		if m.fleet.marked[m.rows[i].name] {
			names = append(names, m.rows[i].name)
		}
	}
	if r := m.selected(); len(names) == 0 && r != nil {
		names = append(names, r.name)
	}
	return names
}

// askAbove is how many devices may be read again without a question.
const askAbove = 50

// rescan reads devices again; many only after a question.
func (m *Model) rescan() {
	names := m.chosen()
	if len(names) > askAbove {
		m.ask(fmt.Sprintf("read %s devices again? y does, any other key does not", count(len(names))), func() { m.startRescan(names) })
		return
	}
	m.startRescan(names)
}

func (m *Model) startRescan(names []string) {
	m.live.begin()
	m.opts.Feed.begin()
	if err := m.opts.Rescan(names); err != nil {
		m.live.on = false
		why, _, _ := strings.Cut(err.Error(), "\n")
		m.notice = clean("not read again: " + why)
		return
	}
	m.notice = fmt.Sprintf("reading %s again; 5 shows how it goes", devices(len(names)))
}

// export writes the checklist of the chosen devices.
func (m *Model) export() {
	where, err := m.opts.Plan(m.chosen())
	if err != nil {
		m.notice = clean("checklist: " + err.Error())
		return
	}
	m.notice = clean("checklist written: " + where)
}

func devices(n int) string {
	if n == 1 {
		return "1 device"
	}
	return count(n) + " devices"
}

// disabled says why an action does nothing now, "" where it does something. The
// help and the palette show it.
func (m *Model) disabled(id action.ID) string {
	switch id {
	case action.ToDevice, action.Mark, action.Open:
		if m.screen != action.Live && m.selected() == nil {
			return "no device is selected"
		}
	case action.ToLive:
		if !m.live.known {
			return "no scan ran in this session"
		}
	case action.Rescan:
		switch {
		case m.opts.Rescan == nil || m.opts.Feed == nil:
			return "not from here: headroom scan reads devices again"
		case m.live.on:
			return "a scan runs"
		case m.selected() == nil:
			return "no device is selected"
		}
	case action.Export:
		switch {
		case m.opts.Plan == nil:
			return "not from here: headroom plan -o md"
		case m.selected() == nil:
			return "no device is selected"
		}
	default:
	}
	return ""
}
