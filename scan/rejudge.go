package scan

import (
	"context"
	"errors"
	"time"

	"github.com/headroom-audit/headroom/store"
)

// Rejudge reads readings of the past again: what the devices said on those days is
// parsed and judged by the parsers and rules of today, as of those days. Readings
// without a transcript stay as they were; kept counts them.
func Rejudge(ctx context.Context, p *Pipeline, readings []store.Reading) (out []store.Reading, kept int, err error) {
	for i := range readings {
		r := &readings[i]
		then := &Pipeline{Registry: p.Registry, Policy: p.Policy, Store: p.Store, Version: p.Version, Now: func() time.Time { return r.At }}
		d, err := OpenDevice(ctx, then, store.Scan{ID: r.Scan}, r.Device)
		switch {
		case errors.Is(err, store.ErrNoVisit):
			kept++
			out = append(out, *r)
			continue
		case err != nil:
			return nil, kept, err
		}
		again := ReadingOf(&d.Verdict, r.At, p.Version)
		again.Scan, again.Device, again.At = r.Scan, r.Device, r.At
		out = append(out, again)
	}
	return out, kept, nil
}
