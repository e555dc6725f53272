package qfx5k

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
)

// kinds are the banks with the sizes that the models of 18.1R1 and later tell of
// the named profiles: junos:2C [Y], hints.
func kinds() []bankKind { return bankKinds(vendors.Catalog().Family("qfx5k")) }

func TestBankKinds(t *testing.T) {
	k := kinds()
	want := []map[int]float64{
		{0: 32768, 1: 98304, 2: 163840, 3: 229376, 4: 294912},
		{0: 16384, 1: 81920, 2: 147456, 3: 212992},
		{},
		{0: 16384, 4: 131072},
	}
	for i := range k {
		if d := cmp.Diff(want[i], k[i].Sizes); d != "" {
			t.Errorf("%s (-want +got):\n%s", k[i].Word, d)
		}
	}
	odd := bankKinds(&catalog.Family{Profiles: []catalog.Profile{
		{Caps: map[fact.Resource]float64{"mac": 1}, Banks: map[string]int{"l2-entries": 1}},
		{Caps: map[fact.Resource]float64{"mac": 2}, Banks: map[string]int{"l2-entries": 1}},
	}})
	if len(odd[0].Sizes) != 0 {
		t.Errorf("one bank gives two sizes and one was believed: %v", odd[0].Sizes)
	}
}

func TestSizeOfBanks(t *testing.T) {
	k := kinds()
	tests := []struct {
		name string
		kind bankKind
		n    int
		size float64
		ok   bool
	}{
		{"as told", k[0], 3, 229376, true},
		{"on the line of four", k[1], 4, 278528, true},
		{"two numbers prove no line", k[3], 2, 0, false},
		{"nothing was told", k[2], 1, 0, false},
		{"steps that differ prove no line", bankKind{Sizes: map[int]float64{0: 1, 1: 2, 2: 4}}, 3, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if size, ok := tt.kind.Size(tt.n); size != tt.size || ok != tt.ok {
				t.Errorf("%v %v, want %v %v", size, ok, tt.size, tt.ok)
			}
		})
	}
}

func TestDeal(t *testing.T) {
	tests := []struct {
		name  string
		need  map[string]float64
		deal  string
		lines int
	}{
		{"routes take all", map[string]float64{"fib.ipv4": 50000}, "custom-profile l2-entries 0, l3-entries 0, exact-match-entries 0, lpm-entries 4", 4},
		{"hosts take all", map[string]float64{"host.ipv4": 250000}, "custom-profile l2-entries 0, l3-entries 4, exact-match-entries 0, lpm-entries 0", 4},
		{"hosts and MAC addresses", map[string]float64{"host.ipv4": 140000, "mac": 160000}, "custom-profile l2-entries 2, l3-entries 2, exact-match-entries 0, lpm-entries 0", 4},
		{"both cannot be had", map[string]float64{"host.ipv4": 140000, "fib.ipv4": 50000}, "", 0},
		{"what two banks give is not known", map[string]float64{"host.ipv4": 70000, "fib.ipv4": 20000}, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			best, n, ok := deal(kinds(), uftBanks, "set x custom-profile", need(tt.need), solve.DefaultUntil(testNow))
			if best.Name != tt.deal || ok != (tt.deal != "") || len(best.Lines) != tt.lines || n != 46 {
				t.Errorf("%q %q of %d, want %q", best.Name, best.Lines, n, tt.deal)
			}
		})
	}
}

// Whatever is needed: the deal that is taken keeps to the banks and holds it, and
// where none is taken no deal of known sizes would.
func TestDealsHoldWhatTheyPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := need(map[string]float64{
			"mac":       float64(rapid.IntRange(0, 300000).Draw(t, "mac")),
			"host.ipv4": float64(rapid.IntRange(0, 300000).Draw(t, "hosts")),
			"fib.ipv4":  float64(rapid.IntRange(0, 140000).Draw(t, "routes")),
		})
		k := kinds()
		best, _, ok := deal(k, uftBanks, "x", load, solve.DefaultUntil(testNow))
		if ok && !holds(best.Caps, load) {
			t.Fatalf("%s does not hold %v", best.Name, load)
		}
		for l2 := range 5 {
			for l3 := range 5 {
				for _, lpm := range []int{0, 2, 4} {
					caps := map[fact.Resource]solve.Memory{}
					for i, n := range map[int]int{0: l2, 1: l3, 3: lpm} {
						if size, known := k[i].Size(n); known {
							caps[k[i].Memory] = solve.Memory{Capacity: size}
						}
					}
					if l2+l3+lpm <= uftBanks && holds(caps, load) && !ok {
						t.Fatalf("none was taken, and l2 %d l3 %d lpm %d holds %v", l2, l3, lpm, load)
					}
				}
			}
		}
	})
}

func holds(caps map[fact.Resource]solve.Memory, load map[fact.Resource]solve.Demand) bool {
	for memory, d := range load {
		if m, ok := caps[memory]; d.Now > 0 && (!ok || d.Now > m.Capacity) {
			return false
		}
	}
	return true
}

var testNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// need is a demand that does not grow.
func need(m map[string]float64) map[fact.Resource]solve.Demand {
	out := map[fact.Resource]solve.Demand{}
	for name, n := range m {
		out[fact.Resource(name)] = solve.Demand{Now: n, Dated: true}
	}
	return out
}
