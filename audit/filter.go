package audit

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// FilterAdvice says which part of the tables fits where nothing but fewer routes
// helps, and how routes are kept out.
type FilterAdvice struct {
	// Device: the lengths were counted by the device; else they are the world's.
	Device bool
	// Best is nil where no filter on the length of prefixes fits.
	Best *solve.Filtered
	// Capacity of the memory that decides, in entries or cells; Unit names them.
	Capacity float64
	Unit     fact.Unit
	Words    []string // what fits, what the next one would be, what is assumed
	Patterns []FilterLines
	Order    []string // what goes before the filter
	Loses    []string
	Source   string
}

// FilterLines is one way to keep the routes out, with names in capitals to fill in.
type FilterLines struct {
	Keeps      string // out of what: bgp, rib or fib
	Lines      []string
	Shows      []string
	Warns      string
	Unverified bool
	Source     string
}

// filterReserve is what a filter leaves free: a table that is cut by its length grows
// on, and leaks are mostly of the longest prefixes (filter:4).
const filterReserve = 0.20

// filterAdvice searches the filter for the memories that are short of room.
func (c *Case) filterAdvice() *FilterAdvice {
	short := c.shortRooms()
	if len(short) == 0 {
		return c.ownRoutes()
	}
	v4, own4, err4 := c.byLength("ipv4", c.Policy.Growth.IPv4, ledger.WithPast(c.View, c.Growth4(), fact.FibIPv4))
	v6, own6, err6 := c.byLength("ipv6", c.Policy.Growth.IPv6, ledger.WithPast(c.View, c.Growth6(), fact.FibIPv6))
	if err4 != nil || err6 != nil {
		return nil
	}
	list := catalog.RouteFilters()
	a := &FilterAdvice{Device: own4 && own6, Loses: list.Loses, Order: list.Order, Source: list.Source}
	rooms := stays(short, v4, v6)
	horizon := c.Now.Add(c.Policy.Horizon)
	best, ok := solve.FindFilter(rooms, v4, v6, c.Measured(), horizon)
	if !ok {
		a.Words = []string{"no filter on the length of prefixes fits: " + roomWords(short) + ": a default route, and the routes of your own and of your customers"}
		return a
	}
	a.Best = &best
	a.Capacity, a.Unit = best.Capacity, unitOf(short, best.Room)
	a.Words = append(a.Words, cutWords(short, &best.Cut, v4, v6)+c.lastsWords(&best))
	if best.Next != nil && !whole(best.Next) {
		a.Words = append(a.Words, cutWords(short, best.Next, v4, v6)+": at the edge, the reserve of "+ledger.Percent(filterReserve)+" is used up "+edgeWords(best.Next))
	}
	a.Words = append(a.Words, c.basisWords(own4, own6))
	if own := ledger.Reckoned(c.View, []fact.Resource{fact.FibIPv4, fact.FibIPv6}); own != "" {
		a.Words = append(a.Words, own)
	}
	for i := range short {
		a.Words = append(a.Words, staysWords(&short[i], rooms[i].Own)...)
	}
	if a.Unit == fact.UnitPercent {
		a.Words = append(a.Words, "at best: the device prints a percentage only, and all of it is taken for routes that cost the same")
	}
	a.Patterns = c.patterns(list, &best.Cut)
	return a
}

// whole reports whether a cut filters nothing.
func whole(cut *solve.Cut) bool {
	return (cut.IPv4 == 0 || cut.IPv4 >= solve.Longest("ipv4")) && (cut.IPv6 == 0 || cut.IPv6 >= solve.Longest("ipv6"))
}

// shortRoom is a memory that is short of room, as a room for the search.
type shortRoom struct {
	solve.Room
	unit fact.Unit
	used float64
	// untold are what lies in it besides the routes and was not counted.
	untold []string
}

