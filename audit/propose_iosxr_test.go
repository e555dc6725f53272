package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// lpmTCAM is a Silicon One NPU that has so many percent in use.
func lpmTCAM(npu string, used float64) fact.Table {
	t := row(fact.CapPercent, used, 100)
	t.Name, t.Resource, t.Unit, t.Scope = "lpm_tcam", fact.FibLPM, "percent", fact.Scope{Kind: "npu", Node: "0/1/CPU0", Index: npu}
	return t
}

// c8000 is a Cisco 8000 with the routes of the dossier's measured table, 1.398 M
// IPv4 and 865 k IPv6, at so many percent (xr:2.3).
func c8000(pid, version, configured string, used float64) *fact.Device {
	v4 := fact.Table{Name: "cef/ipv4", Resource: fact.CEFIPv4, Used: at(1_398_000, 2)}
	v6 := fact.Table{Name: "cef/ipv6", Resource: fact.CEFIPv6, Used: at(865_000, 2)}
	return device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Version = "cisco8000", fact.IOSXR, version
		d.Identity.Engines = []fact.Engine{{Slot: "0/1/CPU0", PID: pid}}
		d.Carve.Configured.Text = configured
	}, lpmTCAM("0", used-2), lpmTCAM("1", used), v4, v6)
}

func TestCisco8000(t *testing.T) {
	line := []string{"hw-module profile route scale lpm tcam-banks"}
	acl := "show controllers npu resources all location all"
	mixed := c8000("88-LC0-36FH", "7.11.2", "default", 84)
	mixed.Identity.Engines = append(mixed.Identity.Engines, fact.Engine{Slot: "0/2/CPU0", PID: "8800-LC-36FH"})
	waits := c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 84)
	waits.Pending = []fact.Change{{What: "hw-module profile", To: "route scale lpm high"}}
	huge := c8000("88-LC0-36FH", "7.11.2", "default", 84)
	huge.Tables[3].Used = at(1_100_000, 2)
	uncounted := c8000("88-LC0-36FH", "", "", 84)
	uncounted.Tables = uncounted.Tables[:2]
	small := c8000("8201-32FH", "7.11.2", "default", 41)
	small.Tables[2].Used, small.Tables[3].Used = at(1_107_000, 2), at(210_000, 2)
	blind := c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 84)
	blind.Tables = blind.Tables[:2]
	grown := func(configured string) *fact.Device {
		d := c8000("88-LC0-36FH", "7.11.2", configured, 88)
		d.Tables[2].Used, d.Tables[3].Used = at(2_900_000, 2), at(1_800_000, 2)
		return d
	}
	asic := c8000("8812", "7.11.2", "default", 84)
	asic.Identity.Engines, asic.Identity.Asics = nil, []string{"Q200"}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   Action
		commands []string
		before   []string
		says     string
	}{
		{"84 % on Q200", c8000("88-LC0-36FH", "7.11.2", "default", 84), solve.Feasible, CarveReload, line, []string{acl}, "percent of lpm_tcam 42 of 100"},
		{"the silicon is told by its name", asic, solve.Feasible, CarveReload, line, []string{acl}, "42 of 100"},
		{"41 % is enough room", small, solve.Feasible, None, nil, nil, "default: percent of lpm_tcam 41 of 100"},
		{
			"what was not read is checked first", uncounted, solve.Feasible, CarveReload, line,
			[]string{"show version", "show running-config | include hw-module", acl, "show cef summary", "show cef ipv6 summary"},
			"42 of 100",
		},
		{"more than was tested", huge, solve.Unknown, Investigate, nil, nil, "tcam-banks: 1,398,000 IPv4 and 1,100,000 IPv6 routes are more than"},
		{"an old release", c8000("88-LC0-36FH", "7.5.2", "default", 84), solve.Unknown, Investigate, nil, nil, "exists from IOS-XR 7.9.1 on, and this is 7.5.2"},
		{"configured, and the percentage is that of the default", c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 84), solve.Feasible, Reload, nil, []string{acl, "show configuration commit changes last 1"}, "the percentage is what the default was seen to take"},
		{"configured, and nobody counted", blind, solve.Unknown, Investigate, nil, nil, "whether it is active no command tells"},
		{"active and full", grown("tcam-banks"), solve.NotApplicable, Filter, nil, nil, "tcam-banks is active already"},
		{"active, and the line is gone", grown("default"), solve.NotApplicable, Filter, nil, nil, "the next reload would about double"},
		{"configured already, and room", c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 42), solve.Feasible, None, nil, nil, "tcam-banks: percent"},
		{"it waits for the reload", waits, solve.Feasible, Reload, nil, []string{acl}, "42 of 100"},
		{"Q100 has no profile", c8000("8800-LC-36FH", "7.11.2", "default", 94), solve.NotApplicable, Filter, nil, nil, "tcam-banks exists for Q200 only"},
		{"P100 has no profile", c8000("88-LC1-36EH", "24.2.1", "default", 94), solve.NotApplicable, Filter, nil, nil, "no profile gives this silicon more room"},
		{"two kinds of silicon", mixed, solve.Unknown, Investigate, nil, nil, "its cards are of different silicon (q200, q100)"},
		{"nothing tells the silicon", c8000("8812", "7.11.2", "default", 84), solve.Unknown, Investigate, nil, nil, "which silicon it has is not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newCase(tt.device, DefaultPolicy(), testNow).Proposal
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s: %q, want %s / %s and %q", p.Outcome, p.Action, p.Reason, tt.outcome, tt.action, tt.says)
			}
			var before []string
			for _, b := range p.Before {
				before = append(before, b.Command)
			}
			if d := cmp.Diff(tt.commands, p.Commands) + cmp.Diff(tt.before, before); d != "" {
				t.Error(d)
			}
			if len(p.Caps) > 0 {
				t.Errorf("a percentage became capacities: %v", p.Caps)
			}
		})
	}
}

