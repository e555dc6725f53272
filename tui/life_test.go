package tui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/teatest/v2"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/screen/list"
)

const patience = 20 * time.Second

func TestALife(t *testing.T) {
	feed := halfway()
	tm := teatest.NewTestModel(t, New(&Options{Feed: feed, Now: clock}), teatest.WithInitialTermSize(80, 24))
	waitFor(t, tm, "show version")
	tm.Send(tea.WindowSizeMsg{Width: 120, Height: 30})
	feed.Push(scan.Event{Kind: scan.Finished, At: clock(), Planned: 9, Done: 9, Result: fleetResult()})
	waitFor(t, tm, "rows 1-9")
	tm.Send(keyOf("q"))
	m := tm.FinalModel(t, teatest.WithFinalTimeout(patience)).(*Model)
	if m.sh.W != 120 || m.sh.Current != list.Name || m.sh.List.Len() != 9 || m.sh.Running {
		t.Errorf("%dx%d, %s, %d rows, live %v", m.sh.W, m.sh.H, m.sh.Current, m.sh.List.Len(), m.sh.Running)
	}
}

func waitFor(t *testing.T, tm *teatest.TestModel, text string) {
	t.Helper()
	teatest.WaitFor(t, tm.Output(), func(b []byte) bool { return bytes.Contains(b, []byte(text)) }, teatest.WithDuration(patience))
}

// quiet is a terminal that shows nothing and says nothing.
type quiet struct{ stop chan struct{} }

func (q quiet) Read([]byte) (int, error) { <-q.stop; return 0, io.EOF }

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	q := quiet{make(chan struct{})}
	defer close(q.stop)
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, &Options{Result: fleetResult(), In: q, Out: io.Discard, NoColor: true}) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("a hang-up is an error: %v", err)
		}
	case <-time.After(patience):
		t.Fatal("Run goes on after its context has ended")
	}
}

func TestRunQuits(t *testing.T) {
	ended := make(chan error, 1)
	go func() {
		ended <- Run(t.Context(), &Options{Result: fleetResult(), In: strings.NewReader("jjq"), Out: io.Discard})
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("q does not quit")
	}
}

func TestTheFeedLosesNothing(t *testing.T) {
	f := NewFeed()
	var pushers sync.WaitGroup
	for range 8 {
		pushers.Go(func() {
			for range 500 {
				f.Push(scan.Event{Kind: scan.Session})
			}
		})
	}
	done := make(chan struct{})
	go func() { pushers.Wait(); f.Push(scan.Event{Kind: scan.Finished}); close(done) }()
	n := 0
	for ended := false; !ended; {
		var events []fed
		events, ended = f.drain()
		n += len(events)
	}
	<-done
	if n != 8*500+1 {
		t.Errorf("%d events came through, want %d", n, 8*500+1)
	}
}
