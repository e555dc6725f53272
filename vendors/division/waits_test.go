package division

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// A setting that waits and lasts to the horizon goes before one that would have to
// be entered and takes less.
func TestAValidOtherThatWaitsIsTaken(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	c := waiter{Box: Box{ledger.Look(ledger.View{Device: &fact.Device{Family: "crs"}, Terms: ledger.DefaultTerms(), Now: now})}}
	p := &solve.Proposal{
		Feasible: true, Name: "a", Action: solve.CarveReload, Commands: []string{"a"}, Lasts: "long",
		Others: []solve.Other{{Name: "b", Lasts: "long too", Takes: "much"}, {Name: "c", Until: now.AddDate(0, 6, 0)}},
	}
	c.Device.PendingKnown, c.Device.Carve.AfterReload.Text = fact.Yes, "b"
	q := c.orWaiting(p)
	if q.Name != "b" || q.Action != solve.Reload || len(q.Commands) > 0 || !strings.Contains(q.Reason, "much") {
		t.Errorf("got %+v", q)
	}
	if d := cmp.Diff([]string{"a", "c"}, []string{q.Others[0].Name, q.Others[1].Name}); d != "" {
		t.Error(d)
	}
	if c.Device.Carve.AfterReload.Text = "c"; c.orWaiting(p) != p {
		t.Error("a setting that is full in half a year was taken because it waits")
	}
}
