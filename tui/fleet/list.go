package fleet

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/grid"
)

// List is the devices in their order, those that the filter shows, and the one
// that is selected. Make one with NewList.
type List struct {
	Grid grid.Grid // where the cursor is among those shown

	now     func() time.Time
	rows    []*Row
	hot     []hot // of each row what filters ask for most: read at every key of a filter
	byName  map[string]int
	counts  map[audit.State]int
	all     []int32 // indices into rows, in order
	moved   []int32 // those whose place in the order is to be found again
	shown   []int32 // those that match the filter: all, or fit
	fit     []int32
	matches []bool    // of each row, whether it matches the filter
	matched time.Time // when that was asked of all; zero = not of this filter
	spare   []int32   // what the order was before: the next one is written there
	gone    []uint64  // a bit per row, none but while an order is made
	anchor  string    // the device the cursor was put on: it follows that one
	query   query.Query
	order   Order
	reverse bool
	marked  map[string]bool
	last    string // marked last
	widest  Widths
	fixes   map[safeterm.Text]int // how many devices need it
}

// Widths are the cells of the longest texts.
type Widths struct{ Host, Site, Family, Platform, Profile, Fix int }

// NewList makes an empty list; now is the clock that ages are reckoned by.
func NewList(now func() time.Time) *List {
	return &List{now: now, byName: map[string]int{}, counts: map[audit.State]int{}, marked: map[string]bool{}, fixes: map[safeterm.Text]int{}}
}

// Clear takes all devices out. Marks, filter and order stay.
func (l *List) Clear() {
	l.rows, l.hot, l.byName, l.all, l.moved = nil, nil, map[string]int{}, nil, nil
	l.matches, l.matched, l.spare, l.gone = nil, time.Time{}, nil, nil
	clear(l.counts)
	clear(l.fixes)
	l.widest = Widths{}
}

// Put adds a device, or replaces it. Refresh shows it.
func (l *List) Put(r *Row) {
	r.moved = true
	l.counts[r.State]++
	l.fixes[r.Fix]++
	l.widest.take(r)
	i, ok := l.byName[r.Name]
	if ok {
		l.counts[l.rows[i].State]--
		l.fixes[l.rows[i].Fix]--
		l.rows[i], l.hot[i] = r, hotOf(r)
	} else {
		i = len(l.rows)
		l.byName[r.Name] = i
		l.rows, l.hot = append(l.rows, r), append(l.hot, hotOf(r))
	}
	l.moved = append(l.moved, int32(i))
}

func (w *Widths) take(r *Row) {
	for _, x := range []struct {
		most *int
		text safeterm.Text
	}{{&w.Host, r.Host}, {&w.Site, r.Site}, {&w.Family, r.Family}, {&w.Platform, r.Platform}, {&w.Profile, r.Profile}, {&w.Fix, r.Fix}} {
		*x.most = max(*x.most, safeterm.Width(x.text))
	}
}

// Widest gives the cells of the longest texts.
func (l *List) Widest() Widths { return l.widest }

// Fixes is how many devices need a fix.
func (l *List) Fixes(fix safeterm.Text) int { return l.fixes[fix] }

// Refresh applies filter and order again; the cursor follows its device.
func (l *List) Refresh() {
	l.match()
	l.arrange()
	if l.shown = l.all; !l.query.Empty() {
		l.fit = l.fit[:0]
		for _, i := range l.all {
			if l.matches[i] {
				l.fit = append(l.fit, i)
			}
		}
		l.shown = l.fit
	}
	l.Grid.SetRows(len(l.shown))
	if i, ok := l.byName[l.anchor]; ok {
		if at := slices.Index(l.shown, int32(i)); at >= 0 {
			l.Grid.Select(at)
		}
	}
}

// agesMove is after what time a filter is asked again of devices that did not change.
const agesMove = 30 * time.Second

