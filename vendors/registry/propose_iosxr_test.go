package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// lpmTCAM is a Silicon One NPU that has so many percent in use.
func lpmTCAM(npu string, used float64) fact.Table {
	t := audittest.Row(fact.CapPercent, used, 100)
	t.Name, t.Resource, t.Unit, t.Scope = "lpm_tcam", fact.FibLPM, "percent", fact.Scope{Kind: "npu", Node: "0/1/CPU0", Index: npu}
	return t
}

// c8000 is a Cisco 8000 with the routes of the dossier's measured table, 1.398 M
// IPv4 and 865 k IPv6, at so many percent (xr:2.3).
func c8000(pid, version, configured string, used float64) *fact.Device {
	v4 := fact.Table{Name: "cef/ipv4", Resource: fact.CEFIPv4, Used: audittest.At(1_398_000, 2)}
	v6 := fact.Table{Name: "cef/ipv6", Resource: fact.CEFIPv6, Used: audittest.At(865_000, 2)}
	return audittest.Device(func(d *fact.Device) {
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
	huge.Tables[3].Used = audittest.At(1_100_000, 2)
	uncounted := c8000("88-LC0-36FH", "", "", 84)
	uncounted.Tables = uncounted.Tables[:2]
	small := c8000("8201-32FH", "7.11.2", "default", 41)
	small.Tables[2].Used, small.Tables[3].Used = audittest.At(1_107_000, 2), audittest.At(210_000, 2)
	blind := c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 84)
	blind.Tables = blind.Tables[:2]
	grown := func(configured string) *fact.Device {
		d := c8000("88-LC0-36FH", "7.11.2", configured, 88)
		d.Tables[2].Used, d.Tables[3].Used = audittest.At(2_900_000, 2), audittest.At(1_800_000, 2)
		return d
	}
	asic := c8000("8812", "7.11.2", "default", 84)
	asic.Identity.Engines, asic.Identity.Asics = nil, []string{"Q200"}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   solve.Action
		commands []string
		before   []string
		says     string
	}{
		{"84 % on Q200", c8000("88-LC0-36FH", "7.11.2", "default", 84), solve.Feasible, solve.CarveReload, line, []string{acl}, "percent of lpm_tcam 42 of 100"},
		{"the silicon is told by its name", asic, solve.Feasible, solve.CarveReload, line, []string{acl}, "42 of 100"},
		{"41 % is enough room", small, solve.Feasible, solve.None, nil, nil, "default: percent of lpm_tcam 41 of 100"},
		{
			"what was not read is checked first", uncounted, solve.Feasible, solve.CarveReload, line,
			[]string{"show version", "show running-config | include hw-module", acl, "show cef summary", "show cef ipv6 summary"},
			"42 of 100",
		},
		{"more than was tested", huge, solve.Unknown, solve.Investigate, nil, nil, "tcam-banks: 1,398,000 IPv4 and 1,100,000 IPv6 routes are more than"},
		{"an old release", c8000("88-LC0-36FH", "7.5.2", "default", 84), solve.Unknown, solve.Investigate, nil, nil, "exists from IOS-XR 7.9.1 on, and this is 7.5.2"},
		{"configured, and the percentage is that of the default", c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 84), solve.Feasible, solve.Reload, nil, []string{acl, "show configuration commit changes last 1"}, "the percentage is what the default was seen to take"},
		{"configured, and nobody counted", blind, solve.Unknown, solve.Investigate, nil, nil, "whether it is active no command tells"},
		{"active and full", grown("tcam-banks"), solve.NotApplicable, solve.Filter, nil, nil, "tcam-banks is active already"},
		{"active, and the line is gone", grown("default"), solve.NotApplicable, solve.Filter, nil, nil, "the next reload would about double"},
		{"configured already, and room", c8000("88-LC0-36FH", "7.11.2", "tcam-banks", 42), solve.Feasible, solve.None, nil, nil, "tcam-banks: percent"},
		{"it waits for the reload", waits, solve.Feasible, solve.Reload, nil, []string{acl}, "42 of 100"},
		{"Q100 has no profile", c8000("8800-LC-36FH", "7.11.2", "default", 94), solve.NotApplicable, solve.Filter, nil, nil, "tcam-banks exists for Q200 only"},
		{"P100 has no profile", c8000("88-LC1-36EH", "24.2.1", "default", 94), solve.NotApplicable, solve.Filter, nil, nil, "no profile gives this silicon more room"},
		{"two kinds of silicon", mixed, solve.Unknown, solve.Investigate, nil, nil, "its cards are of different silicon (q200, q100)"},
		{"nothing tells the silicon", c8000("8812", "7.11.2", "default", 84), solve.Unknown, solve.Investigate, nil, nil, "which silicon it has is not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
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
	for version, action := range map[string]solve.Action{"7.11.2": solve.CarveReload, "7.5.2": solve.Investigate} {
		d := c8000("88-LC0-36FH", version, "default", 86)
		v := audittest.Run(d, policy.Default(), audittest.Now())
		if v.State != audit.Warn || v.Action != action || v.Proposal == nil {
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
	p := audittest.Propose(c8000("88-LC0-36FH", "7.11.2", "default", 84), policy.Default(), audittest.Now())
	want := fmt.Sprintf("about %d %%", 42)
	if len(p.Predict) == 0 || !strings.Contains(p.Predict[0], want) || !strings.Contains(p.Takes, "IPv4 from 9.5k to 7.5k") {
		t.Errorf("predicts %q and takes %q", p.Predict, p.Takes)
	}
}

// Native mode that waits in a chassis with an older card is not reloaded into.
func TestNativeModeIsForNewCardsAlone(t *testing.T) {
	for pid, want := range map[string]bool{"NC55-36X100G-A-SE": true, "NC57-24DD": false, "NC55-RP-E": false} {
		d := &fact.Device{
			Family:   "ncs5700",
			Identity: fact.Identity{OS: fact.IOSXR, Engines: []fact.Engine{{PID: "NC57-18DD-SE", Slot: "0/0/CPU0"}, {PID: pid, Slot: "0/1/CPU0"}}},
			Pending:  []fact.Change{{To: "hw-module profile npu native-mode-enable"}}, PendingKnown: fact.Yes,
		}
		v := audittest.Run(d, policy.Default(), audittest.Now())
		refused := slices.ContainsFunc(v.Findings, func(f audit.Finding) bool {
			return f.Unsafe && strings.Contains(f.Message, "native mode is for chassis")
		})
		if refused != want {
			t.Errorf("%s: refused %v, want %v", pid, refused, want)
		}
	}
}
