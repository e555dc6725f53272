package audit

import "fmt"

// readUnverified finds capacity figures that were read by a parser no real
// output has proven. They are shown, and count as unknown.
func readUnverified() Rule {
	return Rule{
		ID:    "read/unverified",
		Title: "figures come from a parser that no real output has proven",
		Check: func(c *Case) []Finding {
			var out []Finding
			for i := range c.Device.Outputs {
				o := &c.Device.Outputs[i]
				if o.Grade != "unverified" || !c.capacity(i) {
					continue
				}
				out = append(out, Finding{
					Severity: SevInfo, State: Unkn, Action: Investigate, Evidence: c.firstLine(i),
					Message: fmt.Sprintf("`%s` is read by the parser %q, which no real output has proven: its figures count as unknown", o.Command, o.Parser),
				})
			}
			return out
		},
	}
}
