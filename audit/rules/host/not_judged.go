package host

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// hostNotJudged tells of devices that were recognised and of which nothing is to
// be judged: a switch without a layer-3 card holds no routes; a switch of an ACI
// fabric holds some and its controller decides, so that it stays unknown
// (nxos:1.1).
func hostNotJudged() audit.Rule {
	return audit.Rule{
		ID:    "host/not-judged",
		Title: "recognised, and nothing of it is judged",
		Check: func(c *audit.Case) []audit.Finding {
			for _, f := range c.Flags(fact.FlagFabric) {
				if f.Value == true {
					return []audit.Finding{{
						Severity: policy.Info, State: audit.Unkn, Action: solve.None, Evidence: c.Proof(f.Span),
						Message: "a switch of an ACI fabric: recognised and not audited, its controller divides its memory; how full it is stays unknown",
					}}
				}
			}
			for _, f := range c.Flags(fact.FlagLayer3) {
				if f.Value == false {
					return []audit.Finding{{
						Severity: policy.Info, State: audit.OK, Action: solve.None, Evidence: c.Proof(f.Span),
						Message: "it has no layer-3 card and routes nothing: there are no forwarding tables for routes to fill; its MAC table was not judged",
					}}
				}
			}
			return nil
		},
	}
}
