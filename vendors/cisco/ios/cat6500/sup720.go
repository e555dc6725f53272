package cat6500

import (
	"fmt"
	"math"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
)

// The FIB TCAM of a PFC3 or RSP720 in units of 1,024 cells of 72 bits, and the
// block it is given out in. IPv6 + multicast gets what IPv4 and MPLS leave, in
// whole blocks: floor8((1024 or 256 - ip - mpls) / 2), and an MPLS that is not
// configured what is left beside `ip` in its blocks. Source: lines-ios:0
// 2.1, five data points (768/16/120, 750/2/136, 450/384/88, 500/500/8, factory).
const (
	sup720XL    = 1024
	sup720NonXL = 256
	sup720Block = 16
	// sup720Knob is the command, and the name of the catalog's change.
	sup720Knob   = "mls cef maximum-routes"
	sup720Source = "lines-ios:2.1 (the equation, shown by five data points), ios:2.4 (keywords, save, reload)"
)

// sup720Carve is how the FIB TCAM of a sup720 or RSP720 is divided, in k (1,024)
// entries. MPLS is 0 where IPv4 and MPLS share one region, the factory default.
type sup720Carve struct {
	IPv4, MPLS, V6Mcast int
}

// Cells gives the k cells of 72 bits that the carve takes.
func (c sup720Carve) Cells() int { return c.single() + 2*c.V6Mcast }

// single is what IPv4 and MPLS take together, in whole blocks: the 72-bit total
// that the device prints.
func (c sup720Carve) single() int { return roundUp(c.IPv4+c.MPLS, sup720Block) }

// sup720Chip names the size of the chip whose whole memory the carve takes; ok
// is false where it is neither of the two, so that a carve that was misread
// proves itself.
func sup720Chip(c sup720Carve) (kCells int, ok bool) {
	n := c.Cells()
	return n, n == sup720XL || n == sup720NonXL
}

// sup720Need is what must fit, in entries.
type sup720Need struct {
	IPv4, MPLS, V6Mcast solve.Demand
}

// at gives the carve that holds the need after so many years, with the whole
// reserve or the least one where the growth is not known. Each is rounded as the
// chip does: IPv4 and MPLS to 16k cells, the 144-bit region to 16k cells = 8k
// entries, none of them below one block.
func (n sup720Need) at(years float64, whole bool) sup720Carve {
	blocks := func(d solve.Demand, step int) int {
		entries := d.Now + d.Least + d.Year*years
		if whole {
			entries = d.At(years)
		}
		return max(step, roundUp(int(min(math.Ceil(entries/1024), 1<<40)), step))
	}
	return sup720Carve{blocks(n.IPv4, sup720Block), blocks(n.MPLS, sup720Block), blocks(n.V6Mcast, sup720Block/2)}
}

// sup720 gives the carve of a chip of kCells that holds need to the horizon, or
// as long as the chip allows, and changes as few lines of the carve now as can be:
// regions that are large enough keep their size, one that must give room shrinks
// no further than it must, and what is left goes to IPv6 + multicast, as the chip
// does by itself where nothing is configured for it. Others are the carve of now,
// the factory default and the one that lasts longest.
func sup720(kCells int, now sup720Carve, need sup720Need, u solve.Until) solve.Result {
	want, ok := need.longest(kCells, u)
	if !ok {
		return need.infeasible(kCells, u)
	}
	next := smallest(kCells, now, want)
	is := candidate720("as it is", now, now, need)
	if !u.Roomiest && u.Holds(&is) {
		next = now // it lasts as it is
	}
	c := candidate720(next.String(), next, now, need)
	r := solve.Took(&is, &c, others720(kCells, now, next, need, u), u)
	if r.Outcome == solve.Unknown {
		return r
	}
	r.Keep = len(c.Lines) == 0
	r.Reason = fmt.Sprintf("%s = %sk cells, the chip has %sk; %s", next, words.Thousands(float64(next.Cells())), words.Thousands(float64(kCells)), r.Lasts)
	if r.Keep && !u.Holds(&c) {
		r.Outcome, r.Reason = solve.Infeasible, "it is divided as well as the chip allows: "+r.Reason
	}
	return r
}

