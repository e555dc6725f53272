package plan

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

var update = flag.Bool("update", false, "write the golden files")

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func figure(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1, End: 1}) }

// core6500 is a synthetic Sup720 with the factory carve at 480,000 routes.
func core6500(with func(d *fact.Device)) audit.Verdict {
	row := func(name string, resource fact.Resource, used, capacity float64) fact.Table {
		return fact.Table{Name: name, Resource: resource, Scope: fact.System(), Unit: "entries", Ledger: true, CapKind: fact.CapCarve, Used: figure(used), Cap: figure(capacity), Line: 1}
	}
	d := &fact.Device{
		Name: "core1", Site: "fra3", Pair: "core2", Family: "cat6500",
		Identity: fact.Identity{OS: fact.IOS, Model: "WS-C6509-E"},
		Carve:    fact.Carve{Default: true},
		Outputs:  []fact.Output{{Command: "show mls cef summary", Text: "synthetic\n", State: "complete", Parser: "p", Grade: fact.Proven}},
		Tables: []fact.Table{
			row("IPv4 + MPLS", fact.FibIPv4MPLS, 480000, 524288), row("IPv6 + IP Multicast", fact.FibIPv6Mcast, 20000, 262144),
			{Name: "labels", Resource: fact.FibMPLS, Used: figure(12)},
		},
	}
	if with != nil {
		with(d)
	}
	return rules.Auditor(registry.All()).Run(d, policy.Default(), now)
}

// healthy is a router that was read and needs nothing.
func healthy(name string) audit.Verdict {
	return audit.Verdict{Device: &fact.Device{Name: name}, State: audit.OK, Action: solve.None}
}

// What a waiver quiets is not made safe by it, and lines are not entered by an old
// reading.
func TestRefusals(t *testing.T) {
	register := func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2142"} }
	waived := policy.Default()
	waived.Waivers = []policy.Waiver{{Rule: "reload/*", Device: "*", Reason: "we know", Until: now.AddDate(1, 0, 0)}}
	for name, tt := range map[string]struct {
		with   func(d *fact.Device)
		policy policy.Policy
		rule   string
	}{
		"a register that loses the configuration": {register, policy.Default(), "reload/config-register"},
		"and somebody waived it":                  {register, waived, "reload/config-register"},
		"two years old":                           {func(d *fact.Device) { d.Recorded = now.AddDate(-2, 0, 0) }, policy.Default(), "read/stale"},
		"a sound router":                          {nil, policy.Default(), ""},
	} {
		v := core6500(tt.with)
		v = rules.Auditor(registry.All()).Run(v.Device, tt.policy, now)
		p := Build([]audit.Verdict{v, healthy("core2")}, registry.All(), now)
		d := p.Devices[0]
		refused := len(d.Refused) > 0
		if refused != (tt.rule != "") || refused && d.Refused[0].Rule != tt.rule || refused != (len(p.Waves) == 0) || refused != (len(commands(d, Do)) == 0) {
			t.Errorf("%s: refused %+v, waves %v, lines %v", name, d.Refused, p.Waves, commands(d, Do))
		}
	}
}

// A pair that nobody read may be down; one that the filter leaves out is up.
func TestAPairThatWasNotRead(t *testing.T) {
	alone := Build([]audit.Verdict{core6500(nil)}, registry.All(), now)
	if len(alone.Waves) != 0 || len(alone.Unplaced) != 1 {
		t.Errorf("waves %+v, unplaced %+v", alone.Waves, alone.Unplaced)
	}
	picked := BuildWith([]audit.Verdict{core6500(nil), healthy("core2")}, Options{Rooms: registry.All(), Now: now, Only: func(name string) bool { return name == "core1" }})
	if len(picked.Waves) != 1 || len(picked.Devices) != 1 {
		t.Errorf("waves %+v, devices %d", picked.Waves, len(picked.Devices))
	}
	none := BuildWith([]audit.Verdict{core6500(nil)}, Options{Rooms: registry.All(), Now: now, Only: func(string) bool { return false }})
	if len(none.Devices) != 0 {
		t.Errorf("%d devices", len(none.Devices))
	}
}

func phases(d Device) []Phase {
	var out []Phase
	for _, s := range d.Steps {
		if n := len(out); n == 0 || out[n-1] != s.Phase {
			out = append(out, s.Phase)
		}
	}
	return out
}

func commands(d Device, phase Phase) []string {
	var out []string
	for _, s := range d.Steps {
		if s.Phase == phase && s.Command != "" {
			out = append(out, s.Command)
		}
	}
	return out
}

