package scan_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

var at = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// latched is a synthetic log of a box whose overflow state is latched.
const latched = `core1#show platform hardware capacity
L3 Forwarding Resources
             FIB TCAM usage:                     Total        Used	%Used
                  72 bits (IPv4, MPLS, EoM)     524288      240000	  46%
                 144 bits (IP mcast, IPv6)      262144          10	   1%
core1#show mls cef exception status
       Current IPv4 FIB exception state = TRUE
       Current IPv6 FIB exception state = FALSE
       Current MPLS FIB exception state = FALSE
core1#
`

// script is a collector that gives what it was told to, by device.
type script map[string]func(ctx context.Context) (*transcript.Transcript, error)

func (s script) Collect(ctx context.Context, job collect.Job) (*transcript.Transcript, error) {
	return s[job.Device.Name](ctx)
}

func log(t *testing.T, text string) func(context.Context) (*transcript.Transcript, error) {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return func(context.Context) (*transcript.Transcript, error) { return tr, nil }
}

func fails(cause collect.Cause) func(context.Context) (*transcript.Transcript, error) {
	return func(context.Context) (*transcript.Transcript, error) {
		return &transcript.Transcript{}, &collect.Error{Cause: cause, Msg: "no", Hint: "do something"}
	}
}

func devices(names ...string) []inventory.Device {
	var out []inventory.Device
	for _, n := range names {
		out = append(out, inventory.Device{Name: n, Site: "fra3"})
	}
	return out
}

func pipeline(c collect.Collector) *scan.Pipeline {
	return &scan.Pipeline{Collector: c, Registry: registry.All(), Policy: policy.Default(), Now: func() time.Time { return at }, Version: "t"}
}

func states(r *scan.Result) string {
	var out []string
	for i := range r.Devices {
		out = append(out, r.Devices[i].Inventory.Name+"="+string(r.Devices[i].Verdict.State))
	}
	return strings.Join(out, " ")
}

func TestEveryDeviceIsVisitedOnceAndInOrder(t *testing.T) {
	p := pipeline(script{"b": log(t, latched), "a": fails(collect.CauseAuth), "c": log(t, latched)})
	var kinds []scan.EventKind
	p.Events = func(e scan.Event) {
		if e.Kind != scan.Session {
			kinds = append(kinds, e.Kind)
		}
	}
	r, err := p.Run(context.Background(), scan.SourceSSH, devices("b", "a", "c"))
	if err != nil {
		t.Fatal(err)
	}
	if got := states(r); got != "b=OVER a=FAIL c=OVER" {
		t.Errorf("states: %s", got)
	}
	want := []scan.EventKind{scan.Started, scan.Judged, scan.Judged, scan.Judged, scan.Finished}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Error(d)
	}
	if f := r.Devices[1].Verdict.Device.Failure; f.Cause != "auth" || f.Hint != "do something" {
		t.Errorf("failure = %+v", f)
	}
	if r.Counts()[audit.Over] != 2 || r.Interrupted {
		t.Errorf("counts %v interrupted %v", r.Counts(), r.Interrupted)
	}
}

