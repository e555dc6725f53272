package n9k

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
)

// region is one part of the ACL TCAM of a Nexus.
type region struct {
	Key  string // the word of the command line: "racl"
	Size int    // entries, as configured
	Wide bool   // every entry takes two cells
	Word string // what must follow the size in the line: "double-wide", "" = nothing
	Used int    // entries in use; below 0 = not known, and then it never shrinks
	// Step is what its size is a multiple of where that is not the pool's; 0 = it is.
	Step int
	// Fixed: it never gives, whatever is free in it (the supervisor's traffic).
	Fixed bool
	// In names the pools it takes cells of; none = of every pool that is told.
	In []string
}

func (r region) cells(size int) int {
	if r.Wide {
		return 2 * size
	}
	return size
}

// regionPool is the TCAM of one direction and the sizes it can be cut into.
type regionPool struct {
	Name  string
	Cells int
	// Doubles: a size is 256 or a multiple of 512; else any multiple of 256.
	Doubles bool
	// Slices of 256 and of 512 cells, each of which serves one region; both 0 = it
	// has none, and only the sum counts.
	Slices256, Slices512 int
	Source               string
}

// genOneIngress and genOneEgress are the pools of a first-generation Nexus 9000:
// nxos:4.2 [S TAC 119032].
func genOneIngress() regionPool {
	return regionPool{"ingress", 4096, true, 8, 4, "nxos:4.2 [S TAC 119032]: 8 x 256 + 4 x 512; size 256 or a multiple of 512"}
}

// genOneEgress is that of the other direction, 4 x 256.
func genOneEgress() regionPool {
	return regionPool{"egress", 1024, false, 4, 0, "nxos:4.2 [S TAC 119032]: 4 x 256; a capture has 768 in it"}
}

const regionStep = 256

// sharedPool is the name of a pool that serves both directions.
const sharedPool = "shared"

// of reports whether a region takes cells of the pool.
func (p regionPool) of(r region) bool {
	return len(r.In) == 0 || p.Name == sharedPool || slices.Contains(r.In, p.Name)
}

// sliced reports whether a slice serves one region only.
func (p regionPool) sliced() bool { return p.Slices256+p.Slices512 > 0 }

// cells adds up what the regions take.
func (p regionPool) cells(regions []region) int {
	sum := 0
	for _, r := range regions {
		if p.of(r) {
			sum += r.cells(r.Size)
		}
	}
	return sum
}

// holds reports whether the regions fit the pool and its slices, of which each
// serves one region. A wide region takes at least two slices: one of 512 cannot
// serve it whole, its halves lie apart (lines-xr:0 [doc TAC 119032]).
func (p regionPool) holds(regions []region) bool {
	if p.cells(regions) > p.Cells {
		return false
	}
	pairs, odd := 0, 0
	for _, r := range regions {
		n, halves := r.cells(r.Size)/regionStep, 1
		if r.Wide {
			n, halves = n/2, 2
		}
		if p.of(r) {
			pairs, odd = pairs+halves*(n/2), odd+halves*(n%2)
		}
	}
	// What the slices of 512 cannot take whole is left to those of 256, and the
	// other way round.
	spare := max(0, p.Slices512-pairs)
	small := 2*max(0, pairs-p.Slices512) + max(0, odd-spare)
	return !p.sliced() || small <= p.Slices256
}

// regionPools are the pools of a switch, one a direction or one for both.
type regionPools []regionPool

func (ps regionPools) hold(regions []region) bool {
	return !slices.ContainsFunc(ps, func(p regionPool) bool { return !p.holds(regions) })
}

// round gives the smallest size that region r can have for n entries.
func (ps regionPools) round(r region, n int) int {
	size := ceilTo(max(n, 1), max(r.Step, regionStep))
	if size > regionStep && slices.ContainsFunc(ps, func(p regionPool) bool { return p.Doubles && p.of(r) }) {
		size = ceilTo(size, 2*regionStep)
	}
	return size
}

