package screen

import (
	"maps"
	"slices"
	"time"
)

// Kept is what is kept of a session.
type Kept struct {
	Planning
	Marks []string `json:"marks,omitempty"`
}

func (k Kept) clone() Kept {
	k.Devices, k.Marks, k.Ticks = slices.Clone(k.Devices), slices.Clone(k.Marks), maps.Clone(k.Ticks)
	return k
}

// merge brings the changes from base to mine into theirs: two terminals on one plan lose
// nothing of each other.
func merge(base, theirs, mine Kept) Kept {
	out := theirs.clone()
	out.Devices = mergeNames(base.Devices, theirs.Devices, mine.Devices)
	out.Marks = mergeNames(base.Marks, theirs.Marks, mine.Marks)
	if out.Ticks == nil {
		out.Ticks = map[string]time.Time{}
	}
	for k, at := range mine.Ticks {
		if before, was := base.Ticks[k]; !was || !before.Equal(at) {
			out.Ticks[k] = at
		}
	}
	for k := range base.Ticks {
		if _, still := mine.Ticks[k]; !still {
			delete(out.Ticks, k)
		}
	}
	if mine.Signed != base.Signed || !mine.SignedAt.Equal(base.SignedAt) {
		out.Signed, out.SignedAt = mine.Signed, mine.SignedAt
	}
	return out
}

// mergeNames is the same for a list of names; where the other changed nothing, my order
// is the order.
func mergeNames(base, theirs, mine []string) []string {
	if slices.Equal(base, theirs) {
		return slices.Clone(mine)
	}
	had, have, got := setOf(base), setOf(mine), map[string]bool{}
	var out []string
	for _, n := range theirs {
		if (have[n] || !had[n]) && !got[n] {
			got[n] = true
			out = append(out, n)
		}
	}
	for _, n := range mine {
		if !had[n] && !got[n] {
			got[n] = true
			out = append(out, n)
		}
	}
	return out
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n] = true
	}
	return set
}
