package ledger

import (
	"cmp"
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// worstFirst orders the lines: the nearest to its wall, then the
// fullest; what is unknown comes last.
func (v *View) worstFirst() {
	slices.SortStableFunc(v.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(v.Level(&b), v.Level(&a)), cmp.Compare(fullness(&b), fullness(&a)))
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
