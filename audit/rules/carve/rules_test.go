package carve_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/carve"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, carve.Rules(),
		audittest.Fires("carve/default", "half full", audittest.Device(audittest.Sup720(300000, 10, true)), audit.Warn, policy.Warn, solve.CarveReload, "the factory default gives it 524,288; a valid mls cef maximum-routes gives it 786,432"),
		audittest.Quiet("carve/default", "a region that gains nothing", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(60_000, 10, true)(d)
			d.Tables[0].Cap, d.Tables[1].Cap = audittest.At(196608, 2), audittest.At(32768, 2)
		})),
		audittest.Fires("carve/default", "nearly empty only informs", audittest.Device(audittest.Sup720(1000, 10, true)), audit.OK, policy.Info, solve.None, "nothing needs to be done yet"),
		audittest.Quiet("carve/default", "not the default", audittest.Device(audittest.Sup720(300000, 10, false))),
		audittest.Quiet("carve/default", "nothing larger is known", audittest.Device(func(d *fact.Device) { d.Carve.Default = true }, audittest.Row(fact.CapTemplate, 50, 100))),
		audittest.Quiet("carve/default", "a change waits already", audittest.Device(audittest.Both(audittest.Sup720(300000, 10, true), func(d *fact.Device) { d.PendingKnown = fact.Yes }))),
		audittest.Fires("carve/pending", "a named change", audittest.Device(func(d *fact.Device) {
			d.Pending = []fact.Change{{What: "SDM template", From: "default", To: "routing", Span: audittest.Span(2)}}
		}, audittest.Row(fact.CapTemplate, 1, 100)), audit.Pend, policy.Warn, solve.Reload, "SDM template default -> routing"),
		audittest.Fires("carve/pending", "a row with another figure after the reload", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(200, 2) }, audittest.Row(fact.CapTemplate, 1, 100)), audit.Pend, policy.Warn, solve.Reload, "routes 100 -> 200"),
		audittest.Quiet("carve/pending", "the same figure after the reload", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(100, 2) }, audittest.Row(fact.CapTemplate, 1, 100))),
		audittest.Fires("carve/pending", "not saved: a reload would lose it", audittest.Device(func(d *fact.Device) {
			d.Family, d.PendingKnown, d.Boot.Unsaved = "cat6500", fact.Yes, fact.Yes
		}), audit.Pend, policy.Warn, solve.Save, "not saved"),
		audittest.Fires("carve/unsaved", "a carve that is not in startup", audittest.Device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.Yes
			d.Carve.Configured = fact.Setting{Text: "ip 768", Span: audittest.Span(2)}
		}), audit.Warn, policy.Warn, solve.Save, "would lose the carve"),
		audittest.Quiet("carve/unsaved", "saved", audittest.Device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.No
			d.Carve.Configured = fact.Setting{Text: "ip 768"}
		})),
		audittest.Quiet("carve/unsaved", "a platform that keeps it elsewhere", audittest.Device(func(d *fact.Device) {
			d.Boot.Unsaved = fact.Yes
			d.Carve.Configured = fact.Setting{Text: "routing"}
		})),
		audittest.Fires("carve/ignored", "from 7.3.1", audittest.Device(audittest.Both(audittest.XR("7.3.1"), audittest.Flag(fact.FlagHwModule, "hw-module fib ipv4 scale internet-optimized")), audittest.Row(fact.CapHashed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "ignores it since 7.3.1"),
		audittest.Quiet("carve/ignored", "before it", audittest.Device(audittest.Both(audittest.XR("7.2.2"), audittest.Flag(fact.FlagHwModule, "hw-module fib ipv4 scale internet-optimized")), audittest.Row(fact.CapHashed, 1, 100))),
		audittest.Quiet("carve/ignored", "the other knob", audittest.Device(audittest.Both(audittest.XR("7.5.2"), audittest.Flag(fact.FlagHwModule, "hw-module fib ipv6 scale internet-optimized-disable")), audittest.Row(fact.CapHashed, 1, 100))),
		audittest.Fires("carve/ignored", "refused", audittest.Device(audittest.Flag(fact.FlagConfigRejected, "ERROR: no room")), audit.Warn, policy.Warn, solve.Investigate, "ERROR: no room"),
		audittest.Fires("carve/urpf", "a Nexus 3000 with room", audittest.Device(audittest.HalvedLPM(3000)), audit.OK, policy.Info, solve.None, "8,191 entries, 16,383 without unicast RPF"),
		audittest.Fires("carve/urpf", "and nearly full", audittest.Device(audittest.HalvedLPM(7900)), audit.Warn, policy.Warn, solve.CarveReload, "is the check needed here?"),
		audittest.Fires("carve/urpf", "an external TCAM of half the size", audittest.Device(audittest.HalvedTCAM("scaledisable", 400_000)), audit.OK, policy.Info, solve.None, "1,024,000 entries, 2,048,000 without"),
		audittest.Fires("carve/urpf", "and nearly full", audittest.Device(audittest.HalvedTCAM("scaledisable", 1_000_000)), audit.Warn, policy.Warn, "", "is the check needed here?"),
		audittest.Quiet("carve/urpf", "that size without the fingerprint proves nothing", audittest.Device(audittest.HalvedTCAM("", 400_000))),
		audittest.Quiet("carve/urpf", "a Nexus 3000 with the whole table", audittest.Device(audittest.Both(audittest.HalvedLPM(3000), func(d *fact.Device) {
			d.Carve.Active.Text, d.Tables[0].Cap = "urpf disabled", audittest.At(16383, 2)
		}))),
		audittest.Quiet("carve/urpf", "a whole one", audittest.Device(func(d *fact.Device) { d.Family, d.Tables[0].Resource = "ncs5500", fact.FibETCAMv4 }, audittest.Row(fact.CapCarve, 400_000, 2_048_000))),
		audittest.Fires("carve/default-flips", "before 23.3R1, nothing configured", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Inferred, Span: audittest.Span(2)}
		}), audit.OK, policy.Info, solve.None, "an upgrade divides the memory anew"),
		audittest.Quiet("carve/default-flips", "it is written down", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Reported, Span: audittest.Span(2)}
		})),
		audittest.Fires("carve/vlan-template", "a router", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan"
		}, audittest.Row(fact.CapTemplate, 40, 0)), audit.Crit, policy.Crit, "", "its CPU forwards them"),
		audittest.Fires("carve/vlan-template", "a 2960-XR with a few routes", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "vlan"
		}, audittest.Row(fact.CapTemplate, 34, 256)), audit.OK, policy.Info, solve.None, "only 256 IPv4 routes in hardware; there are 34"),
		audittest.Fires("carve/vlan-template", "a switch", audittest.Device(func(d *fact.Device) { d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan" }), audit.OK, policy.Info, solve.None, "may only switch"),
		audittest.Quiet("carve/vlan-template", "routing", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop routing"
		}, audittest.Row(fact.CapTemplate, 40, 100))),
	)
}
