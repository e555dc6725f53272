// Package history reads the past of devices: what happened to them between scans,
// how each memory filled, and what differs between two scans.
//
// What goes in: store.Readings, in order of time. What comes out: Events, Pools and a
// Diff. It is pure: it opens no store and reads no clock.
package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
)

// Key names a memory of a device.
type Key struct {
	Resource fact.Resource
	Name     string
	Unit     fact.Unit
	Instance string
}

// KeyOf gives the key of a sample.
func KeyOf(m *store.Sample) Key { return Key{m.Resource, m.Name, m.Unit, m.Instance} }

// Pool is one memory over time.
type Pool struct {
	Key
	Kind     fact.CapKind
	Readings []solve.Reading // those whose use is known
	Last     store.Sample
}

// Where names the memory and its instance.
func (k Key) Where() string {
	if k.Instance == "" {
		return k.Name
	}
	return k.Name + " (" + k.Instance + ")"
}

// Pools sorts a series by memory, in the order of names.
func Pools(series []store.Reading) []Pool {
	at := map[Key]int{}
	var out []Pool
	for i := range series {
		r := &series[i]
		for j := range r.Samples {
			m := &r.Samples[j]
			used, known := m.Used.Get()
			if !known {
				continue
			}
			n, seen := at[KeyOf(m)]
			if !seen {
				n = len(out)
				at[KeyOf(m)] = n
				out = append(out, Pool{Key: KeyOf(m)})
			}
			size, _ := m.Cap.Get()
			out[n].Readings = append(out[n].Readings, solve.Reading{At: r.At, Booted: r.Booted, Used: used, Cap: size})
			out[n].Last, out[n].Kind = *m, m.Kind
		}
	}
	slices.SortStableFunc(out, func(a, b Pool) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Instance, b.Instance))
	})
	return out
}

// Same gives the readings of a series from which growth may be read: those that know
// of when they are, of the hardware that the last of them is of. A capture without a
// date, audited every night, would look like a memory that does not grow.
func Same(series []store.Reading) []store.Reading {
	var out []store.Reading
	for i := range series {
		j := &series[i].Judged
		if j.Undated || j.Cause != "" {
			continue
		}
		if n := len(out); n > 0 && (out[n-1].Judged.Family != j.Family || out[n-1].Judged.Model != j.Model) {
			out = nil
		}
		out = append(out, series[i])
	}
	return out
}

// Kind says what happened between two readings.
type Kind string

// The kinds of event.
const (
	Reload     Kind = "reload"
	Allocation Kind = "allocation"
	Software   Kind = "software"
	Verdict    Kind = "verdict"
	Pending    Kind = "pending"
)

// Event is something that happened to a device before the reading at At.
type Event struct {
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	Text string    `json:"text"`
}

// Events are what happened over a series.
func Events(series []store.Reading) []Event {
	var out []Event
	last := -1 // the last reading of a device that was read
	for i := range series {
		r := &series[i]
		if i > 0 && series[i-1].Judged.State != r.Judged.State {
			out = append(out, Event{r.At, Verdict, fmt.Sprintf("%s, was %s", r.Judged.State, series[i-1].Judged.State)})
		}
		if r.Judged.Cause != "" {
			continue
		}
		if last >= 0 {
			out = append(out, between(&series[last], r)...)
		}
		last = i
	}
	return out
}

// between is what happened to a device from one reading to a later one.
func between(a, b *store.Reading) []Event {
	var out []Event
	add := func(k Kind, format string, args ...any) {
		out = append(out, Event{b.At, k, fmt.Sprintf(format, args...)})
	}
	if reloaded(a, b) {
		add(Reload, "reloaded, it runs since %s", b.Booted.Format("2006-01-02 15:04Z"))
	}
	x, y := &a.Judged, &b.Judged
	if x.Active != "" && y.Active != "" && x.Active != y.Active {
		add(Allocation, "%s runs, was %s", y.Active, x.Active)
	}
	for _, c := range resized(a, b) {
		add(Allocation, "%s", c)
	}
	if x.Version != "" && y.Version != "" && x.Version != y.Version {
		add(Software, "%s runs, was %s", y.Version, x.Version)
	}
	if x.Register != "" && y.Register != "" && x.Register != y.Register {
		add(Allocation, "configuration register %s, was %s", y.Register, x.Register)
	}
	switch {
	case y.Pending && !x.Pending && y.After != "":
		add(Pending, "a change is pending a reload: %s", y.After)
	case y.Pending && !x.Pending:
		add(Pending, "a change is pending a reload")
	case x.Pending && !y.Pending:
		add(Pending, "nothing is pending a reload any more")
	}
	return out
}

func reloaded(a, b *store.Reading) bool {
	return solve.Reading{At: b.At, Booted: b.Booted}.Reloaded(solve.Reading{At: a.At})
}

// resized words the memories that have another size than before. Sizes that float
// with use are none.
func resized(a, b *store.Reading) []string {
	was := map[Key]float64{}
	for i := range a.Samples {
		was[KeyOf(&a.Samples[i])], _ = a.Samples[i].Cap.Get()
	}
	var out []string
	for i := range b.Samples {
		m := &b.Samples[i]
		size, _ := m.Cap.Get()
		before := was[KeyOf(m)]
		if m.Kind != fact.CapEstimate && (solve.Reading{Cap: size}).Divided(solve.Reading{Cap: before}) {
			out = append(out, fmt.Sprintf("%s: %s %s, was %s", KeyOf(m).Where(), count(size), m.Unit, count(before)))
		}
	}
	return out
}
