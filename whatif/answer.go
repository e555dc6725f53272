package whatif

import (
	"math"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/solve"
)

// Fall is one router that does not hold what is asked: the memory that is full first, and
// where on the way.
type Fall struct {
	// Way is how far on the way from the tables of its day (0) to those that are asked (1)
	// it falls; 0 = it is full already.
	Way float64
	// At are the tables when it falls; Date the day, where a date is asked.
	At   Sizes
	Date time.Time
	// Used and Wall are what the memory would have to hold, and what it holds.
	Used, Wall float64
	// Soft: the size of the memory is no hardware limit: an estimate, a guarantee, a percentage.
	Soft bool

	device, pool int32
}

// Answer is what follows of a question. Falls and tight ones are small until they are
// looked at: a screen draws a few of many.
type Answer struct {
	Question Question
	Now      Sizes // the tables at the fleet's time
	Asked    Sizes // those that are asked
	Cliffs   []Cliff
	Holds    int     // devices that hold it, tight ones among them
	Unknown  []int32 // devices of which it cannot be said that they hold it; see Fleet.Unknown

	fleet *Fleet
	falls []hit
	tight []hit
}

// hit is a device and the memory that decides.
type hit struct {
	way          float32 // only the order is of it
	device, pool int32
}

// Fleet gives the fleet that was asked.
func (a *Answer) Fleet() *Fleet { return a.fleet }

// Falls is how many routers fall.
func (a *Answer) Falls() int { return len(a.falls) }

// Fall gives the i-th router that falls, by how soon it does, then by name.
func (a *Answer) Fall(i int) Fall { return a.fall(a.falls[i]) }

// Tight is how many hold it with less free than is critical.
func (a *Answer) Tight() int { return len(a.tight) }

// TightOne gives the i-th of them by name; its Way says when its memory would be full.
func (a *Answer) TightOne(i int) Fall { return a.fall(a.tight[i]) }

// Name is the router that falls.
func (a *Answer) Name(x *Fall) string { return a.fleet.Verdict(x).Device.Name }

// Ask answers a question. For a hundred thousand devices it takes milliseconds.
func (f *Fleet) Ask(q Question) *Answer {
	a := &Answer{Question: q, Now: f.Tables(), fleet: f}
	a.Asked = q.asked(a.Now, &f.Model)
	ahead := math.Max(0, q.Date.Sub(f.Now).Hours()/solve.Year.Hours())
	a.falls = make([]hit, 0, len(f.devices)/4+8)
	h := newBuckets(a)
	for i := range f.devices {
		a.device(int32(i), ahead, h)
	}
	sortHits(a.falls)
	a.Cliffs = h.cliffs(a)
	return a
}

// more is what a question adds to a pool.
func (q *Question) more(p *pool, d4, d6, years float64) float64 {
	if p.dated && !q.Date.IsZero() {
		return p.year*years + p.per4*q.Leak
	}
	return p.per4*d4 + p.per6*d6
}

// device puts one device where it belongs.
func (a *Answer) device(i int32, ahead float64, h *buckets) {
	f, q := a.fleet, &a.Question
	d := &f.devices[i]
	to := a.Asked
	if q.Grow > 0 {
		to = q.asked(d.from, &f.Model)
	} else if q.Date.IsZero() {
		to = q.sized(d.from, a.Asked)
	}
	d4, d6, years := to.IPv4-d.from.IPv4, to.IPv6-d.from.IPv6, ahead+d.age
	way, which, tight := math.Inf(1), int32(-1), int32(-1)
	for n := d.first; n < d.last; n++ {
		p := &f.pools[n]
		more := q.more(p, d4, d6, years)
		if p.room <= 0 && more >= p.room {
			way, which = 0, n
		} else if p.room > 0 && more > 0 && p.room < way*more {
			way, which = p.room/more, n
		}
		if more >= p.spare && tight < 0 {
			tight = n
		}
	}
	h.add(way)
	switch {
	case which >= 0 && way <= 1:
		a.falls = append(a.falls, hit{float32(way), i, which})
	case !d.known:
		a.Unknown = append(a.Unknown, i)
	default:
		a.Holds++
		if tight >= 0 {
			a.tight = append(a.tight, hit{1, i, tight})
		}
	}
}

// sortHits sorts by the way, then by device: the hits come by device, and the bits of a
// float that is not negative are in its order.
func sortHits(hits []hit) {
	keys := make([]uint64, len(hits))
	for i := range hits {
		keys[i] = uint64(math.Float32bits(hits[i].way))<<32 | uint64(uint32(i))
	}
	slices.Sort(keys)
	before := slices.Clone(hits)
	for i, k := range keys {
		hits[i] = before[uint32(k)]
	}
}

func (a *Answer) fall(h hit) Fall {
	f, q := a.fleet, &a.Question
	d, p := &f.devices[h.device], &f.pools[h.pool]
	to, read := q.asked(d.from, &f.Model), f.read(h.device)
	d4, d6 := to.IPv4-d.from.IPv4, to.IPv6-d.from.IPv6
	more := q.more(p, d4, d6, q.Date.Sub(read).Hours()/solve.Year.Hours())
	r := &f.verdicts[h.device].Reaches[p.at]
	x := Fall{device: h.device, pool: h.pool, Wall: r.Wall, Used: max(0, r.Wall-p.room+more), Soft: r.Soft}
	switch {
	case p.room > 0 && more > 0:
		x.Way = p.room / more
	case p.room > 0:
		x.Way = math.Inf(1)
		return x
	}
	x.At = Sizes{math.Round(d.from.IPv4 + x.Way*d4), math.Round(d.from.IPv6 + x.Way*d6)}
	if !q.Date.IsZero() {
		x.Date = read.Add(time.Duration(x.Way * float64(q.Date.Sub(read))))
	}
	return x
}
