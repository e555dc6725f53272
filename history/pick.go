package history

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/store"
)

// LastTwo gives the ids of the scans that are compared where none is named: the last
// whole one that has a whole one of its inventory before it (second), and that one.
// scans are newest first, as a store gives them.
func LastTwo(scans []store.Scan) (first, second string, ok bool) {
	later := map[string]string{}                // inventory -> its last whole scan
	for _, sc := range slices.Backward(scans) { // the pair that ends last stays
		if sc.Finished.IsZero() {
			continue
		}
		if before, found := later[sc.Inventory]; found {
			first, second, ok = before, sc.ID, true
		}
		later[sc.Inventory] = sc.ID
	}
	return first, second, ok
}

// Without counts the whole scans of all of an inventory that came after one of its scans:
// a device that was last read in that one was not looked for any more, or has another
// name. scans are newest first.
func Without(scans []store.Scan, last string) int {
	i := slices.IndexFunc(scans, func(sc store.Scan) bool { return sc.ID == last })
	n := 0
	for _, sc := range scans[:max(0, i)] {
		if !sc.Finished.IsZero() && sc.Filter == "" && sc.Inventory == scans[i].Inventory && sc.Source == scans[i].Source {
			n++
		}
	}
	return n
}

// Finder finds a stored scan by its id or the start of it.
type Finder interface {
	Scan(ctx context.Context, id string) (store.Scan, error)
}

// Pick finds a scan by last, last-N, a day (2026-11-24: the newest of it) or its id.
// scans are newest first.
func Pick(ctx context.Context, st Finder, scans []store.Scan, name string) (store.Scan, error) {
	if back, ok := strings.CutPrefix(name, "last"); ok {
		return nthLast(scans, name, back)
	}
	day, err := time.Parse("2006-01-02", name)
	if err != nil {
		return st.Scan(ctx, name)
	}
	for _, sc := range scans {
		if at := sc.At(); !at.Before(day) && at.Before(day.AddDate(0, 0, 1)) {
			return sc, nil
		}
	}
	return store.Scan{}, fmt.Errorf("no scan of %s is stored", name)
}

// nthLast is the scan that last, or last-N, names; back is what stands behind last.
func nthLast(scans []store.Scan, name, back string) (store.Scan, error) {
	n := 0
	if back != "" {
		var err error
		if n, err = strconv.Atoi(strings.TrimPrefix(back, "-")); err != nil || n < 0 || back[0] != '-' {
			return store.Scan{}, fmt.Errorf("%q is neither last nor last-1", name)
		}
	}
	if n >= len(scans) {
		return store.Scan{}, fmt.Errorf("%s: only %d scans are stored", name, len(scans))
	}
	return scans[n], nil
}
