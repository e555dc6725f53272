package scan

import (
	"context"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/work"
)

// Store is what a scan needs of a store. store/storetest says how it behaves.
type Store interface {
	// Begin stores the head of a scan before its first visit.
	Begin(ctx context.Context, sc store.Scan) error
	// Hold claims a scan for this process; store.ErrHeld where another has it.
	Hold(id string) (release func(), err error)
	// Append stores a visit; a second one of the same device takes its place.
	Append(ctx context.Context, scan string, v *store.Visit) error
	// Measure stores what a scan has cost so far.
	Measure(ctx context.Context, id string, metrics []byte) error
	// Finish marks a scan as whole.
	Finish(ctx context.Context, id string, at time.Time) error
	// Visits gives the visits of a scan, one after the other.
	Visits(ctx context.Context, scan string, each func(*store.Visit) error) error
	// Kept gives the devices of a scan as they were judged, by name.
	Kept(ctx context.Context, scan string, each func(*store.Kept) error) error
	// Visit gives one of them; store.ErrNoVisit.
	Visit(ctx context.Context, scan, device string) (*store.Visit, error)
	// Series gives what scans read of a device, oldest first.
	Series(ctx context.Context, device string) ([]store.Reading, error)
}

// Collector runs commands on a device: live, or out of files.
type Collector = collect.Collector

// Queue hands out the devices of a scan; work/worktest says how it behaves.
type Queue = work.Queue
