package ledger

import (
	"time"

	"github.com/headroom-audit/headroom/fact"
)

var testNow = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// at is a figure that stands on a line of output 0.
func at(v float64, line int32) fact.Figure {
	return fact.Read(v, fact.Span{Output: 0, Line: line, Start: 0, End: 1})
}

// row is a ledger row with used and cap on line 2.
func row(kind fact.CapKind, used, capacity float64) fact.Table {
	return fact.Table{
		Name: "routes", Resource: fact.FibIPv4, Scope: fact.System(), Unit: "entries", Ledger: true,
		Used: at(used, 2), Cap: at(capacity, 2), CapKind: kind, Line: 2,
	}
}

// device is a known device with rows, changed by with.
func device(with func(d *fact.Device), rows ...fact.Table) *fact.Device {
	d := &fact.Device{Name: "r1", Family: "crs", Tables: rows}
	if with != nil {
		with(d)
	}
	return d
}
