package fleet

import "slices"

// Mark changes whether the selected device is marked, and goes to the next.
func (l *List) Mark() {
	r := l.Selected()
	if r == nil {
		return
	}
	l.last = r.Name
	if l.marked[r.Name] {
		delete(l.marked, r.Name)
	} else {
		l.marked[r.Name] = true
	}
	l.Grid.Move(1)
}

// MarkRange marks from the device that was marked last to the selected one.
// false = none was.
func (l *List) MarkRange() bool {
	from := -1
	for at, i := range l.shown {
		if l.rows[i].Name == l.last {
			from = at
		}
	}
	if from < 0 {
		return false
	}
	to := l.Grid.Cursor()
	for at := min(from, to); at <= max(from, to); at++ {
		l.marked[l.At(at).Name] = true
	}
	return true
}

// MarkWhere marks those that are shown and for which fits holds, and says how
// many they are.
func (l *List) MarkWhere(fits func(*Row) bool) int {
	n := 0
	for at := range l.shown {
		if r := l.At(at); fits(r) {
			l.marked[r.Name] = true
			n++
		}
	}
	return n
}

// Marks gives the names of the marked devices: those of the fleet in its order, then
// those that this scan has not.
func (l *List) Marks() []string {
	names := l.marksHere()
	if len(names) == len(l.marked) {
		return names
	}
	here := len(names)
	for n := range l.marked {
		if _, ok := l.byName[n]; !ok {
			names = append(names, n)
		}
	}
	slices.Sort(names[here:])
	return names
}

// marksHere are the marked devices of the fleet, in its order.
func (l *List) marksHere() []string {
	if len(l.marked) == 0 {
		return nil
	}
	names := make([]string, 0, len(l.marked))
	for _, i := range l.all {
		if l.marked[l.rows[i].Name] {
			names = append(names, l.rows[i].Name)
		}
	}
	return names
}

// SetMarks marks these devices and no others.
func (l *List) SetMarks(names []string) {
	clear(l.marked)
	for _, n := range names {
		l.marked[n] = true
	}
}

// Marked reports whether a device is marked.
func (l *List) Marked(name string) bool { return l.marked[name] }

// Chosen are the marked devices in the order of the fleet, else the selected one.
func (l *List) Chosen() []string {
	names := l.marksHere()
	if r := l.Selected(); len(names) == 0 && r != nil {
		names = append(names, r.Name)
	}
	return names
}

// MarkCount is how many devices are marked.
func (l *List) MarkCount() int { return len(l.marked) }
