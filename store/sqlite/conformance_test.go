package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
	"github.com/headroom-audit/headroom/store/storetest"
)

// It is a store, and one that a scan takes.
var (
	_ store.Store = (*sqlite.Store)(nil)
	_ scan.Store  = (*sqlite.Store)(nil)
)

func TestSQLiteIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "headroom.db"))
		if err != nil {
			t.Fatal(err)
		}
		s.Now = now
		t.Cleanup(func() { _ = s.Close() })
		return s
	})
}
