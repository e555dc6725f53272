package cat6500

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

var testNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// still is a need that does not grow, reserve included.
func still(n [3]float64) sup720Need {
	d := func(v float64) solve.Demand { return solve.Demand{Now: v, Dated: true} }
	return sup720Need{d(n[0]), d(n[1]), d(n[2])}
}

// The carves that operators printed, each with what the chip holds:
// ios:2.2 and operators:3.4.
func TestCapturedCarvesFillTheChip(t *testing.T) {
	tests := []struct {
		name  string
		carve sup720Carve
		cells int
	}{
		{"factory XL: 512 + 2 x 256", sup720Carve{512, 0, 256}, 1024},
		{"factory non-XL: 192 + 2 x 32", sup720Carve{192, 0, 32}, 256},
		{"winfred: 768 + 16 + 2 x 120", sup720Carve{768, 16, 120}, 1024},
		{"qsolved: 450 takes 464, + 384 + 2 x 88", sup720Carve{450, 384, 88}, 1024},
		{"ip 750 takes 752 (770,048) with what is left for MPLS, + 2 x 136 (139,264)", sup720Carve{750, 2, 136}, 1024},
		{"500 and 500 take 1,008 together, + 2 x 8", sup720Carve{500, 500, 8}, 1024},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if n, ok := sup720Chip(tt.carve); n != tt.cells || !ok {
				t.Errorf("%+v takes %dk cells (a chip: %v), the capture says %dk", tt.carve, n, ok, tt.cells)
			}
		})
	}
	if n := (sup720Carve{750, 2, 136}).single() * 1024; n != 770048 {
		t.Errorf("ip 750 gives %d entries, the box printed 770048", n)
	}
	if _, ok := sup720Chip(sup720Carve{512, 0, 255}); ok {
		t.Error("a carve that does not fill a chip proves one")
	}
}

func TestSup720(t *testing.T) {
	tests := []struct {
		name     string
		chip     int
		now      sup720Carve
		need     [3]float64
		outcome  solve.Outcome
		commands []string
		reason   string
	}{
		{
			name: "labels run out beside room for both", chip: sup720XL, now: sup720Carve{450, 384, 88},
			need: [3]float64{440871, 467545, 4}, outcome: solve.Feasible,
			commands: []string{"mls cef maximum-routes mpls 464"},
			reason:   "IPv4 450k + MPLS 464k + 2 x 48k for IPv6 and multicast = 1,024k cells, the chip has 1,024k; it holds that, and nothing grows",
		},
		{
			name: "the box shows what was asked, and no more is counted on", chip: sup720XL, now: sup720Carve{450, 384, 88},
			need: [3]float64{469871, 300000, 4}, outcome: solve.Feasible,
			commands: []string{"mls cef maximum-routes ip 464"}, reason: "IPv4 464k + MPLS 384k + 2 x 88k",
		},
		{
			name: "two regions that are no whole blocks", chip: sup720XL, now: sup720Carve{500, 500, 8},
			need: [3]float64{490897, 513000, 3}, outcome: solve.Feasible,
			commands: []string{"mls cef maximum-routes ip 480", "mls cef maximum-routes mpls 512"}, reason: "IPv4 480k + MPLS 512k + 2 x 16k",
		},
		{
			name: "factory default at 480k routes", chip: sup720XL, now: sup720Carve{512, 0, 256},
			need: [3]float64{600000, 0, 30000}, outcome: solve.Feasible,
			commands: []string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			reason:   "IPv4 768k + MPLS 16k + 2 x 120k",
		},
		{
			name: "full tables of July 2026", chip: sup720XL, now: sup720Carve{768, 16, 120},
			need: [3]float64{1064295, 0, 256046}, outcome: solve.Infeasible,
			reason: "today's use alone needs 1,568k cells (IPv4 1,040k + MPLS 16k + 2 x 256k for IPv6 and multicast), the chip has 1,024k",
		},
		{
			name: "large enough already", chip: sup720XL, now: sup720Carve{768, 16, 120},
			need: [3]float64{500000, 100, 10}, outcome: solve.Feasible, reason: "IPv4 768k + MPLS 16k",
		},
		{
			name: "non-XL never holds 300k", chip: sup720NonXL, now: sup720Carve{192, 0, 32},
			need: [3]float64{300000, 0, 0}, outcome: solve.Infeasible, reason: "the chip has 256k",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sup720(tt.chip, tt.now, still(tt.need), solve.DefaultUntil(testNow))
			if r.Outcome != tt.outcome {
				t.Fatalf("outcome %s, want %s: %s", r.Outcome, tt.outcome, r.Reason)
			}
			if d := cmp.Diff(tt.commands, r.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
			if !strings.Contains(r.Reason, tt.reason) {
				t.Errorf("reason %q does not say %q", r.Reason, tt.reason)
			}
			if r.Outcome == solve.Feasible && r.Keep != (len(tt.commands) == 0) {
				t.Errorf("Keep is %v with commands %q", r.Keep, r.Commands)
			}
		})
	}
}

