package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/store"
)

// A store that may not be written is read as it lies there, with what its writer has
// not put into the file yet, and nothing is written where it lies.
func TestReadOnly(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "h.db")
	w, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(ctx, store.Scan{ID: "a", Started: time.Unix(1, 0), Source: "files", Planned: 1}); err != nil {
		t.Fatal(err)
	}
	look := func(path string) {
		t.Helper()
		before := files(t, path)
		s, err := readOnly(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if sc, err := s.Scan(ctx, "a"); err != nil || sc.ID != "a" {
			t.Errorf("%+v, %v", sc, err)
		}
		if err := s.Begin(ctx, store.Scan{ID: "b", Source: "files"}); err == nil && s.copy == "" {
			t.Error("it was written")
		}
		copied := s.copy
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if after := files(t, path); !slices.Equal(before, after) {
			t.Errorf("beside it: %v, were %v", after, before)
		}
		if _, err := os.Stat(copied); copied != "" && err == nil {
			t.Error("the copy is still there")
		}
	}
	look(path) // its log holds the scan
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	look(path)
}

// files are the names of what lies beside a store.
func files(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestOpenReadMakesAStoreWhereThereIsNone(t *testing.T) {
	s, err := OpenRead(context.Background(), filepath.Join(t.TempDir(), "sub", "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
