package main

import (
	"flag"
	"math"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// The page of made-up figures: one goal met, one missed, one program not there,
// one that lost a device.
func TestPage(t *testing.T) {
	s := &setting{when: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), machine: "a machine", version: "abc1234", loadBefore: "0.10", load: "1.20", pinned: true}
	visit := func(n int, cpu, wall time.Duration) row {
		return row{name: "headroom", kb: 36, devices: n, sessions: 500, ok: n, cpu: cpu, starting: 10 * time.Millisecond, wall: wall, lone: 1070, rssMB: 120}
	}
	large := visit(500, 1500*time.Millisecond, 4*time.Second)
	large.kb, large.lone = 280, math.NaN()
	lossy := row{name: "scrapligo", version: "v9", kb: 36, devices: 1000, sessions: 500, ok: 999, cpu: time.Second, wall: time.Second}
	r := &results{
		visits: []row{visit(200, 300*time.Millisecond, 2*time.Second), visit(1000, 1100*time.Millisecond, 3500*time.Millisecond), visit(10000, 11*time.Second, 25*time.Second)},
		large:  large,
		hold:   holding{sessions: 500, rssKB: 90, waitingMS: 0.0003, closedMS: 25},
		peers: []beside{
			{lossy, visit(1000, time.Second, 4*time.Second)},
			{unmeasured("netmiko", "not installed (Debian package python3-netmiko)"), unmeasured("headroom", "not run")},
			{unmeasured("clogin", "no time left\nkilled | stopped: "), unmeasured("headroom", "not run")},
			{row{name: "ansible cisco.ios", version: "v1", devices: 20, sessions: 20, ok: 20, cpu: 20 * time.Second, wall: 20 * time.Second, rssMB: 900}, visit(20, 40*time.Millisecond, 2*time.Second)},
		},
		scan: scanned{row: visit(1000, 3*time.Second, 6*time.Second), files: visit(1000, time.Second, time.Second), commands: 7.5, kb: 22},
	}
	const golden = "testdata/page.md"
	got := pageOf(r, s)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestFigure(t *testing.T) {
	for x, want := range map[float64]string{0: "0.00", 0.0002: "0.0002", 0.25: "0.25", 1.234: "1.23", 12.34: "12.3", 1234567: "1,234,567", 999.6: "1,000", math.Inf(1): "never"} {
		if got := figure(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
}
