package history_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/store"
)

// A router by another name is gone and new, and both lines say so; where it could be
// one of several, of another model, or nobody knows since when it runs, none does.
func TestARenamedRouterIsNamedAsOne(t *testing.T) {
	at := func(name string, booted time.Time, model string) store.Reading {
		r := reading(name, 0, 1000, 2000)
		r.Booted, r.Judged.Model = booted, model
		return r
	}
	boot := day0.AddDate(-1, 0, 0)
	for name, tt := range map[string]struct {
		a, b    []store.Reading
		renamed bool
	}{
		"renamed":       {[]store.Reading{at("old", boot, "M")}, []store.Reading{at("new", boot.Add(40*time.Second), "M")}, true},
		"later started": {[]store.Reading{at("old", boot, "M")}, []store.Reading{at("new", boot.Add(2*time.Minute), "M")}, false},
		"other model":   {[]store.Reading{at("old", boot, "M")}, []store.Reading{at("new", boot, "N")}, false},
		"no uptime":     {[]store.Reading{at("old", time.Time{}, "M")}, []store.Reading{at("new", time.Time{}, "M")}, false},
		"two of them":   {[]store.Reading{at("old", boot, "M")}, []store.Reading{at("new", boot, "M"), at("new2", boot, "M")}, false},
		"two are gone":  {[]store.Reading{at("old", boot, "M"), at("old2", boot, "M")}, []store.Reading{at("new", boot, "M")}, false},
	} {
		said := fmt.Sprint(history.Diff(tt.a, tt.b, rank, nil))
		if got := strings.Count(said, "renamed?"); got != map[bool]int{true: 2, false: 0}[tt.renamed] || !strings.Contains(said, "gone") {
			t.Errorf("%s: %s", name, said)
		}
	}
}
