package cisco8000

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// What is known of tcam-banks, the one profile of the Cisco 8000 that gives more
// room for routes: xr:2.3 [V] and 4.
const (
	tcamBanks       = "tcam-banks"
	tcamBanksKnob   = "hw-module profile route scale lpm tcam-banks"
	tcamBanksSince  = "7.9.1"
	tcamBanksFactor = 42.0 / 84.0 // the same 1.398 M + 865 k routes, before and after
)

// lpmPercent is what the solver calls the composite percentage of the lpm_tcam:
// it counts both families and is no number of routes.
const lpmPercent fact.Resource = "percent of lpm_tcam"

// redAlarm is the percentage from which the device itself may refuse routes
// (OOR Red, xr:2.1.6).
const redAlarm = 0.95

// propose weighs tcam-banks by the composite percentage that the device
// prints: IPv4 alone says nothing, and no number of routes follows from it.
func (c box) propose() *solve.Proposal {
	used, read := c.percentOf(fact.FibLPM)
	classes := c.Silicon()
	if len(classes) == 0 {
		for _, asic := range c.Device.Identity.Asics { // as the outputs print it: Q200
			classes = ledger.Extend(classes, catalog.Class(strings.ToLower(asic)))
		}
	}
	switch {
	case len(classes) == 0:
		return c.unknown8000("which silicon it has is not known: " + tcamBanks + " exists for Q200 only (`show platform`)")
	case !slices.Contains(classes, classQ200):
		return c.ToldOf(classes...)
	case len(classes) > 1:
		return c.unknown8000("its cards are of different silicon (" + words.Join(classes, ", ") + "), and " + tcamBanks + " exists for Q200 only: what it would do to the others is not known")
	case !read:
		return c.unknown8000("how full the lpm_tcam is was not read: `show controllers npu resources lpmtcam location all`")
	}
	if v := c.Device.Identity.Version; v != "" && !ledger.AtLeast(v, tcamBanksSince) {
		return c.unknown8000(fmt.Sprintf("%s exists from IOS-XR %s on, and this is %s: the software comes first", tcamBanksKnob, tcamBanksSince, v))
	}
	configured := c.Device.Carve.Configured.Text == tcamBanks
	runs := c.banksRun(used)
	said := c.Device.PendingKnown == fact.Yes || len(c.Device.Pending) > 0
	waits := configured && (said || runs == fact.No)
	switch {
	case runs == fact.Yes:
		return c.banksActive(used)
	case configured && !waits:
		return c.banksConfigured(used)
	}
	p := c.banks8000(used, waits)
	if p.Action == solve.Reload && !said {
		p.Reason = tcamBanks + " is configured, and the percentage is what the default was seen to take for such a table: " + p.Reason
		p.Before = append(p.Before, solve.Check{Command: "show configuration commit changes last 1", Expect: "the line, committed later than the last reload of every card", Why: "that it is not active yet follows from the percentage alone"})
	}
	return p
}

// The tables that a Q200 was seen with, each at its percentage: 1.398 M + 865 k at
// 84, 1.107 M + 210 k at 41, 1.017 M + 184 k at 38, all under the default; the
// first at 42 with tcam-banks (xr:2.3 [V]). They lie within one
// percent on a plane in which IPv6 takes two.
const (
	seenPercent = 84
	seenLoad    = 1_398_000 + 2*865_000
	seenLeast   = 1_017_000 + 2*184_000 // below it nothing was seen
)

// banksRun tells from the percentage whether tcam-banks runs, where the table is
// large enough and the answer plain: the two lie a factor of two apart.
func (c box) banksRun(used float64) fact.Tri {
	v4, v6, counted := c.RouteCounts()
	load := v4 + 2*v6
	if !counted || load < seenLeast {
		return fact.Unknown
	}
	switch share := used / (seenPercent * load / seenLoad); {
	case share > 0.4 && share < 0.6:
		return fact.Yes
	case share > 0.85 && share < 1.15:
		return fact.No
	}
	return fact.Unknown
}

// banksActive: there is nothing larger.
func (c box) banksActive(used float64) *solve.Proposal {
	lost := ""
	if c.Device.Carve.Configured.Text == "default" {
		lost = "; the configuration has no line for it, so that the next reload would about double the percentage"
	}
	r := solve.Choose([]solve.Candidate{c.percentCandidate(tcamBanks, used)}, tcamBanks, c.Until())
	if r.Outcome != solve.Feasible || !r.Keep {
		r = solve.Result{Outcome: solve.NotApplicable, Reason: tcamBanks + " is active already: the percentage is half of what the default was seen to take for such a table. Nothing larger exists; what helps is fewer routes, or other silicon"}
	}
	r.Reason += lost
	p := c.percentProposal(r)
	if r.Outcome == solve.NotApplicable {
		p.Action = solve.Filter
	}
	return p
}

func (c box) unknown8000(why string) *solve.Proposal {
	return c.Proposal(solve.Result{Outcome: solve.Unknown, Knob: tcamBanksKnob, Reason: why}, fact.FibLPM)
}

