package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/transcript"
)

// The fleet of these tests is synthetic: names, numbers and outputs are ours.

func clock() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }

// router makes a judged device. cap and limit below 0 are unknown.
func router(name, site, family string, s audit.State, a solve.Action, used, limit, most float64) scan.Device {
	fig := func(v float64) fact.Figure {
		if v < 0 {
			return fact.Figure{}
		}
		return fact.Read(v, fact.Span{})
	}
	f := &fact.Device{Name: name, Site: site, Family: family, Recorded: clock().Add(-2 * time.Hour)}
	f.Identity.OS, f.Identity.Version = fact.IOS, "15.1(2)SY14"
	p := ledger.Pool{Name: "IPv4 routes", Resource: fact.FibIPv4, Unit: "routes", Used: fig(used), Capacity: fig(limit), Max: fig(most), Kind: fact.CapCarve}
	if used >= 0 && limit >= 0 {
		p.Free = fact.Derived(max(0, limit-used), fact.Span{}, "cap - used")
	}
	v := audit.Verdict{Device: f, State: s, Action: a, Pools: []ledger.Pool{p}}
	if s != audit.OK {
		v.Findings = []audit.Finding{{Rule: "cap/near", Severity: policy.Warn, State: s, Message: "IPv4 routes: " + ledger.Amount(&ledger.Row{Pool: p})}}
	}
	return scan.Device{Inventory: inventory.Device{Name: name, Site: site}, Verdict: v, Transcript: &transcript.Transcript{Device: name}}
}

const maximumRoutes = `FIB TCAM maximum routes :
=======================
Current :-
-------
 IPv4 + MPLS         - 512k (default)
 IPv6 + IP Multicast - 256k (default)
a line that nobody knows
`

// evident is a device with an output, facts in it and a transcript.
func evident() scan.Device {
	d := router("ams1-edge-05", "ams1", "cat6500", audit.Crit, solve.CarveReload, 511200, 524288, 1048576)
	f := d.Verdict.Device
	f.Pair = "ams1-edge-06"
	f.Identity.Model = "WS-C6509-E"
	f.Outputs = []fact.Output{
		{Command: "show version", Text: "Cisco IOS Software\nuptime is 3 years\n", State: "complete", Parser: "version", Lines: 2},
		{Command: "show mls cef maximum-routes", Text: maximumRoutes, State: "complete", Parser: "maximum-routes", Grade: fact.Proven, Lines: 7, Unread: 1},
	}
	span := func(text string) fact.Span {
		at := strings.Index(maximumRoutes, text)
		line := 1 + strings.Count(maximumRoutes[:at], "\n")
		return fact.Span{Output: 1, Line: int32(line), Start: int32(at), End: int32(at + len(text))}
	}
	f.Tables = []fact.Table{
		{Name: "IPv4 + MPLS", Resource: fact.FibIPv4MPLS, Unit: "routes", Cap: fact.Read(524288, span("512k")), CapKind: fact.CapCarve, Output: 1},
		{Name: "IPv6 + IP Multicast", Resource: fact.FibIPv6Mcast, Unit: "routes", Cap: fact.Read(262144, span("256k")), CapKind: fact.CapCarve, Output: 1},
	}
	f.Unread = []fact.Line{{Output: 1, No: 7, Text: "a line that nobody knows"}}
	f.Carve = fact.Carve{Configured: fact.Setting{Text: "default", Grade: fact.Inferred}, Active: fact.Setting{Text: "default", Grade: fact.Reported}, Default: true}
	d.Verdict.Findings[0].Evidence = []audit.Evidence{{Command: "show mls cef maximum-routes", Line: 5, Span: span("512k")}}
	d.Verdict.Pools = append(d.Verdict.Pools, ledger.Pool{
		Name: "IPv6 + multicast", Resource: fact.FibIPv6Mcast, Unit: "routes", Capacity: fact.Read(262144, fact.Span{}), Kind: fact.CapCarve,
	})
	d.Verdict.Proposal = &solve.Proposal{
		Feasible: true, Outcome: solve.Feasible, Action: solve.CarveReload, Knob: "mls cef maximum-routes",
		Commands: []string{"mls cef maximum-routes ip 768"}, Reason: "768 x 1,024 = 786,432; 511,200 with a reserve of a quarter is 639,000",
		Caps: map[fact.Resource]float64{fact.FibIPv4: 786432}, Undo: []string{"no mls cef maximum-routes ip"},
	}
	d.Transcript = transcriptOf("ams1-edge-05", f.Outputs)
	reg := registry.All()
	d.Verdict.Situation = reg.Situation(f, reg.Family(f.Family))
	return d
}

func transcriptOf(name string, outputs []fact.Output) *transcript.Transcript {
	t := &transcript.Transcript{Device: name, OS: "cisco_ios", Source: "log"}
	for i, o := range outputs {
		outputs[i].Record = i
		raw := []byte(name + "#" + o.Command + "\r\n" + o.Text)
		t.Records = append(t.Records, transcript.Record{
			Kind: transcript.Command, Command: o.Command, Raw: raw,
			BodyStart: len(raw) - len(o.Text), BodyEnd: len(raw), State: transcript.Complete,
		})
	}
	return t
}

