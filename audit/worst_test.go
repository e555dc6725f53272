package audit

import (
	"testing"

	"github.com/headroom-audit/headroom/solve"
)

func TestActionsAreAllOrdered(t *testing.T) {
	for _, a := range []solve.Action{solve.None, solve.Save, solve.Reload, solve.CarveReload, solve.ProfileRestart, solve.Filter, solve.Replace, solve.Investigate} {
		if got := action(Crit, []Finding{{State: Crit, Action: a}}); got != a {
			t.Errorf("the only finding asks for %q, the device gets %q", a, got)
		}
	}
}

func TestWaivedFindingsAreShownAndDoNotCount(t *testing.T) {
	f := []Finding{{State: Crit, Action: solve.CarveReload, Waived: true}, {State: Warn, Action: solve.Save}}
	if s := worst(f); s != Warn {
		t.Errorf("state %s, want WARN", s)
	}
	if a := action(Warn, f); a != solve.Save {
		t.Errorf("action %s, want save", a)
	}
}
