package solve

import (
	"fmt"
	"math"

	"github.com/headroom-audit/headroom/fact"
)

// The FIB TCAM of a PFC3 or RSP720 in units of 1,024 cells of 72 bits, and the
// block it is given out in. Source: domain/ios.md 2.1 and 2.2 [D, four
// captures]: ceil16(ip) + ceil16(mpls) + 2 x (IPv6 + multicast) = 1024 or 256.
const (
	Sup720XL    = 1024
	Sup720NonXL = 256
	sup720Block = 16
	// sup720Knob is the command, and the name of the catalog's change.
	sup720Knob   = "mls cef maximum-routes"
	sup720Source = "domain/ios.md 2.2 (carve equation, shown by four captures) and 2.4 (keywords, save, reload)"
)

// Sup720Carve is how the FIB TCAM of a Sup720 or RSP720 is divided, in k (1,024)
// entries. MPLS is 0 where IPv4 and MPLS share one region, the factory default.
type Sup720Carve struct {
	IPv4, MPLS, V6Mcast int
}

// Cells gives the k cells of 72 bits that the carve takes.
func (c Sup720Carve) Cells() int {
	return ceilTo(c.IPv4, sup720Block) + ceilTo(c.MPLS, sup720Block) + 2*c.V6Mcast
}

// Sup720Chip names the size of the chip whose whole memory the carve takes; ok
// is false where it is neither of the two, so that a carve that was misread
// proves itself.
func Sup720Chip(c Sup720Carve) (kCells int, ok bool) {
	n := c.Cells()
	return n, n == Sup720XL || n == Sup720NonXL
}

// Sup720Need is what must fit, in entries, reserve included.
type Sup720Need struct {
	IPv4, MPLS, V6Mcast float64
}

// kNeed gives entries in k, rounded up.
func kNeed(entries float64) int { return int(math.Ceil(entries / 1024)) }

// blocks gives the need in k entries, each as the chip would round it: IPv4 and
// MPLS to 16k cells, the 144-bit region to 16k cells = 8k entries, none of them
// below one block: whether MPLS keeps a block of its own once `ip` is set is told
// both ways (domain/ios.md 2.2: 768 + 16 + 2 x 120, but 752 + 2 x 136), so a
// block is kept for it.
func (n Sup720Need) blocks() Sup720Carve {
	return Sup720Carve{
		IPv4:    max(sup720Block, ceilTo(kNeed(n.IPv4), sup720Block)),
		MPLS:    max(sup720Block, ceilTo(kNeed(n.MPLS), sup720Block)),
		V6Mcast: max(sup720Block/2, ceilTo(kNeed(n.V6Mcast), sup720Block/2)),
	}
}

// Sup720 gives the carve of a chip of kCells that holds need and changes now as
// little as possible: regions that are large enough keep their size while the
// cells suffice, and what is left goes to IPv6 + multicast, as the chip does by
// itself where nothing is configured for it.
func Sup720(kCells int, now Sup720Carve, need Sup720Need) Result {
	want := need.blocks()
	if n := want.Cells(); n > kCells {
		return Result{
			Outcome: Infeasible, Knob: sup720Knob, Source: sup720Source,
			Reason: fmt.Sprintf("needs %sk cells (IPv4 %sk + MPLS %sk + 2 x %sk for IPv6 and multicast), the chip has %sk",
				comma(n), comma(want.IPv4), comma(want.MPLS), comma(want.V6Mcast), comma(kCells)),
		}
	}
	next := keep(kCells, now, want)
	r := Result{
		Outcome: Feasible, Knob: sup720Knob, Source: sup720Source,
		Caps: map[string]float64{
			fact.FibIPv4: float64(next.IPv4) * 1024, fact.FibMPLS: float64(next.MPLS) * 1024,
			fact.FibIPv4MPLS: float64(next.IPv4+next.MPLS) * 1024, fact.FibIPv6Mcast: float64(next.V6Mcast) * 1024,
		},
		Reason: fmt.Sprintf("IPv4 %sk + MPLS %sk + 2 x %sk for IPv6 and multicast = %sk cells, the chip has %sk",
			comma(next.IPv4), comma(next.MPLS), comma(next.V6Mcast), comma(next.Cells()), comma(kCells)),
	}
	r.commands(now, next)
	r.Keep = len(r.Commands) == 0
	r.predict(kCells, next)
	return r
}

// keep enlarges want to the sizes of now as far as the chip allows, MPLS first
// to be cut back, then IPv4; the rest is for IPv6 + multicast.
func keep(kCells int, now, want Sup720Carve) Sup720Carve {
	next := want
	room := kCells - want.Cells()
	grow := func(to *int, size int) {
		more := min(max(0, ceilTo(size, sup720Block)-*to), room/sup720Block*sup720Block)
		*to += more
		room -= more
	}
	if now.MPLS == 0 {
		// The factory default: three quarters for IPv4, the division that the
		// captures show operators ended at (768k of 1,024k).
		grow(&next.IPv4, kCells*3/4)
	} else {
		grow(&next.IPv4, now.IPv4)
		grow(&next.MPLS, now.MPLS)
	}
	next.V6Mcast += room / 2
	return next
}

// commands writes the lines for the regions that change. MPLS is always written
// with IPv4, so that it does not depend on what the chip makes of one alone. The
// way back is the caller's: it depends on what was configured.
func (r *Result) commands(now, next Sup720Carve) {
	if ceilTo(now.IPv4, sup720Block) != next.IPv4 || now.MPLS == 0 {
		r.Commands = append(r.Commands, fmt.Sprintf("%s ip %d", sup720Knob, next.IPv4))
	}
	if ceilTo(now.MPLS, sup720Block) != next.MPLS {
		r.Commands = append(r.Commands, fmt.Sprintf("%s mpls %d", sup720Knob, next.MPLS))
	}
}

func (r *Result) predict(kCells int, next Sup720Carve) {
	left := (kCells - next.IPv4 - next.MPLS) / 2
	r.Predict = []string{
		fmt.Sprintf("IPv4 - %dk", next.IPv4),
		fmt.Sprintf("MPLS - %dk", next.MPLS),
		fmt.Sprintf("IPv6 + IP Multicast - %dk (default)", left),
		fmt.Sprintf("72 bits (IPv4, MPLS, EoM) %d", (next.IPv4+next.MPLS)*1024),
		fmt.Sprintf("144 bits (IP mcast, IPv6) %d", left*1024),
	}
}
