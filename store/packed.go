package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// pack stores the samples of one visit: the caps as a carve that is shared
// with every visit that found the same ones, the used figures as a blob.
func (w *writer) pack(device int64, samples []Sample) (carve sql.NullInt64, used []byte) {
	if len(samples) == 0 {
		return carve, nil
	}
	var caps []byte
	for _, m := range samples {
		id := uint64(w.id(`INSERT INTO resource (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`, m.Resource))
		caps = binary.AppendUvarint(caps, id)
		caps = appendFigure(appendFigure(caps, m.Cap), m.Max)
		used = appendFigure(binary.AppendUvarint(used, id), m.Used)
	}
	carve.Int64 = w.id(`INSERT INTO carve (device, caps) VALUES (?, ?) ON CONFLICT (device, caps) DO UPDATE SET caps = excluded.caps RETURNING id`, device, caps)
	carve.Valid = w.err == nil
	return carve, used
}

// appendFigure packs a whole number as 2n+1, one with a fraction (kept to a
// thousandth) as 2·1000n+2, and an unknown one as 0: unknown is never zero.
func appendFigure(b []byte, f fact.Figure) []byte {
	v, ok := f.Get()
	if !ok || v < 0 {
		return append(b, 0)
	}
	if whole := uint64(v); float64(whole) == v {
		return binary.AppendUvarint(b, whole<<1+1)
	}
	return binary.AppendUvarint(b, uint64(v*1000+0.5)<<1+2)
}

func takeFigure(b []byte) (fact.Figure, []byte, error) {
	n, size := binary.Uvarint(b)
	if size <= 0 {
		return fact.Figure{}, nil, errors.New("packed figures end too early")
	}
	b = b[size:]
	const source = "stored sample"
	switch {
	case n == 0:
		return fact.Figure{}, b, nil
	case n&1 == 1:
		return fact.Derived(float64(n>>1), fact.Span{}, source), b, nil
	default:
		return fact.Derived(float64((n-2)>>1)/1000, fact.Span{}, source), b, nil
	}
}

// Point is one stored sample of a series.
type Point struct {
	Scan   string
	At     time.Time
	Sample Sample
}

// Series gives every stored sample of a device, oldest first.
func (s *Store) Series(ctx context.Context, device string) ([]Point, error) {
	names, err := s.resources(ctx)
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", device, err)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT scan.id, scan.started, visit.used, carve.caps FROM visit
	  JOIN device ON device.id = visit.device JOIN scan ON scan.id = visit.scan JOIN carve ON carve.id = visit.carve
	  WHERE device.name = ? ORDER BY scan.started`, device)
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", device, err)
	}
	defer rows.Close()
	var out []Point
	for rows.Next() {
		var id string
		var at int64
		var used, caps []byte
		if err := rows.Scan(&id, &at, &used, &caps); err != nil {
			return nil, fmt.Errorf("history of %s: %w", device, err)
		}
		samples, err := unpack(used, caps, names)
		if err != nil {
			return nil, fmt.Errorf("history of %s in scan %s: %w", device, id, err)
		}
		for _, m := range samples {
			out = append(out, Point{id, time.UnixMicro(at).UTC(), m})
		}
	}
	return out, rows.Err()
}

func (s *Store) resources(ctx context.Context) (map[uint64]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, name FROM resource`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[uint64]string{}
	for rows.Next() {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[uint64(id)] = name
	}
	return names, rows.Err()
}

// unpack reads what pack wrote; both blobs list the same resources in the same
// order.
func unpack(used, caps []byte, names map[uint64]string) ([]Sample, error) {
	var out []Sample
	for len(used) > 0 {
		id, n := binary.Uvarint(used)
		same, m := binary.Uvarint(caps)
		if n <= 0 || m <= 0 || id != same {
			return nil, errors.New("packed samples and carve do not belong together")
		}
		used, caps = used[n:], caps[m:]
		sample := Sample{Resource: names[id]}
		var err error
		if sample.Used, used, err = takeFigure(used); err != nil {
			return nil, err
		}
		if sample.Cap, caps, err = takeFigure(caps); err != nil {
			return nil, err
		}
		if sample.Max, caps, err = takeFigure(caps); err != nil {
			return nil, err
		}
		out = append(out, sample)
	}
	return out, nil
}
