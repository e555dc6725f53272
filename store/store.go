// Package store is the contract of a store of scans: what each device said, byte for
// byte, and the few numbers and verdicts that history needs.
//
// What goes in: visits, one per device and scan. What comes out: scans, newest first,
// their visits with the transcripts, and the readings that were kept beside them. The
// raw transcripts are the truth (a parser that is mended later reads the past again).
// store/sqlite is the one that every machine has; store/storetest is what each must do.
// This package holds types only: it opens nothing and imports no driver.
package store

import (
	"context"
	"time"
)

// Store is a store of scans. Its methods are safe for use by several goroutines.
// Several programs may have one open: one writes at a time, any number reads.
type Store interface {
	Writer
	Reader
	Sessions
	// Path names the store for people.
	Path() string
	// Check gives the first thing that is wrong with the store, nil = nothing.
	Check(ctx context.Context) error
	// Prune deletes the scans of before a time, with their transcripts, but never the
	// last ones; it gives the ids of what it deleted. With dry it deletes nothing.
	Prune(ctx context.Context, before time.Time, last int, dry bool) ([]string, error)
	// Shrink gives the disk what was pruned.
	Shrink(ctx context.Context) error
	Close() error
}

// Writer is how scans come into a store.
type Writer interface {
	// Begin stores the head of a scan before its first visit; with Devices it can be
	// resumed.
	Begin(ctx context.Context, sc Scan) error
	// Hold claims a scan for this process until release is called or the process ends,
	// however it ends; ErrHeld where another one has it.
	Hold(id string) (release func(), err error)
	// Append stores a visit; a second one of a device in a scan replaces the first.
	Append(ctx context.Context, scan string, v *Visit) error
	// Measure stores what a scan has cost so far.
	Measure(ctx context.Context, id string, metrics []byte) error
	// Finish marks a scan as whole: it cannot be resumed any more.
	Finish(ctx context.Context, id string, at time.Time) error
	// Ingest stores a scan without transcripts, whole or not at all.
	Ingest(ctx context.Context, sc Scan, readings []Reading) error
}

// Reader is how they come out.
type Reader interface {
	// Scans lists the heads of all scans, newest first: by their clock, but none later
	// than it was stored; those that were stored in the future come last.
	Scans(ctx context.Context) ([]Scan, error)
	// Scan gives a scan by its id, or by a prefix that only it has; ErrNoScan.
	Scan(ctx context.Context, id string) (Scan, error)
	// Newest gives the newest scan that has a visit; ErrNoScan.
	Newest(ctx context.Context) (Scan, error)
	// Unfinished gives the newest scan of an inventory that was planned and not
	// finished; ErrNoScan.
	Unfinished(ctx context.Context, inventory string) (Scan, error)
	// Planned gives the devices that an unfinished scan set out to visit.
	Planned(ctx context.Context, id string) ([]string, error)
	// Read gives the causes of failure of a scan's visits by device; "" = it was read.
	Read(ctx context.Context, id string) (map[string]string, error)
	// Visits calls each with every visit of a scan, by name; a transcript that is
	// damaged is the failure of its visit (CauseDamaged).
	Visits(ctx context.Context, scan string, each func(*Visit) error) error
	// Visit gives one of them; ErrNoVisit.
	Visit(ctx context.Context, scan, device string) (*Visit, error)

	// Series gives the past of a device, oldest first. What two scans read of the same
	// moment is there once, as judged last.
	Series(ctx context.Context, device string) ([]Reading, error)
	// Readings gives every device of a scan as it was judged on its day, by name.
	Readings(ctx context.Context, scan string) ([]Reading, error)
	// Kept calls each with what a list shows of every device of a scan, by name. It
	// unpacks no transcript and judges nothing. What each gets is overwritten when it
	// returns.
	Kept(ctx context.Context, scan string, each func(*Kept) error) error
	// Latest gives what is known last of every device, by name.
	Latest(ctx context.Context) ([]Reading, error)
	// Devices gives the names of all devices that are in a scan.
	Devices(ctx context.Context) ([]string, error)
	// Tally counts the readings of a scan.
	Tally(ctx context.Context, scan string) (Tally, error)
}
