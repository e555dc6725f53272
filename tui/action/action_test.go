package action_test

import (
	"testing"

	"github.com/headroom-audit/headroom/tui/action"
)

func TestAKeyMeansOneThingPerScreen(t *testing.T) {
	seen := map[[2]string]action.ID{}
	for _, a := range action.All() {
		for _, k := range a.Keys {
			at := [2]string{string(a.Screen), k}
			if other, twice := seen[at]; twice {
				t.Errorf("%q on %q is both %s and %s", k, a.Screen, other, a.ID)
			}
			seen[at] = a.ID
		}
	}
}

func TestEveryActionCanBeShown(t *testing.T) {
	for _, a := range action.All() {
		if len(a.Keys) == 0 || a.Title == "" || a.Help == "" || a.ID == "" {
			t.Errorf("%+v: a key, a title and a help are needed", a)
		}
	}
}

// Keys that a terminal cannot tell from others, or that multiplexers take.
func TestNoKeyIsOneThatTerminalsConfuse(t *testing.T) {
	for _, a := range action.All() {
		for _, k := range a.Keys {
			switch k {
			case "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+space":
				t.Errorf("%s is on %s", a.ID, k)
			}
		}
	}
}

func TestWhatCertainKeysMustMean(t *testing.T) {
	for _, screen := range []action.Screen{action.Fleet, action.Device, action.Live} {
		for key, want := range map[string]action.ID{
			"esc": action.Back, "q": action.Quit, "ctrl+c": action.ForceQuit, "?": action.Help, ":": action.Palette, "ctrl+p": action.Palette,
			"ctrl+d": action.PageDown, "ctrl+u": action.PageUp, "j": action.Down, "k": action.Up, "1": action.ToFleet,
		} {
			if a, ok := action.Find(action.All(), screen, key); !ok || a.ID != want {
				t.Errorf("%s on %s is %q, want %q", key, screen, a.ID, want)
			}
		}
	}
}

func TestTheScreensOwnKeyGoesFirst(t *testing.T) {
	all := []action.Action{{ID: "all", Keys: []string{"x"}}, {ID: "own", Screen: action.Fleet, Keys: []string{"x"}}}
	if a, _ := action.Find(all, action.Fleet, "x"); a.ID != "own" {
		t.Errorf("got %s", a.ID)
	}
	if a, _ := action.Find(all, action.Live, "x"); a.ID != "all" {
		t.Errorf("got %s", a.ID)
	}
	if _, ok := action.Find(all, action.Live, "y"); ok {
		t.Error("an unknown key means something")
	}
}
