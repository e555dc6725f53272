package audit

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// carveVlanTemplate finds a Catalyst 2k or 3k that routes with the SDM template
// for switching: it holds no unicast routes, so all is forwarded by the CPU
// (domain/ios.md 3 and 12).
func carveVlanTemplate() Rule {
	return Rule{
		ID:    "carve/vlan-template",
		Title: "the SDM template for switching is active: it holds no routes in hardware",
		Check: func(c *Case) []Finding {
			d := c.Device
			if d.Family != "cat3k-2k" || !hasWord(d.Carve.Active.Text, "vlan") {
				return nil
			}
			f := Finding{
				Severity: SevInfo, State: OK, Action: None, Evidence: c.proof(d.Carve.Active.Span),
				Message: "the SDM template " + d.Carve.Active.Text + " holds no unicast routes in hardware; no routes were seen, so it may only switch",
			}
			if n, resource := c.routed(); n > 0 {
				f.Severity, f.State, f.Action, f.Resource = SevCrit, Crit, c.remedyFor(resource), resource
				f.Message = "the SDM template " + d.Carve.Active.Text + " holds no unicast routes in hardware, and there are " + count(n) + ": its CPU forwards them"
			}
			return []Finding{f}
		},
	}
}

// routed gives the most unicast routes that any table or routing table tells of.
func (c *Case) routed() (float64, string) {
	most, name := 0.0, fact.FibIPv4
	for _, resource := range []string{fact.FibIPv4, fact.FibIPv6, fact.CEFIPv4, fact.RIBIPv4} {
		if n, ok := c.inUse(resource); ok && n > most {
			most, name = n, resource
		}
	}
	return most, name
}

func hasWord(text, word string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if w == word {
			return true
		}
	}
	return false
}
