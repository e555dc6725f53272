package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/internal/atomicfile"
)

// waive writes a waiver into the policy file and gives what takes it back. The file
// must still be what it was then.
func (g *globals) waive(rule, device, reason string, until time.Time) (undo func() error, err error) {
	if g.policyFile == "" {
		return nil, fmt.Errorf("no policy file: start with --policy FILE, the waiver is written there")
	}
	before, err := os.ReadFile(g.policyFile)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("policy: %w", err)
	}
	after, err := withWaiver(before, rule, asGlob.Replace(device), reason, until)
	if err != nil {
		return nil, err
	}
	if _, err := policy.Load(g.policyFile, after, rules.IDs()); err != nil {
		return nil, err
	}
	if err := atomicfile.Write(g.policyFile, after, 0o644); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return func() error {
		now, err := os.ReadFile(g.policyFile)
		switch {
		case err != nil:
			return fmt.Errorf("policy: %w", err)
		case !bytes.Equal(now, after):
			return fmt.Errorf("policy: %s was changed since: take the waiver out by hand", g.policyFile)
		}
		return atomicfile.Write(g.policyFile, before, 0o644)
	}, nil
}

// asGlob makes a pattern that matches only the name it was made of.
var asGlob = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

// withWaiver is a policy file with one more waiver, all else in it as it was.
func withWaiver(file []byte, rule, device, reason string, until time.Time) ([]byte, error) {
	item, err := yaml.Marshal([]struct {
		Rule    string `yaml:"rule"`
		Device  string `yaml:"device"`
		Reason  string `yaml:"reason"`
		Expires string `yaml:"expires"`
	}{{rule, device, reason, until.Format("2006-01-02")}})
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
