package lab_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/internal/lab"
)

var update = flag.Bool("update", false, "write the table of faults into docs/lab.md")

// The page about the lab lists the faults as they are.
func TestDocListsTheFaults(t *testing.T) {
	const page, head, foot = "../../docs/lab.md", "<!-- faults -->\n", "<!-- /faults -->\n"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), head)
	got, after, closed := strings.Cut(rest, foot)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", page)
	}
	var b strings.Builder
	b.WriteString("\n| fault | what the device does | what headroom makes of it | pause |\n|---|---|---|---|\n")
	for _, f := range lab.FaultTable() {
		pause := ""
		if f.Takes > 0 {
			pause = "`=" + f.Takes.String() + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Name, f.Does, f.Wants, pause)
	}
	b.WriteString("\n")
	if *update {
		if err := os.WriteFile(page, []byte(before+head+b.String()+foot+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(b.String(), got); diff != "" {
		t.Errorf("run the test with -update (-want +got):\n%s", diff)
	}
}
