package audit

import "github.com/headroom-audit/headroom/fact"

// hostNotJudged tells of devices that were recognised and of which nothing is to
// be judged: a switch without a layer-3 card holds no routes; a switch of an ACI
// fabric holds some and its controller decides, so that it stays unknown
// (nxos:1.1).
func hostNotJudged() Rule {
	return Rule{
		ID:    "host/not-judged",
		Title: "recognised, and nothing of it is judged",
		Check: func(c *Case) []Finding {
			for _, f := range c.flags("aci") {
				if f.Value == true {
					return []Finding{{
						Severity: SevInfo, State: Unkn, Action: None, Evidence: c.proof(f.Span),
						Message: "a switch of an ACI fabric: recognised and not audited, its controller divides its memory; how full it is stays unknown",
					}}
				}
			}
			for _, f := range c.flags("layer3") {
				if f.Value == false {
					return []Finding{{
						Severity: SevInfo, State: OK, Action: None, Evidence: c.proof(f.Span),
						Message: "it has no layer-3 card and routes nothing: there are no forwarding tables for routes to fill; its MAC table was not judged",
					}}
				}
			}
			return nil
		},
	}
}

// layer2 reports whether the device is known to route nothing.
func (c *Case) layer2() bool {
	for _, f := range c.flags("layer3") {
		if f.Value == false {
			return true
		}
	}
	return false
}

// flags gives the flags of a name.
func (c *Case) flags(name string) []fact.Flag {
	var out []fact.Flag
	for _, f := range c.Device.Flags {
		if f.Name == name {
			out = append(out, f)
		}
	}
	return out
}
