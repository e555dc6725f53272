package packed

import (
	"encoding/json"

	"github.com/headroom-audit/headroom/store"
)

// Row is a reading as a database has it.
type Row struct {
	Doc, Dates, Used []byte
	Carve            int64 // number of the row of Caps; 0 = none
	Caps             []byte
}

// Reader reads rows back. A verdict that was read before, and a carve that the row
// before had, are not read again.
type Reader struct {
	Names map[uint64]store.Sample // samples without figures, by number
	Again bool                    // the samples of a row are overwritten by the next

	docs  map[string]store.Judged
	carve int64
	caps  []store.Sample
	used  []store.Sample
}

// mostDocs is how many verdicts are remembered: devices of a kind have the same, and so
// has one device on most days.
const mostDocs = 4096

func (u *Reader) verdict(doc []byte) (j store.Judged, err error) {
	j, known := u.docs[string(doc)]
	if known {
		return j, nil
	}
	if err := json.Unmarshal(doc, &j); err != nil {
		return j, err
	}
	if u.docs == nil {
		u.docs = map[string]store.Judged{}
	}
	if len(u.docs) < mostDocs {
		u.docs[string(doc)] = j
	}
	return j, nil
}

// Fill reads what is packed in a row into r. Of a damaged row it leaves what can be
// shown, and says so: it is never ok.
func (u *Reader) Fill(r *store.Reading, row Row) {
	if err := u.fill(r, row); err != nil { // the rest is shown
		r.Samples, r.RunsOut = nil, store.RunsOut{}
		r.Judged.Cause, r.Judged.Complete = store.CauseDamaged, false
		if r.Judged.State == "" || r.Judged.State == "ok" {
			r.Judged.State = "UNKN"
		}
	}
}

func (u *Reader) fill(r *store.Reading, row Row) (err error) {
	if r.Judged, err = u.verdict(row.Doc); err != nil {
		return err
	}
	if err := unpackDates(row.Dates, r); err != nil {
		return err
	}
	if row.Carve == 0 {
		return nil
	}
	if row.Carve != u.carve {
		u.carve = 0
		if u.caps, err = unpackCaps(u.caps[:0], row.Caps, u.Names); err != nil {
			return err
		}
		u.carve = row.Carve
	}
	if !u.Again {
		u.used = make([]store.Sample, 0, len(u.caps))
	}
	if u.used, err = unpackUsed(u.used[:0], row.Used, u.caps); err != nil {
		return err
	}
	r.Samples = u.used
	return nil
}

// Meta reads what the inventory knew of a device; many have the same.
func Meta(raw []byte, known map[string]store.Meta) (m store.Meta, err error) {
	if len(raw) == 0 {
		return m, nil
	}
	m, ok := known[string(raw)]
	if ok {
		return m, nil
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, err
	}
	known[string(raw)] = m
	return m, nil
}
