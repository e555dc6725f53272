package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
	"github.com/headroom-audit/headroom/transcript"
)

// Append stores one visit; a second visit of the same device in the same scan takes the
// place of the first. While the server is away it is tried again.
func (s *Store) Append(ctx context.Context, scan string, v *store.Visit) error {
	if _, lost := s.lost.Load(scan); lost {
		return fmt.Errorf("store %s: another program took scan %s while the server was away: %w", v.Device, scan, store.ErrHeld)
	}
	b, err := s.statements(ctx, scan, v)
	if err == nil {
		err = s.again(ctx, func() error { return s.db.SendBatch(ctx, b()).Close() })
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", v.Device, err)
	}
	return nil
}

const (
	putDevice  = `INSERT INTO device (name) SELECT $1::text WHERE NOT EXISTS (SELECT FROM device WHERE name = $1::text) ON CONFLICT DO NOTHING`
	putCapture = `INSERT INTO capture (hash, size, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	putVisit   = `INSERT INTO visit (scan, device, capture, file, meta, cause, reason)
	  VALUES ((SELECT seq FROM scan WHERE id = $1), (SELECT id FROM device WHERE name = $2), $3, $4, $5, $6, $7)
	  ON CONFLICT (scan, device) DO UPDATE SET capture = excluded.capture, file = excluded.file, meta = excluded.meta, cause = excluded.cause, reason = excluded.reason`
	putJudged = `INSERT INTO judged (device, hash, doc) SELECT id, $2::bytea, $3::jsonb FROM device WHERE name = $1::text
	  AND NOT EXISTS (SELECT FROM judged WHERE judged.device = device.id AND judged.hash = $2::bytea) ON CONFLICT DO NOTHING`
	putCarve = `INSERT INTO carve (device, hash, caps) SELECT id, $2::bytea, $3::bytea FROM device WHERE name = $1::text
	  AND NOT EXISTS (SELECT FROM carve WHERE carve.device = device.id AND carve.hash = $2::bytea) ON CONFLICT DO NOTHING`
	dropReading = `DELETE FROM reading WHERE scan = (SELECT seq FROM scan WHERE id = $1) AND device = (SELECT id FROM device WHERE name = $2)`
	putReading  = `INSERT INTO reading (device, at, scan, judged, carve, dates, used)
	  SELECT device.id, $3::timestamptz, (SELECT seq FROM scan WHERE id = $2::text), (SELECT id FROM judged WHERE judged.device = device.id AND hash = $4::bytea),
	    (SELECT id FROM carve WHERE carve.device = device.id AND hash = $5::bytea), $6::bytea, $7::bytea
	  FROM device WHERE name = $1::text
	  ON CONFLICT (device, at, scan) DO UPDATE SET judged = excluded.judged, carve = excluded.carve, dates = excluded.dates, used = excluded.used`
	putMetrics = `UPDATE scan SET metrics = $1 WHERE id = $2`
)

// statements gives what stores a visit: one trip to the server, one transaction.
func (s *Store) statements(ctx context.Context, scan string, v *store.Visit) (func() *pgx.Batch, error) {
	meta, err := json.Marshal(v.Meta)
	if err != nil {
		return nil, err
	}
	device := clean(v.Device)
	var hash *string
	var file []byte
	if v.Transcript != nil {
		file = transcript.Marshal(v.Transcript)
		h := transcript.Hash(file)
		hash = &h
	}
	var row *reading
	if v.Reading != nil {
		if row, err = s.pack(ctx, v.Reading); err != nil {
			return nil, err
		}
	}
	var data []byte
	if file != nil {
		data = s.zip.pack(file)
	}
	return func() *pgx.Batch {
		b := &pgx.Batch{}
		b.Queue(putDevice, device)
		if hash != nil {
			b.Queue(putCapture, *hash, len(file), data)
		}
		b.Queue(putVisit, scan, device, hash, clean(v.File), clean(string(meta)), v.Failure.Cause, clean(v.Failure.Text))
		if row != nil {
			b.Queue(putJudged, device, row.docHash, row.doc)
			if row.caps != nil {
				b.Queue(putCarve, device, row.capsHash, row.caps)
			}
			b.Queue(dropReading, scan, device)
			b.Queue(putReading, device, scan, row.at, row.docHash, row.capsHash, row.dates, row.used)
		}
		if v.Metrics != nil {
			b.Queue(putMetrics, string(v.Metrics), scan)
		}
		return b
	}, nil
}

// reading is one as it is stored.
type reading struct {
	device            string
	at                time.Time
	doc               string
	docHash, capsHash []byte
	caps, dates, used []byte
}

func (s *Store) pack(ctx context.Context, r *store.Reading) (*reading, error) {
	doc, err := json.Marshal(r.Judged)
	if err != nil {
		return nil, err
	}
	if err := s.again(ctx, func() error { return s.nums.give(ctx, s.db, r.Samples) }); err != nil {
		return nil, err
	}
	at, now := r.At, s.Now()
	if at.After(now) { // no reading is of later than it is stored
		at = now
	}
	row := &reading{device: clean(r.Device), at: at.UTC().Truncate(time.Second), doc: noNul(string(doc)), dates: packed.Dates(r), used: packed.Used(r.Samples)}
	row.docHash = mark([]byte(row.doc))
	if row.caps = packed.Caps(r.Samples, s.nums.of); row.caps != nil {
		row.capsHash = mark(row.caps)
	}
	return row, nil
}

// noNul takes the escape of the byte 0 out of JSON: jsonb refuses it.
func noNul(doc string) string {
	if !strings.Contains(doc, `\u0000`) {
		return doc
	}
	return strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(doc, `\\`, "\x00"), `\u0000`, `\ufffd`), "\x00", `\\`)
}

func mark(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:16]
}

// Visits calls each with every visit of a scan in the order of the device names; the
// transcript is read and checked against its hash. One that is damaged is the failure of
// its visit.
func (s *Store) Visits(ctx context.Context, scan string, each func(*store.Visit) error) error {
	var own error
	err := s.visits(ctx, `scan.id = $1`, func(v *store.Visit) error {
		own = each(v)
		return own
	}, scan)
	if err != nil && own == nil {
		err = fmt.Errorf("read scan %s: %w", scan, err)
	}
	return err
}

// Visit gives the visit of a device in a scan.
func (s *Store) Visit(ctx context.Context, scan, device string) (found *store.Visit, err error) {
	err = s.visits(ctx, `scan.id = $1 AND device.name = $2`, func(v *store.Visit) error { found = v; return nil }, scan, clean(device))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s in scan %s: %w", device, scan, err)
	case found == nil:
		return nil, fmt.Errorf("%s in scan %s: %w", device, scan, store.ErrNoVisit)
	}
	return found, nil
}

const allVisits = `SELECT device.name, visit.file, visit.meta, visit.cause, visit.reason, capture.hash, capture.data
  FROM visit JOIN scan ON scan.seq = visit.scan JOIN device ON device.id = visit.device LEFT JOIN capture ON capture.hash = visit.capture WHERE `

func (s *Store) visits(ctx context.Context, where string, each func(*store.Visit) error, args ...any) error {
	rows, err := s.db.Query(ctx, allVisits+where+` ORDER BY device.name`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := s.visit(rows)
		if err != nil {
			return err
		}
		if err := each(v); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) visit(rows pgx.Rows) (*store.Visit, error) {
	v := &store.Visit{}
	var meta string
	var hash *string
	var data []byte
	if err := rows.Scan(&v.Device, &v.File, &meta, &v.Failure.Cause, &v.Failure.Text, &hash, &data); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(meta), &v.Meta); err != nil {
		return nil, fmt.Errorf("%s: what the inventory knew: %w", v.Device, err)
	}
	if hash == nil {
		return v, nil
	}
	var damaged error
	if v.Transcript, damaged = s.zip.capture(*hash, data); damaged != nil {
		v.Transcript = nil
		v.Failure = fact.Failure{Cause: store.CauseDamaged, Text: "its transcript in the store is damaged: " + damaged.Error()}
	}
	return v, nil
}
