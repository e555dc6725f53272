package plan

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors/registry"

	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/solve"
)

// waiting is a verdict on a device that needs action.
func waiting(name, site string, action solve.Action, state audit.State) audit.Verdict {
	return audit.Verdict{
		Device: &fact.Device{Name: name, Site: site, Family: "cat6500", Identity: fact.Identity{OS: fact.IOS}}, State: state, Action: action,
		Findings: []audit.Finding{{Rule: "carve/pending", State: audit.Pend, Action: action}},
	}
}

func night(zone string, days ...time.Weekday) inventory.Window {
	return inventory.Window{Name: "night", Days: days, From: "23:00", To: "02:00", Zone: zone}
}

// fleet makes an inventory of n devices, of which the first pairs x 2 are pairs.
func fleet(n, pairs int, site func(i int) string, window func(i int) string) ([]audit.Verdict, *inventory.Inventory) {
	inv := &inventory.Inventory{Windows: map[string]inventory.Window{
		"night":  night("Europe/Berlin"),
		"syd":    night("Australia/Sydney", time.Monday, time.Tuesday),
		"weekly": {Name: "weekly", Days: []time.Weekday{time.Saturday}, From: "22:00", To: "03:00", Zone: "Europe/Amsterdam"},
	}}
	var verdicts []audit.Verdict
	for i := range n {
		d := inventory.Device{Name: fmt.Sprintf("r%04d", i), Site: site(i), Window: window(i)}
		if i < 2*pairs && i%2 == 0 {
			d.Pair = fmt.Sprintf("r%04d", i+1)
		}
		inv.Devices = append(inv.Devices, d)
		action := solve.CarveReload
		if i%3 == 0 {
			action = solve.Reload
		}
		v := waiting(d.Name, d.Site, action, audit.Pend)
		v.Device.Pair = d.Pair
		verdicts = append(verdicts, v)
	}
	return verdicts, inv
}

// broken gives every rule that a plan breaks.
func broken(p Plan, o Options, site map[string]string, pairs map[string]string) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	at := map[string]int{}
	together := func(a, b Wave) bool {
		return a.Name == b.Name || a.From != nil && b.From != nil && a.From.Before(*b.To) && b.From.Before(*a.To)
	}
	for i, w := range p.Waves {
		if len(w.Devices) == 0 || len(w.Devices) > o.PerWave {
			say("%s has %d devices", w.Name, len(w.Devices))
		}
		for _, d := range w.Devices {
			if _, twice := at[d]; twice {
				say("%s stands in two waves", d)
			}
			at[d] = i
		}
		sites, down := map[string]int{}, map[string]bool{}
		for _, other := range p.Waves {
			if !together(w, other) {
				continue
			}
			for _, d := range other.Devices {
				sites[site[d]]++
				down[d] = true
			}
		}
		for s, n := range sites {
			if s != "" && n > o.PerSite {
				say("%s: %d of site %s at once", w.Name, n, s)
			}
		}
		if o.Inventory == nil {
			continue
		}
		for _, g := range o.Inventory.Redundancy {
			n := 0
			for _, d := range g.Devices {
				if down[d] {
					n++
				}
			}
			if n > g.MaxDown {
				say("%s: %d of group %s at once", w.Name, n, g.Name)
			}
		}
		for _, f := range o.Inventory.Freezes {
			for _, d := range w.Devices {
				if w.From != nil && w.From.Before(f.To) && f.From.Before(*w.To) && (len(f.Sites) == 0 || slices.Contains(f.Sites, site[d])) {
					say("%s reloads %s in a freeze", w.Name, d)
				}
			}
		}
		if w.From != nil && w.From.Before(o.Now) {
			say("%s is over already", w.Name)
		}
	}
	for a, b := range pairs {
		i, ok := at[a]
		j, both := at[b]
		if !ok || !both {
			continue
		}
		first, second, late := p.Waves[min(i, j)], p.Waves[max(i, j)], a
		if i == j || together(first, second) {
			say("%s and %s are down at once", a, b)
		}
		if j > i {
			late = b
		}
		if !slices.ContainsFunc(second.After, func(x After) bool { return x.Device == late }) && (first.From == nil) == (second.From == nil) {
			say("%s does not wait for its pair", late)
		}
	}
	lastReload := map[string]int{}
	for i, w := range p.Waves {
		if w.Kind == WaveReload {
			lastReload[w.Window] = i
		}
	}
	for i, w := range p.Waves {
		if n, ok := lastReload[w.Window]; ok && w.Kind == WaveCarve && i < n {
			say("%s divides anew before %s reloads", w.Name, p.Waves[n].Name)
		}
	}
	return out
}

