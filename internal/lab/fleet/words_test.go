package fleet_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// tally counts what a live scan says: a router with a fault is FAIL.
func tally(list []fleet.Member) (states map[audit.State]int, actions map[solve.Action]int) {
	states, actions = map[audit.State]int{}, map[solve.Action]int{}
	for _, m := range list {
		if m.Fault != "" {
			states[audit.Fail]++
			continue
		}
		v := rules.Auditor(registry.All()).Run(registry.All().Parse(m.Transcript, ""), policy.Default(), now)
		states[v.State]++
		actions[v.Action]++
	}
	return states, actions
}

// TestEveryWordIsShown holds the demo to what it is for: all states but STALE,
// the common actions, and most routers well.
func TestEveryWordIsShown(t *testing.T) {
	states, actions := tally(members(t))
	for _, s := range audit.States() {
		switch n := states[s]; {
		case s == audit.Stale && n != 0:
			t.Errorf("%d are STALE, but what is scanned live is fresh", n)
		case s != audit.Stale && n == 0:
			t.Errorf("no router is %s", s)
		case s != audit.OK && n >= states[audit.OK]:
			t.Errorf("%d are %s, %d ok: ok must be the most", n, s, states[audit.OK])
		}
	}
	for _, a := range []solve.Action{solve.None, solve.Save, solve.Reload, solve.CarveReload, solve.Filter, solve.Investigate} {
		if actions[a] == 0 {
			t.Errorf("no router asks for %s", a)
		}
	}
}

// TestFaults: one router cannot be reached, one rejects the password.
func TestFaults(t *testing.T) {
	seen := map[string]int{}
	for _, m := range members(t) {
		if m.Fault != "" {
			seen[m.Fault]++
		}
	}
	if len(seen) != 2 || seen["refused"] != 1 || seen["auth"] != 1 {
		t.Errorf("faults %v, want one refused and one auth", seen)
	}
}