// The state is that of the percentage; the verdict carries what the solver says,
// also where it can propose nothing.
func TestCisco8000Verdict(t *testing.T) {
	for version, action := range map[string]Action{"7.11.2": CarveReload, "7.5.2": Investigate} {
		d := c8000("88-LC0-36FH", version, "default", 86)
		v := Run(d, DefaultPolicy(), testNow)
		if v.State != Warn || v.Action != action || v.Proposal == nil {
			t.Errorf("%s: %s / %s, proposal %v, want WARN / %s", version, v.State, v.Action, v.Proposal, action)
		}
		for _, f := range v.Findings {
			if strings.Contains(f.Message, "routes left") {
				t.Errorf("a number of routes came out of a percentage: %s", f.Message)
			}
		}
	}
}

// Half of what is in use is predicted, of the fullest NPU.
func TestCisco8000Predicts(t *testing.T) {
	p := newCase(c8000("88-LC0-36FH", "7.11.2", "default", 84), DefaultPolicy(), testNow).Proposal
	want := fmt.Sprintf("about %d %%", 42)
	if len(p.Predict) == 0 || !strings.Contains(p.Predict[0], want) || !strings.Contains(p.Takes, "IPv4 from 9.5k to 7.5k") {
		t.Errorf("predicts %q and takes %q", p.Predict, p.Takes)
	}
}

// The three tables that a Q200 was seen with under the default, and the one with
// tcam-banks (xr:2.3); what lies between proves nothing.
func TestWhetherTCAMBanksRun(t *testing.T) {
	for _, tt := range []struct {
		v4, v6, percent float64
		want            fact.Tri
	}{
		{1_398_243, 865_548, 84, fact.No},
		{1_107_000, 210_000, 41, fact.No},
		{1_017_528, 184_252, 38, fact.No},
		{1_398_243, 865_548, 42, fact.Yes},
		{1_398_243, 865_548, 60, fact.Unknown},
		{200_000, 50_000, 9, fact.Unknown},
	} {
		d := c8000("88-LC0-36FH", "7.11.2", "", tt.percent)
		d.Tables[2].Used, d.Tables[3].Used = at(tt.v4, 2), at(tt.v6, 2)
		if got := newCase(d, DefaultPolicy(), testNow).banksRun(tt.percent); got != tt.want {
			t.Errorf("%v + %v at %v %%: %v, want %v", tt.v4, tt.v6, tt.percent, got, tt.want)
		}
	}
}

