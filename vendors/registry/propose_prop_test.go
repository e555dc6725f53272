package registry_test

import (
	"fmt"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"

	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Whatever a switch prints of its templates: the one that is taken holds routes,
// hosts and MAC addresses with the least reserve; where none is taken none of
// those printed would; and nothing is ever proven infeasible.
func TestSDMHoldsWhatItPromises(t *testing.T) {
	memories := []fact.Resource{fact.MAC, fact.HostIPv4, fact.FibIPv4}
	rapid.Check(t, func(t *rapid.T) {
		used, size := [3]int{}, [3]int{}
		var rows []any
		for i, m := range memories {
			used[i], size[i] = rapid.IntRange(1, 12_000).Draw(t, "used"), rapid.IntRange(1, 12_000).Draw(t, "size")
			rows = append(rows, m, used[i], size[i])
		}
		d := catalyst("cat3k-2k", "WS-C3750X-24S", "desktop default", rows...)
		sizes := map[string][3]int{"desktop default": size}
		for n := range rapid.IntRange(0, 3).Draw(t, "templates") {
			var s [3]int
			for i, m := range memories {
				s[i] = rapid.IntRange(0, 16_000).Draw(t, "gives")
				shows(d, fmt.Sprint("t", n), m, s[i])
			}
			sizes[fmt.Sprint("t", n)] = s
		}
		p := audittest.Propose(d, policy.Default(), audittest.Now())
		if p.Outcome == solve.Infeasible {
			t.Fatalf("infeasible although the list of templates may not be whole: %s", p.Reason)
		}
		valid := func(s [3]int, reserve float64) bool {
			for i := range s {
				if float64(used[i])*reserve > float64(s[i]) {
					return false
				}
			}
			return true
		}
		if p.Feasible && !valid(sizes[p.Name], 1.1) {
			t.Fatalf("%s gives %v, used are %v: %s", p.Name, sizes[p.Name], used, p.Reason)
		}
		for name, s := range sizes {
			if !p.Feasible && valid(s, 1.25) {
				t.Fatalf("none was taken, and %s gives %v of %v", name, s, used)
			}
		}
	})
}

// Whatever the percentage: tcam-banks is proposed only on Q200, where the default
// does not hold today's use with the policy's reserve, and it halves it.
func TestTCAMBanksOnlyWhereTheyHelp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used := float64(rapid.IntRange(1, 100).Draw(t, "percent"))
		pid := rapid.SampledFrom([]string{"88-LC0-36FH", "8800-LC-36FH", "88-LC1-36EH"}).Draw(t, "pid")
		version := rapid.SampledFrom([]string{"7.5.2", "7.9.1", "7.11.2", "24.2.1"}).Draw(t, "version")
		p := audittest.Propose(c8000(pid, version, "default", used), policy.Default(), audittest.Now())
		full := used*1.25 > 95 // above it the percentage is not that of tcam-banks for this table
		want := pid == "88-LC0-36FH" && version != "7.5.2" && full
		if got := p.Action == solve.CarveReload; got != want || len(p.Commands) > 0 != want {
			t.Fatalf("%s %s at %v %%: %s %q, want tcam-banks %v", pid, version, used, p.Action, p.Commands, want)
		}
		if p.Outcome == solve.Infeasible || len(p.Caps) > 0 {
			t.Fatalf("a percentage proved something: %s %v", p.Outcome, p.Caps)
		}
	})
}

// Whatever pending reload: where its sizes hold today's use with the policy's
// reserve nothing is entered, and where they do not hold the least nothing asks for
// that reload.
func TestWhatWaitsGoesFirstWhereItHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used, now, then := rapid.IntRange(1, 10_000).Draw(t, "used"), rapid.IntRange(1, 10_000).Draw(t, "now"), rapid.IntRange(1, 20_000).Draw(t, "then")
		d := catalyst("crs", "X", "a", fact.FibIPv4, used, now)
		d.Tables[0].Pending, d.PendingKnown = audittest.At(float64(then), 3), fact.Yes
		p := audittest.Propose(d, policy.Default(), audittest.Now())
		holds := float64(used)*1.25 <= float64(then)
		if holds != (p.Action == solve.Reload) && (holds || used*11 > then*10) {
			t.Fatalf("used %d, %d now and %d after the reload: %s %q", used, now, then, p.Action, p.Reason)
		}
	})
}
