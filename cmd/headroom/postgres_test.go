//go:build unix && !small

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/internal/pgtest"
)

// typed runs a command line as a user would, and gives what it prints and its exit code.
func typed(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, stdio{in: strings.NewReader(""), out: &o, err: &e})
	return o.String(), e.String(), code
}

// Every verb says of a store in PostgreSQL what it says of the same scans in a file,
// also of scans that were copied there and back.
func TestVerbsOnPostgres(t *testing.T) {
	c := pgtest.Start(t)
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	file, back, server := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db"), c.URL(t)
	if _, errs, code := typed(t, "demo", "--no-tui", "-q", "--days", "60", "--store", file); code != 1 {
		t.Fatalf("demo exits %d: %s", code, errs)
	}
	for _, way := range [][2]string{{file, server}, {file, server}, {server, back}} {
		if out, errs, code := typed(t, "store", "copy", "-q", way[0], way[1]); code != 0 || !strings.Contains(out, "copied") {
			t.Fatalf("copy %v: %d, %s%s", way, code, out, errs)
		}
	}
	const now = "2030-01-01T00:00:00Z"
	for _, verb := range [][]string{
		{"report", "-o", "json"},
		{"plan", "-o", "json"},
		{"history", "-o", "json"},
		{"history", "fra3-edge-02", "-o", "json"},
		{"forecast", "-o", "json"},
		{"diff", "-o", "json"},
		{"whatif", "--ipv4", "1.3M", "-o", "json"},
		{"history", "export"},
	} {
		want, _, code := typed(t, append(verb, "--now", now, "-q", "--store", file)...)
		if code == exitUsage || len(want) < 100 {
			t.Fatalf("%v exits %d: %s", verb, code, want)
		}
		for _, st := range []string{server, back} {
			got, errs, c := typed(t, append(verb, "--now", now, "-q", "--store", st)...)
			if d := cmp.Diff(want, got); c != code || d != "" {
				t.Errorf("%v exits %d, want %d: %s\n%.2000s", verb, c, code, errs, d)
			}
		}
	}
	if out, _, _ := typed(t, "doctor", "--store", server); !strings.Contains(out, "newest scan") {
		t.Errorf("doctor: %s", out)
	}
}

// A scan goes into PostgreSQL as it goes into a file, and a password that stands in
// the open is not taken.
func TestScanIntoPostgres(t *testing.T) {
	c := pgtest.Start(t)
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	if err := os.WriteFile(filepath.Join(dir, "pw"), []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := c.URL(t) + "&password=file:" + filepath.Join(dir, "pw")
	if _, errs, code := typed(t, "demo", "--no-tui", "-q", "--days", "0", "--store", server); code != 1 {
		t.Fatalf("demo exits %d: %s", code, errs)
	}
	if out, errs, code := typed(t, "report", "-q", "--store", server); code != 1 || !strings.Contains(out, "fra3-edge-02") {
		t.Errorf("report exits %d: %s%s", code, out, errs)
	}
	_, errs, code := typed(t, "report", "--store", "postgres://u:swordfish@127.0.0.1/d")
	if code != exitUsage || !strings.Contains(errs, "is seen by everybody") || strings.Contains(errs, "swordfish") {
		t.Errorf("a password in the open: %d, %s", code, errs)
	}
	if out, errs, code := typed(t, "store", "init", "--store", server); code != 0 || strings.Contains(out, "pw") {
		t.Errorf("init: %d, %s%s", code, out, errs)
	}
}
