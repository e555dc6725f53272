package history

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/store"
)

// comings are the devices that are gone, and those that are new. Where one of each is
// of the same model and runs since the same minute, it may be one that was renamed.
func comings(gone map[string]*store.Reading, fresh []*store.Reading) []Change {
	var left []*store.Reading
	for _, r := range gone {
		left = append(left, r)
	}
	var out []Change
	for _, r := range left {
		text := "was " + r.Judged.State
		if other := twin(r, fresh, left); other != nil {
			text += "; " + other.Device + " is new and runs since the same minute: renamed?"
		}
		out = append(out, Change{Gone, r.Device, text})
	}
	for _, r := range fresh {
		text := r.Judged.State
		if other := twin(r, left, fresh); other != nil {
			text += "; runs since the same minute as " + other.Device + ", which is gone: renamed?"
		}
		out = append(out, Change{New, r.Device, text})
	}
	return out
}

// twin is the one among others that may be the same router as r; nil where there is none,
// several, or r has rivals: a whole site starts in one minute when its power comes back.
func twin(r *store.Reading, others, own []*store.Reading) *store.Reading {
	same := func(o *store.Reading) bool { return sameRouter(r, o) }
	i := slices.IndexFunc(others, same)
	if i < 0 || slices.ContainsFunc(others[i+1:], same) {
		return nil
	}
	for _, o := range own {
		if o != r && sameRouter(o, others[i]) {
			return nil
		}
	}
	return others[i]
}

// sameRouter reports whether two readings under two names may be of one router.
func sameRouter(a, b *store.Reading) bool {
	x, y := &a.Judged, &b.Judged
	return !a.Booted.IsZero() && !b.Booted.IsZero() && a.Booted.Sub(b.Booted).Abs() <= time.Minute &&
		x.OS == y.OS && x.Family == y.Family && x.Model == y.Model
}
