package solve

import (
	"fmt"
	"slices"
	"strings"
)

// Region is one part of the ACL TCAM of a Nexus.
type Region struct {
	Key  string // the word of the command line: "racl"
	Size int    // entries, as configured
	Wide bool   // every entry takes two cells
	Word string // what must follow the size in the line: "double-wide", "" = nothing
	Used int    // entries in use; below 0 = not known, and then it never shrinks
}

func (r Region) cells(size int) int {
	if r.Wide {
		return 2 * size
	}
	return size
}

// RegionPool is the TCAM of one direction and the sizes it can be cut into.
type RegionPool struct {
	Name  string
	Cells int
	// Doubles: a size is 256 or a multiple of 512; else any multiple of 256.
	Doubles bool
	// Slices of 256 and of 512 cells, each of which serves one region; both 0 =
	// how it is sliced is not known, and only the sum is checked.
	Slices256, Slices512 int
	Source               string
}

// GenOneIngress and GenOneEgress are the pools of a first-generation Nexus 9000:
// domain/nxos.md 4.2 [S TAC 119032].
func GenOneIngress() RegionPool {
	return RegionPool{"ingress", 4096, true, 8, 4, "domain/nxos.md 4.2 [S TAC 119032]: 8 x 256 + 4 x 512; size 256 or a multiple of 512"}
}

// GenOneEgress is that of the other direction, 4 x 256.
func GenOneEgress() RegionPool {
	return RegionPool{"egress", 1024, false, 4, 0, "domain/nxos.md 4.2 [S TAC 119032]: 4 x 256; a capture has 768 in it"}
}

const regionStep = 256

// round gives the smallest size that a region can have for n entries.
func (p RegionPool) round(n int) int {
	size := ceilTo(max(n, 1), regionStep)
	if p.Doubles && size > regionStep {
		size = ceilTo(size, 2*regionStep)
	}
	return size
}

// cells adds up what the regions take.
func (p RegionPool) cells(regions []Region) int {
	sum := 0
	for _, r := range regions {
		sum += r.cells(r.Size)
	}
	return sum
}

// holds reports whether the regions fit the pool and its slices, of which each
// serves one region. How the two halves of a wide region are laid over slices is
// not told; the switch checks every line as it is entered.
func (p RegionPool) holds(regions []Region) bool {
	if p.cells(regions) > p.Cells {
		return false
	}
	pairs, odd := 0, 0
	for _, r := range regions {
		n := r.cells(r.Size) / regionStep
		pairs, odd = pairs+n/2, odd+n%2
	}
	// What the slices of 512 can not take whole is left to those of 256, and the
	// other way round.
	spare := max(0, p.Slices512-pairs)
	small := 2*max(0, pairs-p.Slices512) + max(0, odd-spare)
	return p.Slices256+p.Slices512 == 0 || small <= p.Slices256
}

const (
	regionKnob = "hardware access-list tcam region"
	mostDonors = 3 // regions that may shrink for one that grows
)

// GrowRegion looks for the smallest change of the regions after which the one
// called key holds need entries. Regions whose use is not known, and the last 256
// entries of any, are not touched; what shrinks keeps room for its use and reserve
// (a share) more. The lines shrink before they grow, since the switch checks the
// sum as each is entered.
func GrowRegion(pool RegionPool, now []Region, key string, need int, reserve float64) Result {
	r := Result{Outcome: Unknown, Knob: regionKnob, Source: pool.Source}
	at := slices.IndexFunc(now, func(x Region) bool { return x.Key == key })
	if at < 0 {
		r.Reason = fmt.Sprintf("the configured size of region %s is not known: `show hardware access-list tcam region`", key)
		return r
	}
	if !pool.holds(now) {
		r.Reason = fmt.Sprintf("the regions take %s cells of %s: the pool is not understood", comma(pool.cells(now)), comma(pool.Cells))
		return r
	}
	grown := slices.Clone(now)
	grown[at].Size = pool.round(need)
	if grown[at].Size <= now[at].Size {
		r.Outcome, r.Keep, r.Reason = Feasible, true, fmt.Sprintf("region %s holds %s of %s", key, comma(need), comma(now[at].Size))
		return r
	}
	d := donors{pool: pool, now: now, at: at, reserve: reserve}
	best, taken := d.search(grown, 0, mostDonors)
	if best == nil {
		return d.none(r, grown)
	}
	return d.lines(r, best, taken)
}

