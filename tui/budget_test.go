package tui

import (
	"fmt"
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/tui/fleet"
)

func bigUI(w, h, n int) *Model {
	m := New(&Options{Result: bigFleet(n), Now: clock, Feed: NewFeed()})
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.View()
	return m
}

// The budget of design: a key and its frame take at most 64 KB at 160x45 and 96 KB at
// 240x67, of 100,000 devices; and some hundred allocations.
func TestAKeyStaysInItsBudget(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates on its own account")
	}
	for _, x := range []struct {
		w, h   int
		budget uint64
	}{{160, 45, 64 << 10}, {240, 67, 96 << 10}} {
		m := bigUI(x.w, x.h, 100_000)
		keys := []tea.KeyPressMsg{keyOf("j"), keyOf("G"), keyOf("k"), keyOf("ctrl+u"), keyOf("g")}
		const rounds = 40
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for i := range rounds * len(keys) {
			m.Update(keys[i%len(keys)])
			m.View()
		}
		runtime.ReadMemStats(&after)
		if per := (after.TotalAlloc - before.TotalAlloc) / uint64(rounds*len(keys)); per > x.budget {
			t.Errorf("%dx%d: a key and its frame take %d bytes, the budget is %d", x.w, x.h, per, x.budget)
		}
		if per := (after.Mallocs - before.Mallocs) / uint64(rounds*len(keys)); per > 1500 {
			t.Errorf("%dx%d: a key and its frame take %d allocations", x.w, x.h, per)
		}
	}
}

// A batch of a scan allocates by the batch, not by the fleet.
func TestABatchStaysInItsBudget(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates on its own account")
	}
	m := bigUI(160, 45, 20_000)
	m.sh.Running = true
	m.live.Begin(true)
	devices := make([]scan.Device, 500)
	for i := range devices {
		devices[i] = router(m.sh.List.At(i*7).Name, "fra1", "cat6500", audit.Warn, solve.None, 1000, 2000, 3000)
	}
	batch := func() float64 {
		return testing.AllocsPerRun(1, func() {
			for i := range devices {
				m.opts.Feed.Push(scan.Event{Kind: scan.Judged, At: clock(), Device: &devices[i]})
			}
			m.Update(tick{})
		})
	}
	batch()
	if n := batch(); n > 20*500 {
		t.Errorf("a batch of 500 devices takes %.0f allocations", n)
	}
}

func BenchmarkKey(b *testing.B) {
	for _, size := range append(sizes()[1:], [2]int{240, 67}) {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			m := bigUI(size[0], size[1], 100_000)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				m.Update(keyOf([]string{"j", "k"}[i%2]))
				m.View()
			}
		})
	}
}

func BenchmarkFilterKeystroke(b *testing.B) {
	m := bigUI(160, 45, 100_000)
	m.Update(keyOf("/"))
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		m.Update(keyOf([]string{"7", "backspace"}[i%2]))
		m.View()
	}
}

func BenchmarkFilterSeverity(b *testing.B) {
	m := bigUI(160, 45, 100_000)
	q, err := query.Parse("sev>=warn free4<10%")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.sh.List.Filter(q)
	}
}

// A key that sorts does not wait for the order of a large fleet.
func TestALargeFleetIsSortedBehindTheScreen(t *testing.T) {
	m := bigUI(80, 24, 20_000)
	_, cmd := m.Update(keyOf("s"))
	if o, _ := m.sh.List.Sorted(); cmd == nil || o != fleet.ByWorst || m.sh.Busy == "" {
		t.Fatalf("sorted at once: %v, %q", o, m.sh.Busy)
	}
	late := cmd()
	_, newer := m.Update(keyOf("s")) // asked again before the first was done
	m.Update(late)
	if o, _ := m.sh.List.Sorted(); o != fleet.ByWorst {
		t.Errorf("what came too late is shown: %v", o)
	}
	m.Update(newer())
	if o, _ := m.sh.List.Sorted(); o != fleet.ByOut || m.sh.Busy != "" {
		t.Errorf("sorted by %v, busy %q", o, m.sh.Busy)
	}
}

func BenchmarkSort(b *testing.B) {
	m := bigUI(160, 45, 100_000)
	b.ResetTimer()
	for range b.N {
		m.Update(keyOf("s"))
	}
}

func BenchmarkLiveBatch(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := bigUI(160, 45, n)
			m.sh.Running = true
			m.live.Begin(true)
			devices := make([]scan.Device, 500)
			for i := range devices {
				devices[i] = router(m.sh.List.At(i*7).Name, "fra1", "cat6500", audit.Warn, solve.None, 1000, 2000, 3000)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				b.StopTimer() // the rows are made where the scan runs
				for i := range devices {
					m.opts.Feed.Push(scan.Event{Kind: scan.Judged, At: clock(), Device: &devices[i]})
				}
				b.StartTimer()
				m.Update(tick{})
				m.View()
			}
		})
	}
}
