package scan

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/work"
)

// lease is how long a worker may be silent about a device before another one
// takes it: longer than the longest session (collector.md section 5: 300 s).
const lease = 10 * time.Minute

// Run visits every device once and gives the result, also where ctx was
// cancelled (Interrupted) or the store failed (the error then says so; what
// was read is in the Result all the same).
func (p *Pipeline) Run(ctx context.Context, source string, devices []inventory.Device) (*Result, error) {
	r := &run{Pipeline: p, devices: devices, index: map[string]int{}, judged: make(chan judged), slots: make([]*Device, len(devices))}
	for i := range devices {
		r.index[devices[i].Name] = i
	}
	now := p.Now()
	r.result = &Result{ID: NewID(now), Version: p.Version, Source: source, Started: now, Planned: len(devices)}
	if err := r.begin(ctx); err != nil {
		return r.result, err
	}
	r.emit(Event{Kind: Started, Planned: len(devices)})
	queue := r.plan()
	var workers sync.WaitGroup
	for range max(1, min(p.workers(), len(devices))) {
		workers.Go(func() { r.work(ctx, queue) })
	}
	go func() { workers.Wait(); close(r.judged) }()
	r.sink(context.WithoutCancel(ctx))
	return r.result, r.finish(ctx)
}

func (p *Pipeline) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return DefaultWorkers
}

// run is the state of one Run.
type run struct {
	*Pipeline
	devices []inventory.Device
	result  *Result
	judged  chan judged
	index   map[string]int // device name -> place in devices
	slots   []*Device
	errs    []error
}

type judged struct {
	index  int
	device Device
}

func (r *run) begin(ctx context.Context) error {
	if r.Record != "" {
		if err := os.MkdirAll(r.Record, 0o700); err != nil {
			return fmt.Errorf("record transcripts: %w", err)
		}
	}
	if r.Store == nil {
		return nil
	}
	return r.Store.Begin(ctx, store.Scan{ID: r.result.ID, Started: r.result.Started, Version: r.Version, Source: r.result.Source, Planned: len(r.devices)})
}

// plan puts every device into the queue, in random order so that no site is
// visited all at once.
func (r *run) plan() work.Queue {
	q := work.NewMemory(work.Options{Lease: lease, Attempts: 2, Failed: r.lost})
	for _, i := range rand.Perm(len(r.devices)) { //nolint:gosec // an order, not a secret
		if dup, err := q.Put(r.devices[i].Name); err != nil || dup {
			r.lost(r.devices[i].Name, 0, fmt.Errorf("not queued (twice in the list: %v): %w", dup, err))
		}
	}
	if err := q.Close(); err != nil {
		r.lost("queue", 0, err)
	}
	return q
}

// lost is told of a device that the queue gave up on.
func (r *run) lost(id string, attempts int, cause error) {
	if !errors.Is(cause, context.Canceled) {
		r.fail(fmt.Errorf("%s: given up after %d attempts: %w", id, attempts, cause))
	}
}

// work takes devices until there are none, or ctx ends.
func (r *run) work(ctx context.Context, q work.Queue) {
	for {
		l, err := q.Take(ctx)
		if err != nil {
			return // drained, or ctx ended
		}
		if j, ok := r.visit(ctx, r.index[l.ID()]); ok {
			r.judged <- j
			_ = l.Done() // the result is with the sink: a lost lease changes nothing
		} else {
			_ = l.Fail(context.Canceled)
		}
	}
}

// visit collects from one device and judges it; ok is false where the scan was
// interrupted before anything was asked.
func (r *run) visit(ctx context.Context, i int) (j judged, ok bool) {
	dev := r.devices[i]
	r.Step(collect.Event{Device: dev.Name, Kind: collect.EventQueued, At: r.Now()})
	t, err := r.Collector.Collect(ctx, collect.Job{Device: dev, Next: func(t *transcript.Transcript) []collect.Command {
		return next(r.Registry, dev, t)
	}})
	if nothing(ctx, t, err) {
		return judged{}, false
	}
	note(t, err)
	file := ""
	if r.result.Source == SourceFiles {
		file = dev.Host
	}
	return judged{i, r.judge(dev, t, file, err)}, true
}

// judge is Judge, and survives a parser that does not: what the device said is
// kept, and the bug is a finding on that one device.
func (r *run) judge(dev inventory.Device, t *transcript.Transcript, file string, failure error) (d Device) {
	defer func() {
		if p := recover(); p != nil {
			facts := &fact.Device{Name: dev.Name, Site: dev.Site, Role: dev.Role, Pair: dev.Pair, Tags: dev.Tags, Recorded: t.Recorded}
			facts.Failure = fact.Failure{Cause: "bug", Text: fmt.Sprintf("headroom failed on what it said: %v", p), Hint: "its transcript is kept: please send it to us"}
			d = Device{Inventory: dev, Verdict: audit.Run(facts, r.Policy, r.Now()), Transcript: t, File: file}
		}
	}()
	return Judge(r.Registry, r.Policy, r.Now(), dev, t, file, failure)
}

