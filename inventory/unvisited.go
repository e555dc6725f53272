package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Unvisited tells which devices a source has listed and not visited, one line for each
// reason: the first names, and how many there are.
func (inv *Inventory) Unvisited() []string {
	by := map[string][]string{}
	for i := range inv.Devices {
		if d := &inv.Devices[i]; d.Skip && d.Why != "" {
			by[d.Why] = append(by[d.Why], d.Name)
		}
	}
	var out []string
	reasons := slices.SortedFunc(maps.Keys(by), func(a, b string) int { return cmp.Or(len(by[b])-len(by[a]), strings.Compare(a, b)) })
	for i, why := range reasons {
		if i == mostReasons {
			out = append(out, fmt.Sprintf("and %d more reasons: headroom inventory list shows them", len(reasons)-i))
			break
		}
		names := by[why]
		list := strings.Join(names[:min(len(names), 5)], " ")
		if len(names) > 5 {
			list += " …"
		}
		out = append(out, fmt.Sprintf("listed and not visited, since %s: %d (%s)", why, len(names), list))
	}
	return out
}

// mostReasons are told one by one.
const mostReasons = 20
