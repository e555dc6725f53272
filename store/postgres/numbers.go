package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

// numbers are those of the names of memories; they stay for good.
type numbers struct {
	mu    sync.Mutex
	known map[string]uint64
}

func (n *numbers) of(m packed.Memory) uint64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.known[clean(m.Key())]
}

// missing gives the names of samples that have no number yet.
func (n *numbers) missing(samples []store.Sample) (names []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range samples {
		if key := clean(packed.MemoryOf(&samples[i]).Key()); n.known[key] == 0 {
			names = append(names, key)
		}
	}
	return names
}

// give makes sure that the memories of samples have numbers.
func (n *numbers) give(ctx context.Context, db *pgxpool.Pool, samples []store.Sample) error {
	missing := n.missing(samples)
	if len(missing) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, `INSERT INTO resource (name) SELECT DISTINCT n FROM unnest($1::text[]) AS n
	  WHERE NOT EXISTS (SELECT FROM resource WHERE name = n) ORDER BY n ON CONFLICT DO NOTHING`, missing)
	if err != nil {
		return err
	}
	rows, err := db.Query(ctx, `SELECT id, name FROM resource WHERE name = ANY ($1)`, missing)
	if err != nil {
		return err
	}
	var id int64
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.known[name] = uint64(id)
		return nil
	})
	return err
}