// fill says how full the pools of region r are: "4,096 of 4,096 ingress".
func (ps regionPools) fill(r region, regions []region) string {
	var out []string
	for _, p := range ps {
		if p.of(r) {
			out = append(out, fmt.Sprintf("%s of %s %s", words.Thousands(float64(p.cells(regions))), words.Thousands(float64(p.Cells)), p.Name))
		}
	}
	return strings.Join(out, " and ") + " cells"
}

const (
	regionKnob = "hardware access-list tcam region"
	mostDonors = 3  // regions that may shrink for one that grows
	mostLooked = 12 // regions that are looked at, those with the most to give
)

// growRegion looks for the smallest change of the regions after which the one
// called key holds need entries. Regions whose use is not known, and the last 256
// entries of any, are not touched; what shrinks keeps room for its use and reserve
// (a share) more. The lines shrink before they grow, since the switch checks the
// sum as each is entered.
func growRegion(pools regionPools, now []region, key string, need int, reserve float64) solve.Result {
	r := solve.Result{Outcome: solve.Unknown, Knob: regionKnob}
	at := slices.IndexFunc(now, func(x region) bool { return x.Key == key })
	if at < 0 {
		r.Reason = fmt.Sprintf("the configured size of region %s is not known: `show hardware access-list tcam region`", key)
		return r
	}
	for _, p := range pools {
		if p.of(now[at]) {
			r.Source = p.Source
		}
	}
	if !pools.hold(now) {
		r.Reason = fmt.Sprintf("the regions take %s: how it is divided is not understood", pools.fill(now[at], now))
		return r
	}
	grown := slices.Clone(now)
	grown[at].Size = pools.round(now[at], need)
	if grown[at].Size <= now[at].Size {
		r.Outcome, r.Keep, r.Reason = solve.Feasible, true, fmt.Sprintf("region %s holds %s of %s", key, words.Thousands(float64(need)), words.Thousands(float64(now[at].Size)))
		return r
	}
	d := donors{pools: pools, now: now, at: at, reserve: reserve}
	best, taken := d.best(grown)
	if best == nil {
		return d.none(r, grown)
	}
	return d.lines(r, best, taken)
}

// donors searches for regions that give what one region needs.
type donors struct {
	pools   regionPools
	now     []region
	at      int
	reserve float64
	list    []int // those that may shrink
}

// least is the smallest size that a region may be cut to.
func (d *donors) least(r region) int {
	return d.pools.round(r, int(float64(r.Used)*(1+d.reserve)+0.999))
}

// gives is how many cells a region may give.
func (d *donors) gives(i int) int {
	r := d.now[i]
	if i == d.at || r.Used < 0 || r.Fixed {
		return 0
	}
	return r.cells(max(0, r.Size-d.least(r)))
}

// best gives the division with the fewest cuts, of these the one that takes the
// fewest cells; nil where none was found.
func (d *donors) best(grown []region) (best []region, taken int) {
	for i := range d.now {
		if d.gives(i) > 0 {
			d.list = append(d.list, i)
		}
	}
	slices.SortStableFunc(d.list, func(a, b int) int { return d.gives(b) - d.gives(a) })
	d.list = d.list[:min(len(d.list), mostLooked)]
	for cuts := 0; cuts <= mostDonors && best == nil; cuts++ {
		best, taken = d.search(grown, 0, cuts)
	}
	return best, taken
}

// search cuts exactly so many regions of the list from index from on.
func (d *donors) search(regions []region, from, cuts int) (best []region, taken int) {
	if cuts == 0 {
		if d.pools.hold(regions) {
			return slices.Clone(regions), 0
		}
		return nil, 0
	}
	for k := from; k < len(d.list); k++ {
		i := d.list[k]
		r := regions[i]
		for size := d.least(r); size < r.Size; size = d.pools.round(r, size+1) {
			regions[i].Size = size
			found, more := d.search(regions, k+1, cuts-1)
			regions[i].Size = r.Size
			if cost := more + r.cells(r.Size-size); found != nil && (best == nil || cost < taken) {
				best, taken = found, cost
			}
		}
	}
	return best, taken
}

