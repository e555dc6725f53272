package cat6500

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// The command of the carve and its keywords: ios:2.4 [S].
const maximumRoutes = "mls cef maximum-routes"

// words720 are the keywords with the resource that each divides.
func words720() [4]struct {
	word     string
	resource fact.Resource
} {
	return [4]struct {
		word     string
		resource fact.Resource
	}{
		{"ip", fact.FibIPv4}, {"mpls", fact.FibMPLS}, {"ipv6", fact.FibIPv6}, {"ip-multicast", fact.FibMcastIPv4},
	}
}

// configured720 gives what is configured now, keyword -> k, from the
// configuration or from regions that are not marked as default; known is false
// where neither was read, so that a line that is not found may still be there.
func (c box) configured720() (set map[string]int, known bool) {
	set = map[string]int{}
	known = c.Device.Carve.Default
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		asked, ok := t.Configured.Get()
		if !ok && t.CapKind == fact.CapCarve && (t.Resource == fact.FibIPv4 || t.Resource == fact.FibMPLS) && !slices.Contains(t.Notes, "default") {
			asked, ok = t.Cap.Get()
		}
		if t.Resource == fact.FibIPv6Mcast && slices.Contains(t.Notes, "default") {
			known = true
		}
		for _, w := range words720() {
			if ok && w.resource == t.Resource {
				set[w.word], known = int(asked/1024), true
			}
		}
	}
	return set, known
}

// ran720 is what runs of what is configured: where a carve waits, going back means
// the regions of now, not those that wait.
func (c box) ran720(set map[string]int) map[string]int {
	if len(c.Device.Pending) == 0 && c.Device.PendingKnown != fact.Yes {
		return set
	}
	ran := map[string]int{}
	for _, w := range words720() {
		k, was := set[w.word]
		if w.resource == fact.FibIPv6 || w.resource == fact.FibMcastIPv4 {
			if was {
				ran[w.word] = k
			}
			continue
		}
		if n, ok := c.CapOf(w.resource); ok && !c.byDefault(w.resource) {
			ran[w.word] = int(n / 1024)
		}
	}
	return ran
}

// byDefault reports a region whose size nobody configured.
func (c box) byDefault(resource fact.Resource) bool {
	return slices.ContainsFunc(c.Device.Tables, func(t fact.Table) bool {
		return t.Resource == resource && slices.Contains(t.Notes, "default")
	})
}

// wayBack writes the lines that restore what runs now, takes explicit IPv6 and multicast regions out of the way of the new ones (they would waste
// cells: ios:2.4), and asks for a look where the configuration was not
// read.
func (c box) wayBack(p *solve.Proposal) {
	if !p.Feasible || len(p.Commands) == 0 {
		return
	}
	set, known := c.configured720()
	ran := c.ran720(set)
	p.Undo = nil
	for _, w := range words720() {
		k, was := set[w.word]
		v6 := w.word == "ipv6" || w.word == "ip-multicast"
		changed := slices.ContainsFunc(p.Commands, func(line string) bool {
			return strings.HasPrefix(line, maximumRoutes+" "+w.word+" ")
		})
		if target := int(p.Caps[w.resource] / 1024); was && !v6 && !changed && target > 0 && k != target {
			// What is configured waits for the reload, and the region is to stay as it is.
			p.Commands, changed = append(p.Commands, fmt.Sprintf("%s %s %d", maximumRoutes, w.word, target)), true
		}
		switch {
		case was && v6, ran[w.word] > 0 && changed:
			p.Undo = append(p.Undo, fmt.Sprintf("%s %s %d", maximumRoutes, w.word, ran[w.word]))
			if v6 {
				p.Commands = append([]string{fmt.Sprintf("no %s %s", maximumRoutes, w.word)}, p.Commands...)
			}
		case changed && known:
			p.Undo = append(p.Undo, fmt.Sprintf("no %s %s", maximumRoutes, w.word))
		case changed:
			p.Undo = append(p.Undo, fmt.Sprintf("%s %s {as configured before}", maximumRoutes, w.word))
		}
	}
	if !known {
		p.Before = append(p.Before, solve.Check{
			Command: "show running-config",
			Expect:  "the lines `" + maximumRoutes + "` that are there, kept for the rollback; none for ipv6 or ip-multicast",
			Why:     "what is configured was not read, and an explicit region for IPv6 or multicast takes cells from the others",
		})
	}
}
