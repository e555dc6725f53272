package regions

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/work"
	"github.com/headroom-audit/headroom/work/jetstream"
)

// bed is a hub, and what its collectors use.
type bed struct {
	t       *testing.T
	conn    *nats.Conn
	results *jetstream.Results
	hub     *Hub
	p       *scan.Pipeline
	devices []inventory.Device
	st      store.Store

	fails string // what the scan says went wrong; "" = nothing

	mu     sync.Mutex
	told   []string
	visits map[string]int
}

func (b *bed) say(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, s)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newBed makes a fleet of so many devices in each region.
func newBed(t *testing.T, each int, regions ...string) *bed {
	t.Helper()
	s, err := jetstream.Start(jetstream.ServerConfig{Dir: t.TempDir()})
	must(t, err)
	t.Cleanup(s.Stop)
	b := &bed{t: t, visits: map[string]int{}}
	b.conn, err = s.Connect()
	must(t, err)
	t.Cleanup(b.conn.Close)
	b.results, err = jetstream.OpenResults(t.Context(), b.conn)
	must(t, err)
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "h.db"))
	must(t, err)
	t.Cleanup(func() { _ = st.Close() })
	b.st = st
	of := map[string]string{}
	for _, r := range regions {
		for i := range each {
			name := fmt.Sprintf("%s-%d", r, i)
			of[name] = r
			b.devices = append(b.devices, inventory.Device{Name: name, Host: name, ProxyCommand: "touch /tmp/x"})
		}
	}
	b.hub = &Hub{Queues: map[string]*jetstream.Queue{}, Region: func(d string) string { return of[d] }, Told: b.say, Results: b.results}
	for _, r := range regions {
		b.hub.Queues[r] = b.queue(r, work.Options{Lease: time.Second})
	}
	b.p = &scan.Pipeline{
		Registry: registry.All(), Policy: policy.Default(), Store: st, Now: time.Now, Inventory: "/inv", Collector: b.hub,
		Lane: func(d inventory.Device) (string, int) { return of[d.Name], 256 },
		Events: func(e scan.Event) {
			if e.Kind == scan.Judged && e.Kept {
				b.hub.Kept(e.Device.Inventory.Name)
			}
		},
	}
	return b
}

func (b *bed) queue(region string, o work.Options) *jetstream.Queue {
	b.t.Helper()
	q, err := jetstream.Open(b.t.Context(), b.conn, jetstream.Config{Name: region, Options: o, Most: 100})
	must(b.t, err)
	return q
}

// collectorFunc is a collect.Collector.
type collectorFunc func(context.Context, collect.Job) (*transcript.Transcript, error)

func (f collectorFunc) Collect(ctx context.Context, j collect.Job) (*transcript.Transcript, error) {
	return f(ctx, j)
}

// worker runs a collector of a region until the test, or stop, ends it.
func (b *bed) worker(region string, change func(*Worker)) (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	w := &Worker{
		Region: region, Results: b.results, Workers: 8, Now: time.Now, Told: b.say, Beat: 100 * time.Millisecond,
		Next: func(inventory.Device, *transcript.Transcript) []collect.Command { return nil },
		Collector: collectorFunc(func(_ context.Context, j collect.Job) (*transcript.Transcript, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.visits[j.Device.Name]++
			if j.Device.ProxyCommand != "" {
				b.t.Error("a job says what to run")
			}
			t := &transcript.Transcript{Device: j.Device.Name, Source: "ssh", Recorded: time.Now()}
			j.Next(t)
			return t, nil
		}),
	}
	if change != nil {
		change(w)
	}
	var done sync.WaitGroup
	q := b.queue(region, work.Options{Lease: time.Second, Failed: w.GaveUp})
	done.Go(func() { w.Run(ctx, q) })
	b.t.Cleanup(func() { cancel(); done.Wait() })
	return func() { cancel(); done.Wait() }
}

// run runs a scan of all devices.
func (b *bed) run() *scan.Result {
	b.t.Helper()
	b.hub.Scan = scan.NewID(time.Now())
	b.p.ID = b.hub.Scan
	ctx, stop := context.WithCancel(b.t.Context())
	var done sync.WaitGroup
	b.hub.Start()
	done.Go(func() {
		if err := b.hub.Run(ctx); err != nil {
			b.t.Error(err)
		}
	})
	res, err := b.p.Run(ctx, scan.SourceSSH, b.devices)
	if (err != nil) != (b.fails != "") || err != nil && !strings.Contains(err.Error(), b.fails) {
		b.t.Fatal(err)
	}
	stop()
	done.Wait()
	return res
}

func (b *bed) stored(id string) map[string]string {
	b.t.Helper()
	read, err := b.st.Read(b.t.Context(), id)
	must(b.t, err)
	return read
}

