package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAWaiverIsWrittenAndTakenBack(t *testing.T) {
	until := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ name, before, want string }{
		{"no file", "", "waivers:\n  - rule: cap/near\n"},
		{"no waivers", "# ours\nstale_after: 7d", "# ours\nstale_after: 7d\nwaivers:\n  - rule: cap/near\n"},
		{"others", "waivers: # theirs\n- rule: cap/over\n  device: a\n  reason: b\n  expires: 2026-12-01\n", "waivers: # theirs\n- rule: cap/near\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &globals{policyFile: filepath.Join(t.TempDir(), "policy.yaml")}
			if tt.before != "" {
				if err := os.WriteFile(g.policyFile, []byte(tt.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			undo, err := g.waive("cap/near", "edge[1]", "replaced: order 4711 # soon", until)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := os.ReadFile(g.policyFile)
			if !strings.HasPrefix(string(got), tt.want) {
				t.Errorf("wrote\n%s\nwant at the start\n%s", got, tt.want)
			}
			p, err := g.written()
			if err != nil || len(p.Waivers) == 0 || p.Waivers[0].Reason != "replaced: order 4711 # soon" || !p.Waivers[0].Matches("cap/near", "edge[1]") || p.Waivers[0].Matches("cap/near", "edge1") {
				t.Errorf("read back %+v, %v", p.Waivers, err)
			}
			if err := undo(); err != nil {
				t.Fatal(err)
			}
			if got, _ = os.ReadFile(g.policyFile); string(got) != tt.before {
				t.Errorf("taken back, it is\n%s", got)
			}
		})
	}
	g := &globals{}
	if _, err := g.waive("cap/near", "a", "b", until); err == nil {
		t.Error("a waiver without a policy file is written somewhere")
	}
}

func TestAWaiverIsNotTakenBackOverOthersWork(t *testing.T) {
	g := &globals{policyFile: filepath.Join(t.TempDir(), "policy.yaml")}
	undo, err := g.waive("cap/near", "a", "b", time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(g.policyFile, []byte("# another hand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := undo(); err == nil {
		t.Error("the work of another hand is overwritten")
	}
}

// A policy that is a link stays one, with the mode it had; one that was not there is gone
// again when the waiver is taken back.
func TestAWaiverLeavesTheFileAsItIs(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real.yaml"), filepath.Join(dir, "policy.yaml")
	if err := os.WriteFile(real, []byte("version: 1\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	until := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	undo, err := (&globals{policyFile: link}).waive("cap/near", "a", "b", until)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // with the waiver, then without
		in, err := os.Lstat(link)
		if err != nil || in.Mode()&os.ModeSymlink == 0 {
			t.Fatalf("the link is %v, %v", in.Mode(), err)
		}
		if in, err = os.Stat(real); err != nil || in.Mode().Perm() != 0o640 {
			t.Fatalf("the file is %v, %v", in.Mode(), err)
		}
		if undo != nil {
			if err := undo(); err != nil {
				t.Fatal(err)
			}
			undo = nil
		}
	}
	fresh := filepath.Join(dir, "new.yaml")
	if undo, err = (&globals{policyFile: fresh}).waive("cap/near", "a", "b", until); err != nil {
		t.Fatal(err)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fresh); !os.IsNotExist(err) {
		t.Errorf("an empty policy is left: %v", err)
	}
}
