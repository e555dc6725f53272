package audit

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"
)

// carveURPF finds tables that the reverse path check of unicast RPF halves, where
// a size proves it: the LPM of a Nexus 3000 (nxos:2.5), the external
// TCAM of an NL12k card (xr:2.1.5).
func carveURPF() Rule {
	return Rule{
		ID:    "carve/urpf",
		Title: "unicast RPF halves the table for routes",
		Check: func(c *Case) []Finding {
			var out []Finding
			for i := range c.Rows {
				r := &c.Rows[i]
				size, ok := r.Capacity.Get()
				whole, halved := c.halved(r, size)
				if !ok || !halved {
					continue
				}
				f := Finding{Severity: SevInfo, State: OK, Action: None, Resource: r.Resource, Scope: r.Scope, Evidence: c.proof(r.Capacity.Span, c.Device.Carve.Active.Span)}
				f.Message = fmt.Sprintf("%s: %s entries, %s without unicast RPF", where(r.Name, r.Scope), count(size), count(whole))
				if c.full(r) || c.near(r) != OK {
					f.Severity, f.State, f.Action = SevWarn, Warn, c.remedy(r)
					f.Message += "; it is nearly full: is the check needed here?"
				}
				return append(out, f)
			}
			return out
		},
	}
}

// halved reports whether the size of a row is the one that only unicast RPF gives
// it, and what it would be without.
func (c *Case) halved(r *Row, size float64) (whole float64, halved bool) {
	switch {
	case c.Device.Family == "n3k" && r.Resource == fact.FibLPM && c.Device.Carve.Active.Text == "urpf enabled":
		whole, known := r.Max.Get()
		return whole, known && size < whole
	case c.Device.Family == "ncs5500" && r.Resource == fact.FibETCAMv4 && c.Device.Carve.Active.Text == "scaledisable":
		return 2 * size, size == 1024000
	}
	return 0, false
}
