package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/rules"
)

// Every rule has a file and a page; that it has tests, its group sees to.
func TestEveryRuleIsWrittenDown(t *testing.T) {
	for _, r := range rules.All() {
		if r.Title == "" {
			t.Errorf("%s has no title", r.ID)
		}
		file := strings.ReplaceAll(r.ID, "-", "_") + ".go"
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		page, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules", filepath.FromSlash(r.ID)+".md"))
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		for _, part := range []string{"# " + r.ID, "## What it checks", "## Why it matters", "## What to do", "## How it may be wrong"} {
			if !strings.Contains(string(page), part) {
				t.Errorf("docs/rules/%s.md has no %q", r.ID, part)
			}
		}
	}
	pages, _ := filepath.Glob(filepath.Join("..", "..", "docs", "rules", "*", "*.md"))
	if len(pages) != len(rules.All()) {
		t.Errorf("%d pages for %d rules", len(pages), len(rules.All()))
	}
}