// No pair, group, site, size or freeze rule is broken in any fleet, every device
// is in one wave or has a reason, and the order of the verdicts changes nothing.
func TestWavesBreakNoRule(t *testing.T) {
	cat := registry.All()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "devices")
		sites := rapid.IntRange(1, 6).Draw(t, "sites")
		windows := []string{"", "night", "syd", "weekly"}
		pick := make([]string, n)
		for i := range pick {
			pick[i] = rapid.SampledFrom(windows).Draw(t, "window")
		}
		verdicts, inv := fleet(n, rapid.IntRange(0, n/2).Draw(t, "pairs"), func(i int) string {
			if i%7 == 6 {
				return ""
			}
			return fmt.Sprint("s", i%sites)
		}, func(i int) string { return pick[i] })
		for g := range rapid.IntRange(0, 3).Draw(t, "groups") {
			r := inventory.RedundancyGroup{Name: fmt.Sprint("g", g), MaxDown: rapid.IntRange(1, 2).Draw(t, "max")}
			for i := range n {
				if rapid.Bool().Draw(t, "member") {
					r.Devices = append(r.Devices, inv.Devices[i].Name)
				}
			}
			inv.Redundancy = append(inv.Redundancy, r)
		}
		for range rapid.IntRange(0, 3).Draw(t, "freezes") {
			from := now.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "from"))
			inv.Freezes = append(inv.Freezes, inventory.Freeze{From: from, To: from.AddDate(0, 0, rapid.IntRange(1, 20).Draw(t, "long")), Sites: rapid.SampledFrom([][]string{nil, {"s0"}, {"s1", "s2"}}).Draw(t, "sites")})
		}
		o := Options{Rooms: cat, Now: now, Inventory: inv, PerSite: rapid.IntRange(1, 3).Draw(t, "per site"), PerWave: rapid.IntRange(1, 6).Draw(t, "per wave")}
		p := BuildWith(verdicts, o)
		site, pairs, placed := map[string]string{}, map[string]string{}, len(p.Unplaced)
		for i := range verdicts {
			d := verdicts[i].Device
			site[d.Name] = d.Site
			if d.Pair != "" {
				pairs[d.Name] = d.Pair
			}
		}
		for _, w := range p.Waves {
			placed += len(w.Devices)
		}
		if placed != n {
			t.Fatalf("%d devices, %d placed or told why not", n, placed)
		}
		if bad := broken(p, o, site, pairs); len(bad) > 0 {
			t.Fatalf("%q\n%+v", bad, p.Waves)
		}
		slices.Reverse(verdicts)
		if !reflect.DeepEqual(p, BuildWith(verdicts, o)) {
			t.Fatal("the order of the verdicts changes the waves")
		}
	})
}

func TestWindowsAreInTheirOwnTimeZone(t *testing.T) {
	verdicts, inv := fleet(1, 0, func(int) string { return "a" }, func(int) string { return "night" })
	p := BuildWith(verdicts, Options{Rooms: registry.All(), Now: now, Inventory: inv})
	if got := p.Waves[0].From.Format(time.RFC3339); got != "2026-11-24T23:00:00+01:00" {
		t.Errorf("winter: %s", got)
	}
	p = BuildWith(verdicts, Options{Rooms: registry.All(), Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), Inventory: inv})
	if got := p.Waves[0].To.Format(time.RFC3339); got != "2026-07-02T02:00:00+02:00" {
		t.Errorf("summer: %s", got)
	}
}

func TestWhoMayBeDownHoldsOthersBack(t *testing.T) {
	verdicts, inv := fleet(2, 1, func(int) string { return "a" }, func(int) string { return "night" })
	verdicts[1].State, verdicts[1].Action = audit.Fail, solve.Investigate
	p := BuildWith(verdicts, Options{Rooms: registry.All(), Now: now, Inventory: inv})
	if len(p.Waves) != 0 || len(p.Unplaced) != 1 || p.Unplaced[0].Device != "r0000" {
		t.Errorf("waves %+v, unplaced %+v", p.Waves, p.Unplaced)
	}
	t.Run("an endless freeze", func(t *testing.T) {
		verdicts, inv := fleet(1, 0, func(int) string { return "a" }, func(int) string { return "night" })
		inv.Freezes = []inventory.Freeze{{From: now, To: now.AddDate(3, 0, 0), Reason: "merger"}}
		p := BuildWith(verdicts, Options{Rooms: registry.All(), Now: now, Inventory: inv})
		if len(p.Waves) != 0 || len(p.Unplaced) != 1 {
			t.Errorf("waves %+v, unplaced %+v", p.Waves, p.Unplaced)
		}
	})
}

func big(n int) ([]audit.Verdict, Options) {
	verdicts, inv := fleet(n, n/5, func(i int) string { return fmt.Sprint("s", i%60) }, func(i int) string { return []string{"night", "weekly", "syd"}[i%3] })
	return verdicts, Options{Rooms: registry.All(), Now: now, Inventory: inv, PerSite: 2, PerWave: 20}
}

func TestAThousandDevicesArePlaced(t *testing.T) {
	verdicts, o := big(1000)
	p := BuildWith(verdicts, o)
	if len(p.Unplaced) > 0 {
		t.Errorf("%d unplaced, the first: %+v", len(p.Unplaced), p.Unplaced[0])
	}
}

// BenchmarkPlan: a device of a large fleet costs little more than one of a small
// one; "growth" is how many times as much.
func BenchmarkPlan(b *testing.B) {
	perDevice := func(n int) float64 {
		verdicts, o := big(n)
		began := time.Now()
		for range 4 {
			BuildWith(verdicts, o)
		}
		return float64(time.Since(began)) / float64(4*n)
	}
	var growth float64
	rounds := 0
	for b.Loop() {
		growth += perDevice(1000) / perDevice(100)
		rounds++
	}
	b.ReportMetric(growth/float64(rounds), "growth")
}
