package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/headroom-audit/headroom/store"
)

const insertScan = `INSERT INTO scan (id, started, finished, version, source, planned, inventory, filter, devices, stored, seq)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM scan))`

// Begin stores the head of a scan before its first visit; with Devices it can be
// resumed.
func (s *Store) Begin(ctx context.Context, sc store.Scan) error {
	var names []byte
	if len(sc.Devices) > 0 {
		names = s.enc.EncodeAll([]byte(strings.Join(sc.Devices, "\n")), nil)
	}
	_, err := s.db.ExecContext(ctx, insertScan, sc.ID, sc.Started.UnixMicro(), nil, sc.Version, sc.Source, sc.Planned, sc.Inventory, sc.Filter, names, s.stored(&sc))
	if err != nil {
		return fmt.Errorf("store scan %s: %w", sc.ID, err)
	}
	return nil
}

// stored is when a scan is stored: now, unless it was before, in another store.
func (s *Store) stored(sc *store.Scan) int64 {
	if !sc.Stored.IsZero() {
		return sc.Stored.UnixMicro()
	}
	return s.Now().UnixMicro()
}

// Hold claims a scan for this process until release is called or the process
// ends, however it ends; ErrHeld where another one has it.
func (s *Store) Hold(id string) (release func(), err error) {
	path := s.path + "." + id + ".lock"
	for {
		l := flock.New(path)
		held, err := l.TryLock()
		if !held && err == nil {
			err = store.ErrHeld
		}
		stays := false
		if held {
			stays, err = stands(l)
		}
		if stays {
			return func() {
				_ = os.Remove(path) // while it is still held; Windows lets it lie
				_ = l.Close()
			}, nil
		}
		_ = l.Close()
		if err != nil {
			return nil, fmt.Errorf("hold scan %s: %w", id, err)
		}
	}
}

// stands says whether the lock file that is held is the one that others find:
// who had it before may have removed it between our opening and our locking it.
func stands(l *flock.Flock) (bool, error) {
	locked, err := l.Stat()
	if err != nil {
		return false, err
	}
	found, err := os.Stat(l.Path())
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(locked, found), err
}

// Unfinished gives the head of the newest scan of an inventory that was planned
// and not finished; ErrNoScan where there is none.
func (s *Store) Unfinished(ctx context.Context, inventory string) (store.Scan, error) {
	row := s.read.QueryRowContext(ctx, scanColumns+` WHERE finished IS NULL AND devices IS NOT NULL AND inventory = ?`+newestFirst+` LIMIT 1`, inventory, s.latest())
	sc, err := scanRow(row)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Scan{}, fmt.Errorf("unfinished scan of %s: %w", inventory, store.ErrNoScan)
	}
	return sc, err
}

// Planned gives the devices that a scan set out to visit; nil where it is
// finished, or older than this was kept.
func (s *Store) Planned(ctx context.Context, id string) ([]string, error) {
	var packed []byte
	if err := s.read.QueryRowContext(ctx, `SELECT devices FROM scan WHERE id = ?`, id).Scan(&packed); err != nil {
		return nil, fmt.Errorf("plan of scan %s: %w", id, err)
	}
	if packed == nil {
		return nil, nil
	}
	names, err := s.dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("plan of scan %s: %w", id, err)
	}
	return strings.Split(string(names), "\n"), nil
}

// Read gives the causes of failure of the stored visits by device; "" where the
// device was read.
func (s *Store) Read(ctx context.Context, id string) (map[string]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT device.name, visit.cause FROM visit JOIN device ON device.id = visit.device WHERE visit.scan = ?`, id)
	if err != nil {
		return nil, fmt.Errorf("visits of scan %s: %w", id, err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, cause string
		if err := rows.Scan(&name, &cause); err != nil {
			return nil, fmt.Errorf("visits of scan %s: %w", id, err)
		}
		out[name] = cause
	}
	return out, rows.Err()
}

// Measure stores what a scan has cost so far.
func (s *Store) Measure(ctx context.Context, id string, metrics []byte) error {
	if _, err := s.db.ExecContext(ctx, `UPDATE scan SET metrics = ? WHERE id = ?`, string(metrics), id); err != nil {
		return fmt.Errorf("metrics of scan %s: %w", id, err)
	}
	return nil
}

// Finish marks a scan as whole: it cannot be resumed any more.
func (s *Store) Finish(ctx context.Context, id string, at time.Time) error {
	_, err := s.db.ExecContext(ctx, `UPDATE scan SET finished = ?, devices = NULL WHERE id = ?`, at.UnixMicro(), id)
	if err != nil {
		return fmt.Errorf("finish scan %s: %w", id, err)
	}
	return nil
}
