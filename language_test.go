package headroom_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// oddWords are turns that a network engineer stumbles over at night; the field has a
// shorter word for each of them.
var oddWords = map[*regexp.Regexp]string{
	regexp.MustCompile(`(?i)\bwaits? for a reload\b`):                        "pending a reload",
	regexp.MustCompile(`(?i)\bthe way back\b`):                               "the rollback",
	regexp.MustCompile(`(?i)\b(no|a|the|are) walls?\b`):                      "a hardware limit",
	regexp.MustCompile(`(?i)\blooks like an answer\b`):                       "not recognised as",
	regexp.MustCompile(`(?i)\bholds? what it must\b`):                        "too small",
	regexp.MustCompile(`(?i)\bcan not\b`):                                    "cannot",
	regexp.MustCompile(`(?i)\bis told both ways\b`):                          "contradicts itself",
	regexp.MustCompile(`(?i)\b(agree on a time|no window is known)\b`):       "no maintenance window in the inventory",
	regexp.MustCompile(`(?i)\b(predicted by the solver|promises of a plan)`): "verify with COMMAND: expect",
	regexp.MustCompile(`(?i)\bcarve no region\b`):                            "no allocation of its own",
}

// What a user reads (strings of the program, catalog texts, docs) is written in the
// words of the field.
func TestTextsAreInTheWordsOfTheField(t *testing.T) {
	if got := odd("it Waits for a reload"); got == "" {
		t.Error("an odd turn is not found")
	}
	for _, p := range packages(t) {
		for _, f := range p.GoFiles {
			for _, l := range literals(t, filepath.Join(p.Dir, f)) {
				if say := odd(l.text); say != "" {
					t.Errorf("%s: %q: say %q", l.at, l.text, say)
				}
			}
		}
	}
	for _, pattern := range []string{"README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md", "catalog/*/*.yaml", "vendors/*/*/data.yaml", "vendors/*/*/*/data.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 && strings.HasPrefix(pattern, "vendors/*/*/*") {
			t.Fatalf("%s: %v, %d files", pattern, err, len(files))
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if say := odd(line); say != "" {
					t.Errorf("%s:%d: %q: say %q", f, i+1, line, say)
				}
			}
		}
	}
}

// odd gives what to say instead of the first odd turn of a text.
func odd(text string) string {
	for find, say := range oddWords {
		if find.MatchString(text) {
			return say
		}
	}
	return ""
}
