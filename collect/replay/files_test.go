package replay

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/headroom-audit/headroom/collect"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// log is a synthetic terminal log.
func log(host string) string { return host + "#show version\nsomething\n" + host + "#\n" }

func TestListTakesCapturesOnly(t *testing.T) {
	dir := write(t, map[string]string{"a.log": "x", "sub/b.txt": "x", "router": "x", "a.json": "{}", ".hidden": "x", ".git/c.log": "x", "README.md": "x"})
	got, err := List([]string{dir, filepath.Join(dir, "a.json"), "-"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i] = strings.TrimPrefix(got[i], dir+"/")
	}
	if d := cmp.Diff([]string{"a.log", "router", "sub/b.txt", "a.json", "-"}, got); d != "" {
		t.Error(d)
	}
	if _, err := List([]string{filepath.Join(dir, "nothing")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
	if _, err := List([]string{write(t, map[string]string{"a.json": "{}"})}); err == nil || !strings.Contains(err.Error(), "no captures") {
		t.Errorf("err = %v", err)
	}
}

func TestEveryFileIsADevice(t *testing.T) {
	dir := write(t, map[string]string{"1.log": log("edge1"), "2.log": log("edge1"), "3.txt": "no prompt in it\n", "4.log": "\x00\x01\x02\x00\x00\x00"})
	files, err := List([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	devices, c := Devices(append(files, "-"), strings.NewReader(log("pasted")))
	var names []string
	for _, d := range devices {
		names = append(names, d.Name)
	}
	if d := cmp.Diff([]string{"edge1", "edge1 (2.log)", "3", "4", "pasted"}, names); d != "" {
		t.Fatal(d)
	}
	for i, cause := range []collect.Cause{"", "", CauseCapture, CauseCapture, ""} {
		tr, err := c.Collect(context.Background(), collect.Job{Device: devices[i]})
		var e *collect.Error
		if tr == nil || cause == "" && err != nil || cause != "" && (!errors.As(err, &e) || e.Cause != cause) {
			t.Errorf("%s: %v, %v", names[i], tr, err)
		}
		if cause == "" && len(tr.Records) != 1 {
			t.Errorf("%s: %d records", names[i], len(tr.Records))
		}
	}
}