// shortRooms are the memories for routes that are over, or near their end; of the
// instances of one the smallest.
func (c *Case) shortRooms() (rooms []shortRoom) {
	for i := range c.Rows {
		r := &c.Rows[i]
		if c.Level(r) == ledger.Ample {
			continue
		}
		room, ok := c.room(r)
		at := slices.IndexFunc(rooms, func(o shortRoom) bool { return o.Name == r.Name })
		switch {
		case !ok:
		case at < 0:
			rooms = append(rooms, room)
		case room.Capacity < rooms[at].Capacity:
			rooms[at] = room
		}
	}
	return rooms
}

// stays gives the rooms with what no filter takes out of them: at least as much as
// lies in them beyond the tables, as those of other instances, labels, host routes.
func stays(short []shortRoom, v4, v6 solve.ByLength) []solve.Room {
	rooms := make([]solve.Room, len(short))
	for i := range short {
		rooms[i] = short[i].Room
		rooms[i].Own = max(rooms[i].Own, short[i].used-rooms[i].Tables(v4, v6))
	}
	return rooms
}

func staysWords(r *shortRoom, own float64) (said []string) {
	if own >= 1 {
		said = append(said, fmt.Sprintf("%s %s of %s are counted as what stays: no filter on these lengths takes them out", ledger.Count(math.Round(own)), r.unit, r.Name))
	}
	if len(r.untold) > 0 {
		said = append(said, fmt.Sprintf("how many %s lie in %s no answer says: they stay there and come on top", strings.Join(r.untold, " and "), r.Name))
	}
	return said
}

func unitOf(short []shortRoom, name string) fact.Unit {
	return short[slices.IndexFunc(short, func(r shortRoom) bool { return r.Name == name })].unit
}

// room turns a row of the ledger into one; ok is false where it holds no routes, or
// nobody knows how many fit.
func (c *Case) room(r *ledger.Row) (room shortRoom, ok bool) {
	capacity, known := r.Capacity.Get()
	if r.Unit == fact.UnitPercent {
		return c.percentRoom(r)
	}
	if !known || capacity <= 0 || r.Unverified || !ledger.Wall(r.Kind) && r.Kind != fact.CapEstimate {
		return room, false
	}
	if r.Kind == fact.CapHashed {
		capacity *= c.Policy.HashedFull
	}
	room = shortRoom{Room: solve.Room{Name: r.Name, Capacity: capacity, Reserve: filterReserve}, unit: r.Unit}
	room.used, _ = r.Used.Get()
	for _, t := range r.Tables {
		cost := max(t.Cost, 1)
		if len(r.Tables) == 1 {
			cost = 1 // counted in its own entries
		}
		switch t.Resource {
		case fact.FibIPv4, fact.FibETCAMv4:
			room.Cost4 = solve.Each(cost)
		case fact.FibIPv4MPLS:
			labels, told := c.InUse(fact.FibMPLS)
			room.Cost4, room.Own = solve.Each(cost), room.Own+labels
			if !told {
				room.untold = append(room.untold, "labels")
			}
		case fact.FibIPv6, fact.FibIPv6Mcast, fact.FibETCAMv6:
			room.Cost6 = solve.Each(cost)
		case fact.FibShared:
			room.Cost4, room.Cost6 = solve.Each(1), solve.Each(1)
		case fact.FibLEM, fact.FibLPM:
			c.placed(&room.Room, t.Resource)
		default:
			used, told := t.Used.Get()
			room.Own += used * cost
			if !told {
				room.untold = append(room.untold, t.Name)
			}
		}
	}
	return room, room.Cost4 != nil || room.Cost6 != nil
}

// percentRoom is a memory of which only a percentage is printed: at best all of it is
// routes, and each takes the same. A family that nobody counted is left out.
func (c *Case) percentRoom(r *ledger.Row) (room shortRoom, ok bool) {
	used, known := r.Used.Get()
	v4, v6 := c.Most("ipv4", fact.FibIPv4, fact.CEFIPv4, fact.RIBIPv4), c.Most("ipv6", fact.FibIPv6, fact.CEFIPv6, fact.RIBIPv6)
	if !known || v4+v6 <= 0 || r.Resource != fact.FibMemory {
		return room, false
	}
	room = shortRoom{Room: solve.Room{Name: r.Name, Capacity: 100, Reserve: filterReserve}, unit: r.Unit, used: used}
	each := solve.Each(used / (v4 + v6))
	if v4 > 0 {
		room.Cost4 = each
	}
	if v6 > 0 {
		room.Cost6 = each
	}
	return room, true
}

