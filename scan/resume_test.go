package scan_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
	"github.com/headroom-audit/headroom/transcript"
)

// router is a collector whose devices answer what they are asked, one command
// at a time, and count their visits.
type router struct {
	mu     sync.Mutex
	visits map[string]int
	during func(ctx context.Context, device string, asked int) error // inside each command; nil = nothing
}

func (r *router) Collect(ctx context.Context, job collect.Job) (*transcript.Transcript, error) {
	name := job.Device.Name
	r.mu.Lock()
	r.visits[name]++
	r.mu.Unlock()
	tr := &transcript.Transcript{Device: name}
	stopped := func() (*transcript.Transcript, error) {
		return tr, &collect.Error{Cause: collect.CauseCancelled, Device: name, Msg: "stopped"}
	}
	for n := 0; ; {
		if ctx.Err() != nil {
			return stopped()
		}
		cmds := job.Next(tr)
		if len(cmds) == 0 {
			return tr, nil
		}
		for _, c := range cmds {
			n++
			if r.during != nil && r.during(ctx, name, n) != nil {
				return stopped()
			}
			text := "% Invalid input detected at '^' marker.\n"
			state := transcript.Rejected
			if c.Text == "show mls cef exception status" {
				text, state = "       Current IPv4 FIB exception state = TRUE\n", transcript.Complete
			}
			tr.Records = append(tr.Records, transcript.Record{Kind: transcript.Command, Command: c.Text, Raw: []byte(text), BodyEnd: len(text), State: state})
		}
	}
}

func iosDevices(names ...string) []inventory.Device {
	out := devices(names...)
	for i := range out {
		out[i].OS = "cisco_ios"
	}
	return out
}