// A number that no chip could hold is a proof, not an accident.
func TestSup720OfNonsense(t *testing.T) {
	for _, n := range []float64{1e30, math.Inf(1)} {
		r := sup720(sup720XL, sup720Carve{768, 16, 120}, still([3]float64{n, 0, 0}), solve.DefaultUntil(testNow))
		if r.Outcome != solve.Infeasible || strings.Contains(r.Reason, "-") {
			t.Errorf("%v: %s: %s", n, r.Outcome, r.Reason)
		}
	}
}

// fits says by trying every division whether a chip holds need, and how few of
// the two lines must change against now.
func fits(chip int, now sup720Carve, need sup720Need) (possible bool, lines int) {
	lines, was := 3, now
	for ip := 16; ip <= chip; ip += 16 {
		for mpls := 16; ip+mpls <= chip; mpls += 16 {
			v6 := (chip - ip - mpls) / 2
			if v6 >= 8 && float64(ip)*1024 >= need.IPv4.Now && float64(mpls)*1024 >= need.MPLS.Now && float64(v6)*1024 >= need.V6Mcast.Now {
				possible = true
				n := 0
				if ip != was.IPv4 {
					n++
				}
				if mpls != was.MPLS {
					n++
				}
				lines = min(lines, n)
			}
		}
	}
	return possible, lines
}

func TestSup720IsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chip := rapid.SampledFrom([]int{sup720NonXL, sup720XL}).Draw(t, "chip")
		size := float64(chip) * 1024
		need := still([3]float64{
			float64(rapid.IntRange(0, int(size)).Draw(t, "v4")),
			float64(rapid.IntRange(0, int(size/2)).Draw(t, "mpls")),
			float64(rapid.IntRange(0, int(size/3)).Draw(t, "v6")),
		})
		now := sup720Factory(chip)
		split := rapid.Bool().Draw(t, "split")
		if split {
			ip := rapid.IntRange(1, chip/16-2).Draw(t, "ip")
			mpls := rapid.IntRange(1, chip/16-ip-1).Draw(t, "labels")
			now = sup720Carve{16 * ip, 16 * mpls, 8 * (chip/16 - ip - mpls)}
		}
		r := sup720(chip, now, need, solve.DefaultUntil(testNow))
		possible, lines := fits(chip, now, need)
		if possible != (r.Outcome == solve.Feasible) {
			t.Fatalf("trying all divisions says %v, the solver %s: %s", possible, r.Outcome, r.Reason)
		}
		if r.Outcome != solve.Feasible {
			return
		}
		if split && len(r.Commands) > lines {
			t.Fatalf("%d lines change (%v), %d are enough", len(r.Commands), r.Commands, lines)
		}
		v4, mpls, v6 := r.Caps[fact.FibIPv4], r.Caps[fact.FibMPLS], r.Caps[fact.FibIPv6Mcast]
		if r.Keep && !split { // one region for both
			v4 = r.Caps[fact.FibIPv4MPLS]
			mpls = v4 - need.IPv4.Now
		}
		if v4 < need.IPv4.Now || mpls < need.MPLS.Now || v6 < need.V6Mcast.Now {
			t.Fatalf("caps %v do not hold %+v", r.Caps, need)
		}
		if cells := r.Caps[fact.FibIPv4MPLS]/1024 + 2*v6/1024; cells > float64(chip) {
			t.Fatalf("%v takes %vk cells of %dk", r.Caps, cells, chip)
		}
	})
}

// A carve for a table that grows lasts to the day the solver says, and no carve
// lasts longer than the one it calls the longest.
func TestSup720LastsAsLongAsItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := func(label string, most int) solve.Demand {
			return solve.Demand{
				Now: float64(rapid.IntRange(0, most).Draw(t, label)), Dated: true,
				Year: float64(rapid.IntRange(0, 60000).Draw(t, label+" a year")), Spare: 5000, Least: 5000,
			}
		}
		need := sup720Need{d("v4", 900_000), d("mpls", 100_000), d("v6", 250_000)}
		u := solve.DefaultUntil(testNow)
		r := sup720(sup720XL, sup720Carve{768, 16, 120}, need, u)
		ever := func(years float64) bool { return need.at(years, true).Cells() <= sup720XL }
		if (r.Outcome == solve.Feasible || strings.Contains(r.Reason, "as well as the chip allows")) != ever(u.Worth) {
			t.Fatalf("%s: %s", r.Outcome, r.Reason)
		}
		if r.Outcome != solve.Feasible || r.Keep {
			return
		}
		years := 1e9
		for name, need := range map[fact.Resource]solve.Demand{fact.FibIPv4: need.IPv4, fact.FibMPLS: need.MPLS, fact.FibIPv6Mcast: need.V6Mcast} {
			if need.Year > 0 {
				years = min(years, (r.Caps[name]-need.Now-need.Spare)/need.Year)
			}
		}
		if years < u.Years-0.01 && ever(years+0.1) {
			t.Fatalf("it lasts %.2f years, and %.2f are possible: %s", years, years+0.1, r.Reason)
		}
	})
}
