package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/store"
)

// Tally counts the readings of a scan.
func (s *Store) Tally(ctx context.Context, scan string) (store.Tally, error) {
	t := store.Tally{States: map[string]int{}}
	rows, err := s.read.QueryContext(ctx, `SELECT CASE WHEN json_valid(judged.doc) THEN coalesce(judged.doc ->> 'state', '') ELSE 'UNKN' END,
	    CASE WHEN json_valid(judged.doc) THEN coalesce(judged.doc ->> 'cause', '') = '' ELSE 0 END, count(*) FROM reading
	  JOIN judged ON judged.id = reading.judged WHERE reading.scan = (SELECT seq FROM scan WHERE id = ?) GROUP BY 1, 2`, scan)
	if err != nil {
		return t, fmt.Errorf("count scan %s: %w", scan, err)
	}
	defer rows.Close()
	for rows.Next() {
		var state string
		var read bool
		var n int
		if err := rows.Scan(&state, &read, &n); err != nil {
			return t, fmt.Errorf("count scan %s: %w", scan, err)
		}
		t.States[state] += n
		if read {
			t.Read += n
		}
	}
	return t, rows.Err()
}

// Prune deletes the scans of before a time, with their transcripts, but never the
// last ones. It gives the ids of what it deleted; with dry it deletes nothing.
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
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("prune: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	w := s.writer(ctx, tx)
	defer w.close()
	for _, id := range gone {
		w.exec(`DELETE FROM scan WHERE id = ?`, id)
	}
	w.exec(`DELETE FROM capture WHERE NOT EXISTS (SELECT 1 FROM visit WHERE visit.capture = capture.hash)`)
	for _, table := range []string{"judged", "carve"} {
		w.exec(`DELETE FROM ` + table + ` WHERE id NOT IN (SELECT ` + table + ` FROM reading WHERE ` + table + ` IS NOT NULL)`)
	}
	w.exec(`DELETE FROM device WHERE id NOT IN (SELECT device FROM visit) AND id NOT IN (SELECT device FROM reading)`)
	if w.err == nil {
		w.err = tx.Commit()
	}
	if w.err != nil {
		return nil, fmt.Errorf("prune: %w", w.err)
	}
	return gone, nil
}

// Shrink gives the disk what was pruned. It needs as much room again for a while,
// and waits for whoever reads.
func (s *Store) Shrink(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("shrink the store: %w", err)
	}
	return nil
}
