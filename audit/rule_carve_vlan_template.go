package audit

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// carveVlanTemplate finds a Catalyst 2k or 3k that routes with the SDM template
// for switching: on the 3560 and 3750 it holds no unicast routes, so that all is
// forwarded by the CPU, on the 2960-XR 256 of each kind (ios:3 and ios:12,
// lines-ios:3.1).
func carveVlanTemplate() Rule {
	return Rule{
		ID:    "carve/vlan-template",
		Title: "the SDM template for switching is active: it holds no routes in hardware, or nearly none",
		Check: func(c *Case) []Finding {
			d := c.Device
			if d.Family != "cat3k-2k" || !hasWord(d.Carve.Active.Text, "vlan") && !hasWord(d.Carve.Active.Text, "layer") {
				return nil
			}
			holds := "no unicast routes in hardware"
			f := Finding{
				Severity: SevInfo, State: OK, Action: None, Evidence: c.proof(d.Carve.Active.Span),
			}
			n, resource := c.routed()
			size, told := c.smallest(fact.FibIPv4)
			if told && size > 0 {
				holds = "only " + count(size) + " IPv4 routes in hardware"
			}
			switch {
			case n == 0:
				f.Message = "the SDM template " + d.Carve.Active.Text + " holds " + holds + "; no routes were seen, so it may only switch"
			case !told || size < n:
				f.Severity, f.State, f.Action, f.Resource = SevCrit, Crit, c.remedyFor(resource), resource
				f.Message = "the SDM template " + d.Carve.Active.Text + " holds " + holds + ", and there are " + count(n) + ": its CPU forwards them"
			default:
				f.Message = "the SDM template " + d.Carve.Active.Text + " holds " + holds + "; there are " + count(n)
			}
			return []Finding{f}
		},
	}
}

// smallest gives the smallest size of a memory that any row of what runs tells of.
func (c *Case) smallest(resource string) (float64, bool) {
	least, told := 0.0, false
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Cap.Get(); ok && t.Resource == resource && t.Template == "" && (!told || n < least) {
			least, told = n, true
		}
	}
	return least, told
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
