package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

const keptColumns = `SELECT scan.id, device.name, reading.at, judged.doc, reading.carve, carve.caps, reading.dates, reading.used,
    coalesce(visit.file, ''), coalesce(visit.meta, ''), coalesce(visit.cause, ''), coalesce(visit.reason, '')
  FROM reading JOIN device ON device.id = reading.device JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged
  LEFT JOIN carve ON carve.id = reading.carve LEFT JOIN visit ON visit.scan = scan.id AND visit.device = reading.device`

// Kept calls each with the devices of a scan as a list shows them, by name.
func (s *Store) Kept(ctx context.Context, scan string, each func(*store.Kept) error) error {
	u, err := s.unpacker(ctx)
	if err != nil {
		return fmt.Errorf("verdicts of scan %s: %w", scan, err)
	}
	u.Again = true
	rows, err := s.read.QueryContext(ctx, keptColumns+` WHERE reading.scan = (SELECT seq FROM scan WHERE id = ?) ORDER BY device.name, reading.at`, scan)
	if err != nil {
		return fmt.Errorf("verdicts of scan %s: %w", scan, err)
	}
	defer rows.Close()
	metas := map[string]store.Meta{} // many devices have the same
	for rows.Next() {
		k := store.Kept{}
		var meta sql.RawBytes
		k.Reading, err = u.reading(rows, &k.File, &meta, &k.Failure.Cause, &k.Failure.Text)
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
