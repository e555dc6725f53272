//go:build unix

package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// What an error quotes, of a path or a file, moves nothing on a terminal.
func TestErrorsAreSafe(t *testing.T) {
	const evil = "a\u009b2Jb\u202ec\x1b[2J"
	dir := t.TempDir()
	put(t, filepath.Join(dir, "inv.yaml"), "version: 1\ndevices:\n  - {name: \"x\\u009b2J\\u202e\", host: 192.0.2.1, nonsense\u202e: 1}\n")
	for _, args := range [][]string{
		{"audit", filepath.Join(dir, evil)},
		{"parse", "--os", "cisco_ios", "--command", "show " + evil, filepath.Join(dir, evil)},
		{"inventory", "check", filepath.Join(dir, evil)},
		{"inventory", "check", filepath.Join(dir, "inv.yaml")},
		{"report", "--scan", evil, "--store", filepath.Join(dir, "s.db")},
		{evil},
		{"scan", "--" + evil},
		{"doctor", "-i", filepath.Join(dir, evil), "-o", "json"},
	} {
		var out, errs bytes.Buffer
		t.Setenv("XDG_STATE_HOME", dir)
		runMain(args, &out, &errs)
		if all := out.String() + errs.String(); strings.ContainsAny(all, "\u009b\u202e\x1b") {
			t.Errorf("%q: %q", args, all)
		}
	}
}