func TestAStoredScanIsJudgedAgain(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	p := pipeline(script{"a": log(t, latched), "b": fails(collect.CauseUnreach)})
	p.Store = st
	first, err := p.Run(ctx, scan.SourceSSH, devices("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	head, err := st.Newest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	again, err := scan.Open(ctx, p, head)
	if err != nil {
		t.Fatal(err)
	}
	if states(first) != states(again) || again.ID != first.ID || again.Interrupted {
		t.Errorf("stored %s, read %s", states(first), states(again))
	}
	if d := cmp.Diff(first.Devices[0].Verdict.Findings, again.Devices[0].Verdict.Findings); d != "" {
		t.Errorf("findings differ:\n%s", d)
	}
	if f := again.Devices[1].Verdict.Device.Failure; f.Cause != "unreachable" || f.Text != "no" {
		t.Errorf("failure = %+v", f)
	}
	kept, err := st.Readings(ctx, first.ID)
	if err != nil || len(kept) != 2 {
		t.Fatalf("%d readings, %v", len(kept), err)
	}
	for i := range kept {
		want := scan.ReadingOf(&first.Devices[i].Verdict, first.Devices[i].Verdict.Device.Recorded, p.Version)
		want.Judged.Policy = p.Policy.Mark()
		if kept[i].Judged != want.Judged || len(kept[i].Samples) != len(first.Devices[i].Verdict.Pools) {
			t.Errorf("kept %+v, judged %+v", kept[i].Judged, want.Judged)
		}
	}
	if kept[1].Judged.State != "FAIL" || kept[1].Judged.Cause != "unreachable" {
		t.Errorf("kept %+v", kept)
	}
}

func TestWhatWasReadSurvivesAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var begun sync.WaitGroup // a and b are under way when c stops the scan
	begun.Add(2)
	waits := func(ctx context.Context) (*transcript.Transcript, error) {
		begun.Wait()
		cancel()
		<-ctx.Done()
		return &transcript.Transcript{}, &collect.Error{Cause: collect.CauseCancelled, Msg: "stopped"}
	}
	whole := func(ctx context.Context) (*transcript.Transcript, error) {
		begun.Done()
		return log(t, latched)(ctx)
	}
	half := func(ctx context.Context) (*transcript.Transcript, error) {
		begun.Done()
		<-ctx.Done()
		tr, _ := transcript.ParseLog([]byte(latched))
		return tr, &collect.Error{Cause: collect.CauseCancelled, Msg: "stopped"}
	}
	p := pipeline(script{"a": whole, "b": half, "c": waits, "d": waits})
	p.Record = filepath.Join(t.TempDir(), "rec")
	r, err := p.Run(ctx, scan.SourceSSH, devices("a", "b", "c", "d"))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Interrupted || r.Planned != 4 {
		t.Errorf("interrupted %v planned %d", r.Interrupted, r.Planned)
	}
	got := states(r)
	if !strings.Contains(got, "b=OVER") || strings.Contains(got, "c=") {
		t.Errorf("kept: %s", got)
	}
	raw, err := os.ReadFile(filepath.Join(p.Record, "b.transcript"))
	if err != nil {
		t.Fatal(err)
	}
	tr, err := transcript.Parse(raw)
	if err != nil || tr.Failure != "cancelled: stopped" {
		t.Errorf("recorded %q, %v", tr.Failure, err)
	}
}

func TestAStoreThatFailsDoesNotLoseTheAnswer(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline(script{"a": func(context.Context) (*transcript.Transcript, error) {
		_ = st.Close()
		return log(t, latched)(ctx)
	}})
	p.Store = st
	r, err := p.Run(ctx, scan.SourceSSH, devices("a"))
	if err == nil || states(r) != "a=OVER" {
		t.Errorf("err %v, states %s", err, states(r))
	}
}

func TestAParserThatPanicsIsAFinding(t *testing.T) {
	p := pipeline(script{"a": log(t, latched), "b": log(t, strings.ReplaceAll(latched, "core1", "r2"))})
	p.Registry = vendors.Registry{{
		ID: fact.IOS, Detect: func(string) int { return 1 },
		Parsers: []vendors.Parser{{Name: "boom", Commands: []string{"show **"}, Read: func(s *textscan.Scan, _ *fact.Reading) {
			if strings.Contains(s.Text(), "240000") {
				panic("index out of range")
			}
		}}},
	}}
	r, err := p.Run(context.Background(), scan.SourceFiles, devices("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	if got := states(r); got != "a=FAIL b=FAIL" {
		t.Errorf("states: %s", got)
	}
	if f := r.Devices[0].Verdict.Device.Failure; f.Cause != "bug" || len(r.Devices[0].Transcript.Records) == 0 {
		t.Errorf("failure %+v, records kept %d", f, len(r.Devices[0].Transcript.Records))
	}
}

func TestRecordFolderThatCanNotBeMade(t *testing.T) {
	p := pipeline(script{"a": log(t, latched)})
	p.Record = "/proc/headroom/rec"
	if _, err := p.Run(context.Background(), scan.SourceSSH, devices("a")); err == nil || !errors.Is(err, os.ErrNotExist) && !strings.Contains(err.Error(), "record") {
		t.Errorf("err = %v", err)
	}
}

// A device that does not say what it is gets asked what each family needs, until
// an answer proves one.
func TestAnUnknownDeviceIsProbed(t *testing.T) {
	answers := map[string]string{
		"show mls cef exception status": "       Current IPv4 FIB exception state = TRUE\n",
	}
	var asked []string
	p := pipeline(collectFunc(func(_ context.Context, job collect.Job) (*transcript.Transcript, error) {
		tr := &transcript.Transcript{Device: "a"}
		for {
			cmds := job.Next(tr)
			if len(cmds) == 0 {
				return tr, nil
			}
			for _, c := range cmds {
				asked = append(asked, c.Text)
				text, ok := answers[c.Text]
				state := transcript.Complete
				if !ok {
					text, state = "% Invalid input detected at '^' marker.\n", transcript.Rejected
				}
				tr.Records = append(tr.Records, transcript.Record{Kind: transcript.Command, Command: c.Text, Raw: []byte(text), BodyEnd: len(text), State: state})
			}
		}
	}))
	d := devices("a")
	d[0].OS = fact.IOS
	r, err := p.Run(context.Background(), scan.SourceSSH, d)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Devices[0].Verdict; got.State != audit.Over || got.Device.Family != "cat6500" {
		t.Errorf("state %s family %q after %d commands", got.State, got.Device.Family, len(asked))
	}
}

// However long devices wait for their turn at a site, each is visited once.
func TestAWaitForASiteIsNotALostVisit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		visits := map[string]int{}
		p := pipeline(collect.Limit(collectFunc(func(ctx context.Context, job collect.Job) (*transcript.Transcript, error) {
			mu.Lock()
			visits[job.Device.Name]++
			mu.Unlock()
			time.Sleep(30 * time.Minute) // --timeout 30m
			if ctx.Err() != nil {
				t.Errorf("the visit of %s was ended by another one", job.Device.Name)
			}
			return log(t, latched)(ctx)
		}), inventory.Limits{PerSite: 1}, nil))
		p.Workers = 16
		all := devices("a", "b", "c", "d", "e", "f")
		for i := range all {
			all[i].Host = all[i].Name
		}
		r, err := p.Run(context.Background(), scan.SourceSSH, all)
		if err != nil || states(r) != "a=OVER b=OVER c=OVER d=OVER e=OVER f=OVER" {
			t.Errorf("%s, %v", states(r), err)
		}
		for name, n := range visits {
			if n != 1 {
				t.Errorf("%s was visited %d times", name, n)
			}
		}
	})
}

