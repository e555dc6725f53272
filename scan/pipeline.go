package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/work"
)

// Run visits every device once and gives the result, also where it was stopped
// (Interrupted) or the store failed (the error then says so; what was read is in
// the Result all the same). When Stop closes, sessions finish the command they
// are in; when ctx ends, they end at once.
func (p *Pipeline) Run(ctx context.Context, source string, devices []inventory.Device) (*Result, error) {
	r := &run{
		Pipeline: p, devices: devices, index: map[string]int{}, judged: make(chan judged), slots: make([]*Device, len(devices)),
		stopper: &stopper{soft: p.Stop, visits: map[string]*visit{}}, read: map[int]bool{}, mark: p.Policy.Mark(),
	}
	for i := range devices {
		r.index[devices[i].Name] = i
	}
	now := p.Now()
	r.result = &Result{ID: cmp.Or(p.ID, NewID(now)), Version: p.Version, Source: source, Started: now, Planned: len(devices)}
	if p.Resume != nil {
		r.result.ID, r.result.Started = p.Resume.ID, p.Resume.Started
	}
	defer func() { r.release() }()
	if err := r.begin(ctx); err != nil {
		return r.result, err
	}
	p.mu.Lock()
	p.current = r
	p.mu.Unlock()
	r.emit(Event{Kind: Started, Planned: len(devices), Done: len(r.read)})
	r.tellRead()
	r.collect(ctx, r.plan())
	return r.result, r.finish(ctx)
}

// collect visits what is in the queues.
func (r *run) collect(ctx context.Context, lanes []*lane) {
	taking, noMore := context.WithCancel(ctx)
	var watch, workers sync.WaitGroup
	watching, seen := context.WithCancel(ctx)
	watch.Go(func() { r.stopper.watch(watching, r.Stop, noMore, r.grace()) })
	for _, l := range lanes {
		for range min(l.workers, l.devices) {
			workers.Go(func() { r.work(ctx, taking, l.queue) })
		}
	}
	go func() { workers.Wait(); close(r.judged) }()
	r.sink(context.WithoutCancel(ctx), r.giveUp(ctx, watching))
	seen()
	noMore()
	watch.Wait()
}

// settle is how long a device whose files are being read, or whose answers are judged,
// is waited for when the scan is ended.
const settle = 2 * time.Second

// giveUp closes when nobody is waited for any more: reading and judging know no
// signal, and one file may take long. A scan of files ends with the first signal, one
// of devices with the second; what is judged by then is the answer.
func (r *run) giveUp(ctx, watching context.Context) <-chan struct{} {
	over := make(chan struct{})
	stop := r.Stop
	if r.result.Source != SourceFiles {
		stop = nil
	}
	go func() {
		select {
		case <-stop:
		case <-ctx.Done():
		case <-watching.Done():
			return
		}
		select {
		case <-time.After(settle):
			close(over)
		case <-watching.Done():
		}
	}()
	return over
}

func (p *Pipeline) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return DefaultWorkers
}

func (p *Pipeline) grace() time.Duration {
	if p.Grace > 0 {
		return p.Grace
	}
	return defaultGrace
}

// run is the state of one Run.
type run struct {
	*Pipeline
	devices []inventory.Device
	result  *Result
	judged  chan judged
	index   map[string]int // device name -> place in devices
	slots   []*Device
	read    map[int]bool // places that an earlier run of this scan read
	stopper *stopper
	meter   *meter
	unlock  func()
	errs    []error
	mark    string // of the policy
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
	if r.Store != nil {
		unlock, err := r.Store.Hold(r.result.ID)
		if err != nil {
			return err
		}
		r.unlock = unlock
	}
	if r.Resume != nil {
		return r.pickUp(ctx)
	}
	r.meter = newMeter(nil, r.Now())
	if r.Store == nil {
		return nil
	}
	head := store.Scan{ID: r.result.ID, Started: r.result.Started, Version: r.Version, Source: r.result.Source, Planned: len(r.devices)}
	if head.Source != SourceFiles && r.Inventory != "" {
		head.Inventory, head.Filter = r.Inventory, r.Filter
		for i := range r.devices {
			head.Devices = append(head.Devices, r.devices[i].Name)
		}
	}
	return r.Store.Begin(ctx, head)
}

// release lets other processes have the scan.
func (r *run) release() {
	if r.unlock != nil {
		r.unlock()
	}
}

// lane is a queue with workers of its own.
type lane struct {
	queue            Queue
	workers, devices int
}

