package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Judged is what a scan made of a device by the rules of its day: kept, so that the
// past is read without judging it anew.
type Judged struct {
	State    string `json:"state"`
	Action   string `json:"action,omitempty"`
	Pool     string `json:"pool,omitempty"`     // the worst one
	RunsOut  string `json:"runs_out,omitempty"` // the pool that is full first
	Complete bool   `json:"complete"`           // nothing that must be known was missing
	Crit     int    `json:"crit,omitempty"`     // findings by severity, without waived ones
	Warn     int    `json:"warn,omitempty"`
	Info     int    `json:"info,omitempty"`
	Waived   int    `json:"waived,omitempty"`
	Cause    string `json:"cause,omitempty"`   // why it was not read; "" = it was
	Undated  bool   `json:"undated,omitempty"` // the capture does not say of when it is: no growth is read from it
	Rules    string `json:"rules"`             // version of headroom whose rules these are

	OS       string `json:"os,omitempty"`
	Family   string `json:"family,omitempty"`
	Model    string `json:"model,omitempty"`
	Version  string `json:"version,omitempty"`
	Site     string `json:"site,omitempty"`
	Role     string `json:"role,omitempty"`
	Active   string `json:"active,omitempty"`       // the allocation that runs
	After    string `json:"after_reload,omitempty"` // the one after the next reload
	Register string `json:"register,omitempty"`     // the configuration register
	Pending  bool   `json:"pending,omitempty"`      // something waits for a reload
}

// RunsOut is when the first memory is full; zero dates are far away or not known.
type RunsOut struct{ Low, Median, High time.Time }

// Sample is one memory in one instance.
type Sample struct {
	Name     string
	Resource fact.Resource
	Instance string // "" = the whole device
	Unit     fact.Unit
	Kind     fact.CapKind
	Used     fact.Figure
	Cap      fact.Figure
	Max      fact.Figure
}

// Reading is one device in one scan: the verdict of that day and its memories.
type Reading struct {
	Scan    string // id
	Device  string
	At      time.Time // when the device said it
	Booted  time.Time // since when it ran then; zero = not known
	Judged  Judged
	RunsOut RunsOut
	Samples []Sample
}

// Ingest stores a scan without transcripts, whole or not at all.
func (s *Store) Ingest(ctx context.Context, sc Scan, readings []Reading) error {
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

const readingColumns = `SELECT scan.id, device.name, reading.at, reading.judged, judged.doc, reading.carve, carve.caps, reading.dates, reading.used
  FROM reading JOIN device ON device.id = reading.device JOIN scan ON scan.seq = reading.scan JOIN judged ON judged.id = reading.judged
  LEFT JOIN carve ON carve.id = reading.carve`

// Series gives the past of a device, oldest first. What two scans read of the same
// moment (the same file, audited twice) is there once, as judged last.
func (s *Store) Series(ctx context.Context, device string) ([]Reading, error) {
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
func (s *Store) Readings(ctx context.Context, scan string) ([]Reading, error) {
	out, err := s.readings(ctx, readingColumns+` WHERE reading.scan = (SELECT seq FROM scan WHERE id = ?) ORDER BY device.name, reading.at`, scan)
	if err != nil {
		return nil, fmt.Errorf("readings of scan %s: %w", scan, err)
	}
	return out, nil
}

// Latest gives what is known last of every device, by name.
func (s *Store) Latest(ctx context.Context) ([]Reading, error) {
	out, err := s.readings(ctx, `SELECT scan.id, device.name, reading.at, reading.judged, judged.doc, reading.carve, carve.caps, reading.dates, reading.used
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

func (s *Store) readings(ctx context.Context, query string, args ...any) ([]Reading, error) {
	u := unpacker{judged: map[int64]Judged{}, carves: map[int64][]Sample{}}
	var err error
	if u.names, err = s.resources(ctx); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Reading
	for rows.Next() {
		r, err := u.reading(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// unpacker reads rows back; verdicts and carves that many rows share it reads once.
type unpacker struct {
	names  map[uint64]Sample
	judged map[int64]Judged
	carves map[int64][]Sample
}

func (u *unpacker) reading(rows *sql.Rows) (r Reading, err error) {
	var at, judged int64
	var carve sql.NullInt64
	var doc, caps, dates, used sql.RawBytes
	if err := rows.Scan(&r.Scan, &r.Device, &at, &judged, &doc, &carve, &caps, &dates, &used); err != nil {
		return r, err
	}
	r.At = time.Unix(at, 0).UTC()
	known := false
	if r.Judged, known = u.judged[judged]; !known {
		if err := json.Unmarshal(doc, &r.Judged); err != nil {
			return r, fmt.Errorf("verdict on %s in scan %s: %w", r.Device, r.Scan, err)
		}
		u.judged[judged] = r.Judged
	}
	if err := unpackDates(dates, &r); err != nil {
		return r, fmt.Errorf("%s in scan %s: %w", r.Device, r.Scan, err)
	}
	if !carve.Valid {
		return r, nil
	}
	samples, known := u.carves[carve.Int64]
	if !known {
		if samples, err = unpackCaps(caps, u.names); err != nil {
			return r, fmt.Errorf("%s in scan %s: %w", r.Device, r.Scan, err)
		}
		u.carves[carve.Int64] = samples
	}
	if r.Samples, err = unpackUsed(used, samples); err != nil {
		return r, fmt.Errorf("%s in scan %s: %w", r.Device, r.Scan, err)
	}
	return r, nil
}

func (s *Store) resources(ctx context.Context) (map[uint64]Sample, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, name FROM resource`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[uint64]Sample{}
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
