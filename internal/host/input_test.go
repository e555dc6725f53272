//go:build unix

package host

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Only regular files are read, and no more of them than fits.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{"/dev/zero", pipe, dir} {
		if _, err := Read(nil, path); err == nil || !strings.Contains(err.Error(), path+" is ") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(nil, filepath.Join(dir, "file")); err != nil || string(got) != "text" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := Read(strings.NewReader("piped"), "-"); err != nil || string(got) != "piped" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Read(nil, "-"); err == nil {
		t.Error("- was read where nothing comes that way")
	}
	if got, err := readLimited(strings.NewReader("12345"), "x", 5); err != nil || string(got) != "12345" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := readLimited(strings.NewReader("123456"), "x", 5); err == nil {
		t.Error("more than the limit was read")
	}
}
