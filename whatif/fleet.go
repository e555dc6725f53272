package whatif

import (
	"cmp"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Fleet are devices as a what-if needs them, by name. It is read only once it is made:
// several goroutines may ask it.
type Fleet struct {
	Model    solve.Model
	Now      time.Time
	verdicts []*audit.Verdict
	why      []string // why nothing, or not everything, can be said of a device; "" = it can
	devices  []device
	pools    []pool
}

// device is what a question looks at of one device: a range of pools. It is small, as pool
// is: a question walks over all of them.
type device struct {
	from        Sizes   // the tables of the internet when it was read
	age         float64 // years since it was read
	first, last int32
	known       bool // everything that must be known to say that it holds
}

// pool is one memory.
type pool struct {
	room, spare float64 // what fits in, to its wall and until little is left
	per4, per6  float64
	year        float64 // by its forecast
	at          int32   // in Verdict.Reaches
	dated       bool
}

// New makes a fleet of verdicts. It keeps them, and changes none.
func New(verdicts []audit.Verdict, model solve.Model, now time.Time) *Fleet {
	f := &Fleet{Model: model, Now: now}
	for i := range verdicts {
		f.verdicts = append(f.verdicts, &verdicts[i])
	}
	slices.SortStableFunc(f.verdicts, func(a, b *audit.Verdict) int { return cmp.Compare(a.Device.Name, b.Device.Name) })
	for _, v := range f.verdicts {
		f.add(v)
	}
	return f
}

func (f *Fleet) add(v *audit.Verdict) {
	read := f.Now
	if at := v.Device.Recorded; !at.IsZero() && at.Before(f.Now) {
		read = at
	}
	why := blank(v)
	d := device{from: f.tables(read), age: f.Now.Sub(read).Hours() / solve.Year.Hours(), first: int32(len(f.pools)), known: why == ""}
	for i := range v.Reaches {
		f.put(&d, poolOf(&v.Reaches[i], int32(i)))
	}
	d.last = int32(len(f.pools))
	f.devices, f.why = append(f.devices, d), append(f.why, why)
}

func poolOf(r *ledger.Reach, at int32) pool {
	used, _ := r.Used.Get()
	return pool{
		room: r.Wall - used, spare: r.Wall*(1-r.CritFree) - used, per4: r.Per4, per6: r.Per6,
		year: r.Year.Mid, dated: r.Dated, at: at,
	}
}

// put adds a pool; of two that move alike the one with less room and less to spare
// counts.
func (f *Fleet) put(d *device, p pool) {
	for i := int(d.first); i < len(f.pools); i++ {
		o := &f.pools[i]
		if o.per4 != p.per4 || o.per6 != p.per6 || o.year != p.year || o.dated != p.dated {
			continue
		}
		switch {
		case p.room >= o.room && p.spare >= o.spare:
			return
		case p.room <= o.room && p.spare <= o.spare:
			*o = p
			return
		}
	}
	f.pools = append(f.pools, p)
}

// blank says why of a device it cannot be said that it holds anything; "" = it can.
func blank(v *audit.Verdict) string {
	switch {
	case v.State == audit.Fail:
		return "it was not read"
	case len(v.Reaches) == 0 && v.State == audit.Over:
		return "it is OVER by its own words, and no memory was read whose size and use are known"
	case len(v.Reaches) == 0:
		return "no memory for routes was read whose size and use are known"
	case v.State == audit.Over:
		return "it is OVER today, whatever the tables are: " + cmp.Or(ruleOf(v, audit.Over), "by its own words")
	case ruleOf(v, audit.Unkn) != "":
		return "not all that its verdict needs is known: " + ruleOf(v, audit.Unkn)
	case v.State == audit.Stale:
		return "its last reading is older than the policy allows"
	case !v.Reached:
		return "of one of its memories for routes the size, the use or what lies in it is not known"
	}
	return ""
}

// ruleOf is the first rule whose finding is of a state; "" where there is none.
func ruleOf(v *audit.Verdict, state audit.State) string {
	for i := range v.Findings {
		if f := &v.Findings[i]; f.State == state && !f.Waived {
			return f.Rule
		}
	}
	return ""
}

// Len is how many devices there are.
func (f *Fleet) Len() int { return len(f.devices) }

// Tables gives the tables of the internet at the fleet's time.
func (f *Fleet) Tables() Sizes { return f.tables(f.Now) }

func (f *Fleet) tables(at time.Time) Sizes {
	return Sizes{f.Model.Entries(f.Model.IPv4, at), f.Model.Entries(f.Model.IPv6, at)}
}

// Unknown gives the name of a device of Answer.Unknown, and why nothing is known.
func (f *Fleet) Unknown(i int32) (name, why string) {
	return f.verdicts[i].Device.Name, f.why[i]
}

// Verdict gives the verdict that a fall is about.
func (f *Fleet) Verdict(x *Fall) *audit.Verdict { return f.verdicts[x.device] }

// Reach gives the memory that a fall is about.
func (f *Fleet) Reach(x *Fall) *ledger.Reach {
	return &f.verdicts[x.device].Reaches[f.pools[x.pool].at]
}

// read is when a device was read.
func (f *Fleet) read(i int32) time.Time {
	if at := f.verdicts[i].Device.Recorded; !at.IsZero() && at.Before(f.Now) {
		return at
	}
	return f.Now
}
