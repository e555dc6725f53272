package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

// Ingest stores a scan without transcripts, whole or not at all.
func (s *Store) Ingest(ctx context.Context, sc store.Scan, readings []store.Reading) error {
	rows := newColumns(len(readings))
	for i := range readings {
		row, err := s.pack(ctx, &readings[i])
		if err != nil {
			return fmt.Errorf("store scan %s: %w", sc.ID, err)
		}
		rows.add(row)
	}
	var finished any
	if !sc.Finished.IsZero() {
		finished = sc.Finished.UTC()
	}
	err := pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		var seq int64
		if err := tx.QueryRow(ctx, insertScan+` RETURNING seq`, s.head(&sc, finished, nil)...).Scan(&seq); err != nil {
			return err
		}
		return rows.insert(ctx, tx, seq)
	})
	if err != nil {
		return fmt.Errorf("store scan %s: %w", sc.ID, err)
	}
	return nil
}

// columns are the readings of a scan, by column.
type columns struct {
	place                                map[key]int // the last of a device and a moment counts
	device, doc                          []string
	at                                   []time.Time
	docHash, capsHash, caps, dates, used [][]byte
}

type key struct {
	device string
	at     time.Time
}

func newColumns(n int) *columns { return &columns{place: make(map[key]int, n)} }

func (c *columns) add(r *reading) {
	k := key{r.device, r.at}
	i, again := c.place[k]
	if !again {
		i = len(c.device)
		c.place[k] = i
		c.device, c.doc, c.at = append(c.device, ""), append(c.doc, ""), append(c.at, r.at)
		c.docHash, c.capsHash, c.caps = append(c.docHash, nil), append(c.capsHash, nil), append(c.caps, nil)
		c.dates, c.used = append(c.dates, nil), append(c.used, nil)
	}
	c.device[i], c.doc[i], c.docHash[i], c.capsHash[i], c.caps[i], c.dates[i], c.used[i] = r.device, r.doc, r.docHash, r.capsHash, r.caps, r.dates, r.used
}

func (c *columns) insert(ctx context.Context, tx pgx.Tx, seq int64) error {
	b := &pgx.Batch{}
	names := slices.Compact(slices.SortedFunc(slices.Values(c.device), cmp.Compare[string])) // in one order: two that do this wait, and do not lock each other out
	b.Queue(`INSERT INTO device (name) SELECT n FROM unnest($1::text[]) AS n WHERE NOT EXISTS (SELECT FROM device WHERE name = n) ON CONFLICT DO NOTHING`, names)
	b.Queue(`INSERT INTO judged (device, hash, doc) SELECT DISTINCT ON (device.id, r.hash) device.id, r.hash, r.doc::jsonb
	  FROM unnest($1::text[], $2::bytea[], $3::text[]) AS r (name, hash, doc) JOIN device USING (name) ORDER BY device.id, r.hash ON CONFLICT DO NOTHING`, c.device, c.docHash, c.doc)
	b.Queue(`INSERT INTO carve (device, hash, caps) SELECT DISTINCT ON (device.id, r.hash) device.id, r.hash, r.caps
	  FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS r (name, hash, caps) JOIN device USING (name) WHERE r.hash IS NOT NULL ORDER BY device.id, r.hash ON CONFLICT DO NOTHING`, c.device, c.capsHash, c.caps)
	b.Queue(`INSERT INTO reading (device, at, scan, judged, carve, dates, used)
	  SELECT device.id, r.at, $1, judged.id, carve.id, r.dates, r.used
	  FROM unnest($2::text[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[]) AS r (name, at, judged, carve, dates, used)
	    JOIN device USING (name) JOIN judged ON judged.device = device.id AND judged.hash = r.judged
	    LEFT JOIN carve ON carve.device = device.id AND carve.hash = r.carve`, seq, c.device, c.at, c.docHash, c.capsHash, c.dates, c.used)
	return tx.SendBatch(ctx, b).Close()
}