// Lines are fitted to what stands in the configuration: nothing is entered that the
// release does by itself, what excludes the new line goes first, and the way back
// leaves what stood there (lines-xr:0, lines-xr:1).
func TestLinesFitTheConfiguration(t *testing.T) {
	const scale, acl20 = "hw-module tcam fib ipv4 scaledisable", "hw-module profile tcam acl-prefix percent 20"
	for _, tt := range []struct {
		name, version, lines string
		whole                bool
		commands, undo       []string
		want, back           []string
	}{
		{"internet-optimized lingers", "7.3.2", internetOpt, true, []string{disable}, []string{"no " + disable}, []string{"no " + internetOpt, disable}, []string{"no " + disable}},
		{"and only a part was shown", "7.3.2", internetOpt, false, []string{disable}, []string{"no " + disable}, []string{"no " + internetOpt, disable}, []string{"no " + disable}},
		{"nothing lingers", "7.3.2", "", true, []string{disable}, []string{"no " + disable}, []string{disable}, []string{"no " + disable}},
		{"the default needs no line", "6.6.3", scale, true, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale}, []string{scale}},
		{"the old default does", "6.3.1", scale, true, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale, aclNone}, []string{scale, "no " + aclNone}},
		{"the carve of the release, no line stood before", "6.2.2", "", true, []string{aclNone}, []string{acl20}, []string{aclNone}, []string{"no " + aclNone}},
		{"a carve that is configured", "6.6.3", acl20, true, []string{aclNone}, nil, []string{aclNone}, []string{acl20}},
		{"nothing was shown", "6.6.3", "", false, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale, aclNone}, []string{scale}},
	} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.IOSXR, Version: tt.version}}
		if tt.lines != "" {
			d.Flags = append(d.Flags, fact.Flag{Name: "hw_module", Value: tt.lines})
		}
		if tt.whole {
			d.Flags = append(d.Flags, fact.Flag{Name: "hw_module_all", Value: true})
		}
		p := &Proposal{Commands: tt.commands, Undo: tt.undo}
		(&Case{Device: d}).asConfigured(p)
		if !slices.Equal(p.Commands, tt.want) || !slices.Equal(p.Undo, tt.back) {
			t.Errorf("%s: %q, back %q", tt.name, p.Commands, p.Undo)
		}
	}
}

// Who takes the share of hybrid access lists away looks for them first.
func TestHybridAccessListsAreLookedFor(t *testing.T) {
	for _, lines := range [][]string{{aclNone}, {"no hw-module profile tcam acl-prefix percent 20"}} {
		if got := reversePath(lines); len(got) != 1 || got[0].Command != "show running-config | include compress level" {
			t.Errorf("%q: %+v", lines, got)
		}
	}
	if got := reversePath([]string{"no " + disable}); len(got) != 1 || got[0].Expect != "no interface with unicast RPF" {
		t.Errorf("unicast RPF is not looked for: %+v", got)
	}
	if got := reversePath([]string{disable}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// Native mode that waits in a chassis with an older card is not reloaded into.
func TestNativeModeIsForNewCardsAlone(t *testing.T) {
	for pid, want := range map[string]bool{"NC55-36X100G-A-SE": true, "NC57-24DD": false, "NC55-RP-E": false} {
		d := &fact.Device{
			Family:   "ncs5700",
			Identity: fact.Identity{OS: fact.IOSXR, Engines: []fact.Engine{{PID: "NC57-18DD-SE", Slot: "0/0/CPU0"}, {PID: pid, Slot: "0/1/CPU0"}}},
			Pending:  []fact.Change{{To: nativeKnob}}, PendingKnown: fact.Yes,
		}
		v := Run(d, DefaultPolicy(), testNow)
		refused := slices.ContainsFunc(v.Findings, func(f Finding) bool { return f.Unsafe && strings.Contains(f.Message, "native mode is for chassis") })
		if refused != want {
			t.Errorf("%s: refused %v, want %v", pid, refused, want)
		}
	}
}
