package headroom_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const module = "github.com/headroom-audit/headroom"

// layers is the order of docs/adr/0003: a package may import only packages of
// earlier lines, or of its own where sameLayer allows it. A path stands for all
// that lies below it; the longest one that fits counts.
var layers = [][]string{
	{"internal/lazyregexp"},
	{"docs", "packaging", "internal/pgtest", "transcript", "internal/safeterm", "internal/query", "internal/atomicfile", "internal/rest", "internal/words", "internal/release", "tui/chart"},
	{"fact", "sources"},
	{"catalog"},
	{"solve"},
	{"ledger"},
	{"vendors"},
	{"inventory"},
	{"inventory/gather"},
	{"inventory/yaml", "inventory/sshconfig", "inventory/netbox", "inventory/ansible", "inventory/nornir", "inventory/suzieq", "inventory/table", "inventory/calendar"},
	{"inventory/sources", "inventory/live", "internal/host"},
	{"secret"},
	{"secret/keyring", "secret/vault", "secret/age", "secret/cloginrc"},
	{"secret/providers"},
	{"internal/reach"},
	{"work"},
	{"collect"},
	{"audit/policy"},
	{"audit"},
	{"audit/rules"},
	{"audit/audittest"},
	{"plan"},
	{"whatif"},
	{"store"},
	{"store/packed"},
	{"store/storetest", "store/sqlite", "store/postgres", "history"},
	{"scan"},
	{"regions"},
	{"report"},
	{"report/html", "report/sheet", "report/ci", "report/monitor", "report/pick", "report/baseline"},
	{"report/forms", "notify"},
	{"tui", "internal/lab", "internal/doctor"},
	{"internal/mutants"},
	{"cmd"},
}

// sameLayer lists who may import whom inside one layer.
var sameLayer = map[[2]string]bool{
	{"vendors", "vendors"}:           true,
	{"collect", "collect"}:           true,
	{"tui", "tui"}:                   true,
	{"work", "work"}:                 true,
	{"audit/rules", "audit/rules"}:   true,
	{"internal/lab", "internal/lab"}: true,
	{"cmd", "cmd"}:                   true,
}

// pure are the packages that do no I/O, read no clock and hold no state.
var pure = []string{"transcript", "fact", "catalog", "solve", "ledger", "vendors", "audit", "plan", "whatif", "history", "internal/query", "internal/safeterm", "tui/action", "tui/grid", "tui/chart"}

// impure are test helpers inside pure trees.
var impure = []string{"vendors/vendortest"}

// only says which packages may import a module, and why.
var only = []struct {
	module string
	by     []string
	why    string
}{
	{"charm.land/", []string{"tui"}, "the terminal UI is one package; everything else must run without a terminal"},
	{"golang.org/x/crypto/ssh", []string{"collect/ssh", "internal/lab"}, "one transport speaks SSH; the lab answers it"},
	{"modernc.org/sqlite", []string{"store/sqlite"}, "a driver of a database lies in the store that uses it"},
	{"github.com/nats-io/", []string{"work/jetstream"}, "the queue over a network is one package; everything else speaks to work.Queue"},
	{"github.com/jackc/", []string{"store/postgres"}, "a driver of a database lies in the store that uses it"},
	{"github.com/scrapli/scrapligo", []string{"collect/scrapli"}, "only its transports are used, under our reader; the module bench compares all of it"},
}

type pkg struct {
	ImportPath   string
	Imports      []string
	GoFiles      []string
	TestImports  []string
	XTestImports []string
	Dir          string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles,TestImports,XTestImports,Dir", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

func layer(path string) (root string, rank int) {
	rank = -1
	for i, line := range layers {
		for _, l := range line {
			if below(path, l) && len(l) > len(root) {
				root, rank = l, i
			}
		}
	}
	return root, rank
}

func TestImportsFollowTheHouse(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		root, rank := layer(path)
		if p.ImportPath != module && rank < 0 {
			t.Errorf("%s has no place in the layers: see architecture in docs/01-architecture.md", path)
			continue
		}
		for _, imp := range p.Imports {
			other, ours := strings.CutPrefix(imp, module+"/")
			if !ours {
				continue
			}
			to, toRank := layer(other)
			if toRank < rank || toRank == rank && sameLayer[[2]string{root, to}] {
				continue
			}
			t.Errorf("%s imports %s, which does not stand left of it", path, other)
		}
		forbidden(t, path, p.Imports)
	}
}

