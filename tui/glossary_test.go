package tui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen/glossary"
)

// Every word in capitals that a screen draws by itself, every state and every action
// stands in the glossary, and nothing stands there twice.
func TestTheGlossaryHasEveryWord(t *testing.T) {
	var terms []string
	for _, w := range glossary.Words() {
		for _, part := range strings.Split(w.Term.String(), "  ") {
			if slices.Contains(terms, part) {
				t.Errorf("%q stands there twice", part)
			}
			terms = append(terms, part)
		}
	}
	all := strings.Join(terms, " ")
	for _, s := range audit.States() {
		if !slices.Contains(terms, string(s)) {
			t.Errorf("the state %s is missing", s)
		}
	}
	for _, a := range []solve.Action{solve.None, solve.Save, solve.Reload, solve.CarveReload, solve.ProfileRestart, solve.Filter, solve.Replace, solve.Investigate} {
		if a != solve.None && !slices.Contains(terms, fleet.ActionWord(a).String()) {
			t.Errorf("the action %s is missing", fleet.ActionWord(a))
		}
	}
	files, err := filepath.Glob("testdata/frames/*.golden")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	capital := regexp.MustCompile(`\b[A-Z][A-Z0-9/]{2,}\b`)
	for _, f := range files {
		if strings.Contains(f, "raw") || strings.Contains(f, "evidence") || strings.Contains(f, "-fix") || strings.Contains(f, "plan") { // what a device said
			continue
		}
		frame, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range capital.FindAllString(string(frame), -1) {
			if !strings.Contains(all, word) && !slices.Contains([]string{"CLI", "UTC", "SY14", "H/L"}, word) {
				t.Errorf("%s: %s is not in the glossary", filepath.Base(f), word)
			}
		}
	}
}
