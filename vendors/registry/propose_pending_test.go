package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// waiting720 is a synthetic 6500 on its factory carve, with routes and a carve
// that waits for the reload, in k; mpls 0 = what waits says nothing of it.
func waiting720(v4, mpls, v6 float64) *fact.Device {
	return audittest.Device(audittest.Both(audittest.Sup720(500_000, 10, false), func(d *fact.Device) {
		for _, w := range []struct {
			resource fact.Resource
			k        float64
		}{{fact.FibIPv4, v4}, {fact.FibMPLS, mpls}, {fact.FibIPv6Mcast, v6}} {
			if w.k > 0 {
				d.Tables = append(d.Tables, fact.Table{Name: string(w.resource), Resource: w.resource, Pending: audittest.At(w.k*1024, 3)})
			}
		}
		d.Pending, d.PendingKnown = []fact.Change{{What: "IPv4 carve"}}, fact.Yes
		d.Carve.AfterReload.Text = "the new carve"
	}))
}

// What waits and does not hold is not reloaded into: another division takes its
// place, or it is taken out, and until then no plan reloads the device.
func TestWhatWaitsAndDoesNotHold(t *testing.T) {
	small := fullV6(ncs("SMALL", dnx.HostOptimized))
	small.Tables[0].Used = audittest.At(700_000, 2)
	small.Histograms[0].Counts[24] -= 81_632
	small.Pending = []fact.Change{{What: "hw-module", To: "hw-module fib ipv4 scale host-optimized-disable", Span: audittest.Span(2)}}
	small.PendingKnown = fact.Yes
	keeps := func() *fact.Device {
		d := waiting720(416, 16, 296)
		d.Tables[0].Used, d.Tables[1].Used = audittest.At(400_000, 2), audittest.At(9, 2)
		d.Carve.Default = false
		return d
	}()
	forgotten := waiting720(500, 396, 64)
	tests := []struct {
		name   string
		device *fact.Device
		action solve.Action
		unsafe bool
		line   string
		says   string
	}{
		{"no profile holds it, and what waits makes it worse", small, solve.Investigate, true, "", "take it out of the configuration before anything reloads the device"},
		{"what runs holds it", keeps, solve.Investigate, true, "", "what runs now does: take it out"},
		{"another division takes its place", forgotten, solve.CarveReload, false, "mls cef maximum-routes ip 768", "another division does, and takes its place"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := policy.Default()
			var cat *catalog.Catalog
			if tt.device == small {
				cat = testCatalog(t)
			}
			v := audittest.RunWith(cat, tt.device, p, audittest.Now())
			var pending *audit.Finding
			unsafe := false
			for i := range v.Findings {
				f := &v.Findings[i]
				if f.Rule == "carve/pending" {
					pending = f
				}
				unsafe = unsafe || f.Unsafe
			}
			if pending == nil || pending.Action != tt.action || !strings.Contains(pending.Message, tt.says) || unsafe != tt.unsafe {
				t.Fatalf("%s / %s, unsafe %v: %+v", v.State, v.Action, unsafe, v.Findings)
			}
			if tt.line != "" && (v.Proposal == nil || !slices.Contains(v.Proposal.Commands, tt.line)) {
				t.Errorf("%+v", v.Proposal)
			}
		})
	}
}

// A region that stays as it is is entered again where another size of it waits.
func TestWhatWaitsIsOverwritten(t *testing.T) {
	d := audittest.Device(func(d *fact.Device) {
		d.Family = "cat6500"
		for _, r := range []struct {
			resource        fact.Resource
			used, size, set float64
		}{{fact.FibIPv4, 300_000, 524_288, 900 * 1024}, {fact.FibMPLS, 250_000, 262_144, 0}, {fact.FibIPv6Mcast, 100, 131_072, 0}} {
			t := audittest.Row(fact.CapCarve, r.used, r.size)
			t.Resource, t.Name = r.resource, string(r.resource)
			if r.set > 0 {
				t.Configured, t.Pending = audittest.At(r.set, 3), audittest.At(r.set, 3)
			}
			d.Tables = append(d.Tables, t)
		}
		d.PendingKnown = fact.Yes
	})
	p := audittest.Propose(d, policy.Default(), audittest.Now())
	if !p.Feasible || !slices.ContainsFunc(p.Commands, func(line string) bool { return strings.HasPrefix(line, "mls cef maximum-routes mpls ") }) ||
		!slices.Contains(p.Commands, "mls cef maximum-routes ip 512") || !slices.Contains(p.Undo, "mls cef maximum-routes ip 512") {
		t.Errorf("%s %q, back %q: %s", p.Outcome, p.Commands, p.Undo, p.Reason)
	}
}

