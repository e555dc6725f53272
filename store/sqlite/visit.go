package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

// Append stores one visit; a second visit of the same device in the same scan
// takes the place of the first.
func (s *Store) Append(ctx context.Context, scan string, v *store.Visit) error {
	if err := s.append(ctx, scan, v); err != nil {
		return fmt.Errorf("store %s: %w", v.Device, err)
	}
	return nil
}

func (s *Store) append(ctx context.Context, scan string, v *store.Visit) error {
	meta, err := json.Marshal(v.Meta)
	if err != nil {
		return err
	}
	var file []byte
	if v.Transcript != nil {
		file = transcript.Marshal(v.Transcript)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	w := s.writer(ctx, tx)
	defer w.close()
	device := w.device(v.Device)
	var capture sql.NullString
	if file != nil {
		capture = sql.NullString{String: transcript.Hash(file), Valid: true}
		w.exec(`INSERT INTO capture (hash, size, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, capture.String, len(file), s.enc.EncodeAll(file, nil))
	}
	w.exec(`INSERT OR REPLACE INTO visit (scan, device, capture, file, meta, cause, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		scan, device, capture, v.File, string(meta), v.Failure.Cause, v.Failure.Text)
	if v.Reading != nil {
		seq := w.id(`SELECT seq FROM scan WHERE id = ?`, scan)
		w.exec(`DELETE FROM reading WHERE scan = ? AND device = ?`, seq, device)
		w.reading(device, seq, v.Reading)
	}
	if v.Metrics != nil {
		w.exec(`UPDATE scan SET metrics = ? WHERE id = ?`, string(v.Metrics), scan)
	}
	if w.err != nil {
		return w.err
	}
	return tx.Commit()
}

// Visits calls each with every visit of a scan in the order of the device
// names; the transcript is read and checked against its hash. One that is damaged
// is the failure of its visit.
func (s *Store) Visits(ctx context.Context, scan string, each func(*store.Visit) error) error {
	var own error
	err := s.visits(ctx, `visit.scan = ?`, func(v *store.Visit) error {
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
	err = s.visits(ctx, `visit.scan = ? AND device.name = ?`, func(v *store.Visit) error { found = v; return nil }, scan, device)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s in scan %s: %w", device, scan, err)
	case found == nil:
		return nil, fmt.Errorf("%s in scan %s: %w", device, scan, store.ErrNoVisit)
	}
	return found, nil
}

// allVisits is the question for visits; its condition goes behind it.
const allVisits = `SELECT device.name, visit.file, visit.meta, visit.cause, visit.reason, capture.hash, capture.data
  FROM visit JOIN device ON device.id = visit.device LEFT JOIN capture ON capture.hash = visit.capture WHERE `

// visits calls each with the visits that a condition chooses.
func (s *Store) visits(ctx context.Context, where string, each func(*store.Visit) error, args ...any) error {
	query := allVisits + where + ` ORDER BY device.name` //nolint:gosec // where is one of ours
	rows, err := s.read.QueryContext(ctx, query, args...)
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

func (s *Store) visit(rows *sql.Rows) (*store.Visit, error) {
	v := &store.Visit{}
	var meta string
	var hash sql.NullString
	var data []byte
	if err := rows.Scan(&v.Device, &v.File, &meta, &v.Failure.Cause, &v.Failure.Text, &hash, &data); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(meta), &v.Meta); err != nil {
		return nil, fmt.Errorf("%s: what the inventory knew: %w", v.Device, err)
	}
	if !hash.Valid {
		return v, nil
	}
	var damaged error
	if v.Transcript, damaged = s.capture(hash.String, data); damaged != nil {
		v.Transcript = nil
		v.Failure = fact.Failure{Cause: store.CauseDamaged, Text: "its transcript in the store is damaged: " + damaged.Error()}
	}
	return v, nil
}

func (s *Store) capture(hash string, data []byte) (*transcript.Transcript, error) {
	file, err := s.dec.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack it: %w", err)
	}
	if transcript.Hash(file) != hash {
		return nil, errors.New("it does not match its hash")
	}
	return transcript.Parse(file)
}
