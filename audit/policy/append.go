package policy

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// WithWaiver is a policy file with one more waiver, about one device, all else in it as
// it was. Load says whether it is right.
func WithWaiver(file []byte, rule, device, reason string, until time.Time) ([]byte, error) {
	item, err := yaml.Marshal([]struct {
		Rule    string `yaml:"rule"`
		Device  string `yaml:"device"`
		Reason  string `yaml:"reason"`
		Expires string `yaml:"expires"`
	}{{rule, asGlob().Replace(device), reason, until.Format("2006-01-02")}})
	if err != nil {
		return nil, fmt.Errorf("waiver: %w", err)
	}
	lines := strings.SplitAfter(string(file), "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	} else {
		lines[n-1] += "\n"
	}
	indent := "  "
	for i, l := range lines {
		head, _, _ := strings.Cut(l, "#")
		if strings.TrimSpace(head) != "waivers:" || strings.HasPrefix(l, " ") {
			continue
		}
		if i+1 < len(lines) { // as the items that are there stand
			next := lines[i+1]
			if trimmed := strings.TrimLeft(next, " "); strings.HasPrefix(trimmed, "- ") {
				indent = next[:len(next)-len(trimmed)]
			}
		}
		return []byte(strings.Join(lines[:i+1], "") + indented(item, indent) + strings.Join(lines[i+1:], "")), nil
	}
	return []byte(strings.Join(lines, "") + "waivers:\n" + indented(item, indent)), nil
}

func indented(text []byte, by string) string {
	var b strings.Builder
	for l := range strings.Lines(string(text)) {
		b.WriteString(by + l)
	}
	return b.String()
}

// asGlob makes a pattern that matches only the name it was made of.
func asGlob() *strings.Replacer {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)
}
