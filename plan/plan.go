// Package plan turns verdicts into steps that a person carries out: what is
// wrong and how we know, what to check before, the lines to enter, how to save,
// what the reload takes down, what to check after, and the rollback.
//
// What goes in: verdicts, the catalog's cited commands, and from the rooms how a
// device is changed by hand; it knows no line of its own. What comes out: a
// Plan, the document headroom.plan/1. headroom never sends a configuration: a
// plan is text for people. A device whose reload would not come back is refused,
// with the rule that says so. The package does no I/O.
package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Rooms is what a plan asks of those who know the families.
type Rooms interface {
	// Family is what the catalog knows of a family, nil = nothing.
	Family(name string) *catalog.Family
	// Manual is how a device is changed by hand.
	Manual(d *fact.Device) catalog.Manual
}

// Schema names the document.
const Schema = "headroom.plan/1"

// Plan is what to do about a fleet.
type Plan struct {
	Schema string    `json:"schema"`
	Made   time.Time `json:"made"`
	Scan   string    `json:"scan,omitempty"` // id of the scan it stands on
	// Gaps say what of that scan is not there, none = all that was planned is: a plan
	// of a part of a fleet does not know who else is down.
	Gaps    []string `json:"gaps,omitempty"`
	Devices []Device `json:"devices"` // those that need something, worst first
	Waves   []Wave   `json:"waves"`   // who may be down together, in order
	// Unplaced are devices that need a reload and are in no wave, with the reason.
	Unplaced []Unplaced `json:"unplaced,omitempty"`
}

// Device is what to do about one device.
type Device struct {
	Name    string       `json:"name"`
	OS      string       `json:"os"`
	Family  string       `json:"family,omitempty"`
	Model   string       `json:"model,omitempty"`
	Site    string       `json:"site,omitempty"`
	Role    string       `json:"role,omitempty"`
	Pair    string       `json:"pair,omitempty"`
	State   audit.State  `json:"state"`
	Action  solve.Action `json:"action"`
	Refused []Refusal    `json:"refused,omitempty"` // why no reload is planned; empty = it is
	Why     []Why        `json:"why"`
	Solver  Solver       `json:"solver"`
	Steps   []Step       `json:"steps"`
	Reload  *Reload      `json:"reload,omitempty"`  // nil = the action needs none
	Compare []string     `json:"compare,omitempty"` // predictions that no command is known to show
	Unsure  []string     `json:"unsure,omitempty"`  // what is not known and must be found out by hand
}