// others720 are the carves that are shown beside the one that is taken: the carve of
// now, the factory default and the one that lasts longest.
func others720(kCells int, now, next sup720Carve, need sup720Need, u solve.Until) []solve.Candidate {
	var out []solve.Candidate
	add := func(name string, c sup720Carve) {
		if c != next {
			out = append(out, candidate720(name+" ("+c.String()+")", c, now, need))
		}
	}
	add("as it is", now)
	if f := sup720Factory(kCells); f != now {
		add("factory default", f)
	}
	if long, ok := need.last(kCells, u); ok {
		add("the one that lasts longest", long)
	}
	return out
}

// longest gives the carve for the horizon, else the one for the longest time the
// chip allows; ok is false where it holds the need for less than is worth a
// reload.
func (n sup720Need) longest(kCells int, u solve.Until) (want sup720Carve, ok bool) {
	for _, whole := range []bool{true, false} {
		if want = n.at(u.Years, whole); want.Cells() <= kCells {
			return want, true
		}
	}
	return n.last(kCells, u)
}

// last gives the carve that holds the need, with the least reserve, as long as
// the chip allows; by halving, to a day or so.
func (n sup720Need) last(kCells int, u solve.Until) (want sup720Carve, ok bool) {
	low, high := u.Worth, float64(solve.Far)
	if want = n.at(low, false); want.Cells() > kCells {
		return want, false
	}
	for high-low > 1.0/400 {
		if mid := (low + high) / 2; n.at(mid, false).Cells() <= kCells {
			low = mid
		} else {
			high = mid
		}
	}
	want = n.at(low, false)
	want.V6Mcast += (kCells - want.Cells()) / 2
	return want, true
}

// infeasible is the proof that no carve holds the need.
func (n sup720Need) infeasible(kCells int, u solve.Until) solve.Result {
	needs := func(head string, c sup720Carve) string {
		return fmt.Sprintf("%s needs %sk cells (%s), the chip has %sk", head, words.Thousands(float64(c.Cells())), c, words.Thousands(float64(kCells)))
	}
	bare := sup720Need{solve.Demand{Now: n.IPv4.Now}, solve.Demand{Now: n.MPLS.Now}, solve.Demand{Now: n.V6Mcast.Now}}.at(0, true)
	r := solve.Result{Outcome: solve.Infeasible, Knob: sup720Knob, Source: sup720Source, Reason: needs("today's use alone", bare)}
	if bare.Cells() <= kCells {
		r.Reason = needs("with reserve and the growth of 90 days it", n.at(u.Worth, false))
	}
	// What the chip could hold besides what is not IPv4: the figure to filter to.
	rest := bare
	rest.IPv4 = 0
	if room := kCells - rest.Cells(); room > 0 {
		r.Reason += fmt.Sprintf("; beside the labels, IPv6 and multicast of today there is room for %s IPv4 routes: filter to that and a default route, or replace it", words.Thousands(float64(room/sup720Block*sup720Block*1024)))
	} else {
		r.Reason += "; IPv6, multicast and labels alone fill it: filter them too, or replace it"
	}
	return r
}

// sup720Factory is the division as it leaves the factory: ios:2.1.
func sup720Factory(kCells int) sup720Carve {
	if kCells == sup720NonXL {
		return sup720Carve{IPv4: 192, V6Mcast: 32}
	}
	return sup720Carve{IPv4: 512, V6Mcast: 256}
}

// roundUp gives n rounded up to a multiple of step.
func roundUp(n, step int) int { return (n + step - 1) / step * step }

// String gives the carve as its regions.
func (c sup720Carve) String() string {
	if c.MPLS == 0 {
		return fmt.Sprintf("IPv4 and MPLS %sk + 2 x %sk for IPv6 and multicast", words.Thousands(float64(c.IPv4)), words.Thousands(float64(c.V6Mcast)))
	}
	return fmt.Sprintf("IPv4 %sk + MPLS %sk + 2 x %sk for IPv6 and multicast", words.Thousands(float64(c.IPv4)), words.Thousands(float64(c.MPLS)), words.Thousands(float64(c.V6Mcast)))
}

