package tui

import (
	"sync"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/fleet"
)

// Feed carries the events of a scan into the screens: a scan pushes from its
// goroutines, the model drains all that came since in one go. The zero Feed is
// ready.
type Feed struct {
	mu     sync.Mutex
	events []fed
	ended  bool
}

// fed is an event with the rows that show what it brings: they are made where the scan
// runs, so that no key waits for them.
type fed struct {
	scan.Event
	row  *fleet.Row   // of Device
	rows []*fleet.Row // of Result
}

// NewFeed makes a feed for one scan.
func NewFeed() *Feed { return &Feed{} }

// Push takes one event; it never waits. It is what scan.Pipeline.Events wants.
func (f *Feed) Push(e scan.Event) {
	got := fed{Event: e}
	if e.Device != nil {
		got.row = fleet.NewRow(e.Device)
	}
	if e.Result != nil {
		got.rows = fleet.NewRows(e.Result.Devices)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, got)
	f.ended = f.ended || e.Kind == scan.Finished
}

// Ended reports whether the scan has said that it is finished.
func (f *Feed) Ended() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ended
}

// begin makes the feed ready for another scan.
func (f *Feed) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events, f.ended = nil, false
}

// drain gives the events that came since the last call, and whether the scan
// has ended with them.
func (f *Feed) drain() (events []fed, ended bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	events, f.events = f.events, nil
	return events, f.ended
}
