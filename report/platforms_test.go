package report_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/vendors/registry"
)

var updatePlatforms = flag.Bool("update-platforms", false, "write docs/platforms/README.md anew")

const platformsPage = "../docs/platforms/README.md"

// TestPlatformsPage: docs/platforms/README.md is what `headroom platforms -o md`
// prints, and every family it links to has its page.
func TestPlatformsPage(t *testing.T) {
	doc := report.NewPlatforms(registry.All(), vendors.Catalog())
	var b bytes.Buffer
	if err := report.WritePlatformsMarkdown(&b, &doc); err != nil {
		t.Fatal(err)
	}
	if *updatePlatforms {
		if err := os.WriteFile(platformsPage, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(platformsPage)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(page), b.String()); d != "" {
		t.Errorf("docs/platforms/README.md is not what headroom platforms -o md prints (go test ./report -update-platforms):\n%s", d)
	}
	for _, p := range doc.Platforms {
		if _, err := os.Stat("../docs/platforms/" + p.Family + ".md"); err != nil {
			t.Errorf("%s has no page: %v", p.Family, err)
		}
	}
}

func TestPlatformsTable(t *testing.T) {
	doc := report.NewPlatforms(registry.All(), vendors.Catalog())
	var b bytes.Buffer
	if err := report.WritePlatforms(&b, &doc); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	if len(lines) != len(doc.Platforms)+3 {
		t.Fatalf("%d lines for %d families, a title and where it is from", len(lines), len(doc.Platforms))
	}
	for _, p := range doc.Platforms {
		if len(p.Proof) != 9 {
			t.Errorf("%s has %d columns of proof", p.Family, len(p.Proof))
		}
		if strings.Count(b.String(), "\n"+p.Family+" ") != 1 {
			t.Errorf("%s does not stand once in the table", p.Family)
		}
	}
}
