package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is printed to go on with a scan works when it is copied into a shell.
func TestTheResumeCommandCanBeCopied(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("my files", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		g         globals
		inventory string
		want      string
	}{
		{globals{}, "inv.yaml", "headroom scan -i inv.yaml --resume 20261124T120000Z-0a"},
		{globals{store: "/srv/h.db"}, "inv.yaml", "headroom scan -i inv.yaml --store /srv/h.db --resume 20261124T120000Z-0a"},
		{globals{store: "a b.db", policyFile: "~/p$.yaml"}, "my files/it's.yaml", `headroom scan -i 'my files/it'\''s.yaml' --store 'a b.db' --policy '~/p$.yaml' --resume 20261124T120000Z-0a`},
	} {
		if err := os.WriteFile(tt.inventory, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		got := resumeCommand(&tt.g, tt.inventory, "20261124T120000Z-0a")
		if got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
		words, err := exec.Command("sh", "-c", strings.Replace(got, "headroom", "printf '%s\\n'", 1)).Output()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"scan", "-i", tt.inventory}
		for _, f := range [][2]string{{"--store", tt.g.store}, {"--policy", tt.g.policyFile}, {"--resume", "20261124T120000Z-0a"}} {
			if f[1] != "" {
				want = append(want, f[0], f[1])
			}
		}
		if d := cmp.Diff(want, strings.Split(strings.TrimSpace(string(words)), "\n")); d != "" {
			t.Errorf("a shell reads %s as\n%s", got, d)
		}
	}
	for _, pipe := range []string{"-", os.DevNull, filepath.Join("my files", "gone.yaml")} {
		if got := resumeCommand(&globals{}, pipe, "x"); got != "" {
			t.Errorf("%s cannot be read again: %s", pipe, got)
		}
	}
}
