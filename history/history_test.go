package history_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/store"
)

var day0 = time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)

// reading is what a router said on a day.
func reading(name string, day int, used, size float64) store.Reading {
	return store.Reading{
		Device: name, At: day0.AddDate(0, 0, day), Booted: day0.AddDate(-1, 0, 0),
		Judged:  store.Judged{State: "ok", Complete: true, Active: "512k", Version: "15.1", Register: "0x2102", Model: "M"},
		Samples: []store.Sample{{Name: "IPv4", Resource: "fib.ipv4", Unit: "entries", Kind: fact.CapCarve, Used: fact.Derived(used, fact.Span{}, "t"), Cap: fact.Derived(size, fact.Span{}, "t")}},
	}
}

func rank(state string) int {
	return slices.Index([]string{"OVER", "CRIT", "WARN", "FAIL", "ok"}, state)
}

func TestDiffNamesWhatChanged(t *testing.T) {
	base := func(name string) store.Reading { return reading(name, 0, 1000, 2000) }
	var a, b []store.Reading
	for name, change := range map[string]func(r *store.Reading){
		"same":     func(*store.Reading) {},
		"worse":    func(r *store.Reading) { r.Judged.State, r.Judged.Pool = "CRIT", "IPv4" },
		"unsure":   func(r *store.Reading) { r.Judged.Complete = false },
		"unread":   func(r *store.Reading) { r.Judged = store.Judged{State: "FAIL", Cause: "auth"}; r.Samples = nil },
		"reloaded": func(r *store.Reading) { r.Booted = r.At.Add(-time.Hour) },
		"resized":  func(r *store.Reading) { r.Samples[0].Cap = fact.Derived(4000, fact.Span{}, "t") },
		"upgraded": func(r *store.Reading) { r.Judged.Version = "15.2" },
		"register": func(r *store.Reading) { r.Judged.Register = "0x2142" },
		"waits":    func(r *store.Reading) { r.Judged.Pending, r.Judged.After = true, "768k" },
	} {
		x, y := base(name), base(name)
		y.At, y.Samples = y.At.AddDate(0, 0, 1), slices.Clone(y.Samples)
		change(&y)
		a, b = append(a, x), append(b, y)
	}
	better := base("better")
	better.Judged.State = "WARN"
	other := base("new")
	other.Booted = other.Booted.AddDate(0, 1, 0)
	a, b = append(a, better, base("gone")), append(b, base("better"), other)
	var got []string
	for _, c := range history.Diff(a, b, rank, nil) {
		got = append(got, fmt.Sprintf("%s %s: %s", c.Device, c.Kind, c.Text))
	}
	want := []string{
		"unsure worse: not everything that must be known was answered",
		"worse worse: CRIT, was ok: IPv4",
		"unread not read any more: auth, was ok",
		"gone gone: was ok",
		"waits pending: a change is pending a reload: 768k",
		"register allocation: configuration register 0x2142, was 0x2102",
		"resized allocation: IPv4: 4,000 entries, was 2,000",
		"reloaded reloaded: reloaded, it runs since 2026-01-02 01:00Z",
		"upgraded software: 15.2 runs, was 15.1",
		"new new: ok",
		"better better: ok, was WARN",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
}

func TestALeakIsGrowthBeyondItsBand(t *testing.T) {
	var past []store.Reading
	for d := range 100 {
		past = append(past, reading("r", d, 500_000+float64(d)*100, 1_000_000))
	}
	for _, c := range []struct {
		used float64
		want int
	}{{510_000, 0}, {515_000, 0}, {540_000, 1}, {480_000, 0}} {
		b := reading("r", 100, c.used, 1_000_000)
		got := history.Diff(past[99:], []store.Reading{b}, rank, func(string) []store.Reading { return past })
		if len(got) != c.want {
			t.Errorf("%v: %v", c.used, got)
		}
	}
	undated := slices.Clone(past)
	for i := range undated {
		undated[i].Judged.Undated = true
	}
	if got := history.Diff(past[99:], []store.Reading{reading("r", 100, 540_000, 1_000_000)}, rank, func(string) []store.Reading { return undated }); len(got) != 0 {
		t.Errorf("captures without a date have a band: %v", got)
	}
}

func TestOtherHardwareByTheSameNameIsAnotherPast(t *testing.T) {
	series := []store.Reading{reading("r", 0, 1, 2), reading("r", 1, 1, 2), reading("r", 2, 1, 2)}
	series[0].Judged.Model = "old"
	if got := history.Same(series); len(got) != 2 {
		t.Errorf("%d readings, want the 2 of the hardware that is there", len(got))
	}
}

func BenchmarkDiff(b *testing.B) {
	var x, y []store.Reading
	for i := range 10_000 {
		r := reading(fmt.Sprintf("r%05d", i), 0, 500_000, 1_000_000)
		for j := range 11 {
			m := r.Samples[0]
			m.Instance = fmt.Sprint(j)
			r.Samples = append(r.Samples, m)
		}
		x = append(x, r)
		r.At = r.At.AddDate(0, 0, 1)
		y = append(y, r)
	}
	for b.Loop() {
		history.Diff(x, y, rank, func(string) []store.Reading { return nil })
	}
}
