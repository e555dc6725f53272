package whatif

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

var now = time.Date(2026, 7, 12, 0, 0, 0, 0, time.UTC)

// model has round tables on the day of now.
func model() solve.Model {
	m := solve.DefaultModel()
	m.Anchor = now
	m.IPv4.Entries, m.IPv6.Entries = 1_000_000, 250_000
	return m
}

func num(v float64) fact.Figure { return fact.Derived(v, fact.Span{}, "test") }

// router is a verdict with one memory that n4 and n6 of a route move.
func router(name string, used, wall, n4, n6 float64) audit.Verdict {
	r := ledger.Reach{Wall: wall, Per4: n4, Per6: n6, CritFree: 0.05}
	r.Name, r.Used, r.Capacity, r.Resource = "IPv4", num(used), num(wall), fact.FibIPv4
	return audit.Verdict{Device: &fact.Device{Name: name, Recorded: now}, State: audit.OK, Reaches: []ledger.Reach{r}, Reached: true}
}

func names(a *Answer) string {
	var out []string
	for i := range a.Falls() {
		x := a.Fall(i)
		out = append(out, fmt.Sprintf("%s@%.0f/%.0f", a.Name(&x), x.At.IPv4, x.At.IPv6))
	}
	return strings.Join(out, " ")
}

// The tables are not what such a device fails by, or its figures are of long ago: it is
// never said that it holds.
func TestWhatIsOverOrOldHoldsNothing(t *testing.T) {
	over, stale, full := router("over", 10, 100, 1, 0), router("stale", 10, 100, 1, 0), router("full", 110, 100, 1, 0)
	over.State, stale.State, full.State = audit.Over, audit.Stale, audit.Over
	over.Findings = []audit.Finding{{Rule: "overflow/latched", State: audit.Over}}
	f := New([]audit.Verdict{over, stale, full}, model(), now)
	a := f.Ask(Question{IPv4: 1_000_010})
	if a.Holds != 0 || len(a.Unknown) != 2 || names(a) != "full@1000000/250000" {
		t.Fatalf("%d hold, unknown %v, falls %s", a.Holds, a.Unknown, names(a))
	}
	if name, why := f.Unknown(a.Unknown[0]); name != "over" || !strings.Contains(why, "overflow/latched") {
		t.Errorf("%s: %s", name, why)
	}
	lost := audit.Verdict{Device: &fact.Device{Name: "lost"}, State: audit.Fail}
	if got := New([]audit.Verdict{lost}, model(), now).Try("any", Question{}, nil, policy.Policy{}); got[0].Outcome != Blank {
		t.Errorf("a setting on a device that was not read: %+v", got[0])
	}
}

// A device of which something is not known that its verdict needs is not said to hold,
// whatever its memories have room for; a waived finding is none.
func TestWhatIsNotKnownHoldsNothing(t *testing.T) {
	open, waived := router("open", 10, 100, 1, 0), router("waived", 10, 100, 1, 0)
	open.State = audit.Warn // the worse word hides the other
	open.Findings = []audit.Finding{{Rule: "cap/near", State: audit.Warn}, {Rule: "read/coverage", State: audit.Unkn}}
	waived.Findings = []audit.Finding{{Rule: "read/coverage", State: audit.Unkn, Waived: true}}
	f := New([]audit.Verdict{open, waived}, model(), now)
	a := f.Ask(Question{IPv4: 1_000_010})
	if a.Holds != 1 || len(a.Unknown) != 1 {
		t.Fatalf("%d hold, unknown %v", a.Holds, a.Unknown)
	}
	if name, why := f.Unknown(a.Unknown[0]); name != "open" || !strings.Contains(why, "read/coverage") {
		t.Errorf("%s: %s", name, why)
	}
}

// Of two memories that move alike the larger one may be the first with little left.
func TestTheLargerMemoryMayBeTheTightOne(t *testing.T) {
	v := router("r", 90, 100, 1, 0)
	large := v.Reaches[0]
	large.Name, large.Wall, large.Used, large.Capacity = "large", 1000, num(985), num(1000)
	v.Reaches = append(v.Reaches, large)
	a := New([]audit.Verdict{v}, model(), now).Ask(Question{IPv4: 1_000_001})
	if a.Holds != 1 || a.Tight() != 1 {
		t.Fatalf("%d hold, %d tight", a.Holds, a.Tight())
	}
	if x := a.TightOne(0); a.Fleet().Reach(&x).Name != "large" {
		t.Errorf("tight is %s", a.Fleet().Reach(&x).Name)
	}
}

func tight(a *Answer) string {
	x := a.TightOne(0)
	return a.Name(&x)
}