// Every device of three regions is visited once where it belongs, and kept once, also
// where the queue holds fewer jobs than there are.
func TestEveryDeviceOnce(t *testing.T) {
	b := newBed(t, 150, "fra3", "sin1", "iad2")
	for r := range b.hub.Queues {
		b.worker(r, nil)
	}
	res := b.run()
	read := b.stored(res.ID)
	if len(read) != 450 || res.Interrupted {
		t.Errorf("%d of 450 are kept, interrupted %v", len(read), res.Interrupted)
	}
	for d, n := range b.visits {
		if n != 1 {
			t.Errorf("%s was visited %d times", d, n)
		}
	}
}

// Jobs of a collector that vanished are done by another one.
func TestCollectorVanishes(t *testing.T) {
	b := newBed(t, 20, "fra3")
	q := b.queue("fra3", work.Options{Lease: time.Second})
	took := make(chan struct{})
	go func() {
		for range 5 {
			_, _ = q.Take(t.Context()) // and never heard of again
		}
		close(took)
		b.worker("fra3", nil)
	}()
	res := b.run()
	<-took
	if read := b.stored(res.ID); len(read) != 20 {
		t.Errorf("%d of 20 are kept", len(read))
	}
}

// What must not be taken is refused and told; what comes twice is there once.
func TestResultsThatAreNotMeant(t *testing.T) {
	b := newBed(t, 2, "fra3", "sin1")
	b.worker("fra3", nil)
	b.worker("sin1", nil)
	id := scan.NewID(time.Now())
	send := func(region, name, as string) {
		body, err := packResult(time.Now(), name, &transcript.Transcript{Device: name}, &collect.Error{Cause: collect.CauseAuth, Device: name, Msg: "forged"})
		must(t, err)
		must(t, b.results.Send(t.Context(), region, as, body))
	}
	for region, name := range map[string]string{"sin1": "fra3-0", "fra3": "nobody"} {
		send(region, name, id+"/"+name)
	}
	send("fra3", "fra3-1", "other-scan/fra3-1")
	b.hub.Scan = id
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	b.hub.Start()
	go func() { done <- b.hub.Run(ctx) }()
	b.p.ID = id
	res, err := b.p.Run(ctx, scan.SourceSSH, b.devices)
	must(t, err)
	send("fra3", "fra3-1", id+"/fra3-1") // the server knows it
	deadline := time.Now().Add(20 * time.Second)
	for said := 0; said < 3 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		b.mu.Lock()
		said = len(b.told)
		b.mu.Unlock()
	}
	stop()
	must(t, <-done)
	all := strings.Join(b.told, "\n")
	for _, want := range []string{"belongs to region fra3", "never planned", "another scan"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing said that %q: %s", want, all)
		}
	}
	for d, cause := range b.stored(res.ID) {
		if cause == "auth" {
			t.Errorf("%s is as another region says", d)
		}
	}
}

// What a region sends of its own device is of that device, or it is a finding.
func TestResultHoldsAnotherTranscript(t *testing.T) {
	v := &visit{came: make(chan arrived, 1), kept: make(chan struct{})}
	h := &Hub{Scan: "s", Region: func(string) string { return "fra3" }, Told: func(string) {}}
	h.Start()
	h.waiting["a"] = v
	close(v.kept)
	body, err := packResult(time.Now(), "a", &transcript.Transcript{Device: "b", Recorded: time.Now()}, nil)
	must(t, err)
	must(t, h.take(t.Context(), jetstream.Result{Region: "fra3", ID: "s/a", Body: body, Stored: time.Now()}))
	got := <-v.came
	if failed := got.failure(); failed == nil || !strings.Contains(failed.Error(), "transcript is of") || got.t.Device != "a" {
		t.Errorf("%v, a transcript of %s", failed, got.t.Device)
	}
}

// A device whose answers end the reader is one finding, and its job does not go round.
func TestPoisonedJob(t *testing.T) {
	b := newBed(t, 3, "fra3")
	b.worker("fra3", func(w *Worker) {
		w.Next = func(d inventory.Device, _ *transcript.Transcript) []collect.Command {
			if d.Name == "fra3-1" {
				panic("index out of range")
			}
			return nil
		}
	})
	read := b.stored(b.run().ID)
	if len(read) != 3 || read["fra3-1"] != "bug" || b.visits["fra3-1"] != 1 {
		t.Errorf("%v, visited %d times", read, b.visits["fra3-1"])
	}
}

