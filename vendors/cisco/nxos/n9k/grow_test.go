package n9k

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/solve"
)

// The default regions of a first-generation switch that a real output shows, to
// the last cell (nxos:4.2 [S+I]): racl 1536 + 2 x l3qos 256 + 2 x system
// 256 + span 256 + 2 x copp 256 + redirect 256 + vpc-convergence 512 = 4096.
func defaults() []region {
	return []region{
		{Key: "racl", Size: 1536, Used: 200},
		{Key: "l3qos", Size: 256, Wide: true, Used: -1},
		{Key: "system", Size: 256, Wide: true, Used: -1},
		{Key: "span", Size: 256, Used: -1},
		{Key: "copp", Size: 256, Wide: true, Used: -1},
		{Key: "redirect", Size: 256, Used: -1},
		{Key: "vpc-convergence", Size: 512, Used: -1},
		{Key: "arp-ether", Wide: true, Word: "double-wide", Used: -1},
	}
}

func TestDefaultRegionsFillThePool(t *testing.T) {
	if n := genOneIngress().cells(defaults()); n != 4096 {
		t.Errorf("the default takes %d cells, the capture says 4096", n)
	}
	if !genOneIngress().holds(defaults()) {
		t.Error("the default does not fit the slices")
	}
}

// A slice serves one region: nine regions of 256 do not fit eight slices of 256
// and four of 512 only where no 512 is free.
func TestSlicesServeOneRegion(t *testing.T) {
	many := func(n, size int) (out []region) {
		for range n {
			out = append(out, region{Size: size})
		}
		return out
	}
	for _, tt := range []struct {
		regions []region
		fits    bool
	}{
		{many(8, 256), true},
		{many(12, 256), true},
		{many(13, 256), false},
		{append(many(9, 256), many(3, 512)...), true},
		{append(many(9, 256), region{Size: 2048}), false},
		{many(8, 512), true},
	} {
		if got := genOneIngress().holds(tt.regions); got != tt.fits {
			t.Errorf("%d regions: fits %v, want %v", len(tt.regions), got, tt.fits)
		}
	}
}

func TestGrowRegion(t *testing.T) {
	tests := []struct {
		name    string
		change  func(r []region)
		key     string
		need    int
		outcome solve.Outcome
		lines   []string
		undo    []string
		says    string
	}{
		{
			// 1024 would be enough cells, but one slice of 512 cannot serve a wide region.
			"shrink before grow", nil, "arp-ether", 100, solve.Feasible,
			[]string{"hardware access-list tcam region racl 512", "hardware access-list tcam region arp-ether 256 double-wide"},
			[]string{"hardware access-list tcam region arp-ether 0 double-wide", "hardware access-list tcam region racl 1536"},
			"racl from 1536 to 512 (200 in use)",
		},
		{"what is not known does not shrink", func(r []region) { r[0].Used = -1 }, "arp-ether", 100, solve.Unknown, nil, nil, "what is in use of racl, l3qos"},
		{"everything is used", func(r []region) {
			for i := range r {
				r[i].Used = r[i].Size
			}
		}, "arp-ether", 100, solve.Infeasible, nil, nil, "with every other region at the least that holds its use it is still 4,608"},
		{"it is large enough", nil, "racl", 1200, solve.Feasible, nil, nil, "region racl holds 1,200 of 1,536"},
		{"a region nobody knows", nil, "ing-racl", 1200, solve.Unknown, nil, nil, "the configured size of region ing-racl is not known"},
		{"the pool is not understood", func(r []region) { r[0].Size = 2048 }, "arp-ether", 100, solve.Unknown, nil, nil, "not understood"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := defaults()
			if tt.change != nil {
				tt.change(now)
			}
			r := growRegion(regionPools{genOneIngress()}, now, tt.key, tt.need, 0.1)
			if r.Outcome != tt.outcome || !strings.Contains(r.Reason, tt.says) {
				t.Errorf("%s: %s", r.Outcome, r.Reason)
			}
			if d := cmp.Diff(tt.lines, r.Commands); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.undo, r.Undo); d != "" {
				t.Errorf("way back (-want +got):\n%s", d)
			}
		})
	}
}

// A region of VACLs takes both directions, and only what both allow.
func TestVACLTakesBothDirections(t *testing.T) {
	pools := regionPools{genOneIngress(), genOneEgress()}
	both, in, out := []string{"ingress", "egress"}, []string{"ingress"}, []string{"egress"}
	now := []region{
		{Key: "vacl", Size: 256, Used: 250, In: both},
		{Key: "racl", Size: 1536, Used: 100, In: in},
		{Key: "e-racl", Size: 512, Used: 10, In: out},
		{Key: "Egress System", Size: 256, Used: -1, In: out},
	}
	r := growRegion(pools, now, "vacl", 300, 0.25)
	want := []string{"hardware access-list tcam region e-racl 256", "hardware access-list tcam region vacl 512"}
	if d := cmp.Diff(want, r.Commands); d != "" || !strings.Contains(r.Reason, "1,024 of 1,024 egress") {
		t.Errorf("%s %s\n%s", r.Outcome, r.Reason, d)
	}
	now[2].Used = 250
	if r := growRegion(pools, now, "vacl", 300, 0.25); r.Outcome != solve.Unknown || !strings.Contains(r.Reason, "Egress System is not known") {
		t.Errorf("%s: %s", r.Outcome, r.Reason)
	}
}

