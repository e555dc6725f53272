package engine

import (
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// engineMixed finds chassis whose forwarding engines, or members, differ in what
// they hold: the device has the room of the least of them (Cisco document
// 107258, ios:1.1 "Mixing").
func engineMixed() audit.Rule {
	return audit.Rule{
		ID:    "engine/mixed",
		Title: "forwarding engines of different sizes: the smallest one decides",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			if s := c.Sizes; s != nil {
				out = append(out, twoSizes(c, s))
			}
			for _, f := range c.Device.Flags {
				if name := f.Text(); f.Key == fact.FlagMemberProfile && !strings.EqualFold(name, c.Device.Carve.Active.Text) {
					out = append(out, audit.Finding{
						Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Evidence: c.Proof(f.Span, c.Device.Carve.Active.Span),
						Message: "members are divided differently: " + strings.TrimSpace("member "+f.About) + " runs " + name + ", another one " + c.Device.Carve.Active.Text + "; the smaller table decides",
					})
				}
			}
			return out
		},
	}
}

// twoSizes is about a chassis with engines of two sizes. Where what runs is larger
// than the smaller ones hold, a reload brings it down to their size.
func twoSizes(c *audit.Case, s *ledger.Sizes) audit.Finding {
	f := audit.Finding{
		Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Evidence: c.Proof(s.Small[0].Span, s.Large[0].Span),
		Message: "forwarding engines of two sizes: " + ledger.EngineNames(s.Large) + " hold more than " + ledger.EngineNames(s.Small) + ", and the chassis works as the smaller ones do",
	}
	if s.Unsafe != "" {
		f.Unsafe = true
		f.Message += "; " + s.Unsafe
	}
	return f
}