// hostile holds everything that could reach a terminal.
const hostile = "\x1b]52;c;aGk=\a\x1b[2J\u202e\u009b31m\x00\x7f\r\b\tx\u200b\xff\n\x1b_Gq\x1b\\wide漢字é"

// hostileDevice has it in every field.
func hostileDevice() scan.Device {
	d := router(hostile, hostile, hostile, audit.Warn, solve.Investigate, 900, 1000, 1000)
	f := d.Verdict.Device
	f.Pair, f.Tags = hostile, []string{hostile}
	f.Identity.Version, f.Identity.Model = hostile, hostile
	f.Carve.Active.Text, f.Carve.Configured.Text = hostile, hostile
	f.Pending = []fact.Change{{What: hostile, From: hostile, To: hostile}}
	f.Failure = fact.Failure{Cause: hostile, Text: hostile}
	f.Outputs = []fact.Output{{Command: hostile, Text: hostile, State: hostile, Parser: hostile, Why: hostile, File: hostile}}
	f.Tables = []fact.Table{{Name: hostile, Unit: hostile, Used: fact.Read(900, fact.Span{Line: 1, Start: 3, End: 9})}}
	f.Flags = []fact.Flag{{Key: hostile, Value: hostile, Span: fact.Span{Line: 1, Start: 0, End: 400}}}
	d.Verdict.Pools[0].Name, d.Verdict.Pools[0].Unit, d.Verdict.Pools[0].Scope = hostile, hostile, fact.Scope{Kind: hostile, Node: hostile}
	d.Verdict.Findings = []audit.Finding{{Rule: hostile, State: audit.Warn, Message: hostile, Evidence: []audit.Evidence{{Span: fact.Span{Line: 1, Start: 2, End: 4}}}}}
	d.Verdict.Proposal = &solve.Proposal{
		Outcome: solve.Outcome(hostile), Commands: []string{hostile}, Reason: hostile, Source: hostile, Predict: []string{hostile},
		Before: []solve.Check{{Command: hostile, Expect: hostile, Why: hostile}}, Rejected: []solve.Rejected{{Name: hostile, Why: hostile}},
	}
	d.File = hostile
	d.Transcript = transcriptOf(hostile, f.Outputs)
	return d
}

// percentOnly is a device of which only a percentage is known.
func percentOnly() scan.Device {
	d := router("sjc1-agg-04", "sjc1", "asr1k", audit.Warn, solve.Investigate, 88, 100, -1)
	p := &d.Verdict.Pools[0]
	p.Name, p.Resource, p.Unit, p.Kind = "QFP exmem", fact.FibMemory, "percent", fact.CapPercent
	d.Verdict.Findings[0].Message = "QFP exmem: 88 % used"
	return d
}

func failed() scan.Device {
	d := router("fra3-edge-77", "fra3", "", audit.Fail, solve.Investigate, -1, -1, -1)
	d.Verdict.Pools = nil
	d.Verdict.Device.Identity = fact.Identity{}
	d.Verdict.Device.Failure = fact.Failure{Cause: "hostkey", Text: "the host key has changed"}
	d.Verdict.Findings = []audit.Finding{{Rule: "read/failed", State: audit.Fail, Message: "not read: the host key has changed"}}
	return d
}

func fleetResult(more ...scan.Device) *scan.Result {
	unknown := router("sin2-tor-17", "sin2", "", audit.Unkn, solve.Investigate, -1, -1, -1)
	return &scan.Result{
		ID: "20261124T100000Z-0badcafe", Started: clock().Add(-2 * time.Hour), Finished: clock().Add(-2 * time.Hour), Planned: 9 + len(more),
		Devices: append([]scan.Device{
			router("fra3-edge-01", "fra3", "cat6500", audit.Over, solve.Filter, 1048576, 1048576, 1048576),
			router("lhr5-edge-02", "lhr5", "ncs5500", audit.OK, solve.None, 1041000, 3100000, 4000000),
			evident(), unknown, failed(), percentOnly(),
			router("nrt1-pe-11", "nrt1", "asr9k", audit.Pend, solve.Reload, 400000, 512000, 1300000),
			router("gru4-agg-04", "gru4", "ex4600", audit.Stale, solve.Investigate, 14000, 16000, 128000),
			router("fra3-core-02", "fra3", "mx", audit.OK, solve.None, 997, 100000, 100000),
		}, more...),
	}
}

// bigFleet has n devices.
func bigFleet(n int) *scan.Result {
	states := audit.States()
	r := &scan.Result{Started: clock(), Finished: clock(), Planned: n}
	for i := range n {
		r.Devices = append(r.Devices, router(fmt.Sprintf("fra%d-edge-%06d", i%9, i*7919%n), fmt.Sprintf("fra%d", i%9), "cat6500", states[i%len(states)], solve.Reload, float64(i%500000), 524288, 1048576))
	}
	return r
}