// Refusal is one reason against a reload.
type Refusal struct {
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

// Why is one finding with its proof.
type Why struct {
	Rule     string           `json:"rule"`
	State    audit.State      `json:"state"`
	Message  string           `json:"message"`
	Evidence []audit.Evidence `json:"evidence,omitempty"`
}

// Solver is what the solver said.
type Solver struct {
	Verdict solve.Outcome             `json:"verdict"`
	Reason  string                    `json:"reason,omitempty"` // the arithmetic
	Source  string                    `json:"source,omitempty"`
	Caps    map[fact.Resource]float64 `json:"caps,omitempty"` // resource -> entries after the change
	// What a rescan is compared with: the setting that must be active, where the
	// device tells that, and the walls that must have moved.
	Setting    string                    `json:"setting,omitempty"`
	Changes    map[fact.Resource]float64 `json:"changes,omitempty"`
	Lasts      string                    `json:"lasts,omitempty"`
	Until      time.Time                 `json:"until,omitzero"` // zero = no day can be named
	Takes      string                    `json:"takes,omitempty"`
	Sure       string                    `json:"sure,omitempty"` // what the figures rest on
	Others     []solve.Other             `json:"others,omitempty"`
	Candidates []solve.Rejected          `json:"candidates,omitempty"` // those that are not valid
	Filters    []RouteFilter             `json:"filters,omitempty"`    // what fits where only fewer routes help, the one that is advised first
}

// Phase is where in the work a step stands.
type Phase string

// The phases, in the order of the work. Rollback is only for when it goes wrong.
const (
	Pre      Phase = "pre"
	Do       Phase = "do"
	Save     Phase = "save"
	Waits    Phase = "pending" // what waits is checked before the point of no return
	ReloadIt Phase = "reload"
	Post     Phase = "post"
	Rollback Phase = "rollback"
)

// Step is one thing that a person does.
type Step struct {
	Phase   Phase  `json:"phase"`
	Command string `json:"command,omitempty"` // "" = Why says what to do
	Expect  string `json:"expect,omitempty"`
	Why     string `json:"why,omitempty"`
	Source  string `json:"source,omitempty"`
	// Unproven: no document confirms the line; it only enters again what ran.
	Unproven bool `json:"unproven,omitempty"`
	// Pattern are lines with names in capitals to fill in: nothing to be pasted.
	Pattern   []string   `json:"pattern,omitempty"`
	Questions []Question `json:"questions,omitempty"`
}

// Question is what the device asks when a command is given, and the answer.
type Question struct {
	Asks   string `json:"asks"`
	Answer string `json:"answer"`
	Why    string `json:"why,omitempty"`
}

// Reload is what the change takes down.
type Reload struct {
	Scope   string `json:"scope"`
	Command string `json:"command"` // several lines are joined by "; "
	Outage  string `json:"outage"`  // "unknown" where no source says
	Warning string `json:"warning,omitempty"`
	Source  string `json:"source,omitempty"`
}

// Build is BuildWith without an inventory: the waves have no times.
func Build(verdicts []audit.Verdict, rooms Rooms, now time.Time) Plan {
	return BuildWith(verdicts, Options{Rooms: rooms, Now: now})
}

// BuildWith makes the plan of all devices whose action is not none, worst first,
// then by name, and puts those that are reloaded into waves. The same verdicts
// and options give the same plan.
func BuildWith(verdicts []audit.Verdict, o Options) Plan {
	p := Plan{Schema: Schema, Made: o.Now.UTC(), Devices: []Device{}, Waves: []Wave{}}
	for i := range verdicts {
		if v := &verdicts[i]; v.Action != solve.None && (o.Only == nil || o.Only(v.Device.Name)) {
			p.Devices = append(p.Devices, device(v, o.Rooms))
		}
	}
	slices.SortStableFunc(p.Devices, func(a, b Device) int {
		return cmp.Or(cmp.Compare(a.State.Rank(), b.State.Rank()), cmp.Compare(a.Name, b.Name))
	})
	schedule(&p, verdicts, o)
	return p
}

func device(v *audit.Verdict, rooms Rooms) Device {
	d, f := v.Device, rooms.Family(v.Device.Family)
	out := Device{
		Name: d.Name, OS: string(d.Identity.OS), Family: d.Family, Model: d.Identity.Model,
		Site: d.Site, Role: d.Role, Pair: d.Pair, State: v.State, Action: v.Action,
		Why: reasons(v.Findings), Solver: solver(v), Steps: []Step{},
	}
	out.Refused = Refusals(v)
	if otherName(v.Findings) != nil {
		return out
	}
	w := work{v: v, m: hand{rooms.Manual(d)}, out: &out}
	if f != nil {
		w.s = v.Situation
		w.family = f.In(w.s)
	}
	w.s.Action, w.s.Knob = string(v.Action), knob(&w)
	if reloads(v) {
		w.reload = w.reloads()
		out.Reload = w.takesDown()
	}
	w.steps()
	return out
}

// otherName gives the finding that another device answered than the inventory
// names: nothing is entered on it.
func otherName(found []audit.Finding) *audit.Finding {
	for i := range found {
		if found[i].Rule == "host/other-name" {
			return &found[i]
		}
	}
	return nil
}

// knob is what the plan turns, or what waits; "" = unknown, or several wait.
func knob(w *work) string {
	if carried(w.v) {
		return w.v.Proposal.Knob
	}
	one := ""
	for _, p := range w.v.Device.Pending {
		k := turned(w, p)
		if k == "" || one != "" && k != one {
			return ""
		}
		one = k
	}
	return one
}

// turned is the knob of what waits, by the words in which the family's lines begin or
// the device calls it.
func turned(w *work, p fact.Change) string {
	f := w.family
	if f == nil {
		return ""
	}
	for _, q := range f.Profiles {
		if q.Name == p.To && f.Change(q.Knob) != nil {
			return q.Knob
		}
	}
	what := strings.Trim(p.What, "`")
	if what == "" {
		what = p.To
	}
	for _, line := range []string{what, strings.TrimPrefix(what, w.m.Negation)} {
		for _, c := range f.Changes {
			named, _, _ := strings.Cut(c.Waits, "{")
			if strings.HasPrefix(line+" ", c.Knob+" ") || named != "" && strings.HasPrefix(line, named) {
				return c.Knob
			}
		}
	}
	return ""
}

// carried reports whether the action carries out the proposal, or reloads into it
// where it waits already.
func carried(v *audit.Verdict) bool {
	p := v.Proposal
	if p == nil {
		return false
	}
	waits := p.Action == solve.Reload || p.Action == solve.Save
	switch v.Action {
	case solve.CarveReload, solve.ProfileRestart:
		return true
	case solve.Reload, solve.Save:
		return waits
	default:
		return v.Action == p.Action
	}
}

// reloads reports whether carrying out the action takes the device, or a part of
// it, down. Saving does where what is saved is pending a reload.
func reloads(v *audit.Verdict) bool {
	switch v.Action {
	case solve.Reload, solve.CarveReload, solve.ProfileRestart:
		return true
	case solve.Save:
		return slices.ContainsFunc(v.Findings, func(f audit.Finding) bool { return f.State == audit.Pend && !f.Waived })
	default:
		return false
	}
}

// reasons gives the findings that matter: all but those that only inform of a
// thing that is well.
func reasons(found []audit.Finding) []Why {
	out := []Why{}
	for _, f := range found {
		if f.Waived && !f.Unsafe || f.State == audit.OK && f.Severity == policy.Info {
			continue
		}
		out = append(out, Why{Rule: f.Rule, State: f.State, Message: f.Message, Evidence: f.Evidence})
	}
	return out
}

func solver(v *audit.Verdict) Solver {
	p := v.Proposal
	if p == nil {
		return Solver{Verdict: solve.NotApplicable, Reason: "nothing is to be divided anew"}
	}
	s := Solver{
		Verdict: p.Outcome, Reason: p.Reason, Source: p.Source, Caps: p.Caps, Candidates: p.Rejected,
		Lasts: p.Lasts, Until: p.Until, Takes: p.Takes, Sure: p.Sure(), Others: p.Others,
	}
	s.Filters = filters(v.Filter)
	if v.Action == solve.CarveReload || v.Action == solve.ProfileRestart {
		s.Changes = moved(v)
		if active := v.Device.Carve.Active; active.Known() && !p.Nameless {
			s.Setting = p.Name // the solver and the device call settings by the same names
		}
	}
	return s
}

// moved gives the capacities after the change that differ from those of now, or
// that have no row of their own now; what is no hardware limit moves by itself and proves
// nothing.
func moved(v *audit.Verdict) map[fact.Resource]float64 {
	out := map[fact.Resource]float64{}
	for resource, next := range v.Proposal.Caps {
		out[resource] = next
		for i := range v.Pools {
			p := &v.Pools[i]
			now, ok := p.Capacity.Get()
			if p.Resource == resource && (!ledger.Wall(p.Kind) || ok && now == next) {
				delete(out, resource)
			}
		}
	}
	return out
}
