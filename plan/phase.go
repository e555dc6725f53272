package plan

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/solve"
)

// Title is the heading of a phase, wherever its steps are shown.
func (p Phase) Title() string {
	switch p {
	case Pre:
		return "Before"
	case Do:
		return "Change"
	case Save:
		return "Save"
	case Waits:
		return "Pending reload: check it before the point of no return"
	case ReloadIt:
		return "Reload (point of no return)"
	case Post:
		return "After"
	case Rollback:
		return "Rollback, if it goes wrong"
	}
	return string(p)
}

// Unconfirmed is said of a line that only enters again what ran.
const Unconfirmed = "no document confirms this line"

// Lines gives the commands of a phase, in order.
func (d *Device) Lines(phase Phase) []string {
	var out []string
	for i := range d.Steps {
		if s := &d.Steps[i]; s.Phase == phase && s.Command != "" {
			out = append(out, s.Command)
		}
	}
	return out
}

// Refusals says why nothing may be entered on a device or why it may not be reloaded;
// none where its action may be carried out.
func Refusals(v *audit.Verdict) []Refusal {
	switch other := otherName(v.Findings); {
	case v.Action == solve.None:
		return nil
	case other != nil:
		return []Refusal{{Rule: other.Rule, Why: other.Message + ": no plan is written for it"}}
	case reloads(v):
		return refusals(v)
	}
	return nil
}