const readingColumns = `SELECT scan.id, device.name, reading.at, judged.doc::text, coalesce(reading.carve, 0), carve.caps, reading.dates, reading.used
  FROM reading JOIN device ON device.id = reading.device JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged
  LEFT JOIN carve ON carve.id = reading.carve`

// Series gives the past of a device, oldest first. What two scans read of the same
// moment (the same file, audited twice) is there once, as judged last.
func (s *Store) Series(ctx context.Context, device string) ([]store.Reading, error) {
	all, err := s.readings(ctx, readingColumns+` WHERE reading.device = (SELECT id FROM device WHERE name = $1) ORDER BY reading.at, reading.scan`, clean(device))
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", device, err)
	}
	out := all[:0]
	for _, r := range all {
		if n := len(out); n > 0 && out[n-1].At.Equal(r.At) {
			out[n-1] = r
			continue
		}
		out = append(out, r)
	}
	return out, nil
}

// Readings gives every device of a scan, by name.
func (s *Store) Readings(ctx context.Context, scan string) ([]store.Reading, error) {
	out, err := s.readings(ctx, readingColumns+` WHERE scan.id = $1 ORDER BY device.name, reading.at`, scan)
	if err != nil {
		return nil, fmt.Errorf("readings of scan %s: %w", scan, err)
	}
	return out, nil
}

// Latest gives what is known last of every device, by name.
func (s *Store) Latest(ctx context.Context) ([]store.Reading, error) {
	out, err := s.readings(ctx, `SELECT scan.id, device.name, r.at, judged.doc::text, coalesce(r.carve, 0), carve.caps, r.dates, r.used
	  FROM device CROSS JOIN LATERAL (SELECT * FROM reading WHERE reading.device = device.id ORDER BY at DESC, scan DESC LIMIT 1) AS r
	  JOIN scan ON scan.seq = r.scan JOIN judged ON judged.id = r.judged LEFT JOIN carve ON carve.id = r.carve ORDER BY device.name`)
	if err != nil {
		return nil, fmt.Errorf("latest readings: %w", err)
	}
	return out, nil
}

