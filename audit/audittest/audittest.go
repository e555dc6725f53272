// Package audittest makes devices for the tests of the audit, of its rules and of what
// the rooms propose, and judges them as the program does.
//
// What goes in: what a test wants of a device. What comes out: facts and verdicts.
package audittest

import (
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// Now is when the tests judge.
func Now() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }

// Text is the synthetic answer that every span of these tests points into.
const Text = "capacity report (synthetic)\nline two: 90 of 100\nline three: Red\nline four = TRUE\n"

// At is a figure that stands on a line of output 0.
func At(v float64, line int32) fact.Figure {
	return fact.Read(v, fact.Span{Output: 0, Line: line, Start: 0, End: 1})
}

// Span is a place on a line of the one answer.
func Span(line int32) fact.Span { return fact.Span{Output: 0, Line: line, End: 1} }

// Row is a ledger row with used and cap on line 2.
func Row(kind fact.CapKind, used, capacity float64) fact.Table {
	return fact.Table{
		Name: "routes", Resource: fact.FibIPv4, Scope: fact.System(), Unit: fact.UnitEntries, Ledger: true,
		Used: At(used, 2), Cap: At(capacity, 2), CapKind: kind, Line: 2,
	}
}

// Device is a known device with rows, changed by with.
func Device(with func(d *fact.Device), rows ...fact.Table) *fact.Device {
	d := &fact.Device{
		Name: "r1", Family: "crs", Identity: fact.Identity{OS: fact.IOS, Model: "X-1"}, Tables: rows,
		Outputs: []fact.Output{{Command: "show capacity", File: "r1.log", Text: Text, State: "complete", Parser: "p", Grade: fact.Proven}},
	}
	if with != nil {
		with(d)
	}
	return d
}

// Sup720 is a 6500 with the carve v4+mpls / v6 and its use.
func Sup720(v4, v6 float64, isDefault bool) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Carve.Default = "cat6500", isDefault
		d.Carve.Active = fact.Setting{Text: "factory default", Grade: fact.Reported, Span: Span(2)}
		a, b := Row(fact.CapCarve, v4, 524288), Row(fact.CapCarve, v6, 262144)
		a.Resource, b.Resource = fact.FibIPv4MPLS, fact.FibIPv6Mcast
		labels := fact.Table{Name: "labels", Resource: fact.FibMPLS, Used: At(10, 2)}
		d.Tables = append(d.Tables, a, b, labels)
	}
}

// RegionsOf is a Nexus 9000 (Cloud Scale EX, 4,096 ingress entries) whose RACL
// region is nearly full beside one for ports with idle entries in use, -1 = unknown.
func RegionsOf(racl, idle float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n9k", fact.NXOS, "N9K-C93180YC-EX"
		d.Identity.Engines = []fact.Engine{{PID: "N9K-C93180YC-EX"}}
		use := func(name string, used, size float64) {
			t := Row(fact.CapCarve, used, size)
			t.Name, t.Resource, t.Ledger, t.Scope = name, fact.ACL, false, fact.Scope{Kind: fact.ScopeModule, Index: "1"}
			d.Tables = append(d.Tables, t)
		}
		region := func(name string, size, cost float64) {
			d.Tables = append(d.Tables, fact.Table{Name: name, Resource: fact.ACL, Pool: "acl-tcam", Configured: At(size, 3), Cost: cost, Scope: fact.System()})
		}
		use("Ingress RACL", racl, 1792)
		if idle >= 0 {
			use("Ingress PACL", idle, 1792)
		}
		region("Ingress RACL [ing-racl]", 1792, 0)
		region("Ingress PACL [ing-ifacl]", 1792, 0)
		region("Ingress System", 256, 2)
	}
}

// HalvedTCAM is an NL12k card whose external TCAM holds 1,024,000 entries.
func HalvedTCAM(active string, used float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		t := Row(fact.CapCarve, used, 1_024_000)
		t.Resource = fact.FibETCAMv4
		d.Family, d.Carve.Active.Text, d.Tables = "ncs5500", active, append(d.Tables, t)
	}
}