func openStore(t *testing.T) store.Store {
	t.Helper()
	st, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

// Stopped softly, a device finishes its command and is kept in part; resumed,
// the scan reads what it lacks and has every device once.
func TestAStoppedScanIsResumed(t *testing.T) {
	ctx, st, stop := context.Background(), openStore(t), make(chan struct{})
	lab := &router{visits: map[string]int{}}
	lab.during = func(_ context.Context, device string, asked int) error {
		if device == "b" && asked == 2 {
			close(stop)
		}
		return nil
	}
	p := pipeline(lab)
	p.Store, p.Inventory, p.Filter, p.Stop, p.Workers = st, "/inv.yaml", "role:x", stop, 1
	all := iosDevices("a", "b", "c", "d", "e")
	first, err := p.Run(ctx, scan.SourceSSH, all)
	if err != nil || !first.Interrupted {
		t.Fatalf("interrupted %v, %v", first.Interrupted, err)
	}
	head, err := st.Unfinished(ctx, "/inv.yaml")
	if err != nil || head.ID != first.ID || head.Filter != "role:x" {
		t.Fatalf("unfinished %+v, %v", head, err)
	}
	var cut *scan.Device
	for i := range first.Devices {
		if first.Devices[i].Inventory.Name == "b" {
			cut = &first.Devices[i]
		}
	}
	if cut == nil || cut.Verdict.Device.Failure.Cause != "cancelled" {
		t.Fatalf("b = %+v", cut)
	}
	if n, _ := cut.Transcript.Commands(); n != 2 {
		t.Errorf("b was asked %d commands, want the 2 that ran", n)
	}

	lab.during = nil
	q := pipeline(lab)
	q.Store, q.Inventory, q.Resume = st, "/inv.yaml", &head
	var done []int
	q.Events = func(e scan.Event) {
		if e.Kind == scan.Judged {
			done = append(done, e.Done)
		}
	}
	second, err := q.Run(ctx, scan.SourceSSH, all)
	if err != nil || second.Interrupted || second.ID != first.ID || !second.Started.Equal(first.Started) {
		t.Fatalf("%+v, %v", second, err)
	}
	if got := states(second); got != "a=OVER b=OVER c=OVER d=OVER e=OVER" {
		t.Errorf("states %s", got)
	}
	for name, n := range lab.visits {
		want := 1
		if name == "b" {
			want = 2 // cut, then whole
		}
		if n != want {
			t.Errorf("%s was visited %d times, want %d", name, n, want)
		}
	}
	if d := cmp.Diff([]int{1, 2, 3, 4, 5}, done); d != "" {
		t.Errorf("done: %s", d)
	}
	if m := second.Metrics; m.Planned != 5 || m.Visited != 5 || m.Runs != 2 || m.Killed != 0 || len(m.Failed) != 0 {
		t.Errorf("metrics %+v", m)
	}
	stored, err := st.Scan(ctx, first.ID)
	if err != nil || stored.Visited != 5 || stored.Finished.IsZero() {
		t.Errorf("stored %+v, %v", stored, err)
	}
}

// A run that was killed left no end: what it read stands, and the metrics say
// that something is missing.
func TestAKilledScanIsResumed(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	head := store.Scan{ID: "k", Started: at, Source: scan.SourceSSH, Planned: 2, Inventory: "/i", Devices: []string{"a", "b"}}
	if err := st.Begin(ctx, head); err != nil {
		t.Fatal(err)
	}
	_ = st.Append(ctx, "k", &store.Visit{Device: "a", Failure: fact.Failure{Cause: "refused"}})
	_ = st.Measure(ctx, "k", []byte(`{"logins":7,"runs":1,"running":true,"peak_rss_bytes":99}`))
	head, _ = st.Scan(ctx, "k")
	lab := &router{visits: map[string]int{}}
	p := pipeline(lab)
	p.Store, p.Resume, p.PeakRSS = st, &head, func() int64 { return 5 }
	r, err := p.Run(ctx, scan.SourceSSH, iosDevices("a", "b"))
	if err != nil || states(r) != "a=FAIL b=OVER" || lab.visits["a"] != 0 {
		t.Fatalf("%s, visits %v, %v", states(r), lab.visits, err)
	}
	want := &scan.Metrics{Planned: 2, Visited: 2, Failed: map[string]int{"refused": 1}, Logins: 7, PeakRSS: 99, Runs: 2, Killed: 1}
	if d := cmp.Diff(want, r.Metrics); d != "" {
		t.Error(d)
	}
}

// Resumed with a mended password, a scan goes to the devices that the rejected
// one kept it from, and not to the one that rejected it. Stopped again before it
// was there, it still can be resumed.
func TestDevicesThatWereNotTriedAreResumed(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	head := store.Scan{ID: "k", Started: at, Source: scan.SourceSSH, Planned: 4, Inventory: "/i", Devices: []string{"a", "b", "c", "d"}}
	if err := st.Begin(ctx, head); err != nil {
		t.Fatal(err)
	}
	for device, cause := range map[string]string{"a": "auth", "b": "breaker", "c": "breaker"} {
		if err := st.Append(ctx, "k", &store.Visit{Device: device, Failure: fact.Failure{Cause: cause, Text: "no"}}); err != nil {
			t.Fatal(err)
		}
	}
	_ = st.Measure(ctx, "k", []byte(`{"auth_rejects":1,"runs":1}`))
	head, _ = st.Scan(ctx, "k")

	stop, soon := make(chan struct{}), &router{visits: map[string]int{}}
	soon.during = func(_ context.Context, _ string, asked int) error {
		if asked == 1 {
			close(stop)
		}
		return nil
	}
	p := pipeline(soon)
	p.Store, p.Resume, p.Stop, p.Workers = st, &head, stop, 1
	r, err := p.Run(ctx, scan.SourceSSH, iosDevices("a", "b", "c", "d"))
	if err != nil || !r.Interrupted || soon.visits["a"] != 0 {
		t.Fatalf("interrupted %v, visits %v, %v", r.Interrupted, soon.visits, err)
	}

	if head, err = st.Unfinished(ctx, "/i"); err != nil {
		t.Fatal(err)
	}
	lab := &router{visits: map[string]int{}}
	p = pipeline(lab)
	p.Store, p.Resume = st, &head
	var done []int
	p.Events = func(e scan.Event) {
		if e.Kind == scan.Judged {
			done = append(done, e.Done)
		}
	}
	r, err = p.Run(ctx, scan.SourceSSH, iosDevices("a", "b", "c", "d"))
	if err != nil || r.Interrupted || states(r) != "a=FAIL b=OVER c=OVER d=OVER" {
		t.Fatalf("%s, interrupted %v, %v", states(r), r.Interrupted, err)
	}
	if d := cmp.Diff(map[string]int{"b": 1, "c": 1, "d": 1}, lab.visits); d != "" {
		t.Errorf("visits: %s", d)
	}
	if d := cmp.Diff([]int{1, 2, 3, 4}, done); d != "" {
		t.Errorf("done: %s", d)
	}
	want := &scan.Metrics{Planned: 4, Visited: 4, Failed: map[string]int{"auth": 1}, AuthRejects: 1, Runs: 3}
	if d := cmp.Diff(want, r.Metrics); d != "" {
		t.Error(d)
	}
	if stored, err := st.Scan(ctx, "k"); err != nil || stored.Visited != 4 || stored.Finished.IsZero() {
		t.Errorf("stored %+v, %v", stored, err)
	}
}

// What runs past the grace is ended, and what a device decided is kept though
// nothing was read.
func TestTheGraceIsBounded(t *testing.T) {
	stop := make(chan struct{})
	lab := &router{visits: map[string]int{}}
	lab.during = func(ctx context.Context, _ string, asked int) error {
		if asked == 2 {
			close(stop)
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}
	p := pipeline(lab)
	p.Stop, p.Grace = stop, 30*time.Millisecond
	began := time.Now()
	r, err := p.Run(context.Background(), scan.SourceSSH, iosDevices("a"))
	if err != nil || !r.Interrupted || len(r.Devices) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestARejectedLoginIsKeptWhenStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := pipeline(script{"a": func(context.Context) (*transcript.Transcript, error) {
		cancel()
		return &transcript.Transcript{}, &collect.Error{Cause: collect.CauseAuth, Msg: "no"}
	}})
	r, err := p.Run(ctx, scan.SourceSSH, devices("a"))
	if err != nil || len(r.Devices) != 1 || r.Devices[0].Verdict.Device.Failure.Cause != "auth" {
		t.Errorf("%+v, %v", r.Devices, err)
	}
}

func TestWhatIsTakenIsInTheStore(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	p := pipeline(&router{visits: map[string]int{}})
	taken := ""
	p.Store, p.Take = st, func(d *scan.Device) { taken += d.Inventory.Name }
	r, err := p.Run(ctx, scan.SourceSSH, iosDevices("a"))
	if err != nil || len(r.Devices[0].Transcript.Records) != 0 || taken != "a" || states(r) != "a=OVER" {
		t.Fatalf("%+v, %v", r, err)
	}
	_ = st.Visits(ctx, r.ID, func(v *store.Visit) error {
		if len(v.Transcript.Records) == 0 {
			t.Error("the store lost it too")
		}
		return nil
	})
}

func TestOneProcessAtATime(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	head := store.Scan{ID: "k", Started: at, Planned: 1, Inventory: "/i", Devices: []string{"a"}}
	_ = st.Begin(ctx, head)
	release, err := st.Hold("k")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	p := pipeline(script{})
	p.Store, p.Resume = st, &head
	if _, err := p.Run(ctx, scan.SourceSSH, devices("a")); err == nil || !strings.Contains(err.Error(), "another headroom") {
		t.Errorf("err = %v", err)
	}
}

func TestDrift(t *testing.T) {
	came, gone := scan.Drift([]string{"c", "a", "b"}, devices("b", "x", "d"))
	if d := cmp.Diff([][]string{{"x", "d"}, {"a", "c"}}, [][]string{came, gone}); d != "" {
		t.Error(d)
	}
}
