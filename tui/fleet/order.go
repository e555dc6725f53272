package fleet

import (
	"cmp"
	"slices"
)

// Order is what the fleet is sorted by.
type Order int

// The orders.
const (
	ByWorst Order = iota // state, then the share that is free
	ByOut                // when the first memory is full
	ByFix                // what is to be entered
	ByAction
	ByHost
	BySite
	ByPlatform
	ByFree
	Orders // how many there are
)

func (o Order) String() string {
	return [...]string{"worst", "out-in", "fix", "action", "host", "site", "platform", "free"}[o%Orders]
}

// OrderNames lists the names of the orders.
func OrderNames() []string {
	var out []string
	for o := range Orders {
		out = append(out, o.String())
	}
	return out
}

// OrderOf gives the order of a name.
func OrderOf(name string) (Order, bool) {
	for o := range Orders {
		if o.String() == name {
			return o, true
		}
	}
	return 0, false
}

// place is where a row stands in the order: by text, then by number, then by
// name.
type place struct {
	text   string
	number float64
	name   string
	index  int32
}

func (l *List) placeOf(i int32) place {
	r := l.rows[i]
	p := place{number: float64(4*r.rank) + r.Share, name: r.Name, index: i} // a share is at most 2
	switch l.order {
	case ByOut:
		p.number = r.Out.order(l.now())
	case ByFix:
		if p.text = string(r.Fix); p.text == "" {
			p.text = "\uffff" // nothing to enter: last
		}
	case ByAction:
		p.text = r.action
	case ByHost:
		p.number = 0
	case BySite:
		p.text = string(r.Site)
	case ByPlatform:
		p.text = string(r.Platform)
	case ByFree:
		p.number = r.Share
	case ByWorst, Orders:
	}
	return p
}

func (l *List) before(a, b place) int {
	c := cmp.Compare(a.text, b.text)
	if c == 0 {
		c = cmp.Compare(a.number, b.number)
	}
	if c == 0 {
		c = cmp.Compare(a.name, b.name)
	}
	if l.reverse {
		return -c
	}
	return c
}

// arrange puts the rows that have moved into their places among the others: a
// batch of a scan costs a pass over the fleet, not a sort of it.
func (l *List) arrange() {
	if len(l.moved) == 0 {
		return
	}
	moved := make([]place, 0, len(l.moved))
	for _, i := range l.moved {
		if l.rows[i].moved { // a row may have moved twice
			l.rows[i].moved = false
			moved = append(moved, l.placeOf(i))
		}
	}
	slices.SortFunc(moved, l.before)
	l.moved = l.moved[:0]
	l.all = l.merge(l.all, moved)
}

// merge puts moved, which is sorted, into kept, which is, after taking out of
// kept what is in moved.
func (l *List) merge(kept []int32, moved []place) []int32 {
	for len(l.gone)*64 < len(l.rows) {
		l.gone = append(l.gone, 0)
	}
	for _, p := range moved {
		l.gone[p.index/64] |= 1 << (p.index % 64)
	}
	n := 0
	for _, i := range kept {
		if l.gone[i/64]&(1<<(i%64)) == 0 {
			kept[n] = i
			n++
		}
	}
	kept = kept[:n]
	before := kept
	out := l.spare[:0]
	for _, p := range moved {
		l.gone[p.index/64] = 0
		at, _ := slices.BinarySearchFunc(kept, p, func(i int32, p place) int { return l.before(l.placeOf(i), p) })
		out = append(append(out, kept[:at]...), p.index)
		kept = kept[at:]
	}
	out = append(out, kept...)
	l.spare = before[:0]
	return out
}
