package solve

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/headroom-audit/headroom/fact"
	"pgregory.net/rapid"
)

// The carves that operators printed, each with what the chip holds:
// domain/ios.md 2.2 and domain/operators.md 3.4.
func TestCapturedCarvesFillTheChip(t *testing.T) {
	tests := []struct {
		name  string
		carve Sup720Carve
		cells int
	}{
		{"factory XL: 512 + 2 x 256", Sup720Carve{512, 0, 256}, 1024},
		{"factory non-XL: 192 + 2 x 32", Sup720Carve{192, 0, 32}, 256},
		{"winfred: 768 + 16 + 2 x 120", Sup720Carve{768, 16, 120}, 1024},
		{"qsolved: 450 takes 464, + 384 + 2 x 88", Sup720Carve{450, 384, 88}, 1024},
		{"ip 750 takes 752 (770,048), + 2 x 136 (139,264)", Sup720Carve{750, 0, 136}, 1024},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if n, ok := Sup720Chip(tt.carve); n != tt.cells || !ok {
				t.Errorf("%+v takes %dk cells (a chip: %v), the capture says %dk", tt.carve, n, ok, tt.cells)
			}
		})
	}
	if n := ceilTo(750, 16) * 1024; n != 770048 {
		t.Errorf("ip 750 gives %d entries, the box printed 770048", n)
	}
	if _, ok := Sup720Chip(Sup720Carve{512, 0, 255}); ok {
		t.Error("a carve that does not fill a chip proves one")
	}
}

func TestSup720(t *testing.T) {
	tests := []struct {
		name     string
		chip     int
		now      Sup720Carve
		need     Sup720Need
		outcome  Outcome
		commands []string
		reason   string
	}{
		{
			name: "labels run out beside room for both", chip: Sup720XL, now: Sup720Carve{450, 384, 88},
			need: Sup720Need{469871, 467545, 4}, outcome: Feasible,
			commands: []string{"mls cef maximum-routes mpls 464"},
			reason:   "IPv4 464k + MPLS 464k + 2 x 48k for IPv6 and multicast = 1,024k cells, the chip has 1,024k",
		},
		{
			name: "factory default at 480k routes", chip: Sup720XL, now: Sup720Carve{512, 0, 256},
			need: Sup720Need{600000, 0, 30000}, outcome: Feasible,
			commands: []string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			reason:   "IPv4 768k + MPLS 16k + 2 x 120k",
		},
		{
			name: "full tables of July 2026", chip: Sup720XL, now: Sup720Carve{768, 16, 120},
			need: Sup720Need{1064295, 0, 256046}, outcome: Infeasible,
			reason: "needs 1,568k cells (IPv4 1,040k + MPLS 16k + 2 x 256k for IPv6 and multicast), the chip has 1,024k",
		},
		{
			name: "large enough already", chip: Sup720XL, now: Sup720Carve{768, 16, 120},
			need: Sup720Need{500000, 100, 10}, outcome: Feasible, reason: "IPv4 768k",
		},
		{
			name: "non-XL never holds 300k", chip: Sup720NonXL, now: Sup720Carve{192, 0, 32},
			need: Sup720Need{300000, 0, 0}, outcome: Infeasible, reason: "the chip has 256k",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Sup720(tt.chip, tt.now, tt.need)
			if r.Outcome != tt.outcome {
				t.Fatalf("outcome %s, want %s: %s", r.Outcome, tt.outcome, r.Reason)
			}
			if d := cmp.Diff(tt.commands, r.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
			if !strings.Contains(r.Reason, tt.reason) {
				t.Errorf("reason %q does not say %q", r.Reason, tt.reason)
			}
			if r.Outcome == Feasible && r.Keep != (len(tt.commands) == 0) {
				t.Errorf("Keep is %v with commands %q", r.Keep, r.Commands)
			}
		})
	}
}

// fits says by trying every division whether a chip holds need.
func fits(chip int, need Sup720Need) bool {
	for ip := 16; ip <= chip; ip += 16 {
		for mpls := 16; ip+mpls <= chip; mpls += 16 {
			v6 := (chip - ip - mpls) / 2
			if v6 >= 8 && float64(ip)*1024 >= need.IPv4 && float64(mpls)*1024 >= need.MPLS && float64(v6)*1024 >= need.V6Mcast {
				return true
			}
		}
	}
	return false
}

func TestSup720IsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chip := rapid.SampledFrom([]int{Sup720NonXL, Sup720XL}).Draw(t, "chip")
		size := float64(chip) * 1024
		need := Sup720Need{
			IPv4:    float64(rapid.IntRange(0, int(size)).Draw(t, "v4")),
			MPLS:    float64(rapid.IntRange(0, int(size/2)).Draw(t, "mpls")),
			V6Mcast: float64(rapid.IntRange(0, int(size/3)).Draw(t, "v6")),
		}
		now := Sup720Carve{chip / 2, 0, chip / 4}
		if rapid.Bool().Draw(t, "split") {
			ip := rapid.IntRange(1, chip/16-2).Draw(t, "ip")
			mpls := rapid.IntRange(1, chip/16-ip-1).Draw(t, "labels")
			now = Sup720Carve{16 * ip, 16 * mpls, 8 * (chip/16 - ip - mpls)}
		}
		r := Sup720(chip, now, need)
		if possible := fits(chip, need); possible != (r.Outcome == Feasible) {
			t.Fatalf("trying all divisions says %v, the solver %s: %s", possible, r.Outcome, r.Reason)
		}
		if r.Outcome != Feasible {
			return
		}
		v4, mpls, v6 := r.Caps[fact.FibIPv4], r.Caps[fact.FibMPLS], r.Caps[fact.FibIPv6Mcast]
		if v4 < need.IPv4 || mpls < need.MPLS || v6 < need.V6Mcast {
			t.Fatalf("caps %v do not hold %+v", r.Caps, need)
		}
		if cells := (v4 + mpls + 2*v6) / 1024; cells > float64(chip) {
			t.Fatalf("%v takes %vk cells of %dk", r.Caps, cells, chip)
		}
	})
}
