package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

// writer runs statements of one transaction until one fails, each prepared once.
type writer struct {
	ctx   context.Context
	tx    *sql.Tx
	stmts map[string]*sql.Stmt
	names map[packed.Memory]uint64 // numbers of the names of memories
	docs  map[store.Judged]string
	now   time.Time
	err   error
}

func (s *Store) writer(ctx context.Context, tx *sql.Tx) *writer {
	return &writer{ctx: ctx, tx: tx, stmts: map[string]*sql.Stmt{}, names: map[packed.Memory]uint64{}, docs: map[store.Judged]string{}, now: s.Now()}
}

func (w *writer) close() {
	for _, st := range w.stmts {
		_ = st.Close()
	}
}

func (w *writer) stmt(query string) *sql.Stmt {
	st := w.stmts[query]
	if st == nil && w.err == nil {
		if st, w.err = w.tx.PrepareContext(w.ctx, query); w.err == nil {
			w.stmts[query] = st
		}
	}
	return st
}

func (w *writer) exec(query string, args ...any) (inserted int64) {
	st := w.stmt(query) //nolint:sqlclosecheck // close does, for all
	if w.err != nil {
		return 0
	}
	res, err := st.ExecContext(w.ctx, args...)
	if err == nil {
		inserted, err = res.LastInsertId()
	}
	w.err = err
	return inserted
}

// id gives the one number that a query finds, 0 where it finds nothing.
func (w *writer) id(query string, args ...any) (id int64) {
	st := w.stmt(query) //nolint:sqlclosecheck // close does, for all
	if w.err != nil {
		return 0
	}
	if err := st.QueryRowContext(w.ctx, args...).Scan(&id); err != nil && !errors.Is(err, sql.ErrNoRows) {
		w.err = err
	}
	return id
}

func (w *writer) device(name string) int64 {
	if id := w.id(`SELECT id FROM device WHERE name = ?`, name); id != 0 {
		return id
	}
	return w.exec(`INSERT INTO device (name) VALUES (?)`, name)
}

// number gives the number of the name of a memory.
func (w *writer) number(m packed.Memory) uint64 {
	n, ok := w.names[m]
	if !ok {
		id := w.id(`SELECT id FROM resource WHERE name = ?`, m.Key())
		if id == 0 {
			id = w.exec(`INSERT INTO resource (name) VALUES (?)`, m.Key())
		}
		n = uint64(id)
		w.names[m] = n
	}
	return n
}

// doc is a verdict as it is stored.
func (w *writer) doc(j store.Judged) string {
	doc, ok := w.docs[j]
	if !ok {
		raw, err := json.Marshal(j)
		if err != nil && w.err == nil {
			w.err = err
		}
		doc = string(raw)
		w.docs[j] = doc
	}
	return doc
}

const (
	intoDevice  = `INSERT INTO device (id, name) VALUES `
	intoJudged  = `INSERT INTO judged (id, device, doc) VALUES `
	intoCarve   = `INSERT INTO carve (id, device, caps) VALUES `
	findJudged  = `SELECT id FROM judged WHERE device = ? AND doc = ?`
	findCarve   = `SELECT id FROM carve WHERE device = ? AND caps = ?`
	intoReading = `INSERT OR REPLACE INTO reading (device, at, scan, judged, carve, dates, used) VALUES `
)

// reading stores what a scan read of one device.
func (w *writer) reading(device, scan int64, r *store.Reading) {
	doc, caps := w.doc(r.Judged), packed.Caps(r.Samples, w.number)
	judged := w.id(findJudged, device, doc)
	if judged == 0 {
		judged = w.exec(intoJudged+`(NULL, ?, ?)`, device, doc)
	}
	carve := sql.NullInt64{Valid: caps != nil}
	if carve.Valid {
		if carve.Int64 = w.id(findCarve, device, caps); carve.Int64 == 0 {
			carve.Int64 = w.exec(intoCarve+`(NULL, ?, ?)`, device, caps)
		}
	}
	at := r.At
	if at.After(w.now) { // no reading is of later than it is stored
		at = w.now
	}
	w.exec(intoReading+`(?, ?, ?, ?, ?, ?, ?)`, device, at.Unix(), scan, judged, carve, packed.Dates(r), packed.Used(r.Samples))
}