// candidate720 is a carve with its lines against the one of now. Where IPv4 and
// MPLS share a region both draw on it.
func candidate720(name string, c, now sup720Carve, need sup720Need) solve.Candidate {
	out := solve.Candidate{
		Name: name, Knob: sup720Knob, Source: sup720Source, Lines: lines720(now, c), Predict: predict720(c),
		Caps: map[fact.Resource]solve.Memory{fact.FibIPv6Mcast: {Capacity: float64(c.V6Mcast) * 1024}, fact.FibIPv4MPLS: {Capacity: float64(c.IPv4+c.MPLS) * 1024}},
		Load: map[fact.Resource]solve.Demand{fact.FibIPv6Mcast: need.V6Mcast},
	}
	if c.MPLS == 0 {
		out.Load[fact.FibIPv4MPLS] = need.IPv4.Add(need.MPLS)
		return out
	}
	out.Caps[fact.FibIPv4], out.Caps[fact.FibMPLS] = solve.Memory{Capacity: float64(c.IPv4) * 1024}, solve.Memory{Capacity: float64(c.MPLS) * 1024}
	out.Load[fact.FibIPv4], out.Load[fact.FibMPLS] = need.IPv4, need.MPLS
	return out
}

// smallest enlarges want towards now so that as few lines as possible change.
func smallest(kCells int, now, want sup720Carve) sup720Carve {
	rest := func(ip, mpls int) sup720Carve {
		return sup720Carve{ip, mpls, (kCells - ip - mpls) / sup720Block * sup720Block / 2}
	}
	room := kCells - 2*want.V6Mcast // for IPv4 and MPLS together
	if now.MPLS == 0 {
		// The factory default: three quarters for IPv4, the division that the
		// captures show operators ended at (768k of 1,024k).
		return rest(max(want.IPv4, min(kCells*3/4, room-want.MPLS)), want.MPLS)
	}
	// A region that must grow gets what it needs, one that must shrink keeps what
	// can be left to it; what is written anew is whole blocks.
	cut := func(want, was, most int) int {
		if was <= most {
			return max(want, was)
		}
		return max(want, most/sup720Block*sup720Block)
	}
	ip, mpls := max(want.IPv4, now.IPv4), max(want.MPLS, now.MPLS)
	switch {
	case ip+mpls <= room:
		return rest(ip, mpls)
	case now.IPv4 >= want.IPv4 && now.IPv4+want.MPLS <= room:
		return rest(now.IPv4, cut(want.MPLS, now.MPLS, room-now.IPv4))
	case now.MPLS >= want.MPLS && now.MPLS+want.IPv4 <= room:
		return rest(cut(want.IPv4, now.IPv4, room-now.MPLS), now.MPLS)
	}
	return rest(want.IPv4, cut(want.MPLS, now.MPLS, room-want.IPv4))
}

// lines720 writes the lines for the regions that change. MPLS is always written
// with IPv4 where it had no region, so that it does not depend on what the chip
// makes of one alone. The rollback is the caller's: it depends on what was
// configured.
func lines720(now, next sup720Carve) []string {
	var out []string
	if next.MPLS == 0 {
		if now.MPLS != 0 {
			out = append(out, "no "+sup720Knob+" ip", "no "+sup720Knob+" mpls")
		}
		return out
	}
	if now.IPv4 != next.IPv4 || now.MPLS == 0 {
		out = append(out, fmt.Sprintf("%s ip %d", sup720Knob, next.IPv4))
	}
	if now.MPLS != next.MPLS {
		out = append(out, fmt.Sprintf("%s mpls %d", sup720Knob, next.MPLS))
	}
	return out
}

// predict720 is what the device prints: the regions with the figures that were
// asked for, the totals in the blocks that they take. A factory default prints
// one region for IPv4 and MPLS.
func predict720(c sup720Carve) []string {
	if c.MPLS == 0 {
		return []string{
			fmt.Sprintf("IPv4 + MPLS - %dk (default)", c.IPv4),
			fmt.Sprintf("IPv6 + IP Multicast - %dk (default)", c.V6Mcast),
		}
	}
	return []string{
		fmt.Sprintf("IPv4 - %dk", c.IPv4),
		fmt.Sprintf("MPLS - %dk", c.MPLS),
		fmt.Sprintf("IPv6 + IP Multicast - %dk (default)", c.V6Mcast),
		fmt.Sprintf("72 bits (IPv4, MPLS, EoM) %d", c.single()*1024),
		fmt.Sprintf("144 bits (IP mcast, IPv6) %d", c.V6Mcast*1024),
	}
}
