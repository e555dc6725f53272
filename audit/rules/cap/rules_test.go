package cap_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/cap"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	guaranteed := audittest.Row(fact.CapGuaranteed, 136855, 131072)
	guaranteed.Free = audittest.At(0, 2)
	lent := audittest.Row(fact.CapGuaranteed, 136855, 131072)
	lent.Free = audittest.At(8000, 2)
	scant := audittest.Row(fact.CapGuaranteed, 130950, 131072)
	scant.Free = audittest.At(122, 2)
	percent := audittest.Row(fact.CapPercent, 97, 100)
	percent.Unit = "percent"
	lem := audittest.Row(fact.CapHashed, 781632, 786432)
	unproven := func(d *fact.Device) { d.Outputs[0].Grade = fact.Unverified }
	audittest.Rules(t, cap.Rules(),
		audittest.Fires("cap/over", "a carve that is full", audittest.Device(nil, audittest.Row(fact.CapCarve, 100, 100)), audit.Over, policy.Crit, solve.Investigate, "100 of 100 entries used, 0 (0 %) free"),
		audittest.Fires("cap/over", "a hashed table at 99.4 %", audittest.Device(nil, lem), audit.Over, policy.Crit, "", "a hashed table refuses inserts from 99.0 % on"),
		audittest.Quiet("cap/over", "a hashed table at 98 %", audittest.Device(nil, audittest.Row(fact.CapHashed, 98, 100))),
		audittest.Quiet("cap/over", "an estimate that is reached", audittest.Device(nil, audittest.Row(fact.CapEstimate, 100, 100))),
		audittest.Quiet("cap/over", "a guarantee that is passed", audittest.Device(nil, guaranteed)),
		audittest.Quiet("cap/over", "a percentage of 100", audittest.Device(nil, audittest.TableState("", fact.CapPercent, 100, 100))),
		audittest.Quiet("cap/over", "a capacity of 0 is absent", audittest.Device(nil, audittest.Row(fact.CapCarve, 5, 0))),
		audittest.Fires("cap/over", "one instance of two is full", audittest.Device(func(d *fact.Device) {
			d.Tables[1].Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: "1"}
		}, audittest.Row(fact.CapFixed, 10, 100), audittest.Row(fact.CapFixed, 100, 100)), audit.Over, policy.Crit, "", "routes (0/0/CPU0 npu 1): 100 of 100"),
		audittest.Fires("cap/over", "a live exception", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv6, Raised: fact.Yes, Text: "full"}), audittest.Row(fact.CapFixed, 10, 100)), audit.Over, policy.Crit, "", `IPv6 routes: the device reports an overflow now: "full"`),
		audittest.Fires("cap/over", "read by an unproven parser", audittest.Device(unproven, audittest.Row(fact.CapCarve, 100, 100)), audit.Unkn, policy.Warn, solve.Investigate, "no real output has proven"),
		audittest.Fires("cap/near", "4.9 % free", audittest.Device(nil, audittest.Row(fact.CapCarve, 374036, 393216)), audit.Crit, policy.Crit, solve.Investigate, "374,036 of 393,216 entries used, 19,180 (4.9 %) free"),
		audittest.Fires("cap/near", "14 % free", audittest.Device(nil, audittest.Row(fact.CapTemplate, 86, 100)), audit.Warn, policy.Warn, "", "14 (14.0 %) free"),
		audittest.Quiet("cap/near", "exactly 15 % free", audittest.Device(nil, audittest.Row(fact.CapFixed, 85, 100))),
		audittest.Fires("cap/near", "an estimate never is critical", audittest.Device(nil, audittest.Row(fact.CapEstimate, 261714, 261968)), audit.Warn, policy.Warn, "", "the capacity is an estimate, not a limit"),
		audittest.Fires("cap/near", "a scale that was tested is no limit", audittest.Device(nil, audittest.Row(fact.CapVerified, 99, 100)), audit.Warn, policy.Warn, "", "estimate"),
		audittest.Fires("cap/near", "a percentage gives no number of routes", audittest.Device(nil, percent), audit.Crit, policy.Crit, "", "97.0 % used (the device gives a percentage, not a number of routes)"),
		audittest.Fires("cap/near", "a guarantee with nothing free", audittest.Device(nil, guaranteed), audit.Warn, policy.Warn, "", "136,855 used, 131,072 guaranteed, 0 free as printed"),
		audittest.Quiet("cap/near", "a guarantee with something free", audittest.Device(nil, lent)),
		audittest.Quiet("cap/near", "unknown use", audittest.Device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, audittest.Row(fact.CapCarve, 0, 100))),
		audittest.Quiet("cap/near", "a row that is evidence only", audittest.Device(func(d *fact.Device) { d.Tables[0].Ledger = false }, audittest.Row(fact.CapCarve, 99, 100))),
		audittest.Fires("cap/near", "fixed silicon of a carved family", audittest.Device(audittest.Sup720(500000, 10, true)), audit.Crit, policy.Crit, solve.CarveReload, "500,000 of 524,288"),
		audittest.Fires("cap/near", "no carve holds it", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(510000, 250000, true)(d)
			d.Tables[1].Used = audittest.At(250000, 2)
		}), audit.Crit, policy.Crit, solve.Filter, "free"),
		audittest.Fires("cap/near", "with the day on which it is full", audittest.Device(audittest.InternetV6, audittest.Row(fact.CapCarve, 256_000, 320_000), audittest.Row(fact.CapCarve, 260_000, 266_000)), audit.Crit, policy.Crit, "", "full about 2027-02 (between 2027-01 and 2027-04)"),
		audittest.Quiet("cap/near", "a year is a warning", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, audittest.Row(fact.CapCarve, 260_000, 310_000), audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("cap/near", "within a year, with 16 % free", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, audittest.Row(fact.CapCarve, 220_000, 245_000)), audit.Warn, policy.Warn, "", "full about 2027-10"),
		audittest.Quiet("cap/near", "a partial table has no date", audittest.Device(nil, audittest.Row(fact.CapCarve, 300_000, 360_000))),
		audittest.Quiet("cap/near", "an estimate has no date", audittest.Device(nil, audittest.Row(fact.CapEstimate, 1_070_000, 1_300_000))),
		audittest.Fires("cap/vrf-labels", "a full table in a VRF", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 372_000, 460_000)), audit.OK, policy.Info, solve.None, "372,000 labels take 80.9 % of it: it looks like one label per VRF prefix"),
		audittest.Fires("cap/vrf-labels", "and the region is nearly full", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 372_000, 393_216)), audit.Warn, policy.Warn, solve.Investigate, "before anything is reloaded"),
		audittest.Fires("cap/vrf-labels", "in a LEM", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Resource, d.Tables[0].Name = fact.FibLEM, "lem"
			d.Tables[1].Resource, d.Tables[1].PartOf, d.Tables[1].Ledger = fact.FibLEM+".mplslabel", "lem", false
		}, audittest.Row(fact.CapHashed, 500_000, 786_432), audittest.Row(fact.CapHashed, 85_614, 786_432)), audit.OK, policy.Info, solve.None, "85,614 labels take 10.9 % of it"),
		audittest.Quiet("cap/vrf-labels", "a few labels", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource = fact.FibMPLS }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 900, 393_216))),
		audittest.Fires("cap/acl-region", "nearly full, and an idle one gives", audittest.Device(audittest.RegionsOf(1790, 100)), audit.Warn, policy.Warn, solve.CarveReload, "Ingress RACL (module 1): 1,790 of 1,792 entries used"),
		audittest.Fires("cap/acl-region", "nothing may give", audittest.Device(audittest.RegionsOf(1790, -1)), audit.Warn, policy.Warn, solve.Investigate, "0.1 % free"),
		audittest.Fires("cap/acl-region", "a tenth is left", audittest.Device(audittest.RegionsOf(1600, 100)), audit.OK, policy.Info, solve.None, "10.7 % free"),
		audittest.Quiet("cap/acl-region", "half is left", audittest.Device(audittest.RegionsOf(900, 100))),
		audittest.Fires("cap/adjacency", "fuller than the routes", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 60, 100), audittest.Row(fact.CapFixed, 5, 100)), audit.OK, policy.Info, solve.None, "60.0 % beside 5.0 % for routes"),
		audittest.Quiet("cap/adjacency", "the routes are fuller", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 60, 100), audittest.Row(fact.CapFixed, 70, 100))),
		audittest.Fires("cap/near", "a guarantee with next to nothing free", audittest.Device(nil, scant), audit.Warn, policy.Warn, "", "122 free as printed"),
	)
}
