package solve

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed lengths.csv
var lengthsFile string

// ByLength is the table of one address family by the length of its prefixes, and how
// it grows.
type ByLength struct {
	Counts []float64 // Counts[n] is how many routes of length n there are today
	Growth []float64 // Growth[n] is the share of the growth that is of lengths up to n
	Year   Band      // routes per year, of all lengths
	World  bool      // the shares are the world's, not the device's own
}

// Longest is the longest prefix that the table of the internet has: /24 and /48.
// What is longer is a router's own, or leaked.
func Longest(afi string) int {
	if afi == "ipv6" {
		return 48
	}
	return 24
}

// World spreads routes over the lengths as the table of the internet does: base by the
// shares that were counted, grown since then by those of the growth. year is the growth
// of the whole. afi is "ipv4" or "ipv6".
func World(afi string, base, grown float64, year Band) (ByLength, error) {
	t := ByLength{Counts: make([]float64, Longest(afi)+1), Growth: make([]float64, Longest(afi)+1), Year: year, World: true}
	rows := csv.NewReader(strings.NewReader(lengthsFile))
	rows.Comment = '#'
	all, err := rows.ReadAll()
	if err != nil {
		return ByLength{}, fmt.Errorf("lengths.csv: %w", err)
	}
	sum := 0.0
	for _, row := range all[1:] {
		if row[0] != afi {
			continue
		}
		n, err1 := strconv.Atoi(row[1])
		routes, err2 := strconv.ParseFloat(row[2], 64)
		growth, err3 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil || err3 != nil || n >= len(t.Counts) {
			return ByLength{}, fmt.Errorf("lengths.csv: %v is no row", row)
		}
		t.Counts[n], t.Growth[n] = routes, growth
		sum += routes
	}
	for n, before := 0, 0.0; n < len(t.Counts); n++ {
		t.Growth[n] = max(t.Growth[n], before)
		t.Counts[n] = max(0, t.Counts[n]*base/sum+(t.Growth[n]-before)*grown)
		before = t.Growth[n]
	}
	return t, nil
}

// Own is the device's own count by length, which grows as the world's does. Lengths
// beyond the internet's are kept whatever is filtered: they count as the shortest.
func Own(afi string, counts []float64, year Band) (ByLength, error) {
	t, err := World(afi, 1, 0, year)
	if err != nil {
		return t, err
	}
	t.World = false
	clear(t.Counts)
	for n, routes := range counts {
		if n < len(t.Counts) {
			t.Counts[n] = routes
		} else {
			t.Counts[0] += routes
		}
	}
	return t, nil
}

// Upto gives how many routes are of length n or shorter; none where there is no table.
func (t ByLength) Upto(n int) float64 {
	sum := 0.0
	for i := 0; i <= n && i < len(t.Counts); i++ {
		sum += t.Counts[i]
	}
	return sum
}

// Room is a memory into which a part of the tables shall fit.
type Room struct {
	Name     string
	Capacity float64 // cells
	Own      float64 // cells that hold what no filter of routes takes out
	Reserve  float64 // the share that stays free
	// Cost4 and Cost6 are the cells that a route of a length takes; nil = the family
	// does not lie in it.
	Cost4, Cost6 func(length int) float64
}

// Tables gives the cells that the whole tables take in a room.
func (r *Room) Tables(v4, v6 ByLength) float64 {
	cells4, _ := v4.load(len(v4.Counts), r.Cost4)
	cells6, _ := v6.load(len(v6.Counts), r.Cost6)
	return cells4 + cells6
}

// Each is the cost of a memory in which every length lies and costs the same.
func Each(cells float64) func(int) float64 { return func(int) float64 { return cells } }

// Cut is what is left of the tables by a filter on the length of prefixes.
type Cut struct {
	IPv4, IPv6       int     // the longest prefix that is kept; 0 = the family is not filtered
	Routes4, Routes6 float64 // how many routes that is today
	// Room is the memory that is fullest then; Cells of its Capacity are taken, Load
	// is the share.
	Room     string
	Capacity float64
	Cells    float64
	Load     float64
	// Edge is when the first memory has no reserve left, Full when one is full.
	Edge, Full Runway
}

// Filtered is the answer of the search.
type Filtered struct {
	Cut
	Lasts bool // the reserve lasts to the horizon, also where growth is fastest
	// Next keeps more and fits today, but not with the reserve, or not so long; nil =
	// there is none.
	Next *Cut
}

