package history_test

import (
	"context"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/store"
)

type byID []store.Scan

func (s byID) Scan(_ context.Context, id string) (store.Scan, error) {
	for _, sc := range s {
		if sc.ID == id {
			return sc, nil
		}
	}
	return store.Scan{}, store.ErrNoScan
}

// stored are four scans, newest first: the last one was interrupted, the one before it
// is of another inventory.
func stored() []store.Scan {
	at := func(day int) time.Time { return time.Date(2026, 11, day, 2, 0, 0, 0, time.UTC) }
	return []store.Scan{
		{ID: "d", Inventory: "a.yaml", Started: at(24), Stored: at(24)},
		{ID: "c", Inventory: "b.yaml", Started: at(23), Stored: at(23), Finished: at(23)},
		{ID: "b", Inventory: "a.yaml", Started: at(22), Stored: at(22), Finished: at(22)},
		{ID: "a", Inventory: "a.yaml", Started: at(21), Stored: at(21), Finished: at(21)},
	}
}

func TestLastTwo(t *testing.T) {
	scans := stored()
	if first, second, ok := history.LastTwo(scans); first != "a" || second != "b" || !ok {
		t.Errorf("%q %q %v", first, second, ok)
	}
	if _, _, ok := history.LastTwo(scans[:3]); ok {
		t.Error("two inventories were compared")
	}
}

func TestWithoutADevice(t *testing.T) {
	scans := stored()
	for last, want := range map[string]int{"a": 1, "b": 0, "c": 0, "nobody": 0} {
		if n := history.Without(scans, last); n != want {
			t.Errorf("last in %s: %d later ones, want %d", last, n, want)
		}
	}
	scans[2].Filter = "site:fra3"
	if n := history.Without(scans, "a"); n != 0 {
		t.Errorf("a scan of a part of the inventory lacks a device: %d", n)
	}
}

func TestPick(t *testing.T) {
	for name, want := range map[string]string{
		"last": "d", "last-0": "d", "last-3": "a", "2026-11-22": "b", "c": "c",
		"last-4": "", "last-x": "", "last2": "", "last--1": "", "2026-11-30": "", "nobody": "",
	} {
		sc, err := history.Pick(context.Background(), byID(stored()), stored(), name)
		if sc.ID != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", name, sc.ID, err)
		}
	}
}