// What fits only where a region that holds nothing is given up is no proof of the
// contrary, and no proposal.
func TestARegionIsNotGivenUp(t *testing.T) {
	pool := regionPool{Name: "test", Cells: 1024}
	now := []region{{Key: "a", Size: 768, Used: 760}, {Key: "b", Size: 256, Used: 0}}
	r := growRegion(regionPools{pool}, now, "a", 900, 0)
	if r.Outcome != solve.Unknown || !strings.Contains(r.Reason, "given up (b)") || len(r.Commands) > 0 {
		t.Errorf("%s: %s", r.Outcome, r.Reason)
	}
	now[1].Used = 1
	if r := growRegion(regionPools{pool}, now, "a", 900, 0); r.Outcome != solve.Infeasible {
		t.Errorf("%s: %s", r.Outcome, r.Reason)
	}
}

// Against trying every division of small pools: it fits at every line, what it
// cuts keeps its use, nothing with fewer cuts does, and where it says infeasible
// none does however wide regions lie.
func TestGrowRegionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pools := regionPools{drawPool(t, "a")}
		if rapid.Bool().Draw(t, "two") {
			pools = append(pools, drawPool(t, "b"))
		}
		var now []region
		for i := range rapid.IntRange(1, 4).Draw(t, "regions") {
			r := region{Key: fmt.Sprint("r", i), Wide: rapid.Bool().Draw(t, "wide")}
			r.In = rapid.SampledFrom([][]string{nil, {"a"}, {pools[len(pools)-1].Name}}).Draw(t, "in")
			if r.Fixed = rapid.IntRange(0, 3).Draw(t, "fixed") == 0; rapid.Bool().Draw(t, "steps") {
				r.Step = 512
			}
			if r.Size = 256 * rapid.IntRange(0, 4).Draw(t, "size"); r.Size > 0 {
				r.Size = pools.round(r, r.Size)
			}
			r.Used = rapid.IntRange(0, r.Size).Draw(t, "used")
			now = append(now, r)
		}
		if !pools.hold(now) {
			t.Skip("the regions of now do not fit")
		}
		need := rapid.IntRange(1, 1024).Draw(t, "need")
		r := growRegion(pools, now, "r0", need, 0)
		possible, cuts := everyDivision(pools, now, need, 1)
		anyhow, _ := everyDivision(pools, now, need, 0)
		if possible != (r.Outcome == solve.Feasible) || !anyhow != (r.Outcome == solve.Infeasible) {
			t.Fatalf("trying all says %v, %v, the solver %s: %s", possible, anyhow, r.Outcome, r.Reason)
		}
		if !possible || r.Keep {
			return
		}
		if len(r.Commands)-1 != cuts {
			t.Fatalf("%d regions shrink, %d are enough: %v", len(r.Commands)-1, cuts, r.Commands)
		}
		carriedOut(t, pools, now, need, r)
	})
}

func drawPool(t *rapid.T, name string) regionPool {
	p := regionPool{Name: name, Doubles: rapid.Bool().Draw(t, "doubles")}
	if rapid.Bool().Draw(t, "sliced") {
		p.Slices256, p.Slices512 = rapid.IntRange(1, 6).Draw(t, "256"), rapid.IntRange(0, 3).Draw(t, "512")
		p.Cells = 256*p.Slices256 + 512*p.Slices512
		return p
	}
	p.Cells = 256 * rapid.IntRange(4, 10).Draw(t, "cells")
	return p
}

// carriedOut enters the lines, and those of the rollback, one by one.
func carriedOut(t *rapid.T, pools regionPools, now []region, need int, r solve.Result) {
	before := slices.Clone(now)
	for _, lines := range [][]string{r.Commands, r.Undo} {
		for _, line := range lines {
			enter(t, now, line)
			if !pools.hold(now) {
				t.Fatalf("after %q the regions take more than the pool", line)
			}
		}
		for i := range now {
			if now[i].Size < now[i].Used || i == 0 && slices.Equal(lines, r.Commands) && now[0].Size < need {
				t.Fatalf("region %d has %d, %d are in use: %v", i, now[i].Size, now[i].Used, lines)
			}
		}
	}
	if d := cmp.Diff(before, now); d != "" {
		t.Fatalf("the rollback does not lead back:\n%s", d)
	}
}

// enter changes the size that a line names.
func enter(t *rapid.T, regions []region, line string) {
	var key string
	var size int
	if _, err := fmt.Sscanf(line, regionKnob+" %s %d", &key, &size); err != nil {
		t.Fatal(line, err)
	}
	for i := range regions {
		if regions[i].Key == key {
			regions[i].Size = size
		}
	}
}

// everyDivision tries all sizes of all regions but the first, which grows. A
// region keeps its use, and at least the smallest size where least is 1.
func everyDivision(pools regionPools, now []region, need, least int) (possible bool, cuts int) {
	regions := slices.Clone(now)
	regions[0].Size = max(now[0].Size, pools.round(now[0], need))
	cuts = 99
	var try func(i int)
	try = func(i int) {
		if i == len(regions) {
			if pools.hold(regions) {
				n := 0
				for k := 1; k < len(now); k++ {
					if now[k].Size != regions[k].Size {
						n++
					}
				}
				possible, cuts = true, min(cuts, n)
			}
			return
		}
		try(i + 1)
		if now[i].Size == 0 || now[i].Fixed {
			return
		}
		if least == 0 && now[i].Used == 0 {
			regions[i].Size = 0
			try(i + 1)
		}
		for size := pools.round(now[i], max(1, now[i].Used)); size < now[i].Size; size = pools.round(now[i], size+1) {
			regions[i].Size = size
			try(i + 1)
		}
		regions[i].Size = now[i].Size
	}
	try(1)
	return possible, cuts
}
