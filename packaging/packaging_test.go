// Package packaging holds what installs headroom and runs it at night.
package packaging

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// Every file of YAML is one, and what it takes from the repository is there.
func TestYAML(t *testing.T) {
	files := []string{"../.goreleaser.yaml"}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if ext := filepath.Ext(path); ext == ".yaml" || ext == ".yml" {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 5 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := yaml.Load(raw, &doc); err != nil || len(doc) == 0 {
			t.Errorf("%s: %v", file, err)
		}
		for line := range strings.Lines(string(raw)) {
			_, src, ok := strings.Cut(line, "{src: ")
			if !ok {
				continue
			}
			src, _, _ = strings.Cut(src, ",")
			if _, err := os.Stat(filepath.Join("..", src)); err != nil && !strings.HasPrefix(src, "dist/") {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// systemd takes the units, and finds them hardened.
func TestUnits(t *testing.T) {
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil && os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	for _, unit := range []string{"headroom-scan.service", "headroom-scan.timer"} {
		raw, err := os.ReadFile(filepath.Join("systemd", unit))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(raw), "/usr/bin/headroom", "/bin/true", 1) // it is not installed here
		if err := os.WriteFile(filepath.Join(dir, unit), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	timer := filepath.Join(dir, "headroom-scan.timer")
	if out, err := exec.Command(tool, "verify", "--man=no", "--recursive-errors=no", filepath.Join(dir, "headroom-scan.service"), timer).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	out, err := exec.Command(tool, "security", "--offline=true", "--threshold=30", filepath.Join(dir, "headroom-scan.service")).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
