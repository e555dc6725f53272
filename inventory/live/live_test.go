package live_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
)

// fake is a source that says what a test wants it to.
type fake struct {
	inventory.Source
	names []string
	err   error
	asked int
}

func (f *fake) Read(context.Context, inventory.Query, inventory.Here) (*inventory.Inventory, error) {
	f.asked++
	if f.err != nil {
		return nil, f.err
	}
	inv := &inventory.Inventory{}
	for _, n := range f.names {
		inv.Devices = append(inv.Devices, inventory.Device{Name: n})
	}
	return inv, nil
}

func setup(t *testing.T) (*fake, *time.Time, func(live.Reader) (*inventory.Inventory, error), string) {
	t.Helper()
	f, now, dir := &fake{names: []string{"a", "b"}}, time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC), t.TempDir()+"/sources"
	spec := inventory.LiveSource{Name: "nb", Type: "netbox", Query: inventory.Query{Place: "https://nb.example.net"}, Fresh: 5 * time.Minute, MaxAge: 30 * 24 * time.Hour}
	return f, &now, func(r live.Reader) (*inventory.Inventory, error) {
		r.Dir, r.Now, r.Find = dir, func() time.Time { return now }, func(string) (inventory.Source, bool) { return f, true }
		return r.Read(t.Context(), spec)
	}, dir
}

func TestCopies(t *testing.T) {
	f, now, read, dir := setup(t)
	if inv, err := read(live.Reader{Only: true}); err != nil || len(inv.Devices) != 0 || f.asked != 0 {
		t.Fatal(inv, err)
	}
	for range 2 {
		if inv, err := read(live.Reader{}); err != nil || len(inv.Devices) != 2 {
			t.Fatal(inv, err)
		}
	}
	if f.asked != 1 {
		t.Errorf("a fresh copy was not enough: asked %d times", f.asked)
	}
	if _, err := read(live.Reader{Again: true}); err != nil || f.asked != 2 {
		t.Error(err, f.asked)
	}
	*now = now.Add(6 * time.Minute)
	f.err = errors.New("it is down")
	inv, err := read(live.Reader{})
	if err != nil || len(inv.Devices) != 2 || len(inv.Warnings) != 1 || !strings.Contains(inv.Warnings[0], "it is down") || !strings.Contains(inv.Warnings[0], "6m0s old") {
		t.Errorf("%+v %v", inv, err)
	}
	*now = now.Add(31 * 24 * time.Hour)
	if _, err := read(live.Reader{}); err == nil || !strings.Contains(err.Error(), "31 days old") {
		t.Error(err)
	}
	files, _ := filepath.Glob(dir + "/*")
	if len(files) != 1 {
		t.Fatal(files)
	}
	if st, _ := os.Stat(files[0]); st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", st.Mode())
	}
	if err := os.WriteFile(files[0], []byte(`{"schema": "head`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := read(live.Reader{}); err == nil || !strings.Contains(err.Error(), "it is down") {
		t.Errorf("a damaged copy is none: %v", err)
	}
	f.err = nil
	if inv, err := read(live.Reader{}); err != nil || !strings.Contains(strings.Join(inv.Notes, " "), "is damaged") {
		t.Error(inv, err)
	}
}

// Devices that are gone are not among the devices, and are named for 30 days.
func TestGone(t *testing.T) {
	f, now, read, _ := setup(t)
	if _, err := read(live.Reader{}); err != nil {
		t.Fatal(err)
	}
	f.names = []string{"b", "c"}
	told := func() (bool, int) {
		inv, err := read(live.Reader{Again: true})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(strings.Join(inv.Warnings, " "), "a is gone from it since 2026-12-01"), len(inv.Devices)
	}
	for _, day := range []int{0, 1, 28} {
		*now = now.Add(time.Duration(day) * 24 * time.Hour)
		if yes, n := told(); !yes || n != 2 {
			t.Errorf("after %d days more: told %v, %d devices", day, yes, n)
		}
	}
	*now = now.Add(2 * 24 * time.Hour)
	if yes, _ := told(); yes {
		t.Error("it is named after more than 30 days")
	}
	f.names = []string{"a", "b", "c"}
	told()
	f.names = []string{"b", "c"}
	if inv, _ := read(live.Reader{Again: true}); len(inv.Warnings) != 1 {
		t.Errorf("it came back and went again: %v", inv.Warnings)
	}
	f.names = []string{"a", "b", "c"}
	if yes, _ := told(); yes {
		t.Error("what is back is gone")
	}
}
