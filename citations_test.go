package headroom_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/sources"
)

// elsewhere are citations of files that nobody who has this repository can open.
var elsewhere = regexp.MustCompile(`domain/[a-z-]+\.(md|csv|json)|\b(ios|iosxr|nxos|junos|operators|filter-advisor|lines-[a-z-]+)\.md\b|\[(ios|xr|nxos|junos) \d|\bcorpus [a-z]+/|design/[a-z]+\.md`)

// TestEveryCitationHasItsSource reads every text of the repository: what is cited
// stands in sources/sources.yaml, and what stands there is cited.
func TestEveryCitationHasItsSource(t *testing.T) {
	list, used := sources.Default(), map[string]bool{}
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == ".git" || path == "sources"), path == "citations_test.go", !e.Type().IsRegular():
			if e.IsDir() && path != "." && (e.Name() == ".git" || path == "sources") {
				return filepath.SkipDir
			}
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil || bytes.IndexByte(raw, 0) >= 0 && !strings.HasSuffix(path, ".go") {
			return err
		}
		n := 0
		for line := range strings.Lines(string(raw)) {
			n++
			if m := elsewhere.FindString(line); m != "" {
				t.Errorf("%s:%d cites %q, which is not in this repository", path, n, m)
			}
			for _, c := range sources.Cited(line) {
				s, ok := list.Find(c)
				if !ok {
					t.Errorf("%s:%d cites %s, which sources/sources.yaml does not have", path, n, c)
				}
				used[s.Key] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list.All() {
		if !used[s.Key] {
			t.Errorf("sources/sources.yaml: nothing cites %s", s.Key)
		}
	}
}
