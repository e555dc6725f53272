package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/headroom-audit/headroom/store"
)

const insertScan = `INSERT INTO scan (id, started, stored, finished, version, source, planned, inventory, filter, devices)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

func (s *Store) head(sc *store.Scan, finished any, devices []byte) []any {
	stored := sc.Stored
	if stored.IsZero() {
		stored = s.Now()
	}
	return []any{sc.ID, sc.Started.UTC(), stored.UTC(), finished, sc.Version, sc.Source, sc.Planned, clean(sc.Inventory), clean(sc.Filter), devices}
}

// Begin stores the head of a scan before its first visit; with Devices it can be
// resumed.
func (s *Store) Begin(ctx context.Context, sc store.Scan) error {
	var names []byte
	if len(sc.Devices) > 0 {
		names = s.zip.pack([]byte(strings.Join(sc.Devices, "\n")))
	}
	if _, err := s.db.Exec(ctx, insertScan, s.head(&sc, nil, names)...); err != nil {
		return fmt.Errorf("store scan %s: %w", sc.ID, err)
	}
	return nil
}

const scanColumns = `SELECT id, started, stored, finished, version, source, planned, inventory, filter, metrics,
  coalesce(nullif((SELECT count(*) FROM visit WHERE visit.scan = scan.seq), 0), (SELECT count(*) FROM reading WHERE reading.scan = scan.seq)) FROM scan`

// newestFirst orders scans by their clock, but none later than it was stored; those that
// were stored in the future come last. limit is $1.
const newestFirst = ` ORDER BY least(started, stored) > $1, least(started, stored) DESC, seq DESC`

func (s *Store) latest() time.Time { return s.Now().Add(store.ClockSlack).UTC() }

// Scans lists the heads of all scans, newest first.
func (s *Store) Scans(ctx context.Context) ([]store.Scan, error) {
	out, err := s.heads(ctx, scanColumns+newestFirst, s.latest())
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	return out, nil
}

func (s *Store) heads(ctx context.Context, query string, args ...any) ([]store.Scan, error) {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRow)
}

func scanRow(row pgx.CollectableRow) (sc store.Scan, err error) {
	var finished *time.Time
	var metrics string
	err = row.Scan(&sc.ID, &sc.Started, &sc.Stored, &finished, &sc.Version, &sc.Source, &sc.Planned, &sc.Inventory, &sc.Filter, &metrics, &sc.Visited)
	sc.Started, sc.Stored = sc.Started.UTC(), sc.Stored.UTC()
	if finished != nil {
		sc.Finished = finished.UTC()
	}
	if metrics != "" {
		sc.Metrics = []byte(metrics)
	}
	return sc, err
}

// Scan gives the head of one scan by its id, or by a prefix that only it has; ErrNoScan
// where there is none.
func (s *Store) Scan(ctx context.Context, id string) (store.Scan, error) {
	found, err := s.heads(ctx, scanColumns+` WHERE starts_with(id, $1) ORDER BY id = $1 DESC, seq DESC LIMIT 2`, clean(id))
	switch {
	case err != nil:
		return store.Scan{}, fmt.Errorf("read scan %s: %w", id, err)
	case len(found) == 0 || id == "":
		return store.Scan{}, fmt.Errorf("scan %q: %w", id, store.ErrNoScan)
	case len(found) == 2 && found[0].ID != id:
		return store.Scan{}, fmt.Errorf("scan %q: several scans start so: write more of the id", id)
	}
	return found[0], nil
}

// Newest gives the head of the newest scan that has a visit; ErrNoScan where the store
// is empty.
func (s *Store) Newest(ctx context.Context) (store.Scan, error) {
	return s.first(ctx, "newest scan", ` WHERE EXISTS (SELECT FROM visit WHERE visit.scan = scan.seq)`, s.latest())
}

// Unfinished gives the head of the newest scan of an inventory that was planned and not
// finished; ErrNoScan where there is none.
func (s *Store) Unfinished(ctx context.Context, inventory string) (store.Scan, error) {
	return s.first(ctx, "unfinished scan of "+inventory, ` WHERE finished IS NULL AND devices IS NOT NULL AND inventory = $2`, s.latest(), clean(inventory))
}

func (s *Store) first(ctx context.Context, what, where string, args ...any) (store.Scan, error) {
	found, err := s.heads(ctx, scanColumns+where+newestFirst+` LIMIT 1`, args...)
	if err == nil && len(found) == 0 {
		err = store.ErrNoScan
	}
	if err != nil {
		return store.Scan{}, fmt.Errorf("%s: %w", what, err)
	}
	return found[0], nil
}

// Planned gives the devices that a scan set out to visit; nil where it is finished.
func (s *Store) Planned(ctx context.Context, id string) ([]string, error) {
	var packed []byte
	if err := s.db.QueryRow(ctx, `SELECT devices FROM scan WHERE id = $1`, id).Scan(&packed); err != nil {
		return nil, fmt.Errorf("plan of scan %s: %w", id, err)
	}
	if packed == nil {
		return nil, nil
	}
	names, err := s.zip.unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("plan of scan %s: %w", id, err)
	}
	return strings.Split(string(names), "\n"), nil
}

// Read gives the causes of failure of the stored visits by device; "" where the device
// was read.
func (s *Store) Read(ctx context.Context, id string) (map[string]string, error) {
	rows, err := s.db.Query(ctx, `SELECT device.name, visit.cause FROM visit JOIN device ON device.id = visit.device
	  WHERE visit.scan = (SELECT seq FROM scan WHERE id = $1)`, id)
	if err != nil {
		return nil, fmt.Errorf("visits of scan %s: %w", id, err)
	}
	out := map[string]string{}
	var name, cause string
	_, err = pgx.ForEachRow(rows, []any{&name, &cause}, func() error { out[name] = cause; return nil })
	if err != nil {
		return nil, fmt.Errorf("visits of scan %s: %w", id, err)
	}
	return out, nil
}

// Measure stores what a scan has cost so far.
func (s *Store) Measure(ctx context.Context, id string, metrics []byte) error {
	return s.update(ctx, "metrics of scan "+id, `UPDATE scan SET metrics = $1 WHERE id = $2`, string(metrics), id)
}

// Finish marks a scan as whole: it cannot be resumed any more.
func (s *Store) Finish(ctx context.Context, id string, at time.Time) error {
	return s.update(ctx, "finish scan "+id, `UPDATE scan SET finished = $1, devices = NULL WHERE id = $2`, at.UTC(), id)
}

// update runs a statement that may be run twice.
func (s *Store) update(ctx context.Context, what, query string, args ...any) error {
	err := s.again(ctx, func() error {
		_, err := s.db.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Session gives what was kept under a name; nil = nothing.
func (s *Store) Session(ctx context.Context, name string) ([]byte, error) {
	var doc string
	switch err := s.db.QueryRow(ctx, `SELECT doc FROM session WHERE name = $1`, clean(name)).Scan(&doc); {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("session %s: %w", name, err)
	}
	return []byte(doc), nil
}

// KeepSession puts a document under a name in place of was, nil = nothing.
func (s *Store) KeepSession(ctx context.Context, name string, was, doc []byte) (kept bool, err error) {
	put, args := `INSERT INTO session (name, at, doc) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, []any{clean(name), s.Now().UTC(), string(doc)}
	if was != nil {
		put, args = `UPDATE session SET at = $2, doc = $3 WHERE name = $1 AND doc = $4`, append(args, string(was))
	}
	done, err := s.db.Exec(ctx, put, args...)
	if err != nil {
		return false, fmt.Errorf("session %s: %w", name, err)
	}
	return done.RowsAffected() == 1, nil
}

// clean makes a text of what PostgreSQL would refuse: it knows no byte 0, and only UTF-8.
func clean(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\uFFFD"), "\uFFFD")
}
