package history

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
)

// Change is what differs of one device between two scans.
type Change struct {
	Kind   ChangeKind `json:"kind"`
	Device string     `json:"device"`
	Text   string     `json:"text"`
}

// ChangeKind says what a Change is.
type ChangeKind string

// The kinds of change, the worst first.
const (
	Worse     ChangeKind = "worse"
	NotRead   ChangeKind = "not read any more"
	Beyond    ChangeKind = "growth beyond its band"
	Gone      ChangeKind = "gone"
	Pends     ChangeKind = "pending"
	Recarved  ChangeKind = "allocation"
	Restarted ChangeKind = "reloaded"
	Upgraded  ChangeKind = "software"
	New       ChangeKind = "new"
	Better    ChangeKind = "better"
	ReadAgain ChangeKind = "read again"
)

// ChangeKinds lists the kinds, the worst first.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{Worse, NotRead, Beyond, Gone, Pends, Recarved, Restarted, Upgraded, New, Better, ReadAgain}
}

// Ranks gives the place of a state; lower is worse.
type Ranks func(state string) int

// Diff compares two scans, a before b. past gives what was read of a device up to
// a, for those whose use changed much; nil = growth is not looked at.
func Diff(a, b []store.Reading, rank Ranks, past func(device string) []store.Reading) []Change {
	before := map[string]*store.Reading{}
	for i := range a {
		before[a[i].Device] = &a[i]
	}
	var out []Change
	var fresh []*store.Reading
	for i := range b {
		r := &b[i]
		old := before[r.Device]
		delete(before, r.Device)
		if old == nil {
			fresh = append(fresh, r)
			continue
		}
		out = append(out, device(old, r, rank, past)...)
	}
	out = append(out, comings(before, fresh)...)
	kinds := ChangeKinds()
	slices.SortStableFunc(out, func(x, y Change) int {
		return cmp.Or(slices.Index(kinds, x.Kind)-slices.Index(kinds, y.Kind), cmp.Compare(x.Device, y.Device))
	})
	return out
}

// device is what differs of one device.
func device(a, b *store.Reading, rank Ranks, past func(string) []store.Reading) []Change {
	x, y := &a.Judged, &b.Judged
	var out []Change
	add := func(k ChangeKind, text string) { out = append(out, Change{k, b.Device, text}) }
	switch {
	case x.Cause == "" && y.Cause != "":
		add(NotRead, fmt.Sprintf("%s, was %s", y.Cause, x.State))
		return out
	case x.Cause != "" && y.Cause == "":
		add(ReadAgain, y.State)
		return out
	case rank(y.State) < rank(x.State):
		add(Worse, fmt.Sprintf("%s, was %s%s", y.State, x.State, worst(b)))
	case rank(y.State) > rank(x.State):
		add(Better, fmt.Sprintf("%s, was %s", y.State, x.State))
	}
	if x.Complete && !y.Complete {
		add(Worse, "not everything that must be known was answered")
	}
	if y.Cause != "" {
		return out
	}
	kinds := map[Kind]ChangeKind{Reload: Restarted, Allocation: Recarved, Software: Upgraded, Pending: Pends}
	for _, e := range between(a, b) {
		add(kinds[e.Kind], e.Text)
	}
	for _, text := range leaps(a, b, past) {
		add(Beyond, text)
	}
	return out
}

// worst names the fullest memory of a reading.
func worst(r *store.Reading) string {
	if r.Judged.Pool == "" {
		return ""
	}
	return ": " + r.Judged.Pool
}

// much is the change of use, as a share, from which growth is looked at.
const much = 0.005

// stray is how far a reading may lie from its line, as a share: some memories are given
// out in steps of a hundredth.
const stray = 0.015

// leaps are the memories that hold more than their own past lets expect: more than
// the band of the growth up to a reaches, on the day of b.
func leaps(a, b *store.Reading, past func(string) []store.Reading) []string {
	if past == nil || reloaded(a, b) {
		return nil
	}
	was := map[Key]store.Sample{}
	for _, m := range a.Samples {
		was[KeyOf(&m)] = m
	}
	var grown []store.Sample
	for _, m := range b.Samples {
		old := was[KeyOf(&m)]
		now, known := m.Used.Get()
		used, knew := old.Used.Get()
		if known && knew && used > 0 && m.Unit != fact.UnitPercent && (now-used)/used > much {
			grown = append(grown, m)
		}
	}
	if len(grown) == 0 {
		return nil
	}
	var out []string
	pools := Pools(Same(past(b.Device)))
	for _, m := range grown {
		i := slices.IndexFunc(pools, func(p Pool) bool { return p.Key == KeyOf(&m) })
		if i < 0 {
			continue
		}
		if text := pools[i].leap(&m, b); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// leap says that a memory grew beyond its band, "" where it did not, or its past tells
// no band.
func (p *Pool) leap(m *store.Sample, b *store.Reading) string {
	fit, ok := solve.PastGrowth(solve.Samples(p.Readings))
	if !ok || fit.Outlier {
		return ""
	}
	now, _ := m.Used.Get()
	band := fit.At(b.At)
	if now <= band.High+stray*math.Abs(fit.Level) {
		return ""
	}
	return fmt.Sprintf("%s: %s %s, %s at most were expected by its own past", p.Where(), count(now), m.Unit, count(math.Round(band.High)))
}

// Count counts changes by kind, in words: "2 worse, 1 gone"; "" = none.
func Count(changes []Change) string {
	n := map[ChangeKind]int{}
	for _, c := range changes {
		n[c.Kind]++
	}
	var out []string
	for _, k := range ChangeKinds() {
		if n[k] > 0 {
			out = append(out, fmt.Sprintf("%d %s", n[k], k))
		}
	}
	return strings.Join(out, ", ")
}