func TestFallsAreSortedByTheSizeAtWhichTheyCome(t *testing.T) {
	part := router("part", 400_000, 440_000, 0.4, 0)
	part.Reaches[0].Share4 = 0.4
	over := router("over", 110, 100, 0, 0)
	dark := router("dark", 100, 1e9, 1, 0)
	dark.Reached = false
	blank := audit.Verdict{Device: &fact.Device{Name: "blank"}, State: audit.Fail}
	f := New([]audit.Verdict{
		router("full", 1_000_000, 1_150_000, 1, 0), part, over, dark, blank,
		router("both", 1_500_000, 1_600_000, 1, 2), router("room", 1_000_000, 2_000_000, 1, 0), router("near", 1_000_000, 1_250_000, 1, 0),
	}, model(), now)
	a := f.Ask(Question{IPv4: 1_200_000, IPv6: 300_000})
	// both: a third of the way is 66,667 routes of IPv4 and 16,667 of IPv6, which take two.
	if got := names(a); got != "over@1000000/250000 both@1066667/266667 part@1100000/275000 full@1150000/287500" {
		t.Errorf("falls: %s", got)
	}
	if a.Holds != 2 || a.Tight() != 1 || tight(a) != "near" || len(a.Unknown) != 2 {
		t.Errorf("holds %d, tight %d, unknown %v", a.Holds, a.Tight(), a.Unknown)
	}
	for _, i := range a.Unknown { // what is not known does not hold it
		if name, why := f.Unknown(i); why == "" || name != "dark" && name != "blank" {
			t.Errorf("%s: %q", name, why)
		}
	}
	if got := names(f.Ask(Question{IPv6: 300_000})); got != "over@1000000/250000 both@1000000/300000" {
		t.Errorf("only IPv6: %s", got)
	}
	if got := names(f.Ask(Question{Grow: 0.1})); got != "over@1000000/250000 both@1066667/266667 part@1100000/275000" {
		t.Errorf("10 %% more: %s", got)
	}
	if a := f.Ask(Question{IPv4: 10}); names(a) != "over@1000000/250000" || a.Holds != 5 {
		t.Errorf("fewer routes: %s, %d hold", names(a), a.Holds)
	}
	if got := names(f.Ask(Question{Leak: 160_000})); !strings.HasSuffix(got, "full@1150000/250000") {
		t.Errorf("a leak: %s", got)
	}
}

// On a date each memory falls on the day that its forecast says.
func TestADateIsTheForecasts(t *testing.T) {
	v := router("a", 900_000, 1_000_000, 1, 0)
	v.Reaches[0].Year, v.Reaches[0].Dated = solve.Band{Low: 50_000, Mid: 100_000, High: 200_000}, true
	f := New([]audit.Verdict{v}, model(), now)
	a := f.Ask(Question{Date: now.AddDate(2, 0, 0)})
	want := solve.RunsOut(now, 900_000, 1_000_000, v.Reaches[0].Year).Median
	if a.Falls() != 1 || a.Fall(0).Date.Sub(want).Abs() > time.Second {
		t.Errorf("falls %s, the forecast says %s", names(a), want)
	}
	if a := f.Ask(Question{Date: now.AddDate(0, 6, 0)}); a.Falls() != 0 || a.Holds != 1 {
		t.Errorf("before that day: %s", names(a))
	}
	if a := f.Ask(Question{Date: now.AddDate(0, 6, 0), Leak: 60_000}); a.Falls() != 1 {
		t.Error("a leak on top of a date is not seen")
	}
}

func TestCliffsAreWhereManyFall(t *testing.T) {
	var all []audit.Verdict
	for i := range 40 {
		all = append(all, router(fmt.Sprint("a", i), 1_000_000, 1_048_576, 1, 0))
	}
	for i := range 10 {
		all = append(all, router(fmt.Sprint("b", i), 1_000_000, 1_060_000+float64(i)*13_000, 1, 0))
	}
	for i := range 20 {
		all = append(all, router(fmt.Sprint("c", i), 1_000_000, 1_300_000, 1, 0))
	}
	a := New(all, model(), now).Ask(Question{IPv4: 1_200_000})
	if len(a.Cliffs) != 2 || a.Cliffs[0].Count < 40 || a.Cliffs[0].From.IPv4 > 1_048_576 || a.Cliffs[0].To.IPv4 < 1_048_576 || a.Cliffs[0].Beyond || a.Cliffs[1].Count != 20 || !a.Cliffs[1].Beyond {
		t.Errorf("%+v", a.Cliffs)
	}
}

// judge gives what its map says for a device, and keeps the terms it was asked by.
type judge struct {
	remedies map[string]audit.Remedy
	asked    map[string]policy.Policy
}

func (j judge) Remedy(d *fact.Device, p policy.Policy, _ time.Time, _ ledger.Memory) audit.Remedy {
	j.asked[d.Name] = p
	return j.remedies[d.Name]
}

