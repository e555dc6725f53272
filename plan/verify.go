package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
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

// Open reports whether of any device something is not as the plan promised, or not
// known.
func (v *Verification) Open() (wrong, unknown bool) {
	for _, d := range v.Devices {
		wrong = wrong || d.Outcome == Worse || d.Outcome == Drifted || d.Outcome == NotDone
		unknown = unknown || d.Outcome == NotRead
	}
	return wrong, unknown
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
	if f := has(v, audit.Pend); f != nil && d.Action != solve.Investigate {
		return NotDone, "a change still pending reload: " + f.Message
	}
	if v.State.Rank() < d.State.Rank() && d.State != audit.Fail && d.State != audit.Unkn {
		return Worse, fmt.Sprintf("was %s, is %s: %s", d.State, v.State, firstOf(v, v.State))
	}
	switch d.Action {
	case solve.CarveReload, solve.ProfileRestart:
		return promised(d, v)
	case solve.Reload, solve.Save:
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

// promised compares what is active now, and the walls that were to move, with what
// the solver said. A device that asks for the same change as before, in no better
// state, has not had it.
func promised(d *Device, v *audit.Verdict) (Outcome, string) {
	outcome, why := compare(d, v)
	if outcome == Done && v.Action == d.Action && v.State.Rank() <= d.State.Rank() {
		return NotDone, why + ", and the same change is asked for again: " + firstOf(v, v.State)
	}
	return outcome, why
}

func compare(d *Device, v *audit.Verdict) (Outcome, string) {
	differs := NotDone
	if v.Action != d.Action {
		differs = Drifted
	}
	if active := v.Device.Carve.Active; d.Solver.Setting != "" && active.Known() {
		if strings.EqualFold(active.Text, d.Solver.Setting) {
			return Done, fmt.Sprintf("%s is active; was %s, is %s", active.Text, d.State, v.State)
		}
		return differs, fmt.Sprintf("%s is active, planned was %s", active.Text, d.Solver.Setting)
	}
	seen := 0
	for _, resource := range slices.Sorted(maps.Keys(d.Solver.Changes)) {
		want := d.Solver.Changes[resource]
		for i := range v.Pools {
			p := &v.Pools[i]
			got, ok := p.Capacity.Get()
			if p.Resource != resource || !ok || !ledger.Wall(p.Kind) {
				continue
			}
			if seen++; got != want {
				return differs, fmt.Sprintf("%s has %.0f, planned were %.0f", resource, got, want)
			}
		}
	}
	if seen == 0 {
		return NotRead, "the rescan tells nothing of what was to be changed"
	}
	return Done, fmt.Sprintf("the capacities are as planned; was %s, is %s", d.State, v.State)
}

func has(v *audit.Verdict, state audit.State) *audit.Finding {
	for i := range v.Findings {
		if f := &v.Findings[i]; f.State == state && !f.Waived {
			return f
		}
	}
	return nil
}

func asks(v *audit.Verdict, a solve.Action) *audit.Finding {
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
