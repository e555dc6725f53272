package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

// Ingest stores a scan without transcripts, whole or not at all.
func (s *Store) Ingest(ctx context.Context, sc store.Scan, readings []store.Reading) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store scan %s: %w", sc.ID, err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	w := s.writer(ctx, tx)
	defer w.close()
	for i := range readings {
		if readings[i].At.After(w.now) { // no reading is of later than it is stored
			readings[i].At = w.now
		}
	}
	w.exec(insertScan, sc.ID, sc.Started.UnixMicro(), micros(sc.Finished), sc.Version, sc.Source, sc.Planned, sc.Inventory, sc.Filter, nil, s.stored(&sc))
	seq := w.id(`SELECT seq FROM scan WHERE id = ?`, sc.ID)
	w.all(seq, readings)
	if w.err != nil {
		return fmt.Errorf("store scan %s: %w", sc.ID, w.err)
	}
	return tx.Commit()
}

func micros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

const readingColumns = `SELECT scan.id, device.name, reading.at, judged.doc, reading.carve, carve.caps, reading.dates, reading.used
  FROM reading JOIN device ON device.id = reading.device JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged
  LEFT JOIN carve ON carve.id = reading.carve`

// Series gives the past of a device, oldest first. What two scans read of the same
// moment (the same file, audited twice) is there once, as judged last.
func (s *Store) Series(ctx context.Context, device string) ([]store.Reading, error) {
	all, err := s.readings(ctx, readingColumns+` WHERE reading.device = (SELECT id FROM device WHERE name = ?) ORDER BY reading.at, reading.scan`, device)
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
	out, err := s.readings(ctx, readingColumns+` WHERE reading.scan = (SELECT seq FROM scan WHERE id = ?) ORDER BY device.name, reading.at`, scan)
	if err != nil {
		return nil, fmt.Errorf("readings of scan %s: %w", scan, err)
	}
	return out, nil
}

// Latest gives what is known last of every device, by name.
func (s *Store) Latest(ctx context.Context) ([]store.Reading, error) {
	out, err := s.readings(ctx, `SELECT scan.id, device.name, reading.at, judged.doc, reading.carve, carve.caps, reading.dates, reading.used
	  FROM device CROSS JOIN reading ON reading.device = device.id AND (reading.at, reading.scan) =
	    (SELECT r.at, r.scan FROM reading AS r WHERE r.device = device.id ORDER BY r.at DESC, r.scan DESC LIMIT 1)
	  JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged LEFT JOIN carve ON carve.id = reading.carve ORDER BY device.name`)
	if err != nil {
		return nil, fmt.Errorf("latest readings: %w", err)
	}
	return out, nil
}

// Devices gives the names of all devices that are in a scan.
func (s *Store) Devices(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT name FROM device ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("list devices: %w", err)
		}
		out = append(out, name)
	}
	return out, rows.Err()
}

func (s *Store) readings(ctx context.Context, query string, args ...any) ([]store.Reading, error) {
	u, err := s.unpacker(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.Reading
	for rows.Next() {
		r, err := u.reading(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// unpacker reads rows back.
type unpacker struct {
	packed.Reader
	scan string
}

func (s *Store) unpacker(ctx context.Context) (*unpacker, error) {
	names, err := s.resources(ctx)
	return &unpacker{Reader: packed.Reader{Names: names}}, err
}

// reading reads a row; more are the columns after those of a reading.
func (u *unpacker) reading(rows *sql.Rows, more ...any) (r store.Reading, err error) {
	var at int64
	var scan sql.RawBytes
	var carve sql.NullInt64
	var doc, caps, dates, used sql.RawBytes
	if err := rows.Scan(append([]any{&scan, &r.Device, &at, &doc, &carve, &caps, &dates, &used}, more...)...); err != nil {
		return r, err
	}
	r.At = time.Unix(at, 0).UTC()
	if u.scan != string(scan) {
		u.scan = string(scan)
	}
	r.Scan = u.scan
	u.Fill(&r, packed.Row{Doc: doc, Dates: dates, Used: used, Carve: carve.Int64, Caps: caps})
	return r, nil
}

func (s *Store) resources(ctx context.Context) (map[uint64]store.Sample, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, name FROM resource`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[uint64]store.Sample{}
	for rows.Next() {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[uint64(id)] = packed.SampleOf(name)
	}
	return names, rows.Err()
}
