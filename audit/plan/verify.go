package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/headroom-audit/headroom/audit"
)

// VerifySchema names the document of a verification.
const VerifySchema = "headroom.plan-verify/1"

// Outcome is what became of the promise of a plan.
type Outcome string

// The outcomes, worst first. Unknown is never done.
const (
	Worse   Outcome = "worse"   // the device is in a worse state than before
	Drifted Outcome = "drifted" // it was changed, to something that was not planned
	NotDone Outcome = "not done"
	NotRead Outcome = "unknown" // the rescan does not tell
	Done    Outcome = "done"
)

// Verification compares a rescan with a plan.
type Verification struct {
	Schema  string    `json:"schema"`
	Devices []Checked `json:"devices"` // in the order of the plan
}

// Checked is what became of one device.
type Checked struct {
	Name    string      `json:"name"`
	Outcome Outcome     `json:"outcome"`
	Why     string      `json:"why"`
	Before  audit.State `json:"before"`
	After   audit.State `json:"after,omitempty"` // "" = not in the rescan
}

// Verify compares verdicts of a later scan with what p promised.
func Verify(p *Plan, verdicts []audit.Verdict) Verification {
	out := Verification{Schema: VerifySchema, Devices: []Checked{}}
	now := map[string]*audit.Verdict{}
	for i := range verdicts {
		now[verdicts[i].Device.Name] = &verdicts[i]
	}
	for i := range p.Devices {
		d := &p.Devices[i]
		c := Checked{Name: d.Name, Before: d.State}
		if v := now[d.Name]; v != nil {
			c.After = v.State
			c.Outcome, c.Why = verify(d, v)
		} else {
			c.Outcome, c.Why = NotRead, "not in the rescan"
		}
		out.Devices = append(out.Devices, c)
	}
	return out
}

func verify(d *Device, v *audit.Verdict) (Outcome, string) {
	if v.State == audit.Fail || v.State == audit.Stale {
		return NotRead, "the rescan has no new reading of it (" + string(v.State) + ")"
	}
	if f := has(v, audit.Pend); f != nil && d.Action != audit.Investigate {
		return NotDone, "a change still waits for a reload: " + f.Message
	}
	if v.State.Rank() < d.State.Rank() && d.State != audit.Fail && d.State != audit.Unkn {
		return Worse, fmt.Sprintf("was %s, is %s: %s", d.State, v.State, firstOf(v, v.State))
	}
	switch d.Action {
	case audit.CarveReload, audit.ProfileRestart:
		return promised(d, v)
	case audit.Reload, audit.Save:
		if f := asks(v, d.Action); f != nil {
			return NotDone, f.Message
		}
	default:
		if v.Action == d.Action && v.State == d.State {
			return NotDone, "as before: " + firstOf(v, v.State)
		}
	}
	if v.State == audit.Unkn {
		return NotRead, firstOf(v, audit.Unkn)
	}
	return Done, fmt.Sprintf("was %s, is %s", d.State, v.State)
}

// promised compares the capacities that the device has now with those that the
// solver said it would have.
func promised(d *Device, v *audit.Verdict) (Outcome, string) {
	if len(d.Solver.Caps) == 0 {
		return NotRead, "the plan holds no figures to compare with"
	}
	kept, seen := "", 0
	for _, resource := range slices.Sorted(maps.Keys(d.Solver.Caps)) {
		want := d.Solver.Caps[resource]
		for i := range v.Pools {
			p := &v.Pools[i]
			got, ok := p.Capacity.Get()
			if p.Resource != resource || !ok {
				continue
			}
			seen++
			if got != want {
				kept = fmt.Sprintf("%s has %.0f, planned were %.0f", resource, got, want)
			}
		}
	}
	switch {
	case seen == 0:
		return NotRead, "the rescan tells no capacity of what was to be changed"
	case kept == "":
		return Done, fmt.Sprintf("the capacities are as planned; was %s, is %s", d.State, v.State)
	case v.Action == d.Action:
		return NotDone, kept
	default:
		return Drifted, kept + ", and the same change is no longer asked for"
	}
}

func has(v *audit.Verdict, state audit.State) *audit.Finding {
	for i := range v.Findings {
		if f := &v.Findings[i]; f.State == state && !f.Waived {
			return f
		}
	}
	return nil
}

func asks(v *audit.Verdict, a audit.Action) *audit.Finding {
	for i := range v.Findings {
		if f := &v.Findings[i]; f.Action == a && !f.Waived {
			return f
		}
	}
	return nil
}

func firstOf(v *audit.Verdict, state audit.State) string {
	if f := has(v, state); f != nil {
		return f.Message
	}
	return "nothing is found any more"
}
