package scan

import (
	"context"
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
)

// Drift compares the devices that a scan was planned with to those of today.
func Drift(planned []string, devices []inventory.Device) (came, gone []string) {
	had := make(map[string]bool, len(planned))
	for _, name := range planned {
		had[name] = true
	}
	for i := range devices {
		if name := devices[i].Name; had[name] {
			delete(had, name)
		} else {
			came = append(came, name)
		}
	}
	for name := range had {
		gone = append(gone, name)
	}
	slices.Sort(gone)
	return came, gone
}

// Visited reports whether a device whose visit failed with cause ("" = it did
// not fail) is done with: a scan that is resumed does not go there again. One
// that it was stopped in is not, nor one that was left alone because its
// credential was rejected elsewhere: people resume when they mended that. What was
// read and is damaged in the store is read again.
func Visited(cause string) bool {
	c := collect.Cause(cause)
	return c != collect.CauseCancelled && c != collect.CauseBreaker && c != store.CauseDamaged
}

// pickUp takes over what the earlier runs of a scan read. A device that is not
// done with is visited again; until then what is known of it stands.
func (r *run) pickUp(ctx context.Context) error {
	if r.Store == nil {
		return fmt.Errorf("resume scan %s: there is no store", r.Resume.ID)
	}
	before, err := metricsOf(*r.Resume)
	if err != nil {
		return err
	}
	r.meter = newMeter(before, r.Now())
	return r.Store.Visits(ctx, r.result.ID, func(v *store.Visit) error {
		i, ok := r.index[v.Device]
		if !ok {
			return fmt.Errorf("resume scan %s: %s was visited and is not in the inventory any more", r.result.ID, v.Device)
		}
		past, lost := r.past(ctx, v.Device)
		r.fail(lost)
		d := r.again(v, r.devices[i], past)
		if Visited(v.Failure.Cause) {
			r.read[i] = true
		}
		r.put(i, &d)
		return nil
	})
}

// tellRead tells who listens of the devices that were read before.
func (r *run) tellRead() {
	done := 0
	for i, d := range r.slots {
		if r.read[i] {
			done++
			r.emit(Event{Kind: Judged, Planned: len(r.devices), Done: done, Device: d})
		}
	}
}
