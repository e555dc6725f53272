package audit

import (
	"cmp"
	"math"
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// Row is one line of the ledger with the table rows behind it. It is what the
// rules on capacity judge.
type Row struct {
	Pool
	Tables []*fact.Table
	// Unverified: the numbers were read by a parser that no real output has
	// proven. Such a row never gives a state worse than UNKN.
	Unverified bool
}

// Load gives used as a share of capacity; ok is false where either is unknown
// or there is no capacity.
func (r *Row) Load() (share float64, ok bool) {
	used, u := r.Used.Get()
	capacity, c := r.Capacity.Get()
	if !u || !c || capacity <= 0 {
		return 0, false
	}
	return used / capacity, true
}

// Judgeable reports whether the row says how full it is, in numbers or in a
// word of the device.
func (r *Row) Judgeable() bool {
	if _, ok := r.Load(); ok {
		return true
	}
	return r.Kind == fact.CapState && len(r.Tables) > 0 && r.Tables[0].State != ""
}

// ledger makes the lines of the ledger: one per table row and instance, except
// that rows which are views of one shared pool become one line, Σ used x cost
// against the cells of the pool. Instances are never added up. They come in the
// order of the output.
func ledger(d *fact.Device) []Row {
	var rows []Row
	done := map[*fact.Table]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if !t.Ledger || done[t] {
			continue
		}
		group := views(d, t)
		if row, ok := shared(group); ok {
			for _, g := range group {
				done[g] = true
			}
			rows = append(rows, row)
			continue
		}
		rows = append(rows, single(t))
	}
	for i := range rows {
		rows[i].Unverified = unverified(d, rows[i].Tables)
	}
	return rows
}

// worstFirst orders the lines: by the state that each would give, then the
// fullest first; what is unknown comes last.
func (c *Case) worstFirst() {
	rank := func(r *Row) int {
		if c.full(r) {
			return Over.Rank()
		}
		return c.near(r).Rank()
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(fullness(&b), fullness(&a)))
	})
}

// fullness is the load of a row for ordering; -1 for what is unknown. A
// guarantee that is passed is no fuller than its printed free column says.
func fullness(r *Row) float64 {
	load, ok := r.Load()
	if !ok {
		return -1
	}
	if share, ok := r.FreeShare(); ok && r.FreePrinted() && r.Kind == fact.CapGuaranteed {
		return 1 - share
	}
	return load
}

func unverified(d *fact.Device, tables []*fact.Table) bool {
	for _, t := range tables {
		if t.Output >= 0 && t.Output < len(d.Outputs) && d.Outputs[t.Output].Grade == "unverified" {
			return true
		}
	}
	return false
}

// views gives the ledger rows of the same pool and instance as t.
func views(d *fact.Device, t *fact.Table) []*fact.Table {
	if t.Pool == "" || t.Cost <= 0 || t.CapKind == fact.CapCarve || t.CapKind == fact.CapTemplate {
		return nil // a carve is a region of its own: its neighbours can not lend it room
	}
	var out []*fact.Table
	for i := range d.Tables {
		o := &d.Tables[i]
		if o.Ledger && o.Pool == t.Pool && o.Scope == t.Scope && o.CapKind == t.CapKind && o.Cost > 0 {
			out = append(out, o)
		}
	}
	return out
}

// sameCells is how far the capacities of two views of one pool may differ: they
// are whole entries of different widths, and a floating estimate moves between
// two lines of one output (ios:7: ratio 2.002).
const sameCells = 0.01

// shared folds views into the pool they share. ok is false where there is only
// one, or where their capacities do not describe the same cells.
func shared(views []*fact.Table) (Row, bool) {
	if len(views) < 2 {
		return Row{}, false
	}
	first := views[0]
	cells, ok := capacityCells(views)
	if !ok {
		return Row{}, false
	}
	row := Row{Tables: views, Pool: Pool{
		Name: first.Pool, Resource: fact.FibShared, Scope: first.Scope, Unit: "cells", Kind: first.CapKind,
		Capacity: fact.Derived(cells, first.Cap.Span, "Cap x cost of "+first.Name), Span: first.Used.Span,
	}}
	if first.Cost == 1 {
		row.Capacity = first.Cap
	}
	row.Used = usedCells(views)
	row.Free = free(row.Capacity, row.Used)
	return row, true
}

func capacityCells(views []*fact.Table) (float64, bool) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range views {
		capacity, known := v.Cap.Get()
		if !known {
			return 0, false
		}
		lo, hi = min(lo, capacity*v.Cost), max(hi, capacity*v.Cost)
	}
	if hi <= 0 || hi-lo > sameCells*hi {
		return 0, false
	}
	if c, _ := views[0].Cap.Get(); views[0].Cost == 1 {
		return c, true
	}
	return lo, true
}

// usedCells is Σ used x cost over the views, a row inside another left out;
// unknown where one of them is.
func usedCells(views []*fact.Table) fact.Figure {
	sum := 0.0
	var span fact.Span
	for _, v := range views {
		if v.PartOf != "" && slices.ContainsFunc(views, func(o *fact.Table) bool { return o.Name == v.PartOf }) {
			continue
		}
		used, known := v.Used.Get()
		if !known {
			return fact.Figure{}
		}
		sum += used * v.Cost
		if span.IsZero() {
			span = v.Used.Span
		}
	}
	return fact.Derived(sum, span, "sum of used x cells per entry")
}

// single is the line of one table row.
func single(t *fact.Table) Row {
	row := Row{Tables: []*fact.Table{t}, Pool: Pool{
		Name: t.Name, Resource: t.Resource, Scope: t.Scope, Unit: t.Unit, Kind: t.CapKind,
		Capacity: t.Cap, Used: t.Used, Max: t.Max, Span: t.Used.Span,
	}}
	if row.Span.IsZero() {
		row.Span = t.Cap.Span
	}
	row.Free = t.Free.Or(free(t.Cap, t.Used))
	return row
}

// Left is what is free of a memory, the one answer of every screen, document and
// rule: what the device prints as free where it does, else capacity - used.
func (p *Pool) Left() (n float64, ok bool) { return p.Free.Get() }

// FreePrinted reports whether the device itself printed what is free.
func (p *Pool) FreePrinted() bool { return p.Free.Known() && p.Free.Source == "" }

// FreeShare is Left as a share of the capacity, 0 to 1; ok is false where either is
// not known.
func (p *Pool) FreeShare() (share float64, ok bool) {
	left, known := p.Left()
	capacity, sized := p.Capacity.Get()
	if !known || !sized || capacity <= 0 {
		return 0, false
	}
	return max(0, min(1, left/capacity)), true
}

// free is capacity - used, 0 where more is used than there is; unknown where
// either is.
func free(capacity, used fact.Figure) fact.Figure {
	c, ok := capacity.Get()
	u, known := used.Get()
	if !ok || !known {
		return fact.Figure{}
	}
	return fact.Derived(max(0, c-u), used.Span, "capacity - used")
}
