package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// engineMixed finds chassis whose forwarding engines, or members, differ in what
// they hold: the device has the room of the least of them (Cisco document
// 107258, ios:1.1 "Mixing").
func engineMixed() Rule {
	return Rule{
		ID:    "engine/mixed",
		Title: "forwarding engines of different sizes: the smallest one decides",
		Check: func(c *Case) []Finding {
			var out []Finding
			if small, large := c.bySize(); len(small) > 0 && len(large) > 0 {
				out = append(out, c.twoSizes(small, large))
			}
			for _, f := range c.Device.Flags {
				name, _ := f.Value.(string)
				if member, ok := strings.CutPrefix(f.Name, "member_profile "); ok && !strings.EqualFold(name, c.Device.Carve.Active.Text) {
					out = append(out, Finding{
						Severity: SevWarn, State: Warn, Action: Investigate, Evidence: c.proof(f.Span, c.Device.Carve.Active.Span),
						Message: "members are divided differently: " + strings.TrimSpace("member "+member) + " runs " + name + ", another one " + c.Device.Carve.Active.Text + "; the smaller table decides",
					})
				}
			}
			return out
		},
	}
}

// twoSizes is about a chassis with engines of two sizes. Where what runs is larger
// than the smaller ones hold, a reload brings it down to their size.
func (c *Case) twoSizes(small, large []fact.Engine) Finding {
	f := Finding{
		Severity: SevWarn, State: Warn, Action: Investigate, Evidence: c.proof(small[0].Span, large[0].Span),
		Message: "forwarding engines of two sizes: " + engines(large) + " hold more than " + engines(small) + ", and the chassis works as the smaller ones do",
	}
	now, ok := c.sup720Carve()
	least, who := c.leastEngine()
	if chip, whole := solve.Sup720Chip(now); ok && whole && least > 0 && least < chip {
		f.Unsafe = true
		f.Message += fmt.Sprintf("; it runs with %dk cells now, and comes back from a reload with the %dk of %s", chip, least, who)
	}
	return f
}

// bySize cuts the engines of a Catalyst 6500 or 7600 into XL and others.
func (c *Case) bySize() (small, large []fact.Engine) {
	if c.Device.Family != "cat6500" {
		return nil, nil
	}
	for _, e := range c.Device.Identity.Engines {
		if e.XL {
			large = append(large, e)
		} else {
			small = append(small, e)
		}
	}
	return small, large
}

func engines(list []fact.Engine) string {
	var names []string
	for _, e := range list {
		name := strings.TrimSpace(e.PID)
		if e.Slot != "" {
			name += " (slot " + e.Slot + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