// placed gives a room of a chip that places routes by length the lengths that lie in it.
func (c *Case) placed(room *solve.Room, memory fact.Resource) {
	if c.Holds == nil {
		return
	}
	v4, v6, ok := c.Holds(memory)
	if !ok {
		return
	}
	here := func(holds func(int) bool) func(int) float64 {
		return func(length int) float64 {
			if holds(length) {
				return 1
			}
			return 0
		}
	}
	room.Cost4, room.Cost6 = here(v4), here(v6)
	if memory == fact.FibLEM {
		labels, _ := c.InUse(fact.FibLEM + ".mplslabel")
		macs, _ := c.InUse(fact.FibLEM + ".l2brmac")
		room.Own += labels + macs
	}
}

// cutWords says what a filter keeps, with the arithmetic.
func cutWords(short []shortRoom, cut *solve.Cut, v4, v6 solve.ByLength) string {
	var parts []string
	if cut.IPv4 > 0 {
		parts = append(parts, lengthWords("IPv4", cut.IPv4, cut.Routes4, v4))
	}
	if cut.IPv6 > 0 {
		parts = append(parts, lengthWords("IPv6", cut.IPv6, cut.Routes6, v6))
	}
	return fmt.Sprintf("%s: %s of %s %s of %s (%s)", strings.Join(parts, " and "), ledger.Count(math.Round(cut.Cells)), ledger.Count(math.Round(cut.Capacity)), unitOf(short, cut.Room), cut.Room, ledger.Percent(cut.Load))
}

func lengthWords(family string, length int, routes float64, table solve.ByLength) string {
	if length >= len(table.Counts)-1 {
		return family + " whole, " + ledger.Count(math.Round(routes)) + " routes"
	}
	return fmt.Sprintf("%s up to /%d and a default, %s routes", family, length, ledger.Count(math.Round(routes)))
}

func (c *Case) lastsWords(f *solve.Filtered) string {
	switch {
	case f.Edge.Low.IsZero():
		return fmt.Sprintf(", more than %d years", solve.Far)
	case f.Lasts:
		return ", with its reserve until " + f.Edge.Low.Format("2006-01") + " at the earliest"
	}
	return ": it fits today, and its reserve is used up " + edgeWords(&f.Cut)
}

func edgeWords(cut *solve.Cut) string {
	if cut.Load > 1-filterReserve {
		return "today"
	}
	return "from " + cut.Edge.Low.Format("2006-01") + " on"
}

func (c *Case) basisWords(own4, own6 bool) string {
	switch {
	case own4 && own6:
		return "by the lengths that the device counted"
	case own4 || own6:
		return "by the lengths that the device counted for one family, and those of the internet's table for the other; the router's own routes come on top"
	}
	return "by the lengths of the internet's table, not the device's own: its own routes come on top"
}

func roomWords(rooms []shortRoom) string {
	var parts []string
	for i := range rooms {
		parts = append(parts, ledger.Count(rooms[i].Capacity)+" "+string(rooms[i].unit)+" of "+rooms[i].Name)
	}
	return strings.Join(parts, ", ")
}

// patterns are the ways to keep routes out that are known for the device's system.
func (c *Case) patterns(list *catalog.Filters, cut *solve.Cut) []FilterLines {
	if whole(cut) {
		return nil
	}
	v4, v6 := cut.IPv4, cut.IPv6
	if v4 >= solve.Longest("ipv4") {
		v4 = 0
	}
	if v6 >= solve.Longest("ipv6") {
		v6 = 0
	}
	var out []FilterLines
	for _, p := range list.Of(string(c.Device.Identity.OS)) {
		if lines, ok := p.Lines(v4, v6); ok {
			out = append(out, FilterLines{Keeps: p.Keeps, Lines: lines, Shows: p.Shows, Warns: p.Warns, Unverified: !p.Grade.Confirmed(), Source: p.Source})
		}
	}
	return out
}
