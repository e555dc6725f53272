// Package conform holds what headroom writes against the documents and programs of
// others: a module of its own, so that their libraries do not reach ours. It reads the
// golden files of the forms, which the tests beside these hold to what is written.
package conform

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // its file schema.go is the schema of OASIS
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const scans = "../../report/forms/testdata/scan."

func golden(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// oasis gives the JSON Schema of SARIF 2.1.0 (errata 01) of OASIS, as go-sarif ships it.
func oasis(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && len(lit.Value) > len(text) {
			text, _ = strconv.Unquote(lit.Value)
		}
		return true
	})
	if !strings.Contains(text, "docs.oasis-open.org/sarif/sarif/v2.1.0") {
		t.Fatal("the schema is not there any more")
	}
	return text
}

func TestSARIF(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(oasis(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	raw := golden(t, scans+"sarif")
	valid := func(raw []byte) error {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return compiled.Validate(doc)
	}
	if err := valid(raw); err != nil {
		t.Error(err)
	}
	if valid(bytes.Replace(raw, []byte(`"ruleId"`), []byte(`"rule"`), 1)) == nil {
		t.Error("the schema takes anything")
	}
}

func TestPrometheus(t *testing.T) {
	p := expfmt.NewTextParser(model.UTF8Validation)
	families, err := p.TextToMetricFamilies(bytes.NewReader(golden(t, scans+"prom")))
	if err != nil || len(families) < 8 {
		t.Fatalf("%d families, %v", len(families), err)
	}
	for name, f := range families {
		seen := map[string]bool{}
		for _, m := range f.GetMetric() {
			if key := m.String(); seen[key] {
				t.Errorf("%s: a series stands twice: %s", name, key)
			} else {
				seen[key] = true
			}
		}
		if f.GetHelp() == "" || !strings.HasPrefix(name, "headroom_") {
			t.Errorf("%s: %q", name, f.GetHelp())
		}
	}
}

// promtool is the program itself, where it is installed: CI installs it.
func TestPromtool(t *testing.T) {
	tool := need(t, "promtool")
	cmd := exec.Command(tool, "check", "metrics")
	cmd.Stdin = bytes.NewReader(golden(t, scans+"prom"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestJUnit(t *testing.T) {
	tool := need(t, "xmllint")
	for _, c := range []struct {
		text string
		good bool
	}{{string(golden(t, scans+"junit")), true}, {strings.Replace(string(golden(t, scans+"junit")), "<failure ", "<problem/><failure ", 1), false}} {
		cmd := exec.Command(tool, "--noout", "--schema", "junit.xsd", "-")
		cmd.Stdin = strings.NewReader(c.text)
		if out, err := cmd.CombinedOutput(); (err == nil) != c.good {
			t.Errorf("%v: %.500s", err, out)
		}
	}
}

func TestCalendar(t *testing.T) {
	for file, want := range map[string]int{"../../report/testdata/plan.ics": 4, "../../report/testdata/nothing.ics": 1} {
		cal, err := ics.ParseCalendar(bytes.NewReader(golden(t, file)))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, c := range cal.Components {
			switch c := c.(type) {
			case *ics.VEvent:
				ids[c.Id()] = true
				if _, err := c.GetStartAt(); err != nil {
					t.Error(err)
				}
				if _, err := c.GetEndAt(); err != nil {
					t.Error(err)
				}
			case *ics.VTodo:
				ids[c.Id()] = true
			}
		}
		if len(ids) != want {
			t.Errorf("%s: %d events and tasks, want %d", file, len(ids), want)
		}
	}
}

// need finds a program; CI has all of them.
func need(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	return path
}
