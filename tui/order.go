package tui

import (
	"cmp"
	"slices"
)

// dropAnchor makes the cursor follow the device it stands on, through other
// orders, filters and scans.
func (m *Model) dropAnchor() {
	if r := m.selected(); r != nil {
		m.fleet.anchor = r.name
	}
}

// refilter applies filter and order again; the cursor follows its device.
func (m *Model) refilter() {
	f := &m.fleet
	m.arrange()
	if f.query.Empty() {
		f.shown = append(f.shown[:0], f.all...)
	} else {
		f.shown = f.shown[:0]
		q := &queryRow{now: m.opts.Now()}
		for _, i := range f.all {
			q.row = m.rows[i]
			if f.query.Match(q) {
				f.shown = append(f.shown, i)
			}
		}
	}
	f.grid.Resize(len(f.shown), m.fleetHeight())
	if i, ok := m.byName[f.anchor]; ok {
		if at := slices.Index(f.shown, int32(i)); at >= 0 {
			f.grid.Select(at)
		}
	}
}

// resort applies another order.
func (m *Model) resort() {
	f := &m.fleet
	f.all, f.moved = f.all[:0], f.moved[:0]
	for i, r := range m.rows {
		r.moved = true
		f.moved = append(f.moved, int32(i))
	}
	m.refilter()
}

// place is where a row stands in the order: by text, then by number, then by
// name.
type place struct {
	text   string
	number float64
	name   string
	index  int32
}

func (m *Model) placeOf(i int32) place {
	r := m.rows[i]
	worst := float64(4*r.rank) + r.share // share is at most 2
	p := place{number: worst, name: r.name, index: i}
	switch m.fleet.sort {
	case sortHost:
		p.number = 0
	case sortSite:
		p.text = r.site
	case sortPlatform:
		p.text = r.platform
	case sortFree:
		p.number = r.share
	case sortWorst, orders:
	}
	return p
}

func (m *Model) before(a, b place) int {
	c := cmp.Compare(a.text, b.text)
	if c == 0 {
		c = cmp.Compare(a.number, b.number)
	}
	if c == 0 {
		c = cmp.Compare(a.name, b.name)
	}
	if m.fleet.reverse {
		return -c
	}
	return c
}

// arrange puts the rows that have moved into their places among the others: a
// batch of a scan costs a pass over the fleet, not a sort of it.
func (m *Model) arrange() {
	f := &m.fleet
	if len(f.moved) == 0 {
		return
	}
	moved := make([]place, 0, len(f.moved))
	for _, i := range f.moved {
		if m.rows[i].moved { // a row may have moved twice
			m.rows[i].moved = false
			moved = append(moved, m.placeOf(i))
		}
	}
	slices.SortFunc(moved, m.before)
	f.moved = f.moved[:0]
	f.all = m.merge(f.all, moved)
}

// merge puts moved, which is sorted, into kept, which is, after taking out of
// kept what is in moved.
func (m *Model) merge(kept []int32, moved []place) []int32 {
	out := make([]int32, 0, len(m.rows))
	if len(kept) > 0 {
		gone := make(map[int32]bool, len(moved))
		for _, p := range moved {
			gone[p.index] = true
		}
		kept = slices.DeleteFunc(kept, func(i int32) bool { return gone[i] })
	}
	for _, p := range moved {
		at, _ := slices.BinarySearchFunc(kept, p, func(i int32, p place) int { return m.before(m.placeOf(i), p) })
		out = append(append(out, kept[:at]...), p.index)
		kept = kept[at:]
	}
	return append(out, kept...)
}
