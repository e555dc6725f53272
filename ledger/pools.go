package ledger

import (
	"math"
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// Rows makes the lines of the ledger: one per table row and instance, except
// that rows which are views of one shared pool become one line, Σ used x cost
// against the cells of the pool. Instances are never added up. They come in the
// order of the output.
func Rows(d *fact.Device) []Row {
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
		rows = append(rows, RowOf(t))
	}
	for i := range rows {
		rows[i].Unverified = unverified(d, rows[i].Tables)
	}
	return rows
}

func unverified(d *fact.Device, tables []*fact.Table) bool {
	for _, t := range tables {
		if t.Output >= 0 && t.Output < len(d.Outputs) && !d.Outputs[t.Output].Grade.Confirmed() {
			return true
		}
	}
	return false
}

// views gives the ledger rows of the same pool and instance as t.
func views(d *fact.Device, t *fact.Table) []*fact.Table {
	if t.Pool == "" || t.Cost <= 0 || t.CapKind == fact.CapCarve || t.CapKind == fact.CapTemplate {
		return nil // a carve is a region of its own: its neighbours cannot lend it room
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
		Name: first.Pool, Resource: fact.FibShared, Scope: first.Scope, Unit: fact.UnitCells, Kind: first.CapKind,
		Capacity: fact.Derived(cells, first.Cap.Span, "Cap x cost of "+first.Name), Span: first.Used.Span,
	}}
	if first.Cost == 1 {
		row.Capacity = first.Cap
	}
	row.Used = usedCells(views)
	row.Free = FreeOf(row.Capacity, row.Used)
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
