package stores

import (
	"context"
	"errors"
	"fmt"

	"github.com/headroom-audit/headroom/store"
)

// Copy copies every scan that a store does not have, or not whole. told is told of each
// that was looked at. It gives how many were copied and how many were there.
func Copy(ctx context.Context, from, to store.Store, told func(done, all int)) (took, had int, err error) {
	scans, err := from.Scans(ctx)
	if err != nil {
		return 0, 0, err
	}
	for i := len(scans) - 1; i >= 0; i-- {
		copied, err := copyScan(ctx, from, to, scans[i])
		if err != nil {
			return took, had, fmt.Errorf("copy scan %s: %w", scans[i].ID, err)
		}
		if copied {
			took++
		} else {
			had++
		}
		told(len(scans)-i, len(scans))
	}
	return took, had, nil
}

// copyScan copies a scan that is not there yet, or not whole; it checks that what is
// there then is what was read.
func copyScan(ctx context.Context, from, to store.Store, sc store.Scan) (copied bool, err error) {
	had, err := to.Scan(ctx, sc.ID)
	there := err == nil && had.ID == sc.ID
	if err != nil && !errors.Is(err, store.ErrNoScan) {
		return false, err
	}
	if there && had.Visited == sc.Visited && had.Finished.Equal(sc.Finished) {
		return false, nil
	}
	readings, err := from.Readings(ctx, sc.ID)
	if err != nil {
		return false, err
	}
	visits, err := copyVisits(ctx, from, to, sc, there, readings)
	if err != nil {
		return false, err
	}
	if visits == 0 && !there {
		if err := to.Ingest(ctx, sc, readings); err != nil {
			return false, err
		}
	}
	a, err := from.Tally(ctx, sc.ID)
	if err != nil {
		return false, err
	}
	b, err := to.Tally(ctx, sc.ID)
	if err == nil && (a.Read != b.Read || fmt.Sprint(a.States) != fmt.Sprint(b.States)) {
		err = fmt.Errorf("%d devices were read and %v, the copy has %d and %v", a.Read, a.States, b.Read, b.States)
	}
	return true, err
}

// copyVisits copies what was kept with transcripts; 0 = the scan has none.
func copyVisits(ctx context.Context, from, to store.Store, sc store.Scan, begun bool, readings []store.Reading) (n int, err error) {
	of := make(map[string]*store.Reading, len(readings))
	for i := range readings {
		of[readings[i].Device] = &readings[i]
	}
	if sc.Devices, err = from.Planned(ctx, sc.ID); err != nil {
		return 0, err
	}
	begin := func() error {
		if begun {
			return nil
		}
		begun = true
		return to.Begin(ctx, sc)
	}
	err = from.Visits(ctx, sc.ID, func(v *store.Visit) error {
		n++
		if err := begin(); err != nil {
			return err
		}
		v.Reading = of[v.Device]
		return to.Append(ctx, sc.ID, v)
	})
	if err != nil || n == 0 && len(readings) > 0 {
		return n, err
	}
	if err := begin(); err != nil {
		return n, err
	}
	if sc.Metrics != nil {
		err = to.Measure(ctx, sc.ID, sc.Metrics)
	}
	if err == nil && !sc.Finished.IsZero() {
		err = to.Finish(ctx, sc.ID, sc.Finished)
	}
	return n, err
}