// nothing reports whether a device was not visited at all because the scan was
// interrupted: then there is nothing to keep.
func nothing(ctx context.Context, t *transcript.Transcript, err error) bool {
	if ctx.Err() == nil || err == nil {
		return false
	}
	asked, _ := t.Commands()
	return asked == 0
}

// note writes into the transcript why its session failed, so that it says so
// wherever it is read again.
func note(t *transcript.Transcript, err error) {
	if f := failureOf(t, err); f.Cause != "" && t.Failure == "" {
		t.Failure = f.Cause + ": " + f.Text
	}
}

// sink keeps and tells what was judged; it is the only writer.
func (r *run) sink(ctx context.Context) {
	done := 0
	for j := range r.judged {
		d := j.device
		r.keep(ctx, &d)
		done++
		r.slots[j.index] = &d
		r.emit(Event{Kind: Judged, Planned: len(r.devices), Done: done, Device: &d})
	}
}

func (r *run) keep(ctx context.Context, d *Device) {
	if r.Record != "" {
		r.fail(writeTranscript(r.Record, d))
	}
	if r.Store != nil {
		r.fail(r.Store.Append(ctx, r.result.ID, visitOf(d)))
	}
}

// fail notes an error that does not stop the scan.
func (r *run) fail(err error) {
	if err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errs = append(r.errs, err)
	}
}

func (r *run) finish(ctx context.Context) error {
	for _, d := range r.slots {
		if d != nil {
			r.result.Devices = append(r.result.Devices, *d)
		}
	}
	r.result.Interrupted = ctx.Err() != nil
	r.result.Finished = r.Now()
	if r.Store != nil && !r.result.Interrupted {
		r.fail(r.Store.Finish(context.WithoutCancel(ctx), r.result.ID, r.result.Finished))
	}
	r.emit(Event{Kind: Finished, Planned: len(r.devices), Done: len(r.result.Devices), Result: r.result})
	return errors.Join(r.errs...)
}

// emit tells who listens; events come from the workers and from the sink, and
// are handed on one at a time.
func (p *Pipeline) emit(e Event) {
	if p.Events == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	e.At = p.Now()
	p.Events(e)
}

// Step carries an event of the collector into those of the scan.
func (p *Pipeline) Step(e collect.Event) { p.emit(Event{Kind: Session, Step: e}) }

// writeTranscript writes DIR/NAME.transcript, readable by its owner only, by
// renaming: nobody reads half of one.
func writeTranscript(dir string, d *Device) error {
	path := filepath.Join(dir, fileName(d.Inventory.Name)+transcript.Extension)
	f, err := os.CreateTemp(dir, ".transcript-*") // 0600
	if err != nil {
		return fmt.Errorf("record %s: %w", d.Inventory.Name, err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone after the rename
	_, err = f.Write(transcript.Marshal(d.Transcript))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("record %s: %w", d.Inventory.Name, err)
	}
	return nil
}

// fileName makes a file name of a device name, whatever that holds.
func fileName(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r) {
			return r
		}
		return '_'
	}, name)
	safe = strings.TrimLeft(safe, ".")
	if len(safe) > 120 {
		safe = safe[:120]
	}
	if safe == "" {
		return "device"
	}
	return safe
}

// Open reads a stored scan back: its transcripts are parsed and judged anew, by
// the parsers and rules of today.
func Open(ctx context.Context, p *Pipeline, head store.Scan) (*Result, error) {
	res := &Result{
		ID: head.ID, Version: head.Version, Source: head.Source, Started: head.Started, Finished: head.Finished,
		Planned: head.Planned, Interrupted: head.Finished.IsZero(),
	}
	err := p.Store.Visits(ctx, head.ID, func(v *store.Visit) error {
		dev := inventory.Device{Name: v.Device, OS: v.Meta.OS, Site: v.Meta.Site, Role: v.Meta.Role, Pair: v.Meta.Pair, Tags: v.Meta.Tags}
		t := v.Transcript
		if t == nil {
			t = &transcript.Transcript{Device: v.Device}
		}
		var failure error
		if v.Failure.Cause != "" {
			failure = &collect.Error{Cause: collect.Cause(v.Failure.Cause), Device: v.Device, Msg: v.Failure.Text}
		}
		res.Devices = append(res.Devices, Judge(p.Registry, p.Policy, p.Now(), dev, t, v.File, failure))
		return nil
	})
	sort.SliceStable(res.Devices, func(i, j int) bool { return res.Devices[i].Inventory.Name < res.Devices[j].Inventory.Name })
	return res, err
}