func TestWhatWaitsForAReload(t *testing.T) {
	sw := func(used float64, after string) *fact.Device {
		a := audittest.Row(fact.CapTemplate, used, 2000)
		return audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Model, d.Carve.Active.Text = "switch", "SW", "access"
			d.Carve.AfterReload.Text, d.PendingKnown = after, fact.Yes
		}, a)
	}
	sizes := func(used, then float64) *fact.Device {
		d := sw(used, "other sizes than now")
		d.Family, d.Tables[0].Pending = "crs", audittest.At(then, 3)
		return d
	}
	place := fullV6(ncs("BIG", dnx.HostOptimized))
	place.Carve.AfterReload.Text, place.PendingKnown = "host-optimized-disable", fact.Yes
	unsaved := waiting720(768, 16, 120)
	unsaved.Boot.Unsaved = fact.Yes
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   solve.Action
		rejected string
		says     string
	}{
		{"a carve that holds it", waiting720(768, 16, 120), solve.Feasible, solve.Reload, "", "waits for the reload: the new carve: ipv4 499,990 of 786,432"},
		{"it must be saved first", unsaved, solve.Feasible, solve.Save, "", "waits for the reload"},
		{"a carve that does not", waiting720(500, 396, 64), solve.Feasible, solve.CarveReload, "it waits for the reload; ipv4 needs", ""},
		{"half of a carve", waiting720(768, 0, 0), solve.Feasible, solve.CarveReload, "it waits for the reload; what it gives mpls is not known", ""},
		{"the template that would be proposed", sw(1950, "routing"), solve.Feasible, solve.Reload, "", "waits for the reload: routing: ipv4 1,950 of 8,000"},
		{"a template nobody knows", sw(1950, "strange"), solve.Feasible, solve.CarveReload, "what it gives is not known", ""},
		{"room now, and something waits", sw(100, "routing"), solve.Feasible, solve.None, "", "access"},
		{"a placement that would be proposed", place, solve.Feasible, solve.Reload, "", "waits for the reload: host-optimized-disable"},
		{"sizes of a family without a solver", sizes(1950, 4000), solve.Feasible, solve.Reload, "", "ipv4 1,950 of 4,000"},
		{"smaller sizes", sizes(1950, 1960), solve.Unknown, solve.Investigate, "it waits for the reload; ipv4 needs", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			policy := policy.Default()
			var cat *catalog.Catalog
			if tt.device.Family != "cat6500" {
				cat = testCatalog(t)
			}
			p := audittest.ProposeWith(cat, tt.device, policy, audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s %q, want %s / %s %q", p.Outcome, p.Action, p.Reason, tt.outcome, tt.action, tt.says)
			}
			if (p.Action == solve.Reload || p.Action == solve.Save) && len(p.Commands) > 0 {
				t.Errorf("lines are entered again: %q", p.Commands)
			}
			found := false
			for _, r := range p.Rejected {
				found = found || tt.rejected != "" && strings.Contains(r.Why, tt.rejected)
			}
			if found != (tt.rejected != "") {
				t.Errorf("rejected %+v, want %q", p.Rejected, tt.rejected)
			}
		})
	}
}

// A mode for switching on a switch that routes, and a profile under which a card
// stays down, are not reloaded into.
func TestWhatMustNotRun(t *testing.T) {
	waits := func(family string, os fact.OS, active, next string, change func(*fact.Device)) *fact.Device {
		return audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Family, d.Identity.OS = family, os
			d.Carve.Active.Text, d.Carve.AfterReload.Text = active, next
			d.Pending, d.PendingKnown = []fact.Change{{What: "mode", From: active, To: next}}, fact.Yes
		}, change), audittest.Row(fact.CapCarve, 500, 2000))
	}
	cards := func(pids ...string) func(*fact.Device) {
		return func(d *fact.Device) {
			for _, pid := range pids {
				d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: "0/1", PID: pid})
			}
		}
	}
	for _, tt := range []struct {
		name   string
		device *fact.Device
		says   string
	}{
		{"a mode for switching", waits("n9k", fact.NXOS, "LPM Heavy", "L2 Heavy", cards()), "for switching"},
		{"another mode", waits("n9k", fact.NXOS, "L2 Heavy", "LPM Heavy", cards()), ""},
		{"a card without external TCAM", waits("ncs5700", fact.IOSXR, "l3max", "l3max-se", cards("NC57-18DD-SE", "NC57-24DD")), "NC57-24DD (slot 0/1) has none"},
		{"all cards have one", waits("ncs5700", fact.IOSXR, "l3max", "l3max-se", cards("NC57-18DD-SE")), ""},
		{"no -se profile", waits("ncs5700", fact.IOSXR, "l3max", "l2max", cards("NC57-24DD")), ""},
	} {
		v := audittest.Run(tt.device, policy.Default(), audittest.Now())
		unsafe := slices.ContainsFunc(v.Findings, func(f audit.Finding) bool {
			return f.Rule == "reload/shrinks" && f.Unsafe && strings.Contains(f.Message, tt.says)
		})
		if unsafe != (tt.says != "") || tt.says != "" && v.Action == solve.Reload {
			t.Errorf("%s: %s %+v", tt.name, v.Action, v.Findings)
		}
	}
}
