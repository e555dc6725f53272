package fleet_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

var update = flag.Bool("update", false, "write the generated parts of docs")

// The page on verdicts lists the vital questions of each family, as the code has
// them for a device of the fleet.
func TestVitalQuestionsInDocs(t *testing.T) {
	const page, begin, end = "../../../docs/verdict.md", "<!-- vital: begin -->\n", "<!-- vital: end -->\n"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(raw), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no %q", page, strings.TrimSpace(begin))
	}
	want := head + begin + vitalTable(t) + end + tail
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(raw) {
		t.Error("docs/verdict.md is not what the code says: go test ./internal/lab/fleet -update")
	}
}

// vitalTable has a line for each question of each family that declares some.
func vitalTable(t *testing.T) string {
	rows := map[string][]string{}
	var families []string
	for _, m := range members(t) {
		d := registry.All().Parse(m.Transcript, "")
		o := registry.All().Find(d.Identity.OS)
		if o == nil || d.Identity.Virtual {
			continue
		}
		family := o.Platform(d.Identity, d.Family)
		if r, ok := family.(vendors.Room); ok {
			family = r.Platform
		}
		p, ok := family.(vendors.Covered)
		if !ok {
			continue
		}
		if !slices.Contains(families, d.Family) {
			families = append(families, d.Family)
		}
		for _, v := range p.Vital(d) {
			ask := ""
			if len(v.Ask) > 0 {
				ask = "`" + strings.ReplaceAll(v.Ask[0], "|", `\|`) + "`"
			}
			row := fmt.Sprintf("| %s | %s | %s | %s |\n", d.Family, v.Kind, v.Name, ask)
			if !slices.ContainsFunc(rows[d.Family], func(r string) bool { return sameQuestion(r, row) }) {
				rows[d.Family] = append(rows[d.Family], row)
			}
		}
	}
	slices.Sort(families)
	var b strings.Builder
	b.WriteString("| family | kind | what must be known | answered by, for example |\n|---|---|---|---|\n")
	for _, f := range families {
		b.WriteString(strings.Join(rows[f], ""))
	}
	return b.String()
}

// sameQuestion reports whether two rows differ only in the engine that is asked.
func sameQuestion(a, b string) bool {
	cut := func(row string) string {
		f := strings.Split(row, " | ")
		return strings.Join(f[:3], "|")
	}
	return cut(a) == cut(b)
}
