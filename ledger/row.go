package ledger

import "github.com/headroom-audit/headroom/fact"

// Pool is one line of the ledger: a memory, what it holds and what is left.
type Pool struct {
	Name     string        `json:"name"`
	Resource fact.Resource `json:"resource,omitempty"`
	Scope    fact.Scope    `json:"scope"`
	Unit     fact.Unit     `json:"unit"`
	Capacity fact.Figure   `json:"capacity"`
	Used     fact.Figure   `json:"used"`
	Free     fact.Figure   `json:"free"`
	Max      fact.Figure   `json:"max"`
	Kind     fact.CapKind  `json:"kind"`
	Span     fact.Span     `json:"-"`
}

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

// RowOf is the line of one table row.
func RowOf(t *fact.Table) Row {
	row := Row{Tables: []*fact.Table{t}, Pool: Pool{
		Name: t.Name, Resource: t.Resource, Scope: t.Scope, Unit: t.Unit, Kind: t.CapKind,
		Capacity: t.Cap, Used: t.Used, Max: t.Max, Span: t.Used.Span,
	}}
	if row.Span.IsZero() {
		row.Span = t.Cap.Span
	}
	row.Free = t.Free.Or(FreeOf(t.Cap, t.Used))
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

// FreeOf is capacity - used, 0 where more is used than there is; unknown where
// either is.
func FreeOf(capacity, used fact.Figure) fact.Figure {
	c, ok := capacity.Get()
	u, known := used.Get()
	if !ok || !known {
		return fact.Figure{}
	}
	return fact.Derived(max(0, c-u), used.Span, "capacity - used")
}