func forbidden(t *testing.T, path string, imports []string) {
	t.Helper()
	for _, imp := range imports {
		for _, o := range only {
			if !strings.HasPrefix(imp, o.module) {
				continue
			}
			ok := false
			for _, by := range o.by {
				ok = ok || below(path, by)
			}
			if !ok {
				t.Errorf("%s imports %s: %s", path, imp, o.why)
			}
		}
	}
	if below(path, "audit") && path != "audit/audittest" {
		for _, imp := range imports {
			if strings.HasPrefix(imp, module+"/vendors") {
				t.Errorf("%s imports %s: audit knows no vendor", path, imp)
			}
		}
	}
}

func isPure(path string) bool {
	for _, p := range impure {
		if below(path, p) {
			return false
		}
	}
	for _, p := range pure {
		if below(path, p) {
			return true
		}
	}
	return false
}

func TestPurePackagesDoNoIO(t *testing.T) {
	banned := []string{"os", "os/exec", "net", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "syscall"}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if !isPure(path) {
			continue
		}
		for _, imp := range p.Imports {
			for _, b := range banned {
				if imp == b || strings.HasPrefix(imp, "net/") {
					t.Errorf("%s imports %s: pure packages take what they need as parameters", path, imp)
				}
			}
		}
		for _, f := range p.GoFiles {
			pureFile(t, filepath.Join(p.Dir, f))
		}
	}
}

// pureFile finds init functions and calls of the clock.
func pureFile(t *testing.T, file string) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				t.Errorf("%s: init(): registries are explicit lists", set.Position(n.Pos()))
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && (n.Sel.Name == "Now" || n.Sel.Name == "Since" || n.Sel.Name == "Until" || n.Sel.Name == "Sleep") {
				t.Errorf("%s: time.%s: now is a parameter", set.Position(n.Pos()), n.Sel.Name)
			}
		}
		return true
	})
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 {
			continue
		}
		documented := false
		for _, f := range p.GoFiles {
			tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, f), nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Fatal(err)
			}
			documented = documented || tree.Doc != nil && len(tree.Doc.Text()) > 40
		}
		if !documented {
			t.Errorf("%s has no package comment that says what goes in and what comes out", p.ImportPath)
		}
	}
}

func TestGoFilesAreFormatted(t *testing.T) {
	out, err := exec.Command("gofmt", "-l", ".").CombinedOutput()
	if err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("gofmt -l . says %q, %v", out, err)
	}
}

func TestNoForbiddenNames(t *testing.T) {
	names := map[string]bool{"util": true, "utils": true, "common": true, "helpers": true, "helper": true, "misc": true}
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") && path != "." {
			return filepath.SkipDir
		}
		if names[strings.TrimSuffix(e.Name(), ".go")] {
			t.Errorf("%s: a name that says nothing", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Pages that are numbered have numbers without holes, and what a page links to is
// there.
func TestPagesAreNumberedAndLinked(t *testing.T) {
	numbered, err := filepath.Glob("docs/[0-9][0-9]-*.md")
	if err != nil || len(numbered) == 0 {
		t.Fatal(numbered, err)
	}
	for i, page := range numbered {
		if want := fmt.Sprintf("docs/%02d-", i); !strings.HasPrefix(page, want) {
			t.Errorf("%s stands where %s… should", page, want)
		}
	}
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)
	err = filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".md") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range link.FindAllStringSubmatch(string(raw), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
