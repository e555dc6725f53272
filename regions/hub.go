package regions

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/work/jetstream"
)

// Hub is the collector of devices of regions; it is a collect.Collector of one scan.
type Hub struct {
	Scan    string                      // id
	Queues  map[string]*jetstream.Queue // by region
	Region  func(device string) string  // of a planned device; "" = it is none
	Silent  time.Duration               // how long a region may be silent; 0 = 10 min
	Told    func(text string)           // of what was refused, or put right
	Results *jetstream.Results

	reading sync.Mutex // held by who unpacks a result
	mu      sync.Mutex
	waiting map[string]*visit
	kept    map[string]bool
	seen    map[string]time.Time
	began   time.Time
}

// visit is a device that is waited for.
type visit struct {
	came chan arrived
	kept chan struct{} // closes when the scan has it
}

type arrived struct {
	result
	t *transcript.Transcript
}

// silent is how long a region may be silent where nobody says.
const silent = 10 * time.Minute

// Start makes the hub ready for Collect; Run is next.
func (h *Hub) Start() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting, h.kept, h.seen, h.began = map[string]*visit{}, map[string]bool{}, map[string]time.Time{}, time.Now()
}

// Run takes results until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	stop, err := h.Results.Watch(h.sign)
	if err != nil {
		return err
	}
	defer stop()
	return h.Results.Each(ctx, func(r jetstream.Result) error { return h.take(ctx, r) })
}

func (h *Hub) sign(region string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen[region] = time.Now()
}

// errNotYet is why a result comes again.
var errNotYet = errors.New("regions: nobody waits for it yet")

// take hands a result to who waits for it, and returns when the scan has kept it.
func (h *Hub) take(ctx context.Context, r jetstream.Result) error {
	scan, device := deviceOf(r.ID)
	if scan != h.Scan {
		return h.refuse(r, "it is of another scan")
	}
	switch own := h.Region(device); {
	case own == "":
		return h.refuse(r, "the device was never planned")
	case own != r.Region:
		return h.refuse(r, "the device belongs to region "+own)
	}
	h.mu.Lock()
	v, done := h.waiting[device], h.kept[device]
	h.seen[r.Region] = time.Now()
	h.mu.Unlock()
	if done {
		return nil // it came twice
	}
	if v == nil {
		return errNotYet
	}
	got, t, off, err := h.unpack(r)
	switch {
	case err != nil:
	case got.Device != device:
		err = fmt.Errorf("it is of %s", got.Device)
	case t.Device != device && (t.Device != "" || got.Cause == ""):
		err = fmt.Errorf("its transcript is of %q", t.Device)
	}
	if err != nil {
		got, t = result{Device: device, Cause: "bug", Text: "what its region sent cannot be read: " + err.Error()}, &transcript.Transcript{Device: device}
	}
	if off != 0 {
		h.Told(fmt.Sprintf("region %s: its clock is %v off: times of what it reads are put right", r.Region, off.Round(time.Second)))
	}
	select {
	case v.came <- arrived{got, t}:
	case <-ctx.Done():
		return ctx.Err()
	default:
	}
	select {
	case <-v.kept:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// unpack reads results one at a time: a region that sends many bombs fills no memory.
// What makes reading fail ends no hub.
func (h *Hub) unpack(r jetstream.Result) (got result, t *transcript.Transcript, off time.Duration, err error) {
	h.reading.Lock()
	defer h.reading.Unlock()
	defer func() {
		if bug := recover(); bug != nil {
			err = fmt.Errorf("headroom failed on it: %v", bug)
		}
	}()
	return unpackResult(r.Body, r.Stored, store.ClockSlack)
}

func (h *Hub) refuse(r jetstream.Result, why string) error {
	h.Told(fmt.Sprintf("region %s: its result %s is refused: %s", r.Region, r.ID, why))
	return jetstream.ErrRefused
}

// Kept says that the scan has stored a device: its result is done with.
func (h *Hub) Kept(device string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if v := h.waiting[device]; v != nil {
		delete(h.waiting, device)
		h.kept[device] = true
		close(v.kept)
	}
}

// Collect has a device visited in its region, and waits for what it said.
func (h *Hub) Collect(ctx context.Context, j collect.Job) (*transcript.Transcript, error) {
	d := j.Device
	nothing := &transcript.Transcript{Device: d.Name}
	region := h.Region(d.Name)
	v := &visit{came: make(chan arrived, 1), kept: make(chan struct{})}
	h.mu.Lock()
	h.waiting[d.Name] = v
	h.mu.Unlock()
	if err := h.put(ctx, region, j); err != nil {
		return nothing, err
	}
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case got := <-v.came:
			return got.t, got.failure()
		case <-ctx.Done():
			return nothing, &collect.Error{Cause: collect.CauseCancelled, Device: d.Name, Msg: "the scan was stopped while region " + region + " had the device", Hint: "resume the scan", Err: ctx.Err()}
		case <-look.C:
			if quiet := h.quiet(region); quiet >= h.patience() {
				return nothing, &collect.Error{Cause: CauseRegion, Device: d.Name, Msg: fmt.Sprintf("region %s: no collector for %v: the device was not visited", region, quiet.Round(time.Second)), Hint: "start headroom collect --region " + region + ", then resume or scan again"}
			}
		}
	}
}

// put gives the job of a device to its region, and waits where the queue is full.
func (h *Hub) put(ctx context.Context, region string, j collect.Job) error {
	q := h.Queues[region]
	raw, err := packJob(j.Device)
	for q != nil && err == nil {
		if _, err = q.PutJob(h.Scan+"/"+j.Device.Name, raw); !errors.Is(err, jetstream.ErrFull) {
			break
		}
		err = nil
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	switch {
	case ctx.Err() != nil:
		return &collect.Error{Cause: collect.CauseCancelled, Device: j.Device.Name, Msg: "the scan was stopped", Err: ctx.Err()}
	case q == nil:
		err = errors.New("there is no queue for it")
	}
	if err != nil {
		return &collect.Error{Cause: CauseRegion, Device: j.Device.Name, Msg: "region " + region + ": " + err.Error(), Err: err}
	}
	return nil
}

func (h *Hub) patience() time.Duration {
	if h.Silent > 0 {
		return h.Silent
	}
	return silent
}

// quiet is how long nothing was heard of a region.
func (h *Hub) quiet(region string) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	last := h.seen[region]
	if last.IsZero() {
		last = h.began
	}
	return time.Since(last)
}