// plan puts every device into the queue of its lane, in random order so that no site is
// visited all at once.
func (r *run) plan() (lanes []*lane) {
	byName := map[string]*lane{}
	for _, i := range rand.Perm(len(r.devices)) { //nolint:gosec // an order, not a secret
		if r.read[i] {
			continue
		}
		name, workers := "", 0
		if r.Lane != nil {
			name, workers = r.Lane(r.devices[i])
		}
		l := byName[name]
		if l == nil {
			// A worker waits as long as its turn takes (its site, its credential), and
			// ends only with the process: nobody ever takes a device over from it.
			l = &lane{queue: work.NewMemory(work.Options{Lease: work.Forever, Attempts: 1}), workers: cmp.Or(workers, r.workers())}
			byName[name], lanes = l, append(lanes, l)
		}
		dup, err := l.queue.Put(r.devices[i].Name)
		if dup {
			err = fmt.Errorf("%s is twice in the list of devices: it was visited once", r.devices[i].Name)
		} else {
			l.devices++
		}
		r.fail(err)
	}
	for _, l := range lanes {
		r.fail(l.queue.Close())
	}
	return lanes
}

// work takes devices until there are none, or taking ends.
func (r *run) work(ctx, taking context.Context, q work.Queue) {
	for !r.stopper.asked() {
		l, err := q.Take(taking)
		if err != nil {
			return // drained, or stopped
		}
		if j, ok := r.visit(ctx, r.index[l.ID()]); ok {
			r.judged <- j
			_ = l.Done()
		} else {
			_ = l.Fail(context.Canceled)
		}
	}
}

// visit collects from one device and judges it; ok is false where the scan was
// interrupted before anything was asked.
func (r *run) visit(ctx context.Context, i int) (j judged, ok bool) {
	dev := r.devices[i]
	ctx, v := r.stopper.enter(ctx, r.Registry, dev)
	defer r.stopper.leave(v)
	r.Step(collect.Event{Device: dev.Name, Kind: collect.EventQueued, At: r.Now()})
	t, err := r.Collector.Collect(ctx, collect.Job{Device: dev, Next: v.next})
	if err == nil && v.cut {
		err = &collect.Error{Cause: collect.CauseCancelled, Device: dev.Name, Msg: "stopped before everything was asked", Hint: "resume the scan"}
	}
	if nothing(ctx, v, t, err) {
		return judged{}, false
	}
	note(t, err)
	file := ""
	if r.result.Source == SourceFiles {
		file = dev.Host
	}
	past, lost := r.past(context.WithoutCancel(ctx), dev.Name)
	r.fail(lost)
	return judged{i, r.judge(dev, t, file, err, past)}, true
}

// judge is Judge, and survives a parser that does not: what the device said is
// kept, and the bug is a finding on that one device.
func (p *Pipeline) judge(dev inventory.Device, t *transcript.Transcript, file string, failure error, past map[ledger.Memory][]solve.Reading) (d Device) {
	policy := p.Policy
	policy.Past = past
	defer func() {
		if bug := recover(); bug != nil {
			facts := &fact.Device{Name: dev.Name, Site: dev.Site, Role: dev.Role, Pair: dev.Pair, Tags: dev.Tags, Recorded: t.Recorded}
			facts.Failure = fact.Failure{Cause: "bug", Text: fmt.Sprintf("headroom failed on what it said: %v", bug), Hint: "its transcript is kept: please send it to us"}
			d = Device{Inventory: dev, Verdict: rules.Auditor(p.Registry).Run(facts, p.Policy, p.Now()), Transcript: t, File: file}
		}
	}()
	return Judge(p.Registry, policy, p.Now(), dev, t, file, failure)
}

// nothing reports whether the scan was stopped before a device was asked
// anything: then there is nothing to keep. What a device or a person decided, a
// rejected login above all, is kept: it must not be tried again.
func nothing(ctx context.Context, v *visit, t *transcript.Transcript, err error) bool {
	if err == nil || ctx.Err() == nil && !v.cut {
		return false
	}
	var e *collect.Error
	if errors.As(err, &e) && e.Cause != collect.CauseCancelled && !collect.Fleeting(e.Cause) {
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

func (r *run) finish(ctx context.Context) error {
	cut := 0
	for _, d := range r.slots {
		if d == nil {
			cut++
			continue
		}
		if !Visited(d.Verdict.Device.Failure.Cause) {
			cut++
		}
		r.result.Devices = append(r.result.Devices, *d)
	}
	stopped := r.stopper.asked() || ctx.Err() != nil
	r.result.Interrupted = stopped && cut > 0
	r.result.Finished = r.Now()
	ctx = context.WithoutCancel(ctx)
	if r.result.Source != SourceFiles {
		r.measure(ctx)
	} else if r.Passed != nil {
		r.result.Passed = r.Passed()
		notReached := func(p collect.Passed) bool { return p.Why == collect.NotReached }
		r.result.Interrupted = r.result.Interrupted || slices.ContainsFunc(r.result.Passed, notReached)
		r.pass(ctx)
	}
	if r.Store != nil && !r.result.Interrupted {
		r.fail(r.Store.Finish(ctx, r.result.ID, r.result.Finished))
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
func (p *Pipeline) Step(e collect.Event) {
	p.mu.Lock()
	r := p.current
	p.mu.Unlock()
	if r != nil {
		if i, ok := r.index[e.Device]; ok {
			r.meter.step(e, r.devices[i])
		}
		r.stopper.step(e)
	}
	p.emit(Event{Kind: Session, Step: e})
}
