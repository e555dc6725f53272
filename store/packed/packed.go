// Package packed is how stores keep the figures of a reading: as few bytes as hold them.
//
// What goes in: the samples of a reading. What comes out: two blobs for a database, and
// the samples again. It opens nothing and knows no database.
package packed

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
)

// The samples of a reading are packed into two blobs. The carve has, per memory, the
// number of its name, its cap and its maximum: these change at reloads, and one row
// stands for as long as they stay. The reading has what is in use, in the order of
// the carve, the caps that float, and what is free where the device says so itself. A figure is a uvarint: 0 unknown, 2n+1 the
// whole number n, 2n+2 thousandths.

// floats reports whether the cap of a memory moves with its use: then it belongs to
// the reading.
func floats(m *store.Sample) bool { return m.Kind == fact.CapEstimate }

// Used is what of samples belongs to one reading.
func Used(samples []store.Sample) []byte {
	var used []byte
	for i := range samples {
		m := &samples[i]
		used = appendFigure(used, m.Used)
		if floats(m) {
			used = appendFigure(used, m.Cap)
		}
		if m.Free.Known() {
			used = appendFigure(used, m.Free)
		}
	}
	return used
}

// Caps is what of samples stays; number gives the number of a name.
func Caps(samples []store.Sample, number func(Memory) uint64) []byte {
	var caps []byte
	for i := range samples {
		m := &samples[i]
		caps = binary.AppendUvarint(caps, number(MemoryOf(m)))
		if floats(m) {
			caps = appendFigure(caps, fact.Figure{})
		} else {
			caps = appendFigure(caps, m.Cap)
		}
		caps = appendFigure(caps, m.Max)
	}
	return caps
}

// Memory is what names a sample.
type Memory struct {
	resource       fact.Resource
	unit           fact.Unit
	instance, name string
	kind           fact.CapKind
	free           bool // each reading has what the device printed as free
}

// MemoryOf gives the name of a sample.
func MemoryOf(m *store.Sample) Memory {
	return Memory{m.Resource, m.Unit, m.Instance, m.Name, m.Kind, m.Free.Known()}
}

// Key is the name under which a memory is numbered.
func (m Memory) Key() string {
	key := strings.Join([]string{string(m.resource), string(m.unit), m.instance, m.name, string(m.kind)}, "\t")
	if m.free {
		key += "\tfree"
	}
	return key
}

// SampleOf is the sample without figures that key stands for.
func SampleOf(key string) store.Sample {
	f := append(strings.Split(key, "\t"), make([]string, 6)...)
	m := store.Sample{Resource: fact.Resource(f[0]), Unit: fact.Unit(f[1]), Instance: f[2], Name: f[3], Kind: fact.CapKind(f[4])}
	if f[5] == "free" {
		m.Free = fact.Derived(0, fact.Span{}, storedSample) // each reading has its own
	}
	return m
}

// unpackCaps reads a carve back behind out, with the samples' use still unknown.
func unpackCaps(out []store.Sample, caps []byte, names map[uint64]store.Sample) ([]store.Sample, error) {
	for len(caps) > 0 {
		id, n := binary.Uvarint(caps)
		if n <= 0 {
			return nil, errTooShort
		}
		m := names[id]
		var err error
		if m.Cap, caps, err = takeFigure(caps[n:]); err != nil {
			return nil, err
		}
		if m.Max, caps, err = takeFigure(caps); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// unpackUsed gives samples of a carve what one reading found in use, behind out.
func unpackUsed(out []store.Sample, used []byte, carve []store.Sample) (_ []store.Sample, err error) {
	out = append(out, carve...)
	for i := range out {
		m := &out[i]
		if m.Used, used, err = takeFigure(used); err != nil {
			return nil, err
		}
		if floats(m) {
			if m.Cap, used, err = takeFigure(used); err != nil {
				return nil, err
			}
		}
		if m.Free.Known() {
			if m.Free, used, err = takeFigure(used); err != nil {
				return nil, err
			}
		}
	}
	if len(used) > 0 {
		return nil, errors.New("packed figures do not belong to their carve")
	}
	return out, nil
}

var errTooShort = errors.New("packed figures end too early")

// storedSample is where a figure of the past is from.
const storedSample = "stored sample"

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
		return fact.Figure{}, nil, errTooShort
	}
	b = b[size:]
	switch {
	case n == 0:
		return fact.Figure{}, b, nil
	case n&1 == 1:
		return fact.Derived(float64(n>>1), fact.Span{}, storedSample), b, nil
	default:
		return fact.Derived(float64((n-2)>>1)/1000, fact.Span{}, storedSample), b, nil
	}
}

// Dates packs when a device started and when its first memory is full: minutes
// and days from 1970 on, plus one; 0 = not known, or none.
func Dates(r *store.Reading) []byte {
	var b []byte
	for _, d := range []struct {
		t    time.Time
		unit time.Duration
	}{{r.Booted, time.Minute}, {r.RunsOut.Low, day}, {r.RunsOut.Median, day}, {r.RunsOut.High, day}} {
		n := uint64(0)
		if at := d.t.Unix(); !d.t.IsZero() && at >= 0 {
			n = uint64(at/int64(d.unit/time.Second)) + 1
		}
		b = binary.AppendUvarint(b, n)
	}
	return b
}

const day = 24 * time.Hour

// unpackDates is Dates backwards.
func unpackDates(b []byte, r *store.Reading) error {
	for _, d := range []struct {
		t    *time.Time
		unit time.Duration
	}{{&r.Booted, time.Minute}, {&r.RunsOut.Low, day}, {&r.RunsOut.Median, day}, {&r.RunsOut.High, day}} {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			return errTooShort
		}
		if b = b[size:]; n > 0 {
			*d.t = time.Unix(int64(n-1)*int64(d.unit/time.Second), 0).UTC()
		}
	}
	return nil
}