// donors searches for regions that give what one region needs.
type donors struct {
	pool    RegionPool
	now     []Region
	at      int
	reserve float64
}

// least is the smallest size that a region may be cut to.
func (d *donors) least(r Region) int {
	return d.pool.round(int(float64(r.Used)*(1+d.reserve) + 0.999))
}

// search cuts up to most regions from index from on and gives the division with
// the fewest cuts, then the fewest cells taken; nil where none fits.
func (d *donors) search(regions []Region, from, most int) (best []Region, taken int) {
	if d.pool.holds(regions) {
		return slices.Clone(regions), 0
	}
	if most == 0 {
		return nil, 0
	}
	cuts := mostDonors + 1
	for i := from; i < len(regions); i++ {
		r := regions[i]
		if i == d.at || r.Used < 0 || r.Size == 0 {
			continue
		}
		for size := d.pool.round(1); size < r.Size; size = d.pool.round(size + 1) {
			if size < d.least(r) {
				continue
			}
			regions[i].Size = size
			found, more := d.search(regions, i+1, most-1)
			regions[i].Size = r.Size
			if found == nil {
				continue
			}
			n, cost := changed(d.now, found, d.at), more+r.cells(r.Size-size)
			if best == nil || n < cuts || n == cuts && cost < taken {
				best, cuts, taken = found, n, cost
			}
		}
	}
	return best, taken
}

// changed counts the regions that differ, but for the one that grows.
func changed(now, next []Region, at int) int {
	n := 0
	for i := range now {
		if i != at && now[i].Size != next[i].Size {
			n++
		}
	}
	return n
}

// lines writes the change: what shrinks, then what grows; and the way back the
// other way round.
func (d *donors) lines(r Result, next []Region, taken int) Result {
	line := func(x Region, size int) string {
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
	r.Outcome, r.Takes = Feasible, strings.Join(takes, ", ")
	r.Reason = fmt.Sprintf("region %s from %d to %d: %s of %s %s cells", target.Key, target.Size, next[d.at].Size, comma(d.pool.cells(next)), comma(d.pool.Cells), d.pool.Name)
	if taken > 0 {
		r.Reason += fmt.Sprintf("; %s cells are taken from others: %s", comma(taken), r.Takes)
	}
	if d.pool.Slices256+d.pool.Slices512 == 0 {
		r.Soft = true
		r.Reason += "; how this chip is sliced is not known, the switch may refuse the line"
	}
	return r
}

// none says why no division was found: proven only where the use of every region
// is known and the search was whole.
func (d *donors) none(r Result, grown []Region) Result {
	needs, blind, small := d.pool.cells(grown), []string{}, slices.Clone(grown)
	for i, x := range grown {
		switch {
		case i == d.at || x.Size == 0:
		case x.Used < 0:
			blind = append(blind, x.Key)
		default:
			small[i].Size = min(x.Size, d.least(x))
		}
	}
	r.Reason = fmt.Sprintf("region %s at %d would need %s of %s %s cells", grown[d.at].Key, grown[d.at].Size, comma(needs), comma(d.pool.Cells), d.pool.Name)
	switch {
	case len(blind) > 0:
		r.Reason += "; what is in use of " + strings.Join(blind, ", ") + " is not known, so they may not shrink: `show hardware access-list resource utilization`"
	case !d.pool.holds(small):
		r.Outcome = Infeasible
		r.Reason += fmt.Sprintf("; with every other region at the least that holds its use it is still %s", comma(d.pool.cells(small)))
	default:
		r.Reason += fmt.Sprintf("; more than %d regions would have to shrink, which is not proposed", mostDonors)
	}
	return r
}