// Devices gives the names of all devices that are in a scan.
func (s *Store) Devices(ctx context.Context) ([]string, error) {
	rows, err := s.db.Query(ctx, `SELECT name FROM device ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	return out, nil
}

// readings reads rows back; the names of memories are asked for with them.
func (s *Store) readings(ctx context.Context, query string, args ...any) (out []store.Reading, err error) {
	u, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := fill(u, rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// fill reads a row; more are the columns after those of a reading.
func fill(u *packed.Reader, rows pgx.Rows, more ...any) (r store.Reading, err error) {
	var row packed.Row
	if err := rows.Scan(append([]any{&r.Scan, &r.Device, &r.At, &row.Doc, &row.Carve, &row.Caps, &row.Dates, &row.Used}, more...)...); err != nil {
		return r, err
	}
	r.At = r.At.UTC()
	u.Fill(&r, row)
	return r, nil
}

func (s *Store) reader(ctx context.Context) (*packed.Reader, error) {
	rows, err := s.db.Query(ctx, `SELECT id, name FROM resource`)
	if err != nil {
		return nil, err
	}
	names := map[uint64]store.Sample{}
	var id int64
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[uint64(id)] = packed.SampleOf(name); return nil })
	return &packed.Reader{Names: names}, err
}

const keptColumns = `SELECT scan.id, device.name, reading.at, judged.doc::text, coalesce(reading.carve, 0), carve.caps, reading.dates, reading.used,
    coalesce(visit.file, ''), coalesce(visit.meta, ''), coalesce(visit.cause, ''), coalesce(visit.reason, '')
  FROM reading JOIN device ON device.id = reading.device JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged
  LEFT JOIN carve ON carve.id = reading.carve LEFT JOIN visit ON visit.scan = reading.scan AND visit.device = reading.device
  WHERE scan.id = $1 ORDER BY device.name, reading.at`

// Kept calls each with the devices of a scan as a list shows them, by name.
func (s *Store) Kept(ctx context.Context, scan string, each func(*store.Kept) error) error {
	u, err := s.reader(ctx)
	if err != nil {
		return fmt.Errorf("verdicts of scan %s: %w", scan, err)
	}
	u.Again = true
	rows, err := s.db.Query(ctx, keptColumns, scan)
	if err != nil {
		return fmt.Errorf("verdicts of scan %s: %w", scan, err)
	}
	defer rows.Close()
	metas := map[string]store.Meta{} // many devices have the same
	for rows.Next() {
		k := store.Kept{}
		var meta []byte
		k.Reading, err = fill(u, rows, &k.File, &meta, &k.Failure.Cause, &k.Failure.Text)
		if err == nil {
			k.Meta, err = packed.Meta(meta, metas)
		}
		if err != nil {
			return fmt.Errorf("verdicts of scan %s: %w", scan, err)
		}
		if err := each(&k); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Tally counts the readings of a scan.
func (s *Store) Tally(ctx context.Context, scan string) (store.Tally, error) {
	t := store.Tally{States: map[string]int{}}
	rows, err := s.db.Query(ctx, `SELECT coalesce(nullif(judged.doc ->> 'state', ''), ''), coalesce(judged.doc ->> 'cause', '') = '', count(*) FROM reading
	  JOIN judged ON judged.id = reading.judged WHERE reading.scan = (SELECT seq FROM scan WHERE id = $1) GROUP BY 1, 2`, scan)
	if err != nil {
		return t, fmt.Errorf("count scan %s: %w", scan, err)
	}
	var state string
	var read bool
	var n int
	_, err = pgx.ForEachRow(rows, []any{&state, &read, &n}, func() error {
		if t.States[state] += n; read {
			t.Read += n
		}
		return nil
	})
	if err != nil {
		return t, fmt.Errorf("count scan %s: %w", scan, err)
	}
	return t, nil
}

// Prune deletes the scans of before a time, with their transcripts, but never the last
// ones. It gives the ids of what it deleted; with dry it deletes nothing.
func (s *Store) Prune(ctx context.Context, before time.Time, last int, dry bool) ([]string, error) {
	scans, err := s.Scans(ctx)
	if err != nil {
		return nil, err
	}
	var gone []string
	for i := range scans {
		if i >= last && scans[i].At().Before(before) {
			gone = append(gone, scans[i].ID)
		}
	}
	if dry || len(gone) == 0 {
		return gone, nil
	}
	err = s.again(ctx, func() error {
		return pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
			b := &pgx.Batch{}
			b.Queue(`DELETE FROM scan WHERE id = ANY ($1)`, gone)
			b.Queue(`DELETE FROM capture WHERE NOT EXISTS (SELECT FROM visit WHERE visit.capture = capture.hash)`)
			b.Queue(`DELETE FROM judged WHERE NOT EXISTS (SELECT FROM reading WHERE reading.judged = judged.id)`)
			b.Queue(`DELETE FROM carve WHERE NOT EXISTS (SELECT FROM reading WHERE reading.carve = carve.id)`)
			b.Queue(`DELETE FROM device WHERE NOT EXISTS (SELECT FROM visit WHERE visit.device = device.id) AND NOT EXISTS (SELECT FROM reading WHERE reading.device = device.id)
			  AND NOT EXISTS (SELECT FROM judged WHERE judged.device = device.id) AND NOT EXISTS (SELECT FROM carve WHERE carve.device = device.id)`)
			return tx.SendBatch(ctx, b).Close()
		})
	})
	if err != nil {
		return nil, fmt.Errorf("prune: %w", err)
	}
	return gone, nil
}

// Shrink gives the disk what was pruned. The tables are locked meanwhile.
func (s *Store) Shrink(ctx context.Context) error {
	for _, table := range []string{"capture", "visit", "reading", "judged", "carve", "scan"} {
		if _, err := s.db.Exec(ctx, `VACUUM (FULL, ANALYZE) `+table); err != nil {
			return fmt.Errorf("shrink the store: %w", err)
		}
	}
	return nil
}