func TestADeviceTwiceInTheListIsVisitedOnce(t *testing.T) {
	r, err := pipeline(script{"a": log(t, latched)}).Run(context.Background(), scan.SourceSSH, devices("a", "a"))
	if err == nil || !strings.Contains(err.Error(), "a is twice in the list of devices") || states(r) != "a=OVER" {
		t.Errorf("%s, %v", states(r), err)
	}
}

type collectFunc func(context.Context, collect.Job) (*transcript.Transcript, error)

func (f collectFunc) Collect(ctx context.Context, job collect.Job) (*transcript.Transcript, error) {
	return f(ctx, job)
}

// What other rules judged is judged anew for a list; --rejudge reads it by the rules of today.
func TestThePastIsReadAgainByTodaysRules(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	head := store.Scan{ID: "s", Started: at}
	_ = st.Begin(ctx, head)
	said, _ := log(t, latched)(ctx)
	old := &store.Reading{Device: "a", At: at, Judged: store.Judged{State: "ok", Rules: "older"}}
	if err := st.Append(ctx, "s", &store.Visit{Device: "a", Transcript: said, Reading: old}); err != nil {
		t.Fatal(err)
	}
	p := pipeline(nil)
	p.Store = st
	listed, err := scan.List(ctx, p, head)
	if err != nil || states(listed) != "a=OVER" || listed.Devices[0].Kept != nil {
		t.Fatalf("listed %s, %v: it was judged by rules of before", states(listed), err)
	}
	series, _ := st.Series(ctx, "a")
	series = append(series, store.Reading{Scan: "gone", Device: "a", At: at, Judged: store.Judged{State: "WARN"}})
	again, kept, err := scan.Rejudge(ctx, p, series)
	if err != nil || kept != 1 || len(again) != 2 || again[0].Judged.State != "OVER" || again[0].Judged.Rules != "t" || again[1].Judged.State != "WARN" {
		t.Errorf("%d kept, %+v, %v", kept, again, err)
	}
	d, err := scan.OpenDevice(ctx, p, head, "a")
	if err != nil || d.Verdict.State != audit.Over || len(d.Verdict.Findings) == 0 || d.Kept != nil {
		t.Errorf("%+v, %v", d.Verdict, err)
	}
}

// Reading a file knows no signal: the first one ends a scan of files all the same, with
// the answer so far.
func TestASignalEndsAScanOfFilesInTheMiddleOfOne(t *testing.T) {
	stop, never := make(chan struct{}), make(chan struct{})
	defer close(never)
	p := pipeline(script{"a": log(t, latched), "b": func(context.Context) (*transcript.Transcript, error) {
		<-never
		return &transcript.Transcript{}, nil
	}})
	p.Stop = stop
	p.Workers = 2
	p.Events = func(e scan.Event) {
		if e.Kind == scan.Judged {
			close(stop)
		}
	}
	r, err := p.Run(context.Background(), scan.SourceFiles, devices("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	if states(r) != "a=OVER" || !r.Interrupted || r.Planned != 2 {
		t.Errorf("%s, interrupted %v, planned %d", states(r), r.Interrupted, r.Planned)
	}
}

// Files that were not even looked at are as much as devices that were not visited.
func TestFilesThatWereNotReached(t *testing.T) {
	p := pipeline(script{})
	p.Passed = func() []collect.Passed { return []collect.Passed{{File: "a.log", Why: collect.NotReached}} }
	if r, err := p.Run(context.Background(), scan.SourceFiles, nil); err != nil || !r.Interrupted {
		t.Errorf("interrupted %v, %v", r.Interrupted, err)
	}
}
