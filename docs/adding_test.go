package docs_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The worked example of the page is a family: laid over the repository, with its one
// line in the registry, it builds and its test passes.
func TestTheExampleOfAFamilyBuilds(t *testing.T) {
	page, err := os.ReadFile("adding-a-family.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir, over := t.TempDir(), map[string]string{}
	put := func(path, text string) {
		tmp := filepath.Join(dir, strings.ReplaceAll(path, "/", "_"))
		if err := os.WriteFile(tmp, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		over[filepath.Join(root, path)] = tmp
	}
	files := regexp.MustCompile("(?s)\n`(vendors/[^`]+)`:\n\n```(?:go|yaml|csv)\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(files) != 6 {
		t.Fatalf("%d files are shown", len(files))
	}
	for _, f := range files {
		put(f[1], f[2])
	}
	const list = "vendors/registry/registry.go"
	reg, err := os.ReadFile(filepath.Join(root, list))
	if err != nil {
		t.Fatal(err)
	}
	const iosxr = "iosxr.OS().With("
	text := strings.Replace(string(reg), iosxr, iosxr+"tin.Room(), ", 1)
	put(list, strings.Replace(text, "import (\n", "import (\n\t\"github.com/headroom-audit/headroom/vendors/cisco/iosxr/tin\"\n", 1))
	raw, err := json.Marshal(map[string]any{"Replace": over})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "tin.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", bin, "./vendors/cisco/iosxr/tin")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	run := exec.Command(bin)
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("its own test: %v\n%s", err, out)
	}
}
