package division

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// A change of a virtual chassis waits for its reboot, the commit does not restart it.
func TestWhatACommitRestarts(t *testing.T) {
	for members, want := range map[int]solve.Action{1: solve.ProfileRestart, 2: solve.CarveReload} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.Junos}}
		for _, name := range []string{"member 0", "member 1"}[:members] {
			d.Identity.Parts = append(d.Identity.Parts, fact.Part{Name: name})
		}
		if p := (Box{&ledger.View{Device: d}}).Proposal(solve.Result{Outcome: solve.Feasible}); p.Action != want {
			t.Errorf("%d members: %s, want %s", members, p.Action, want)
		}
	}
}
