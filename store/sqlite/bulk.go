package sqlite

import (
	"database/sql"
	"strings"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/packed"
)

// perInsert is how many rows go into one statement.
const perInsert = 200

// batch collects rows of one table.
type batch struct {
	w     *writer
	into  string
	width int
	args  []any
	next  int64 // the next free row number
}

func (w *writer) batch(into, table string, width int) *batch {
	b := &batch{w: w, into: into, width: width}
	if table != "" {
		b.next = w.id(`SELECT coalesce(max(id), 0) FROM `+table) + 1
	}
	return b
}

func (b *batch) full() bool { return len(b.args) == perInsert*b.width }

func (b *batch) flush() {
	if n := len(b.args) / b.width; n > 0 {
		row := ",(?" + strings.Repeat(",?", b.width-1) + ")"
		b.w.exec(b.into+strings.Repeat(row, n)[1:], b.args...)
		b.args = b.args[:0]
	}
}

// numbered adds a row with the next number, and gives it.
func (b *batch) numbered(args ...any) int64 {
	id := b.next
	b.next++
	b.args = append(append(b.args, id), args...)
	return id
}

// last is what is stored last of a device.
type last struct {
	device, judged, carve int64
	doc, caps             string
}

// all stores what a scan read of many devices: what is known of them is read once,
// and rows go in by the hundred.
func (w *writer) all(scan int64, readings []store.Reading) {
	known := w.last()
	devices, judged, carves := w.batch(intoDevice, "device", 2), w.batch(intoJudged, "judged", 3), w.batch(intoCarve, "carve", 3)
	rows := w.batch(intoReading, "", 7)
	flush := func() {
		for _, b := range []*batch{devices, judged, carves, rows} { // rows refer to those before
			b.flush()
		}
	}
	for i := range readings {
		r := &readings[i]
		d, old := known[r.Device]
		if !old {
			d.device = devices.numbered(r.Device)
		}
		if doc := w.doc(r.Judged); doc != d.doc {
			d.doc, d.judged = doc, w.row(judged, old, findJudged, d.device, doc)
		}
		if caps := packed.Caps(r.Samples, w.number); string(caps) != d.caps {
			d.caps, d.carve = string(caps), 0
			if caps != nil {
				d.carve = w.row(carves, old, findCarve, d.device, caps)
			}
		}
		known[r.Device] = d
		rows.args = append(rows.args, d.device, r.At.Unix(), scan, d.judged, sql.NullInt64{Int64: d.carve, Valid: d.carve != 0}, packed.Dates(r), packed.Used(r.Samples))
		if rows.full() {
			flush()
		}
	}
	flush()
}

// row gives the number of a row of a device: of one that may be there where the
// device is old, else of a new one.
func (w *writer) row(b *batch, old bool, find string, device int64, value any) int64 {
	if old {
		if id := w.id(find, device, value); id != 0 {
			return id
		}
	}
	return b.numbered(device, value)
}

// last gives what is stored last of every device.
func (w *writer) last() map[string]last {
	out := map[string]last{}
	if w.err != nil {
		return out
	}
	var rows *sql.Rows
	if rows, w.err = w.tx.QueryContext(w.ctx, `SELECT device.id, device.name, coalesce(judged.id, 0), coalesce(judged.doc, ''), coalesce(carve.id, 0), coalesce(carve.caps, '')
	  FROM device LEFT JOIN reading ON reading.device = device.id AND (reading.at, reading.scan) =
	    (SELECT r.at, r.scan FROM reading AS r WHERE r.device = device.id ORDER BY r.at DESC, r.scan DESC LIMIT 1)
	  LEFT JOIN judged ON judged.id = reading.judged LEFT JOIN carve ON carve.id = reading.carve`); w.err != nil {
		return out
	}
	defer rows.Close()
	for rows.Next() && w.err == nil {
		var name string
		var l last
		w.err = rows.Scan(&l.device, &name, &l.judged, &l.doc, &l.carve, &l.caps)
		out[name] = l
	}
	if w.err == nil {
		w.err = rows.Err()
	}
	return out
}
