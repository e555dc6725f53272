package qfx5k

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// bankKind is one use of the shared banks.
type bankKind struct {
	Word   string        // as the configuration says it: l2-entries
	Memory fact.Resource // what is sized by it: mac
	Counts []int         // how many banks it may be given
	// Sizes are those that some profile was seen or told to give it, by the number
	// of banks; a number that is not there is unknown, not 0.
	Sizes map[int]float64
}

// uftBanks is how many banks there are to deal out. That the numbers must not
// exceed them is inferred: the document lists the numbers alone.
const uftBanks = 4

// bankKinds gives the uses of the banks with the sizes that the profiles of a
// family tell. A number of banks that is told to give two sizes gives none.
func bankKinds(f *catalog.Family) []bankKind {
	all := []int{0, 1, 2, 3, 4}
	kinds := []bankKind{
		{Word: "l2-entries", Memory: fact.MAC, Counts: all},
		{Word: "l3-entries", Memory: fact.HostIPv4, Counts: all},
		{Word: "exact-match-entries", Memory: resExactMatch, Counts: all},
		{Word: "lpm-entries", Memory: fact.FibIPv4, Counts: []int{0, 2, 4}},
	}
	for i := range kinds {
		k := &kinds[i]
		k.Sizes = map[int]float64{}
		var twice []int
		for _, p := range f.Profiles {
			n, dealt := p.Banks[k.Word]
			size, told := p.Caps[k.Memory]
			if was, seen := k.Sizes[n]; seen && dealt && told && was != size {
				twice = append(twice, n)
			}
			if dealt && told {
				k.Sizes[n] = size
			}
		}
		for _, n := range twice {
			delete(k.Sizes, n)
		}
	}
	return kinds
}

// Size gives what n banks give: as it was told, or on the line through three or
// more numbers that grow by the same step. Two numbers prove no line.
func (k *bankKind) Size(n int) (float64, bool) {
	if size, ok := k.Sizes[n]; ok {
		return size, true
	}
	if len(k.Sizes) < 3 {
		return 0, false
	}
	var at []int
	for i := range k.Sizes {
		at = append(at, i)
	}
	slices.Sort(at)
	step := (k.Sizes[at[1]] - k.Sizes[at[0]]) / float64(at[1]-at[0])
	for _, i := range at {
		if k.Sizes[i] != k.Sizes[at[0]]+step*float64(i-at[0]) {
			return 0, false
		}
	}
	return k.Sizes[at[0]] + step*float64(n-at[0]), true
}

// dealBanks enumerates every way to deal out the banks, each as a candidate that
// gives what is known of it; line is the configuration without the words.
func dealBanks(kinds []bankKind, banks int, line string) []solve.Candidate {
	var out []solve.Candidate
	deal := make([]int, len(kinds))
	var next func(i, left int)
	next = func(i, left int) {
		if i == len(kinds) {
			out = append(out, dealt(kinds, deal, line))
			return
		}
		for _, n := range kinds[i].Counts {
			if n <= left {
				deal[i] = n
				next(i+1, left-n)
			}
		}
	}
	next(0, banks)
	return out
}

func dealt(kinds []bankKind, deal []int, line string) solve.Candidate {
	c := solve.Candidate{Caps: map[fact.Resource]solve.Memory{}}
	var words []string
	for i := range kinds {
		k := &kinds[i]
		if size, ok := k.Size(deal[i]); ok {
			c.Caps[k.Memory] = solve.Memory{Capacity: size}
		}
		words = append(words, fmt.Sprintf("%s %d", k.Word, deal[i]))
		c.Lines = append(c.Lines, fmt.Sprintf("%s %s num-banks %d", line, k.Word, deal[i]))
	}
	c.Name = "custom-profile " + strings.Join(words, ", ")
	return c
}

// deal gives the deal that Choose takes for a need, with the sizes it gives; ok is
// false where none is known to hold it. dealt says how many were looked at.
func deal(kinds []bankKind, banks int, line string, need map[fact.Resource]solve.Demand, u solve.Until) (best solve.Candidate, dealt int, ok bool) {
	all := dealBanks(kinds, banks, line)
	for i := range all {
		all[i].Load = need
	}
	r := solve.Choose(all, "", u)
	i := slices.IndexFunc(all, func(c solve.Candidate) bool { return c.Name == r.Name })
	if r.Outcome != solve.Feasible || i < 0 {
		return solve.Candidate{}, len(all), false
	}
	return all[i], len(all), true
}

// The memories that only this package counts.
const (
	resExactMatch fact.Resource = "exact-match"
)
