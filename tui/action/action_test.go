package action_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
)

func registry() *action.Registry {
	var r action.Registry
	r.Add("fleet", []action.Action{
		{ID: "own", Keys: []string{"x"}, Title: "own", Help: "its own", Hint: true},
		{ID: "off", Keys: []string{"o"}, Title: "off", Help: "a | b", Hint: true, Off: func() safeterm.Text { return "not now" }},
	})
	r.Add("scan", nil)
	r.Add(action.Everywhere, []action.Action{{ID: "all", Keys: []string{"x"}, Label: "X", Title: "all", Help: "everywhere"}})
	return &r
}

func TestTheScreensOwnKeyGoesFirst(t *testing.T) {
	r := registry()
	if a := r.Find("fleet", "x"); a == nil || a.ID != "own" {
		t.Errorf("got %v", a)
	}
	if a := r.Find("scan", "x"); a == nil || a.ID != "all" {
		t.Errorf("got %v", a)
	}
	if a := r.Find("scan", "y"); a != nil {
		t.Errorf("an unknown key means %s", a.ID)
	}
}

func TestHintsAreThoseThatDoSomething(t *testing.T) {
	h := slices.Collect(registry().Hints("fleet"))
	if len(h) != 1 || h[0].ID != "own" {
		t.Errorf("hints %v", h)
	}
	if a := registry().Get("scan", "all"); a == nil || a.Shown() != "X" {
		t.Errorf("got %v", a)
	}
	if registry().Get("scan", "own") != nil {
		t.Error("an action of another screen is found")
	}
}

func TestThePageHasEveryAction(t *testing.T) {
	page := registry().Markdown([]action.Screen{"fleet", "scan"})
	for _, want := range []string{"## Fleet", "| `x` | its own | own |", `a \| b`, "## On every screen", "everywhere"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	if strings.Contains(page, "## Scan") {
		t.Error("a table without rows")
	}
}
