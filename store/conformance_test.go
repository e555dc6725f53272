package store_test

import (
	"path/filepath"
	"testing"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/storetest"
)

// The store of a scan is one of these.
var _ scan.Store = (*store.Store)(nil)

func TestSQLiteIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store {
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "headroom.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	})
}
