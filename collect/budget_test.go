package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// opens gives one connection, once.
func opens(c *Conn) map[inventory.Transport]Opener {
	return map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) { return c, nil })}
}

func causeOf(err error) Cause {
	var e *Error
	errors.As(err, &e)
	if e == nil {
		return ""
	}
	return e.Cause
}

// TestBusy: a device that needs long for an echo is asked nothing more, and is
// left politely; one whose answer needs long is not meant.
func TestBusy(t *testing.T) {
	f := &fakeCLI{prompt: "edge1#", answers: map[string]func(*dialog){
		"show slow": func(d *dialog) { d.rest(250 * time.Millisecond); d.say("slow\n") },
		"show a":    func(d *dialog) { d.say("a\n") },
	}}
	f.echo = func(cmd string) string {
		if cmd == "show a" {
			time.Sleep(250 * time.Millisecond)
		}
		return cmd + "\r\n"
	}
	c, stop := f.open(t)
	defer stop()
	timing := quick()
	timing.Slow = 150 * time.Millisecond
	s := &Session{Timing: timing, Openers: opens(c)}
	asked := false
	tr, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "edge1"}, Next: func(*transcript.Transcript) []Command {
		if asked {
			return nil
		}
		asked = true
		return []Command{{Text: "show slow"}, {Text: "show a"}, {Text: "show b"}}
	}})
	if causeOf(err) != CauseBusy || !strings.HasPrefix(tr.Failure, "busy: it needed ") || !strings.Contains(tr.Failure, `to echo "show a"`) {
		t.Errorf("%v", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if got := strings.Join(f.sent, ","); got != "terminal length 0,terminal width 511,show slow,show a,exit" {
		t.Errorf("it was sent %s", got)
	}
	if asked, whole := tr.Commands(); asked != 2 || whole != 2 {
		t.Errorf("%d of %d answers are whole", whole, asked)
	}
}

// TestBudget: a Next that never ends is stopped, and what was read is kept.
func TestBudget(t *testing.T) {
	f := &fakeCLI{prompt: "edge1#"}
	c, stop := f.open(t)
	defer stop()
	s := &Session{Timing: quick(), Openers: opens(c)}
	n := 0
	tr, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "edge1"}, Next: func(*transcript.Transcript) []Command {
		n++
		return []Command{{Text: fmt.Sprint("show ", n)}}
	}})
	if asked, _ := tr.Commands(); causeOf(err) != CauseBudget || asked != maxAsked {
		t.Errorf("%d asked: %v", asked, err)
	}
}