// match asks the filter: of the devices that changed, or of all where it is another one
// or time has passed.
func (l *List) match() {
	if l.query.Empty() {
		return
	}
	now := l.now()
	for len(l.matches) < len(l.rows) {
		l.matches = append(l.matches, false)
	}
	q := &answers{now: now}
	ask := func(i int32) {
		q.Row, q.hot = l.rows[i], &l.hot[i]
		l.matches[i] = l.query.Match(q)
	}
	if age := now.Sub(l.matched); age >= 0 && age < agesMove {
		for _, i := range l.moved {
			ask(i)
		}
		return
	}
	for i := range l.rows { // in the order in which they lie in memory
		ask(int32(i))
	}
	l.matched = now
}

// Sort applies an order.
func (l *List) Sort(o Order, reverse bool) {
	l.order, l.reverse = o%Orders, reverse
	l.all, l.moved = l.all[:0], l.moved[:0]
	for i, r := range l.rows {
		r.moved = true
		l.moved = append(l.moved, int32(i))
	}
	l.Refresh()
}

// Many is from how many devices on an order is made behind the screen.
const Many = 20_000

// SortLater makes an order of the devices of now; what it gives may run beside the
// screen, and what that gives brings the order in.
func (l *List) SortLater(o Order, reverse bool) func() func() {
	then := &List{now: l.now, rows: slices.Clone(l.rows), order: o % Orders, reverse: reverse}
	return func() func() {
		places := make([]place, len(then.rows))
		for i := range then.rows {
			places[i] = then.placeOf(int32(i))
		}
		slices.SortFunc(places, then.before)
		all := make([]int32, len(places))
		for i, p := range places {
			all[i] = p.index
		}
		return func() {
			if len(l.rows) < len(all) {
				return // another scan is shown
			}
			l.order, l.reverse, l.all = then.order, reverse, all
			l.Refresh() // what moved since finds its place
		}
	}
}

// Sorted gives the order.
func (l *List) Sorted() (o Order, reverse bool) { return l.order, l.reverse }

// Filter applies a filter.
func (l *List) Filter(q query.Query) {
	l.query, l.matched = q, time.Time{}
	l.Refresh()
}

// Filtered gives the text of the filter.
func (l *List) Filtered() string { return l.query.String() }

// Anchor makes the cursor follow the device it stands on, through other orders,
// filters and scans.
func (l *List) Anchor() {
	if r := l.Selected(); r != nil {
		l.anchor = r.Name
	}
}

// Len is how many devices there are, Shown how many of them the filter shows.
func (l *List) Len() int { return len(l.rows) }

// Shown is how many devices the filter shows.
func (l *List) Shown() int { return len(l.shown) }

// At gives the i-th of those shown.
func (l *List) At(i int) *Row { return l.rows[l.shown[i]] }

// Count is how many devices are in a state.
func (l *List) Count(s audit.State) int { return l.counts[s] }

// Selected is the device under the cursor, nil where there is none.
func (l *List) Selected() *Row {
	i := l.Grid.Cursor()
	if i < 0 || i >= len(l.shown) {
		return nil
	}
	return l.At(i)
}

// Find gives a device by its name, nil where there is none.
func (l *List) Find(name string) *Row {
	if i, ok := l.byName[name]; ok {
		return l.rows[i]
	}
	return nil
}

// Select puts the cursor on a device, if the filter shows it.
func (l *List) Select(name string) bool {
	i, ok := l.byName[name]
	if !ok {
		return false
	}
	at := slices.Index(l.shown, int32(i))
	if at >= 0 {
		l.Grid.Select(at)
		l.Anchor()
	}
	return at >= 0
}

// Each calls do with every device, in the order.
func (l *List) Each(do func(*Row)) {
	for _, i := range l.all {
		do(l.rows[i])
	}
}

// Values gives the values that a filter key has in this fleet, each once.
func (l *List) Values(key string) []string {
	seen := map[string]bool{}
	var out []string
	q := &answers{now: l.now()}
	for i, r := range l.rows {
		q.Row, q.hot = r, &l.hot[i]
		for _, v := range q.Text(key) {
			if !seen[v] {
				seen[v] = true
				out = append(out, v)
			}
		}
	}
	return out
}