// FindFilter gives the cut that keeps most of the tables and leaves the reserve of every
// room free to the horizon, else the one that does so today; ok is false where none
// fits at all. Of two families the one of which less is kept counts.
func FindFilter(rooms []Room, v4, v6 ByLength, now, horizon time.Time) (best Filtered, ok bool) {
	var lasting, fits, tight *Cut
	for _, c := range cuts(rooms, v4, v6, now) {
		reserve := rooms[slices.IndexFunc(rooms, func(r Room) bool { return r.Name == c.Room })].Reserve
		switch {
		case c.Load > 1:
			continue
		case c.Load <= 1-reserve && (c.Edge.Low.IsZero() || c.Edge.Low.After(horizon)):
			lasting = better(lasting, c, v4, v6)
		case c.Load <= 1-reserve:
			fits = better(fits, c, v4, v6)
		default:
			tight = better(tight, c, v4, v6)
		}
	}
	chosen := first(lasting, fits, tight)
	if chosen == nil {
		return Filtered{}, false
	}
	best = Filtered{Cut: *chosen, Lasts: chosen == lasting}
	for _, c := range []*Cut{fits, tight} {
		if c != nil && c != chosen && better(chosen, c, v4, v6) == c && (best.Next == nil || c.Load < best.Next.Load) {
			best.Next = c
		}
	}
	return best, true
}

func first(cuts ...*Cut) *Cut {
	at := slices.IndexFunc(cuts, func(c *Cut) bool { return c != nil })
	if at < 0 {
		return nil
	}
	return cuts[at]
}

// cuts are all filters on lengths that keep something of each family in the rooms.
func cuts(rooms []Room, v4, v6 ByLength, now time.Time) []*Cut {
	in4 := slices.ContainsFunc(rooms, func(r Room) bool { return r.Cost4 != nil })
	in6 := slices.ContainsFunc(rooms, func(r Room) bool { return r.Cost6 != nil })
	var all []*Cut
	for _, n4 := range v4.lengths(in4) {
		for _, n6 := range v6.lengths(in6) {
			if n4 == 0 && n6 == 0 {
				continue // no filter
			}
			c := &Cut{IPv4: n4, IPv6: n6}
			if in4 {
				c.Routes4 = v4.Upto(n4)
			}
			if in6 {
				c.Routes6 = v6.Upto(n6)
			}
			for i := range rooms {
				c.into(&rooms[i], v4, v6, now)
			}
			all = append(all, c)
		}
	}
	return all
}

// into puts what a cut keeps into a room.
func (c *Cut) into(r *Room, v4, v6 ByLength, now time.Time) {
	cells4, year4 := v4.load(c.IPv4, r.Cost4)
	cells6, year6 := v6.load(c.IPv6, r.Cost6)
	cells, year := r.Own+cells4+cells6, year4.Add(year6)
	if load := cells / r.Capacity; c.Room == "" || load > c.Load {
		c.Room, c.Capacity, c.Cells, c.Load = r.Name, r.Capacity, cells, load
	}
	c.Edge = sooner(c.Edge, RunsOut(now, cells, r.Capacity*(1-r.Reserve), year))
	c.Full = sooner(c.Full, RunsOut(now, cells, r.Capacity, year))
}

// sooner gives the earlier of each date; zero is never.
func sooner(a, b Runway) Runway {
	of := func(x, y time.Time) time.Time {
		if x.IsZero() || !y.IsZero() && y.Before(x) {
			return y
		}
		return x
	}
	return Runway{Low: of(a.Low, b.Low), Median: of(a.Median, b.Median), High: of(a.High, b.High)}
}

// load gives the cells that the lengths up to n take, and what is added in a year.
func (t ByLength) load(n int, cost func(int) float64) (cells float64, year Band) {
	if cost == nil {
		return 0, Band{}
	}
	before := 0.0
	for i := 0; i <= n && i < len(t.Counts); i++ {
		each := cost(i)
		cells += t.Counts[i] * each
		year = year.Add(t.Year.Scale((t.Growth[i] - before) * each))
		before = t.Growth[i]
	}
	return cells, year
}

// lengths are those at which a table can be cut; one empty cut where it is not, or
// where nothing lies in it that a filter could take out.
func (t ByLength) lengths(cut bool) []int {
	if !cut || len(t.Counts) == 0 {
		return []int{0}
	}
	var all []int
	for n, routes := range t.Counts {
		if n > 0 && routes > 0 {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return []int{0}
	}
	return all
}

// better is the cut of two that keeps more.
func better(a, b *Cut, v4, v6 ByLength) *Cut {
	if a == nil {
		return b
	}
	leastA, allA := kept(a, v4, v6)
	leastB, allB := kept(b, v4, v6)
	if leastB > leastA || leastB == leastA && allB > allA {
		return b
	}
	return a
}

// kept is the smaller share of the two families that a cut keeps, and their sum.
func kept(c *Cut, v4, v6 ByLength) (least, sum float64) {
	least = 1
	for _, part := range []struct {
		length int
		routes float64
		table  ByLength
	}{{c.IPv4, c.Routes4, v4}, {c.IPv6, c.Routes6, v6}} {
		if whole := part.table.Upto(len(part.table.Counts)); part.length > 0 && whole > 0 {
			least, sum = min(least, part.routes/whole), sum+part.routes/whole
		}
	}
	return least, sum
}