func TestCarveAndReload(t *testing.T) {
	p := Build([]audit.Verdict{core6500(nil)}, registry.All(), now)
	if len(p.Devices) != 1 {
		t.Fatalf("%d devices", len(p.Devices))
	}
	d := p.Devices[0]
	if d.Action != solve.CarveReload || d.Solver.Verdict != solve.Feasible || len(d.Refused) > 0 {
		t.Fatalf("%s, %s, refused %v", d.Action, d.Solver.Verdict, d.Refused)
	}
	if diff := cmp.Diff([]Phase{Pre, Do, Save, Waits, ReloadIt, Post, Rollback}, phases(d)); diff != "" {
		t.Errorf("phases (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"configure terminal", "mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16", "end"}, commands(d, Do)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"configure terminal", "no mls cef maximum-routes ip", "no mls cef maximum-routes mpls", "end", "copy running-config startup-config", "reload"}, commands(d, Rollback)); diff != "" {
		t.Errorf("way back (-want +got):\n%s", diff)
	}
	if d.Reload == nil || d.Reload.Command != "reload" || d.Reload.Outage != "unknown" || !slices.Contains(d.Unsure, "how long the outage lasts") {
		t.Errorf("reload %+v, unsure %q: no source tells the outage", d.Reload, d.Unsure)
	}
	if len(d.Why) == 0 || len(d.Why[0].Evidence) == 0 {
		t.Error("a reload without a reason that is proven")
	}
}

func TestUnsafeReloadsAreRefused(t *testing.T) {
	tests := []struct {
		name, rule string
		with       func(d *fact.Device)
	}{
		{"bit 6", "reload/config-register", func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2142"} }},
		{"the processors differ", "reload/config-register", func(d *fact.Device) {
			d.Boot.Register, d.Boot.Standby = fact.Setting{Text: "0x2102"}, fact.Setting{Text: "0x2"}
		}},
		{"manual boot", "reload/manual-boot", func(d *fact.Device) { d.Boot.Manual = fact.Yes }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Build([]audit.Verdict{core6500(tt.with)}, registry.All(), now).Devices[0]
			if len(d.Refused) != 1 || d.Refused[0].Rule != tt.rule {
				t.Fatalf("refused %+v, want %s", d.Refused, tt.rule)
			}
			for _, phase := range []Phase{Do, Save, ReloadIt} {
				if c := commands(d, phase); len(c) > 0 {
					t.Errorf("%s: %q on a device that would not come back", phase, c)
				}
			}
		})
	}
	t.Run("the helper image is odd, not unsafe", func(t *testing.T) {
		d := Build([]audit.Verdict{core6500(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2101"} })}, registry.All(), now).Devices[0]
		if len(d.Refused) > 0 {
			t.Errorf("refused: %+v", d.Refused)
		}
		if !slices.ContainsFunc(d.Steps, func(s Step) bool { return s.Phase == Pre && strings.Contains(s.Why, "reload/config-register") }) {
			t.Error("nor is it to be settled first")
		}
	})
}

func TestOtherActions(t *testing.T) {
	pending := func(d *fact.Device) {
		d.Tables[0].Used, d.PendingKnown, d.Carve.Default = figure(100), fact.Yes, false
	}
	full := func(d *fact.Device) { d.Tables[0].Used, d.Tables[1].Used = figure(520000), figure(256046) }
	unknown := func(d *fact.Device) {
		d.Family, d.Tables[0].Used, d.PendingKnown = "nobody", figure(100), fact.Yes
	}
	tests := []struct {
		name   string
		with   func(d *fact.Device)
		action solve.Action
		check  func(t *testing.T, d Device)
	}{
		{"a reload that waits enters nothing", pending, solve.Reload, func(t *testing.T, d Device) {
			if c := commands(d, Do); len(c) > 0 {
				t.Errorf("lines %q", c)
			}
			if c := commands(d, ReloadIt); !slices.Equal(c, []string{"reload"}) {
				t.Errorf("reload by %q", c)
			}
		}},
		{"saving what waits saves, then reloads", func(d *fact.Device) { pending(d); d.Boot.Unsaved = fact.Yes }, solve.Save, func(t *testing.T, d Device) {
			if diff := cmp.Diff([]Phase{Pre, Save, Waits, ReloadIt, Post, Rollback}, phases(d)); diff != "" {
				t.Errorf("phases (-want +got):\n%s", diff)
			}
		}},
		{"saving what is active needs no reload", func(d *fact.Device) {
			pending(d)
			d.PendingKnown, d.Boot.Unsaved, d.Carve.Configured = fact.No, fact.Yes, fact.Setting{Text: "ip 768"}
		}, solve.Save, func(t *testing.T, d Device) {
			if diff := cmp.Diff([]Phase{Pre, Save}, phases(d)); diff != "" || d.Reload != nil {
				t.Errorf("reload %+v, phases (-want +got):\n%s", d.Reload, diff)
			}
		}},
		{"no carve holds it", full, solve.Filter, func(t *testing.T, d Device) {
			if d.Solver.Verdict != solve.Infeasible || !strings.Contains(d.Solver.Reason, "the chip has 1,024k") || d.Reload != nil {
				t.Errorf("%+v, reload %+v", d.Solver, d.Reload)
			}
		}},
		{"a family nobody knows", unknown, solve.Reload, func(t *testing.T, d Device) {
			if d.Reload.Scope != "unknown" || len(commands(d, ReloadIt)) > 0 || len(d.Unsure) == 0 {
				t.Errorf("reload %+v by %q, unsure %q", d.Reload, commands(d, ReloadIt), d.Unsure)
			}
		}},
		{"not read", func(d *fact.Device) { *d = fact.Device{Name: "x", Failure: fact.Failure{Cause: "auth"}} }, solve.Investigate, func(t *testing.T, d Device) {
			if len(d.Steps) != 1 || d.Reload != nil {
				t.Errorf("steps %+v, reload %+v", d.Steps, d.Reload)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Build([]audit.Verdict{core6500(tt.with)}, registry.All(), now).Devices[0]
			if d.Action != tt.action {
				t.Fatalf("action %s, want %s: %+v", d.Action, tt.action, d.Why)
			}
			tt.check(t, d)
		})
	}
}

// A line of the catalog that asks for a location is written once per card.
func TestLocationsAreFilledIn(t *testing.T) {
	pool := func(node, index string) ledger.Pool {
		return ledger.Pool{Scope: fact.Scope{Kind: "npu", Node: node, Index: index}}
	}
	v := audit.Verdict{Device: &fact.Device{}, Pools: []ledger.Pool{pool("0/3/CPU0", "0"), pool("0/1/CPU0", "0"), pool("0/1/CPU0", "1"), pool("", "")}}
	w := work{v: &v, out: &Device{}}
	if d := cmp.Diff([]string{"show x 0/1/CPU0", "show x 0/3/CPU0"}, w.expand("show x {location}")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := w.expand("reload {slot}"); len(got) > 0 {
		t.Errorf("%q: nobody knows what is a slot here", got)
	}
	w.out.Unsure = nil
	v.Pools = nil
	if got := w.expand("show x {location}"); len(got) > 0 || len(w.out.Unsure) != 1 {
		t.Errorf("%q, unsure %q: a line with a brace is no line", got, w.out.Unsure)
	}
}

func TestOnlyWhatNeedsSomethingWorstFirst(t *testing.T) {
	well := core6500(func(d *fact.Device) { d.Tables[0].Used = figure(100) })
	warn := core6500(func(d *fact.Device) { d.Name, d.Tables[0].Used = "b", figure(300000) })
	crit := core6500(func(d *fact.Device) { d.Name, d.Tables[0].Used = "c", figure(510000) })
	crit2 := core6500(func(d *fact.Device) { d.Name, d.Tables[0].Used = "a", figure(510000) })
	p := Build([]audit.Verdict{well, warn, crit, crit2}, registry.All(), now)
	var names []string
	for _, d := range p.Devices {
		names = append(names, d.Name)
	}
	if diff := cmp.Diff([]string{"a", "c", "b"}, names); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if again := Build([]audit.Verdict{crit2, crit, warn, well}, registry.All(), now); !reflect.DeepEqual(p, again) {
		t.Error("the plan depends on the order of the verdicts")
	}
}

func TestNothingToDoIsAnEmptyPlan(t *testing.T) {
	raw, err := json.Marshal(Build(nil, registry.All(), now))
	if err != nil || string(raw) != `{"schema":"headroom.plan/1","made":"2026-11-24T12:00:00Z","devices":[],"waves":[]}` {
		t.Errorf("%s %v", raw, err)
	}
}

// The document as programs see it, on a catalog of its own so that it does not
// move with the cited one.
func TestDocument(t *testing.T) {
	cat, err := catalog.Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.MarshalIndent(Build([]audit.Verdict{core6500(nil), healthy("core2")}, rooms{registry.All(), cat.Family}, now), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	golden := filepath.Join("testdata", "core6500.json")
	if *update {
		if err := os.WriteFile(golden, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(raw)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}
