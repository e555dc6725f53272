package solve

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The default regions of a first-generation switch that a real output shows, to
// the last cell (domain/nxos.md 4.2 [S+I]): racl 1536 + 2 x l3qos 256 + 2 x system
// 256 + span 256 + 2 x copp 256 + redirect 256 + vpc-convergence 512 = 4096.
func defaults() []Region {
	return []Region{
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
	if n := GenOneIngress().cells(defaults()); n != 4096 {
		t.Errorf("the default takes %d cells, the capture says 4096", n)
	}
	if !GenOneIngress().holds(defaults()) {
		t.Error("the default does not fit the slices")
	}
}

// A slice serves one region: nine regions of 256 do not fit eight slices of 256
// and four of 512 only where no 512 is free.
func TestSlicesServeOneRegion(t *testing.T) {
	many := func(n, size int) (out []Region) {
		for range n {
			out = append(out, Region{Size: size})
		}
		return out
	}
	for _, tt := range []struct {
		regions []Region
		fits    bool
	}{
		{many(8, 256), true},
		{many(12, 256), true},
		{many(13, 256), false},
		{append(many(9, 256), many(3, 512)...), true},
		{append(many(9, 256), Region{Size: 2048}), false},
		{many(8, 512), true},
	} {
		if got := GenOneIngress().holds(tt.regions); got != tt.fits {
			t.Errorf("%d regions: fits %v, want %v", len(tt.regions), got, tt.fits)
		}
	}
}

func TestGrowRegion(t *testing.T) {
	tests := []struct {
		name    string
		change  func(r []Region)
		key     string
		need    int
		outcome Outcome
		lines   []string
		undo    []string
		says    string
	}{
		{
			"shrink before grow", nil, "arp-ether", 100, Feasible,
			[]string{"hardware access-list tcam region racl 1024", "hardware access-list tcam region arp-ether 256 double-wide"},
			[]string{"hardware access-list tcam region arp-ether 0 double-wide", "hardware access-list tcam region racl 1536"},
			"racl from 1536 to 1024 (200 in use)",
		},
		{"what is not known does not shrink", func(r []Region) { r[0].Used = -1 }, "arp-ether", 100, Unknown, nil, nil, "what is in use of racl, l3qos"},
		{"everything is used", func(r []Region) {
			for i := range r {
				r[i].Used = r[i].Size
			}
		}, "arp-ether", 100, Infeasible, nil, nil, "with every other region at the least that holds its use it is still 4,608"},
		{"it is large enough", nil, "racl", 1200, Feasible, nil, nil, "region racl holds 1,200 of 1,536"},
		{"a region nobody knows", nil, "ing-racl", 1200, Unknown, nil, nil, "the configured size of region ing-racl is not known"},
		{"the pool is not understood", func(r []Region) { r[0].Size = 2048 }, "arp-ether", 100, Unknown, nil, nil, "not understood"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := defaults()
			if tt.change != nil {
				tt.change(now)
			}
			r := GrowRegion(GenOneIngress(), now, tt.key, tt.need, 0.1)
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

// Against trying every division of small pools: it fits at every line, nothing
// with fewer cuts does, and where it says infeasible none does.
func TestGrowRegionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := RegionPool{Name: "test", Cells: 256 * rapid.IntRange(4, 10).Draw(t, "cells"), Doubles: rapid.Bool().Draw(t, "doubles")}
		var now []Region
		for i := range rapid.IntRange(1, 4).Draw(t, "regions") {
			r := Region{Key: fmt.Sprint("r", i), Wide: rapid.Bool().Draw(t, "wide")}
			if r.Size = 256 * rapid.IntRange(0, 4).Draw(t, "size"); r.Size > 0 {
				r.Size = pool.round(r.Size)
			}
			r.Used = rapid.IntRange(0, r.Size).Draw(t, "used")
			now = append(now, r)
		}
		if !pool.holds(now) {
			t.Skip("the regions of now do not fit")
		}
		need := rapid.IntRange(1, 1024).Draw(t, "need")
		r := GrowRegion(pool, now, "r0", need, 0)
		possible, cuts := everyDivision(pool, now, need)
		if possible != (r.Outcome == Feasible) || !possible && r.Outcome != Infeasible {
			t.Fatalf("trying all says %v, the solver %s: %s", possible, r.Outcome, r.Reason)
		}
		if !possible || r.Keep {
			return
		}
		if len(r.Commands)-1 != cuts {
			t.Fatalf("%d regions shrink, %d are enough: %v", len(r.Commands)-1, cuts, r.Commands)
		}
		for _, lines := range [][]string{r.Commands, r.Undo} {
			for _, line := range lines {
				enter(t, now, line)
				if !pool.holds(now) {
					t.Fatalf("after %q the regions take more than the pool", line)
				}
			}
			if slices.Equal(lines, r.Commands) && now[0].Size < need {
				t.Fatalf("r0 has %d, %d are needed", now[0].Size, need)
			}
		}
	})
}

// enter changes the size that a line names.
func enter(t *rapid.T, regions []Region, line string) {
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

// everyDivision tries all sizes of all regions but the first, which grows.
func everyDivision(pool RegionPool, now []Region, need int) (possible bool, cuts int) {
	regions := slices.Clone(now)
	regions[0].Size = max(now[0].Size, pool.round(need))
	cuts = 99
	var try func(i int)
	try = func(i int) {
		if i == len(regions) {
			if pool.holds(regions) {
				possible, cuts = true, min(cuts, changed(now, regions, 0))
			}
			return
		}
		try(i + 1)
		if now[i].Size == 0 {
			return
		}
		for size := pool.round(max(1, now[i].Used)); size < now[i].Size; size = pool.round(size + 1) {
			regions[i].Size = size
			try(i + 1)
			regions[i].Size = now[i].Size
		}
	}
	try(1)
	return possible, cuts
}