func TestFixesAndTheirSum(t *testing.T) {
	carve := &solve.Proposal{Feasible: true, Outcome: solve.Feasible, Name: "768k", Commands: []string{"x"}, Takes: "IPv6"}
	none := &solve.Proposal{Outcome: solve.Infeasible, Reason: "too small; lasts until 2099-01", Rejected: []solve.Rejected{{Name: "a", Why: "needs 2"}}}
	j := judge{map[string]audit.Remedy{
		"a": {Action: solve.CarveReload, Proposal: carve},
		"b": {Action: solve.Filter, Proposal: none, Filter: &audit.FilterAdvice{Best: &solve.Filtered{Cut: solve.Cut{IPv4: 22}}}},
		"c": {Action: solve.Replace, Proposal: none},
		"d": {Action: solve.Investigate, Proposal: &solve.Proposal{Outcome: solve.Unknown, Reason: "no figure"}},
	}, map[string]policy.Policy{}}
	var all []audit.Verdict
	for _, name := range []string{"a", "b", "c", "d"} {
		all = append(all, router(name, 1_000_000, 1_048_576, 1, 0))
	}
	all[1].Reaches[0].Share4 = 0.5
	a := New(all, model(), now).Ask(Question{IPv4: 1_200_000})
	fixes, sum := a.Fixes(j, policy.Default(), noWindows())
	if sum != (Sum{Fixes: 1, Filters: 1, Replace: 1, Unknown: 1}) {
		t.Errorf("%+v", sum)
	}
	if fixes[0].Setting != "768k" || fixes[0].Why != "IPv6" || fixes[1].Keeps.IPv4 != 22 || fixes[1].Why != "a: needs 2" || fixes[3].Why != "no figure" {
		t.Errorf("%+v", fixes)
	}
	p := j.asked["a"]
	at := p.Growth.IPv4.Entries + p.Growth.IPv4.Year.Mid*p.Horizon.Hours()/solve.Year.Hours()
	if math.Abs(at-1_200_000) > 1 || p.Growth.IPv4.Year.Low != p.Growth.IPv4.Year.High {
		t.Errorf("the solver looks for %.0f routes at its horizon", at)
	}
	if j.asked["b"].Table != ledger.PartialTable || p.Table == ledger.PartialTable {
		t.Error("a part of the table is not asked as one")
	}
}

func TestASettingIsTried(t *testing.T) {
	p := &solve.Proposal{
		Feasible: true, Outcome: solve.Feasible, Name: "big", Commands: []string{"x"}, Until: now.AddDate(9, 0, 0),
		Others:   []solve.Other{{Name: "mid", Until: now.AddDate(0, 3, 0), Takes: "IPv6"}},
		Rejected: []solve.Rejected{{Name: "small", Why: "needs 2"}},
	}
	j := judge{map[string]audit.Remedy{"a": {Proposal: p}}, map[string]policy.Policy{}}
	f := New([]audit.Verdict{router("a", 1, 2, 1, 0)}, model(), now)
	for name, want := range map[string]Outcome{"BIG": HoldsIt, "mid": TooShort, "small": Refused, "other": NoSuch} {
		got := f.Try(name, Question{}, j, policy.Default())[0]
		if got.Outcome != want || want == NoSuch && strings.Join(got.Settings, " ") != "big mid small" || want == Refused && got.Why != "needs 2" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := f.Try("big", Question{IPv4: 2e6}, j, policy.Default())[0]; !got.Until.IsZero() {
		t.Error("a day is given for sizes that have none")
	}
}

// runner finds that the software does not know a line from 7 on.
type runner struct{}

func (runner) Run(d *fact.Device, _ policy.Policy, _ time.Time) audit.Verdict {
	v := audit.Verdict{Device: d, State: audit.OK}
	if d.Identity.Version < "7" {
		v.Findings = append(v.Findings, audit.Finding{Rule: flips, Message: "an upgrade flips it"})
		return v
	}
	v.State, v.Findings = audit.Warn, append(v.Findings, audit.Finding{Rule: "carve/ignored", Message: "the line is ignored"})
	return v
}

func TestAnUpgradeSaysWhatIsKnownToChange(t *testing.T) {
	v := router("a", 1, 2, 1, 0)
	v.Device.Identity.Version = "6.1"
	same := router("b", 1, 2, 1, 0)
	same.Device.Identity.Version = "8.1"
	got := New([]audit.Verdict{v, same}, model(), now).Upgrades("7.3.1", runner{}, policy.Default())
	if strings.Join(got[0].Says, "; ") != "the line is ignored; an upgrade flips it" || !got[0].Worse || got[0].Back {
		t.Errorf("%+v", got[0])
	}
	if len(got[1].Says) != 0 || !got[1].Back {
		t.Errorf("%+v", got[1])
	}
	if v.Device.Identity.Version != "6.1" {
		t.Error("the device itself was changed")
	}
}

func TestSizesAndShares(t *testing.T) {
	for s, want := range map[string]float64{"1.25M": 1_250_000, "300k": 300_000, "1,250,000": 1_250_000, "0": 0} {
		if got, err := Size(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "-5", "x", "1e99", "NaN", "1.2G"} {
		if got, err := Size(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
	for s, want := range map[string]float64{"10%": 0.1, "0.1": 0.1} {
		if got, err := Share(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, q := range []Question{{}, {IPv4: 1, Date: now.AddDate(1, 0, 0)}, {Date: now.AddDate(-1, 0, 0)}, {Grow: 1, IPv6: 1}, {IPv4: -1}} {
		if q.Check(now) == nil {
			t.Errorf("%+v is a question", q)
		}
	}
}
