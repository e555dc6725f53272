package whatif

import "math"

// Cliff is a range of sizes over which many routers fall.
type Cliff struct {
	From, To Sizes
	Count    int
	Beyond   bool // farther than what is asked
}

// buckets count falls by how far on the way they are.
type buckets struct {
	per   float64 // buckets up to what is asked, each about a hundredth of the table
	n     []int
	total int
}

// farthest is how far falls are counted, in times of what is asked.
const farthest = 2

func newBuckets(a *Answer) *buckets {
	grown := max((a.Asked.IPv4-a.Now.IPv4)/a.Now.IPv4, (a.Asked.IPv6-a.Now.IPv6)/a.Now.IPv6)
	per := math.Round(min(100, max(4, 100*grown)))
	return &buckets{per: per, n: make([]int, int(per)*farthest+1)}
}

func (h *buckets) add(way float64) {
	if way > 0 && way <= farthest {
		h.n[int(way*h.per)]++
		h.total++
	}
}

// The least that is a cliff: so many devices, and so large a part of all that fall up to
// twice what is asked.
const (
	leastCliff = 3
	cliffShare = 0.1
)

// cliffs are the runs of buckets that are full, neighbours together, in their order.
func (h *buckets) cliffs(a *Answer) []Cliff {
	least := max(leastCliff, int(math.Ceil(cliffShare*float64(h.total))))
	var out []Cliff
	for i := 0; i < len(h.n); i++ {
		from, count := i, 0
		for ; i < len(h.n) && h.n[i] >= (least+1)/2; i++ {
			count += h.n[i]
		}
		if count >= least {
			out = append(out, Cliff{a.at(float64(from) / h.per), a.at(float64(i) / h.per), count, float64(from) >= h.per})
		}
	}
	return out
}

// at gives the tables at a place on the way.
func (a *Answer) at(way float64) Sizes {
	return Sizes{math.Round(a.Now.IPv4 + way*(a.Asked.IPv4-a.Now.IPv4)), math.Round(a.Now.IPv6 + way*(a.Asked.IPv6-a.Now.IPv6))}
}
