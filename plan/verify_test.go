package plan

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

func TestVerify(t *testing.T) {
	carve := Build([]audit.Verdict{core6500(nil)}, registry.All(), now)
	want := carve.Devices[0].Solver.Caps
	divided := func(d *fact.Device) {
		d.Carve.Default = false
		d.Tables[0].Cap, d.Tables[1].Cap = figure(want[fact.FibIPv4MPLS]), figure(want[fact.FibIPv6Mcast])
		if v4, ok := want[fact.FibIPv4]; ok {
			d.Tables[0].Resource, d.Tables[0].Cap = fact.FibIPv4, figure(v4)
		}
	}
	pending := func(d *fact.Device) { d.PendingKnown, d.Tables[0].Used = fact.Yes, figure(100) }
	reload := Build([]audit.Verdict{core6500(pending)}, registry.All(), now)
	tests := []struct {
		name string
		plan Plan
		now  []audit.Verdict
		want Outcome
	}{
		{"not in the rescan", carve, nil, NotRead},
		{"not read", carve, []audit.Verdict{core6500(func(d *fact.Device) { d.Failure.Cause = "timeout" })}, Worse},
		{"divided as planned", carve, []audit.Verdict{core6500(divided)}, Done},
		{"as before", carve, []audit.Verdict{core6500(nil)}, NotDone},
		{"entered, not reloaded", carve, []audit.Verdict{core6500(func(d *fact.Device) { d.PendingKnown = fact.Yes })}, NotDone},
		{"fuller", carve, []audit.Verdict{core6500(func(d *fact.Device) { d.Tables[0].Used = figure(524288) })}, Worse},
		{"divided otherwise", carve, []audit.Verdict{core6500(func(d *fact.Device) {
			d.Carve.Default, d.Tables[0].Cap = false, figure(917504)
		})}, Drifted},
		{"reloaded", reload, []audit.Verdict{core6500(func(d *fact.Device) { d.Carve.Default, d.Tables[0].Used = false, figure(100) })}, Done},
		{"still waits", reload, []audit.Verdict{core6500(pending)}, NotDone},
		{"silent", reload, []audit.Verdict{core6500(func(d *fact.Device) { d.Tables, d.Carve.Default = nil, false })}, NotRead},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Verify(&tt.plan, tt.now).Devices[0]
			if tt.name == "not read" {
				tt.want = NotRead
				tt.now[0].State = audit.Fail
				got = Verify(&tt.plan, tt.now).Devices[0]
			}
			if got.Outcome != tt.want {
				t.Errorf("%s (%s), want %s; caps %v", got.Outcome, got.Why, tt.want, want)
			}
		})
	}
}

// A profile that moves routes and no capacity is known by its name.
func TestVerifyOfAProfile(t *testing.T) {
	verdict := func(active string, state audit.State, action solve.Action) audit.Verdict {
		d := &fact.Device{Name: "pe1", Family: "ncs5500", Carve: fact.Carve{Active: fact.Setting{Text: active}}}
		pool := ledger.Pool{Resource: fact.FibLEM, Kind: fact.CapHashed, Capacity: figure(786432)}
		return audit.Verdict{Device: d, State: state, Action: action, Pools: []ledger.Pool{pool}, Proposal: &solve.Proposal{
			Feasible: true, Name: "host-optimized-disable", Caps: map[fact.Resource]float64{fact.FibLEM: 786432}, Commands: []string{"hw-module fib ipv4 scale host-optimized-disable"},
		}}
	}
	p := Build([]audit.Verdict{verdict(dnx.HostOptimized, audit.Over, solve.CarveReload)}, registry.All(), now)
	if s := p.Devices[0].Solver; s.Setting != "host-optimized-disable" || len(s.Changes) != 0 {
		t.Errorf("setting %q, changes %v", s.Setting, s.Changes)
	}
	for name, tt := range map[string]struct {
		now  audit.Verdict
		want Outcome
	}{
		"nothing was done":         {verdict(dnx.HostOptimized, audit.Over, solve.CarveReload), NotDone},
		"done":                     {verdict("host-optimized-disable", audit.OK, solve.None), Done},
		"done, and as bad":         {verdict("host-optimized-disable", audit.Over, solve.CarveReload), NotDone},
		"another one":              {verdict("internet-optimized", audit.Warn, solve.Investigate), Drifted},
		"the profile is not known": {verdict("", audit.Warn, solve.Investigate), NotRead},
	} {
		if got := Verify(&p, []audit.Verdict{tt.now}).Devices[0]; got.Outcome != tt.want {
			t.Errorf("%s: %s (%s), want %s", name, got.Outcome, got.Why, tt.want)
		}
	}
}

func TestOpen(t *testing.T) {
	for _, tt := range []struct {
		outcomes       []Outcome
		wrong, unknown bool
	}{
		{nil, false, false},
		{[]Outcome{Done, Done}, false, false},
		{[]Outcome{Done, NotRead}, false, true},
		{[]Outcome{NotRead, NotDone}, true, true},
		{[]Outcome{Worse}, true, false},
		{[]Outcome{Drifted}, true, false},
	} {
		v := Verification{}
		for _, o := range tt.outcomes {
			v.Devices = append(v.Devices, Checked{Outcome: o})
		}
		if wrong, unknown := v.Open(); wrong != tt.wrong || unknown != tt.unknown {
			t.Errorf("%v: wrong %v, unknown %v", tt.outcomes, wrong, unknown)
		}
	}
}
