package audit

import "fmt"

// readIncomplete finds answers that the device's family needs and that did not
// come whole: a row that was cut off is unknown, not absent.
func readIncomplete() Rule {
	words := map[string]string{
		"truncated": "the connection ended inside the answer",
		"timeout":   "no prompt came within the time allowed",
		"too_big":   "the answer was larger than allowed",
		"rejected":  "the device refused the command",
	}
	return Rule{
		ID:    "read/incomplete",
		Title: "an answer that is needed did not come whole",
		Check: func(c *Case) []Finding {
			var out []Finding
			for i := range c.Device.Outputs {
				o := &c.Device.Outputs[i]
				if o.Complete() || o.Optional {
					continue
				}
				why := words[o.State]
				if why == "" {
					why = o.State
				}
				f := Finding{Severity: SevWarn, State: Unkn, Action: Investigate}
				f.Message = fmt.Sprintf("`%s`: %s", o.Command, why)
				if o.State == "rejected" && o.Why != "" {
					f.Message += quoted(o.Why)
				}
				f.Evidence = c.firstLine(i)
				out = append(out, f)
			}
			return out
		},
	}
}

// firstLine gives the first line with text of output i as evidence.
func (c *Case) firstLine(i int) []Evidence {
	o := &c.Device.Outputs[i]
	for no, line := range lines(o.Text) {
		if line != "" {
			return []Evidence{{Command: o.Command, Line: no + 1, Text: line, File: o.File}}
		}
	}
	return nil
}
