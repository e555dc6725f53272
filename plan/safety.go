package plan

import "github.com/headroom-audit/headroom/audit"

// refusals gives the reasons against reloading a device: the findings that say its
// reload would not come back as it should, waived or not, since
// a waiver quiets a state and makes no reload safe; and a reading that is too old
// to enter lines by. A standby that is not ready and a configuration that is not
// saved are for the person in the window: they are steps, not refusals, since
// saving is one of the steps.
func refusals(v *audit.Verdict) []Refusal {
	var out []Refusal
	for _, f := range v.Findings {
		switch {
		case f.State == audit.Stale:
			out = append(out, Refusal{Rule: f.Rule, Why: f.Message + ": read it again before anything is entered"})
		case !f.Unsafe:
		case f.Waived:
			out = append(out, Refusal{Rule: f.Rule, Why: f.Message + " (waived: " + f.WaivedBy + "; that makes no reload safe)"})
		default:
			out = append(out, Refusal{Rule: f.Rule, Why: f.Message})
		}
	}
	return out
}