// lines writes the change: what shrinks, then what grows; and the rollback the
// other way round.
func (d *donors) lines(r solve.Result, next []region, taken int) solve.Result {
	line := func(x region, size int) string {
		return strings.TrimSpace(fmt.Sprintf("%s %s %d %s", regionKnob, x.Key, size, x.Word))
	}
	var takes []string
	for i := range next {
		if was := d.now[i]; i != d.at && next[i].Size != was.Size {
			r.Commands = append(r.Commands, line(was, next[i].Size))
			r.Undo = append(r.Undo, line(was, was.Size))
			r.Predict = append(r.Predict, fmt.Sprintf("[%s] size = %d", was.Key, next[i].Size))
			takes = append(takes, fmt.Sprintf("%s from %d to %d (%d in use)", was.Key, was.Size, next[i].Size, was.Used))
		}
	}
	target := d.now[d.at]
	r.Commands = append(r.Commands, line(target, next[d.at].Size))
	r.Undo = append([]string{line(target, target.Size)}, r.Undo...)
	r.Predict = append(r.Predict, fmt.Sprintf("[%s] size = %d", target.Key, next[d.at].Size))
	r.Outcome, r.Takes = solve.Feasible, strings.Join(takes, ", ")
	r.Reason = fmt.Sprintf("region %s from %d to %d: %s", target.Key, target.Size, next[d.at].Size, d.pools.fill(target, next))
	if taken > 0 {
		r.Reason += fmt.Sprintf("; %s cells are taken from others: %s", words.Thousands(float64(taken)), r.Takes)
	}
	return r
}

// none says why no division was found. It is proven only where the use of every
// region is known and none fits with every other one at the least that holds its
// use and reserve, those that hold nothing given up.
func (d *donors) none(r solve.Result, grown []region) solve.Result {
	var blind, idle []string
	least, gone := slices.Clone(grown), slices.Clone(grown)
	for i, x := range grown {
		switch {
		case i == d.at || x.Size == 0 || x.Fixed || !d.pools.share(grown[d.at], x):
		case x.Used < 0:
			blind = append(blind, x.Key)
		default:
			least[i].Size = min(x.Size, d.least(x))
			gone[i].Size = least[i].Size
			if x.Used == 0 {
				idle, gone[i].Size = append(idle, x.Key), 0
			}
		}
	}
	target := grown[d.at]
	r.Reason = fmt.Sprintf("region %s at %d would need %s", target.Key, target.Size, d.pools.fill(target, grown))
	switch {
	case len(blind) > 0:
		r.Reason += "; what is in use of " + strings.Join(blind, ", ") + " is not known, so they may not shrink: `show hardware access-list resource utilization`"
	case !d.pools.hold(gone):
		r.Outcome = solve.Infeasible
		r.Reason += "; with every other region at the least that holds its use it is still " + d.pools.fill(target, gone)
		if d.pools.sums(gone) {
			r.Reason += ", and more slices than there are"
		}
	case !d.pools.hold(least):
		r.Reason += "; it would fit only where a region that holds nothing is given up (" + strings.Join(idle, ", ") + "): nobody could configure what it is for"
	default:
		r.Reason += fmt.Sprintf("; more than %d regions would have to shrink, so none is proposed", mostDonors)
	}
	return r
}

// share reports whether two regions take cells of one pool.
func (ps regionPools) share(a, b region) bool {
	return slices.ContainsFunc(ps, func(p regionPool) bool { return p.of(a) && p.of(b) })
}

// sums reports whether the cells alone would fit.
func (ps regionPools) sums(regions []region) bool {
	return !slices.ContainsFunc(ps, func(p regionPool) bool { return p.cells(regions) > p.Cells })
}

// ceilTo gives n rounded up to a multiple of step; both are whole numbers.
func ceilTo(n, step int) int { return (n + step - 1) / step * step }
