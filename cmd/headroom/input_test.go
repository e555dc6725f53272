//go:build unix

package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Only regular files are read, and no more of them than fits.
func TestReadInput(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{"/dev/zero", pipe, dir} {
		if _, err := readInput(nil, path); err == nil || !strings.Contains(err.Error(), path+" is ") {
			t.Errorf("%s: %v", path, err)
		}
	}
	put(t, filepath.Join(dir, "file"), "text")
	if got, err := readInput(nil, filepath.Join(dir, "file")); err != nil || string(got) != "text" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := readInput(strings.NewReader("piped"), "-"); err != nil || string(got) != "piped" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := readInput(nil, "-"); err == nil {
		t.Error("- was read where nothing comes that way")
	}
	if got, err := readLimited(strings.NewReader("12345"), "x", 5); err != nil || string(got) != "12345" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := readLimited(strings.NewReader("123456"), "x", 5); err == nil {
		t.Error("more than the limit was read")
	}
}

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
