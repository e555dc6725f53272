package tui

import (
	"math/rand"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
)

func everyKey() []string {
	keys := []string{"enter", "esc", "tab", "backspace", "delete", "left", "right", "x", "ü", "漢", "ctrl+u", "ctrl+w", "y", "1", "2", "5"}
	m := New(&Options{})
	for _, a := range m.actions.All() {
		for _, k := range a.Keys {
			if k != "ctrl+z" {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// options of a walk: a fleet with hostile text, with or without a scan that runs.
func walkOptions(n byte) *Options {
	o := &Options{Result: fleetResult(hostileDevice()), Title: hostile, Now: clock, ASCII: n&1 > 0, NoColor: n&2 > 0}
	o.Ports = lent(o.Result)
	if n&2 > 0 { // some are as the store kept them
		kept := *o.Result
		kept.Devices = slices.Clone(kept.Devices)
		for i := range kept.Devices {
			if i%2 == 0 {
				kept.Devices[i].Kept = &store.Judged{Refused: hostile, Lines: hostile}
				kept.Devices[i].Verdict.Findings = nil
			}
		}
		o.Result = &kept
	}
	switch {
	case n&4 > 0:
		o.Feed, o.Result = halfway(), nil
		bad := hostileDevice()
		o.Feed.Push(scan.Event{Kind: scan.Judged, Planned: 6, Done: 3, Device: &bad})
	case n&8 > 0:
		o.Feed = NewFeed()
		o.Ports = lent(o.Result)
		o.Ports.Rescan = func([]string) error { return nil }
	}
	return o
}

// walk presses keys at random; every frame on the way is checked.
func walk(t *testing.T, seed int64, n byte, steps int) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	keys := everyKey()
	u := open(t, 80, 24, walkOptions(n))
	for range steps {
		switch r.Intn(12) {
		case 0:
			u.Resize(1+r.Intn(170), 1+r.Intn(50))
		case 1:
			if u.m.opts.Feed != nil {
				u.m.Update(tick{})
				u.Frame()
			}
		case 2:
			_, cmd := u.m.Update(tea.MouseClickMsg{X: r.Intn(u.m.sh.W + 2), Y: r.Intn(u.m.sh.H + 2), Button: tea.MouseLeft})
			u.Frame()
			u.work(cmd)
		case 3:
			u.m.Update(tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[r.Intn(2)]})
			u.Frame()
		default:
			u.Press(keys[r.Intn(len(keys))])
		}
	}
}

func TestEveryFrameIsWellFormed(t *testing.T) {
	for n := range byte(16) {
		for seed := range int64(3) {
			walk(t, seed, n, 250)
		}
	}
}

func FuzzKeys(f *testing.F) {
	f.Add(int64(1), byte(0))
	f.Add(int64(2), byte(7))
	f.Fuzz(func(t *testing.T, seed int64, n byte) { walk(t, seed, n, 120) })
}

func TestHostileTextIsVisible(t *testing.T) {
	u := open(t, 160, 45, &Options{Result: &scan.Result{Devices: []scan.Device{hostileDevice()}}})
	u.Expect(`\x1b]52`)
	for _, section := range []string{"enter", "tab", "tab", "tab"} {
		u.Press(section).Expect(`\x1b`).ExpectNot("\u202e", "\u200b")
	}
}

func TestASCIIHasNothingElse(t *testing.T) {
	u := open(t, 160, 45, &Options{Result: fleetResult(hostileDevice()), ASCII: true}) // every frame is checked
	u.Press("G", "enter", "tab", "tab", "tab", "esc", "?", "esc", ":", "esc")
}

func TestMalformedFindsWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, frame string }{
		{"too few lines", "ab"},
		{"too short", "ab\na"},
		{"too long", "ab\nabc"},
		{"control byte", "ab\na\r"},
		{"foreign sequence", "ab\n\x1b[8mab"},
		{"C1", "ab\na\u009b"},
		{"bidi", "ab\na\u202e"},
	} {
		if malformed(tt.frame, 2, 2, false) == "" {
			t.Errorf("%s: nothing was found", tt.name)
		}
	}
	if malformed("é\nab", 2, 2, true) == "" {
		t.Error("beyond ASCII: nothing was found")
	}
	if s := malformed("\x1b[1mab\x1b[0m\nab", 2, 2, true); s != "" {
		t.Errorf("a good frame: %s", s)
	}
}