// HalvedLPM is a Nexus 3064 whose LPM table unicast RPF halves.
func HalvedLPM(used float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n3k", fact.NXOS, "N3K-C3064PQ-10GX"
		d.Carve.Active = fact.Setting{Text: "urpf enabled", Grade: fact.Fingerprinted, Span: Span(2)}
		t := Row(fact.CapTemplate, used, 8191)
		t.Resource, t.Name, t.Max = fact.FibLPM, "Total LPM Entries", At(16383, 2)
		d.Tables = append(d.Tables, t)
	}
}

// InternetV6 makes the rows of a device IPv6 regions of two instances.
func InternetV6(d *fact.Device) {
	for i := range d.Tables {
		d.Tables[i].Resource = fact.FibIPv6
		d.Tables[i].Scope = fact.Scope{Kind: fact.ScopeModule, Node: string(rune('1' + i))}
	}
}

// Exception adds an exception, on line 4 where it says no line.
func Exception(e fact.Exception) func(d *fact.Device) {
	return func(d *fact.Device) {
		if e.Span.IsZero() {
			e.Span = Span(4)
		}
		d.Exceptions = append(d.Exceptions, e)
	}
}

// Both changes a device by all, in order.
func Both(fs ...func(d *fact.Device)) func(d *fact.Device) {
	return func(d *fact.Device) {
		for _, f := range fs {
			f(d)
		}
	}
}

// TableState is a row with the device's own word.
func TableState(state string, kind fact.CapKind, used, capacity float64) fact.Table {
	t := Row(kind, used, capacity)
	t.State = state
	return t
}

// Flag adds a flag of line 4.
func Flag(key fact.FlagKey, value any) func(d *fact.Device) {
	return func(d *fact.Device) { d.Flags = append(d.Flags, fact.Flag{Key: key, Value: value, Span: Span(4)}) }
}

// Vital makes a question the only vital one, with what became of it.
func Vital(kind fact.VitalKind, a fact.Answer, spare bool) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Coverage = []fact.Vital{{Kind: kind, Name: "next-hop memory", Engine: "fpc 1 pfe 0", Answer: a, Commands: []string{"show capacity"}, Spare: spare}}
	}
}

// XR makes it a release of IOS-XR.
func XR(version string) func(d *fact.Device) {
	return func(d *fact.Device) { d.Identity.OS, d.Identity.Version = fact.IOSXR, version }
}

// View is a row that is one view of a pool.
func View(name string, resource fact.Resource, cost, used, capacity float64) fact.Table {
	t := Row(fact.CapPool, used, capacity)
	t.Name, t.Resource, t.Pool, t.Cost = name, resource, "fib-tcam", cost
	return t
}

// books are the rooms with a catalog of the test's own, nil = the program's.
type books struct {
	vendors.Registry
	cat *catalog.Catalog
}

func (b books) Family(name string) *catalog.Family {
	if b.cat == nil {
		return b.Registry.Family(name)
	}
	return b.cat.Family(name)
}

// Run judges a device by all rules, with all rooms.
func Run(d *fact.Device, p policy.Policy, now time.Time) audit.Verdict {
	return RunWith(nil, d, p, now)
}

// RunWith is Run with a catalog of the test's own.
func RunWith(cat *catalog.Catalog, d *fact.Device, p policy.Policy, now time.Time) audit.Verdict {
	return rules.Auditor(books{registry.All(), cat}).Run(d, p, now)
}

// Look draws up the ledger of a device as the audit does.
func Look(d *fact.Device, p policy.Policy, now time.Time) *ledger.View {
	return look(books{Registry: registry.All()}, d, p, now)
}

func look(b books, d *fact.Device, p policy.Policy, now time.Time) *ledger.View {
	f := b.Family(d.Family)
	s := b.Situation(d, f)
	if f != nil {
		f = f.In(s)
	}
	return ledger.Look(ledger.View{Device: d, Family: f, Situation: s, Terms: p.For(d.Role).Terms, Now: now, Placed: b.Placed})
}

// Propose gives the change that the device's room proposes.
func Propose(d *fact.Device, p policy.Policy, now time.Time) *solve.Proposal {
	return ProposeWith(nil, d, p, now)
}

// ProposeWith is Propose with a catalog of the test's own.
func ProposeWith(cat *catalog.Catalog, d *fact.Device, p policy.Policy, now time.Time) *solve.Proposal {
	b := books{registry.All(), cat}
	return b.Lore(look(b, d, p, now)).Proposal
}
