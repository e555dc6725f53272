package regions

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/work"
	"github.com/headroom-audit/headroom/work/jetstream"
)

// Worker visits the devices of one region.
type Worker struct {
	Region    string
	Collector collect.Collector
	Next      func(inventory.Device, *transcript.Transcript) []collect.Command // what to ask
	Results   *jetstream.Results
	Workers   int
	Now       func() time.Time
	Told      func(text string)
	Beat      time.Duration // how often leases are extended and life is signed; 0 = 5 s
}

const beat = 5 * time.Second

// Run works until ctx ends; jobs that are under way then are given back.
func (w *Worker) Run(ctx context.Context, q *jetstream.Queue) {
	if w.Beat <= 0 {
		w.Beat = beat
	}
	var group sync.WaitGroup
	group.Go(func() { w.live(ctx) })
	for range max(1, w.Workers) {
		group.Go(func() {
			for {
				l, err := q.Take(ctx)
				switch {
				case ctx.Err() != nil, errors.Is(err, work.ErrDrained):
					return
				case err != nil: // the hub is away
					select {
					case <-time.After(time.Second):
					case <-ctx.Done():
						return
					}
					continue
				}
				w.do(ctx, l.(*jetstream.Lease))
			}
		})
	}
	group.Wait()
}

// live says that this collector is there, until ctx ends.
func (w *Worker) live(ctx context.Context) {
	every := time.NewTicker(w.Beat)
	defer every.Stop()
	for {
		_ = w.Results.Alive(w.Region) // the next one tells
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}

// do visits the device of a job; what it said is at the hub before the job is done.
func (w *Worker) do(ctx context.Context, l *jetstream.Lease) {
	held, lost := context.WithCancel(ctx)
	defer lost()
	go w.extend(held, l)
	dev, err := unpackJob(l.Job())
	t := &transcript.Transcript{Device: dev.Name}
	if err == nil {
		t, err = w.visit(held, dev)
	}
	if ctx.Err() != nil {
		_ = l.Retry(0)
		return
	}
	_, name := deviceOf(l.ID())
	body, bad := packResult(w.Now(), name, t, err)
	if bad == nil {
		bad = w.Results.Send(ctx, w.Region, l.ID(), body)
	}
	if bad != nil {
		w.Told(fmt.Sprintf("%s: its result is not at the hub: %v", name, bad))
		_ = l.Retry(0)
		return
	}
	_ = l.Done() // where it is handed out again, the hub takes the result once
}

// extend keeps a lease until ctx ends. One that is lost is worked on all the same: the hub
// takes one result.
func (w *Worker) extend(ctx context.Context, l *jetstream.Lease) {
	every := time.NewTicker(w.Beat)
	defer every.Stop()
	for {
		select {
		case <-every.C:
			_ = l.Extend()
		case <-ctx.Done():
			return
		}
	}
}

// visit reads a device; a bug in reading its answers is its finding, and ends no collector.
func (w *Worker) visit(ctx context.Context, dev inventory.Device) (t *transcript.Transcript, err error) {
	last := &transcript.Transcript{Device: dev.Name}
	defer func() {
		if bug := recover(); bug != nil {
			t, err = last, &collect.Error{Cause: "bug", Device: dev.Name, Msg: fmt.Sprintf("headroom failed on what it said: %v", bug), Hint: "its transcript is kept: please send it to us"}
		}
	}()
	return w.Collector.Collect(ctx, collect.Job{Device: dev, Next: func(t *transcript.Transcript) []collect.Command {
		last = t
		return w.Next(dev, t)
	}})
}

// GaveUp tells the hub of a job whose attempts are used up: its collectors ended while
// they had it. It is the Failed of the region's queue.
func (w *Worker) GaveUp(id string, attempts int, _ error) {
	_, name := deviceOf(id)
	failure := &collect.Error{Cause: "bug", Device: name, Msg: fmt.Sprintf("its visit was begun %d times, and no collector finished it", attempts), Hint: "look into the collector's log: did it end?"}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	body, err := packResult(w.Now(), name, &transcript.Transcript{Device: name}, failure)
	if err == nil {
		err = w.Results.Send(ctx, w.Region, id, body)
	}
	if err != nil {
		w.Told(fmt.Sprintf("%s: the hub was not told that it is given up: %v", name, err))
	}
}
