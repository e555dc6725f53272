package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/store"
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
	w.exec(insertScan, sc.ID, sc.Started.UnixMicro(), micros(sc.Finished), sc.Version, sc.Source, sc.Planned, sc.Inventory, sc.Filter, nil, s.Now().UnixMicro())
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

// unpacker reads rows back. A verdict that was read before, and a carve that the row
// before had, are not read again.
type unpacker struct {
	names map[uint64]store.Sample
	again bool // the samples of a row are overwritten by the next
	docs  map[string]store.Judged
	scan  string
	carve int64
	caps  []store.Sample
	used  []store.Sample
}

// mostDocs is how many verdicts are remembered: devices of a kind have the same, and so
// has one device on most days.
const mostDocs = 4096

func (u *unpacker) verdict(doc []byte) (j store.Judged, err error) {
	j, known := u.docs[string(doc)]
	if known {
		return j, nil
	}
	if err := json.Unmarshal(doc, &j); err != nil {
		return j, err
	}
	if len(u.docs) < mostDocs {
		u.docs[string(doc)] = j
	}
	return j, nil
}

func (s *Store) unpacker(ctx context.Context) (*unpacker, error) {
	names, err := s.resources(ctx)
	return &unpacker{names: names, docs: map[string]store.Judged{}}, err
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
	if err := u.fill(&r, doc, dates, used, carve, caps); err != nil { // the rest is shown
		r.Samples, r.RunsOut = nil, store.RunsOut{}
		r.Judged.Cause, r.Judged.Complete = store.CauseDamaged, false
		if r.Judged.State == "" || r.Judged.State == "ok" {
			r.Judged.State = "UNKN"
		}
	}
	return r, nil
}

// fill reads what is packed in a row.
func (u *unpacker) fill(r *store.Reading, doc, dates, used []byte, carve sql.NullInt64, caps []byte) (err error) {
	if r.Judged, err = u.verdict(doc); err != nil {
		return err
	}
	if err := unpackDates(dates, r); err != nil {
		return err
	}
	if !carve.Valid {
		return nil
	}
	if carve.Int64 != u.carve {
		u.carve = 0
		if u.caps, err = unpackCaps(u.caps[:0], caps, u.names); err != nil {
			return err
		}
		u.carve = carve.Int64
	}
	if !u.again {
		u.used = make([]store.Sample, 0, len(u.caps))
	}
	if u.used, err = unpackUsed(u.used[:0], used, u.caps); err != nil {
		return err
	}
	r.Samples = u.used
	return nil
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
		names[uint64(id)] = sampleOf(name)
	}
	return names, rows.Err()
}
