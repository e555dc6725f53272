package tui

import (
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/tui/screen"
)

// Two terminals on one plan: neither takes from the other what it ticked, put in or marked.
func TestTwoTerminalsKeepOnePlan(t *testing.T) {
	ports := lent(fleetResult())
	show := func() *ui { return open(t, 160, 45, &Options{Result: fleetResult(), Ports: ports}) }
	a := show().Filter("host:nrt1-pe-11").Press("p", "4", "tab")
	b := show().Press("4", "tab", "j", "space").Expect("1 of ") // the second step
	a.Press("space").Expect("2 of ")
	b.Press("1").Filter("host:ams1-edge-05").Press("p", "space", "4").Expect("nrt1-pe-11", "ams1-edge-05", "2 of ")
	a.Press("k", "space").Expect("1 of ") // taken away again
	b.Press("1", "4").Expect("1 of ")
	kept, _ := ports.Keep.Load()
	if len(kept.Ticks) != 1 || !slices.Equal(kept.Devices, []string{"nrt1-pe-11", "ams1-edge-05"}) || !slices.Equal(kept.Marks, []string{"ams1-edge-05"}) {
		t.Errorf("kept %+v", kept)
	}
}

// Marks of devices that this scan has not are not lost by saving.
func TestMarksOfAnotherScanStay(t *testing.T) {
	ports := lent(fleetResult())
	_, _ = ports.Keep.Save(func(k screen.Kept) screen.Kept { k.Marks = []string{"elsewhere"}; return k })
	u := open(t, 80, 24, &Options{Result: fleetResult(), Ports: ports}).Press("space")
	if got := u.m.sh.List.Marks(); len(got) != 2 || got[1] != "elsewhere" {
		t.Errorf("marked are %v", got)
	}
	if kept, _ := ports.Keep.Load(); len(kept.Marks) != 2 {
		t.Errorf("kept are %v", kept.Marks)
	}
	if got := u.m.sh.List.Chosen(); len(got) != 1 {
		t.Errorf("chosen are %v", got)
	}
}

// failing keeps, and breaks the program after so many times.
type failing struct {
	screen.Keeper
	left   atomic.Int32
	broken *atomic.Bool
}

func (f *failing) Save(change func(screen.Kept) screen.Kept) (screen.Kept, error) {
	defer func() { f.broken.Store(f.left.Add(-1) == 0) }()
	return f.Keeper.Save(change)
}

// seen is what a terminal got.
type seen struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *seen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *seen) wait(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s.mu.Lock()
		found := strings.Contains(s.text.String(), text)
		s.mu.Unlock()
		if found {
			return
		}
	}
	t.Fatalf("never seen: %q in %q", text, s.text.String())
}

// What was ticked before a panic is kept, and the program says that it ended badly.
func TestTicksSurviveAPanic(t *testing.T) {
	var broken atomic.Bool
	screen, keys := &seen{}, make(chan string)
	o := &Options{Result: fleetResult(), Out: screen, In: typist{keys}, Now: func() time.Time {
		if broken.Load() {
			panic("a defect")
		}
		return clock()
	}}
	o.Ports = lent(o.Result)
	keep := &failing{Keeper: o.Ports.Keep, broken: &broken}
	keep.left.Store(3)
	o.Ports.Keep = keep
	ended := make(chan error, 1)
	go func() { ended <- Run(t.Context(), o) }()
	keys <- "jp4"
	screen.wait(t, "not signed off")
	keys <- "\t  "
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a panic is told as a good end")
		}
	case <-time.After(patience):
		t.Fatal("the program goes on")
	}
	close(keys)
	if kept, _ := keep.Load(); len(kept.Ticks) != 2 || len(kept.Devices) != 1 {
		t.Errorf("kept %d ticks of %v", len(kept.Ticks), kept.Devices)
	}
}

// typist types what comes through the channel.
type typist struct{ keys <-chan string }

func (p typist) Read(b []byte) (int, error) {
	text, more := <-p.keys
	if !more {
		return 0, io.EOF
	}
	return copy(b, text), nil
}
