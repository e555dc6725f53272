package postgres_test

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/pgtest"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/postgres"
	"github.com/headroom-audit/headroom/store/storetest"
)

// It is a store, and one that a scan takes.
var (
	_ store.Store = (*postgres.Store)(nil)
	_ scan.Store  = (*postgres.Store)(nil)
)

func TestPostgresIsAStore(t *testing.T) {
	c := pgtest.Start(t)
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		s, err := postgres.Open(t.Context(), c.URL(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		s.Now = now
		t.Cleanup(func() { _ = s.Close() })
		return s
	})
}