// A job whose collectors end with it is given up after the last attempt, and told.
func TestJobThatEndsItsCollector(t *testing.T) {
	b := newBed(t, 1, "fra3")
	go func() {
		for range work.DefaultAttempts {
			_, _ = b.hub.Queues["fra3"].Take(t.Context())
		}
		b.worker("fra3", nil)
	}()
	if read := b.stored(b.run().ID); read["fra3-0"] != "bug" || b.visits["fra3-0"] != 0 {
		t.Errorf("%v, visited %d times", read, b.visits["fra3-0"])
	}
}

// A region without a collector holds up no other, and is a finding of each of its devices.
func TestSilentRegion(t *testing.T) {
	b := newBed(t, 5, "fra3", "syd1")
	b.hub.Silent = 3 * time.Second
	b.worker("fra3", nil)
	res := b.run()
	read := b.stored(res.ID)
	for d, cause := range read {
		if want := map[bool]string{true: "region"}[strings.HasPrefix(d, "syd1")]; cause != want {
			t.Errorf("%s: %q, want %q", d, cause, want)
		}
	}
	i := slices.IndexFunc(res.Devices, func(d scan.Device) bool { return d.Inventory.Name == "syd1-0" })
	if f := res.Devices[i].Verdict.Device.Failure; len(read) != 10 || !strings.Contains(f.Text, "region syd1: no collector for") || res.Devices[i].Verdict.State == "ok" {
		t.Errorf("%d kept, %+v, state %s", len(read), f, res.Devices[i].Verdict.State)
	}
}

// A region whose clock is an hour ahead reads nothing of the future.
func TestClockOfARegion(t *testing.T) {
	b := newBed(t, 1, "fra3")
	ahead := func() time.Time { return time.Now().Add(time.Hour) }
	b.worker("fra3", func(w *Worker) {
		w.Now = ahead
		w.Collector = collectorFunc(func(context.Context, collect.Job) (*transcript.Transcript, error) {
			return &transcript.Transcript{Device: "fra3-0", Source: "ssh", Recorded: ahead()}, nil
		})
	})
	res := b.run()
	v, err := b.st.Visit(t.Context(), res.ID, "fra3-0")
	must(t, err)
	if off := time.Since(v.Transcript.Recorded).Abs(); off > time.Minute || len(b.told) == 0 || !strings.Contains(b.told[0], "1h0m") {
		t.Errorf("recorded %v off, told %v", off, b.told)
	}
}

func TestJobsSayNotWhatToRun(t *testing.T) {
	for _, raw := range []string{`{"device":{"Name":"a","ProxyCommand":"x"}}`, `{"device":{"Name":"a","SSHConfig":"x"}}`, `{}`, `x`} {
		if _, err := unpackJob([]byte(raw)); err == nil {
			t.Errorf("%s was taken", raw)
		}
	}
	if _, err := unpackJob([]byte(`{"device":{"Name":"a"},"of_a_newer_one":1}`)); err != nil {
		t.Errorf("a job of a newer hub: %v", err)
	}
	if Name("a/b") || Name("") || !Name("fra3") {
		t.Error("names of regions")
	}
}

// refusing is a store that does not take a device.
type refusing struct {
	store.Store
	device string
}

func (r refusing) Append(ctx context.Context, scan string, v *store.Visit) error {
	if v.Device == r.device {
		return errors.New("the disk is full")
	}
	return r.Store.Append(ctx, scan, v)
}

// A result that the store did not take stays in the stream.
func TestResultThatIsNotStoredIsNotDone(t *testing.T) {
	b := newBed(t, 2, "fra3")
	b.p.Store = refusing{b.st, "fra3-0"}
	b.worker("fra3", nil)
	b.fails = "the disk is full"
	b.run()
	b.hub.mu.Lock()
	defer b.hub.mu.Unlock()
	if b.hub.kept["fra3-0"] || !b.hub.kept["fra3-1"] {
		t.Errorf("done with: %v", b.hub.kept)
	}
}

// A lane that stands still holds up no other: with one worker each, the devices of one
// wait until those of the other are through.
func TestLanes(t *testing.T) {
	b := newBed(t, 4, "fra3", "syd1")
	var left sync.WaitGroup
	left.Add(4)
	b.p.Lane = func(d inventory.Device) (string, int) { return d.Name[:4], 1 }
	b.p.Events = nil
	b.p.Collector = collectorFunc(func(ctx context.Context, j collect.Job) (*transcript.Transcript, error) {
		if strings.HasPrefix(j.Device.Name, "syd1") {
			left.Wait()
		} else {
			left.Done()
		}
		return &transcript.Transcript{Device: j.Device.Name}, nil
	})
	res, err := b.p.Run(t.Context(), scan.SourceSSH, b.devices)
	must(t, err)
	if len(res.Devices) != 8 {
		t.Errorf("%d devices", len(res.Devices))
	}
}
