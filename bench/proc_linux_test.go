package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParents(t *testing.T) {
	for line, want := range map[string][2]int{
		"42 (sh) S 7 42 42 0":        {42, 7},
		"43 (a) b (c) R 8 43 43 0 1": {43, 8},
	} {
		pid, parent, err := parents([]byte(line))
		if err != nil || pid != want[0] || parent != want[1] {
			t.Errorf("%q: %d below %d, %v", line, pid, parent, err)
		}
	}
	if _, _, err := parents([]byte("nothing")); err == nil {
		t.Error("a line without brackets is read")
	}
}

// What a program and its children use is counted, also of one that it leaves
// behind.
func TestMeasureCountsTheTree(t *testing.T) {
	if err := adopt(); err != nil {
		t.Skip(err)
	}
	spin := `i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done`
	lone, err := measure(context.Background(), exec.Command("sh", "-c", spin), 0)
	if err != nil {
		t.Fatal(err)
	}
	// Nine loops against one, so that a busy machine does not decide; those in the
	// background are done before the program ends.
	mark := filepath.Join(t.TempDir(), "spun")
	eight := strings.Repeat(spin+"; ", 8)
	u, err := measure(context.Background(), exec.Command("sh", "-c", "("+eight+"touch "+mark+"; sleep 60) & sleep 0.7; until [ -e "+mark+" ]; do sleep 0.05; done; "+spin+"; echo done"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if u.cpu < 2*lone.cpu || lone.cpu <= 0 {
		t.Errorf("nine loops took %s, one %s", u.cpu, lone.cpu)
	}
	if string(u.out) != "done\n" || u.rss < 100<<10 || u.wall < 700*time.Millisecond {
		t.Errorf("%q, %d bytes, %s", u.out, u.rss, u.wall)
	}
	if left := childrenOf(os.Getpid()); len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
}

func TestMeasureFails(t *testing.T) {
	_, err := measure(context.Background(), exec.Command("sh", "-c", "echo first >&2; echo why >&2; exit 3"), 0)
	if err == nil || !slices.Contains([]string{"/bin/sh: exit status 3: why", "/usr/bin/sh: exit status 3: why"}, err.Error()) {
		t.Errorf("%v", err)
	}
}
