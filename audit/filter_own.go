package audit

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// ownRoutes is the advice for a memory that holds the network's own routes only: those
// from /65 to /127. They do not grow with the tables of the internet, so that the reserve
// is the policy's, the same that a setting must leave free.
func (c *Case) ownRoutes() *FilterAdvice {
	for i := range c.Rows {
		r := &c.Rows[i]
		used, u := r.Used.Get()
		capacity, k := r.Capacity.Get()
		if r.Resource != fact.FibIPv6LPM128 || !u || !k || c.Level(r) == ledger.Ample {
			continue
		}
		least := min(ledger.LastReserve, c.Policy.Reserve)
		most, edge := math.Floor(capacity/(1+c.Policy.Reserve)), math.Floor(capacity/(1+least))
		if used <= most {
			continue
		}
		return &FilterAdvice{
			Device: true, Capacity: capacity, Unit: r.Unit, Source: "nxos:2.5",
			Words: []string{
				fmt.Sprintf("IPv6 up to /64, the host routes (/128), and at most %s of those between: %s of %s %s of %s (%s), %s are there, %s too many",
					ledger.Count(most), ledger.Count(most), ledger.Count(capacity), r.Unit, r.Name, ledger.Percent(most/capacity), ledger.Count(used), ledger.Count(used-most)),
				fmt.Sprintf("with the policy's reserve of %s: these routes are the network's own and do not grow with the internet's; at most %s would be at the edge, with %s", ledger.Percent(c.Policy.Reserve), ledger.Count(edge), ledger.Percent(least)),
				"a filter takes out those that neighbours send, which no answer counts; those of the router's own interfaces stay: where they are too many, address the links with /64 or take them off this router",
			},
			Order:    []string{"a shorter route of your own covers what is dropped (an aggregate), seen in the hardware"},
			Loses:    []string{"what has no shorter route that covers it is not reached"},
			Patterns: c.longPatterns(catalog.RouteFilters(), c.printedBy(r)),
		}
	}
	return nil
}

// longPatterns are the ways to keep routes from /65 to /127 out; host routes lie elsewhere
// and pass.
func (c *Case) longPatterns(list *catalog.Filters, shows []string) []FilterLines {
	var out []FilterLines
	for _, p := range list.Of(string(c.Device.Identity.OS)) {
		lines, ok := p.Lines(0, 64)
		if text := strings.Join(lines, "\n"); !ok || !strings.Contains(lines[0], "ge 65") || strings.Contains(text, "ge 65 le") {
			continue // written in another way: a second end in one line must not be entered
		}
		for i := range lines {
			lines[i] = strings.ReplaceAll(lines[i], "ge 65", "ge 65 le 127")
		}
		out = append(out, FilterLines{Keeps: p.Keeps, Lines: lines, Shows: shows, Warns: p.Warns, Unverified: !p.Grade.Confirmed(), Source: p.Source})
	}
	return out
}

// printedBy is the command that printed what a row counts.
func (c *Case) printedBy(r *ledger.Row) []string {
	if at := r.Tables[0].Output; at >= 0 && at < len(c.Device.Outputs) {
		return []string{c.Device.Outputs[at].Command}
	}
	return nil
}