// banksConfigured: the line is there, and no command that prints what is active
// was ever seen. Where there is room nothing needs to be known.
func (c box) banksConfigured(used float64) *solve.Proposal {
	r := solve.Choose([]solve.Candidate{c.percentCandidate(tcamBanks, used)}, tcamBanks, c.Until())
	if r.Outcome == solve.Feasible && r.Keep {
		return c.percentProposal(r)
	}
	return c.unknown8000(tcamBanks + " is configured; whether it is active no command tells that was seen. If every card was reloaded after the commit it is, and there is nothing larger: fewer routes, or other silicon. If not, the reload comes first: the same routes took 84 % before it and 42 % after")
}

// banks8000 chooses between the default and tcam-banks; waits: it is configured,
// and only the reload is left to do.
func (c box) banks8000(used float64, waits bool) *solve.Proposal {
	now, banks := c.percentCandidate("default", used), c.percentCandidate(tcamBanks, used*tcamBanksFactor)
	profile, change := c.Family.Profile(classQ200, tcamBanks), c.Family.Change(tcamBanksKnob)
	if profile == nil || change == nil {
		return c.unknown8000("the catalog does not know " + tcamBanks)
	}
	banks.Knob, banks.Takes, banks.Source = tcamBanksKnob, profile.Trades, profile.Source
	if !waits {
		banks.Lines, banks.Undo = change.Commands, []string{"no " + tcamBanksKnob}
	}
	banks.Predict = []string{
		fmt.Sprintf("lpm_tcam: Total In-Use about %.0f %% on the fullest NPU (measured on one table: 84 %% became 42 %%)", used*tcamBanksFactor),
		"lpm_tcam: OOR State Green",
	}
	v4, v6, counted := c.RouteCounts()
	tested := [2]float64{profile.Caps[fact.FibIPv4], profile.Caps[fact.FibIPv6]}
	if counted && (v4 > tested[0] || v6 > tested[1]) {
		banks.Unproven = fmt.Sprintf("%s IPv4 and %s IPv6 routes are more than the %s and %s that the vendor tested with it", ledger.Count(v4), ledger.Count(v6), ledger.Count(tested[0]), ledger.Count(tested[1]))
	}
	r := solve.Choose([]solve.Candidate{now, banks}, "default", c.Until())
	if r.Outcome == solve.Infeasible {
		r.Outcome = solve.Unknown // a percentage proves nothing
		for _, x := range r.Rejected {
			r.Reason += "; " + x.Name + ": " + x.Why
		}
	}
	if counted && r.Name == tcamBanks {
		r.Reason += fmt.Sprintf("; tested are %s IPv4 and %s IPv6 routes, it has %s and %s", ledger.Count(tested[0]), ledger.Count(tested[1]), ledger.Count(v4), ledger.Count(v6))
	}
	p := c.percentProposal(r)
	if p.Action == solve.CarveReload {
		c.before8000(p, tested, counted)
		if waits {
			p.Action = solve.Reload
		}
	}
	return p
}

// percentCandidate is a setting under which so many percent are in use. How fast
// a composite grows cannot be known from one visit (xr:2.3).
func (c box) percentCandidate(name string, used float64) solve.Candidate {
	return solve.Candidate{
		Name: name,
		Caps: map[fact.Resource]solve.Memory{lpmPercent: {Capacity: 100, Plan: redAlarm, Soft: true}},
		Load: map[fact.Resource]solve.Demand{lpmPercent: c.Demand(used, ledger.Growth{})},
	}
}

// percentProposal carries no capacities: a percentage is not a number of entries.
func (c box) percentProposal(r solve.Result) *solve.Proposal {
	r.Caps = nil
	return c.Proposal(r, fact.FibLPM)
}

// before8000 lists what must be looked at before the profile is entered.
func (c box) before8000(p *solve.Proposal, tested [2]float64, counted bool) {
	if c.Device.Identity.Version == "" {
		p.Before = append(p.Before, solve.Check{Command: "show version", Expect: "IOS-XR " + tcamBanksSince + " or later", Why: "the profile does not exist before"})
	}
	if !c.Device.Carve.Configured.Known() {
		p.Before = append(p.Before, solve.Check{Command: "show running-config | include hw-module", Expect: "no line " + tcamBanksKnob, Why: "the configuration was not read: if the line is there the profile may be active already"})
	}
	p.Before = append(p.Before, solve.Check{Command: "show controllers npu resources all location all", Expect: "IPv4 ACL entries in use below 7.5k and IPv6 below 4k on every NPU", Why: "the profile leaves ACLs no more than that"})
	if !counted {
		p.Before = append(p.Before,
			solve.Check{Command: "show cef summary", Expect: "fewer than " + ledger.Count(tested[0]) + " routes over all VRFs", Why: "the scale that was tested with the profile"},
			solve.Check{Command: "show cef ipv6 summary", Expect: "fewer than " + ledger.Count(tested[1]) + " routes over all VRFs", Why: "the scale that was tested with the profile"})
	}
}

// percentOf gives the percentage in use of a memory in its fullest instance.
func (c box) percentOf(resource fact.Resource) (used float64, ok bool) {
	for i := range c.Rows {
		r := &c.Rows[i]
		if n, known := r.Used.Get(); known && r.Resource == resource && r.Kind == fact.CapPercent {
			used, ok = max(used, n), true
		}
	}
	return used, ok
}

// The classes of the catalog that are asked for by name.
const (
	classQ200 catalog.Class = "q200"
)
