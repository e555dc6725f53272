package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

type ruleTest struct {
	rule, name string
	device     *fact.Device
	state      audit.State // "" = the rule must not fire
	severity   policy.Severity
	action     solve.Action // "" = not looked at
	says       string
}

func ruleTests() []ruleTest {
	guaranteed := audittest.Row(fact.CapGuaranteed, 136855, 131072)
	guaranteed.Free = audittest.At(0, 2)
	lent := audittest.Row(fact.CapGuaranteed, 136855, 131072)
	lent.Free = audittest.At(8000, 2)
	scant := audittest.Row(fact.CapGuaranteed, 130950, 131072)
	scant.Free = audittest.At(122, 2)
	percent := audittest.Row(fact.CapPercent, 97, 100)
	percent.Unit = "percent"
	lem := audittest.Row(fact.CapHashed, 781632, 786432)
	unproven := func(d *fact.Device) { d.Outputs[0].Grade = "unverified" }
	return []ruleTest{
		{"cap/over", "a carve that is full", audittest.Device(nil, audittest.Row(fact.CapCarve, 100, 100)), audit.Over, policy.Crit, solve.Investigate, "100 of 100 entries used, 0 (0 %) free"},
		{"cap/over", "a hashed table at 99.4 %", audittest.Device(nil, lem), audit.Over, policy.Crit, "", "a hashed table refuses inserts from 99.0 % on"},
		{"cap/over", "a hashed table at 98 %", audittest.Device(nil, audittest.Row(fact.CapHashed, 98, 100)), "", "", "", ""},
		{"cap/over", "an estimate that is reached", audittest.Device(nil, audittest.Row(fact.CapEstimate, 100, 100)), "", "", "", ""},
		{"cap/over", "a guarantee that is passed", audittest.Device(nil, guaranteed), "", "", "", ""},
		{"cap/over", "a percentage of 100", audittest.Device(nil, audittest.TableState("", fact.CapPercent, 100, 100)), "", "", "", ""},
		{"cap/over", "a capacity of 0 is absent", audittest.Device(nil, audittest.Row(fact.CapCarve, 5, 0)), "", "", "", ""},
		{"cap/over", "one instance of two is full", audittest.Device(func(d *fact.Device) {
			d.Tables[1].Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: "1"}
		}, audittest.Row(fact.CapFixed, 10, 100), audittest.Row(fact.CapFixed, 100, 100)), audit.Over, policy.Crit, "", "routes (0/0/CPU0 npu 1): 100 of 100"},
		{"cap/over", "a live exception", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv6, Raised: fact.Yes, Text: "full"}), audittest.Row(fact.CapFixed, 10, 100)), audit.Over, policy.Crit, "", `IPv6 routes: the device reports an overflow now: "full"`},
		{"cap/over", "read by an unproven parser", audittest.Device(unproven, audittest.Row(fact.CapCarve, 100, 100)), audit.Unkn, policy.Warn, solve.Investigate, "no real output has proven"},

		{"cap/near", "4.9 % free", audittest.Device(nil, audittest.Row(fact.CapCarve, 374036, 393216)), audit.Crit, policy.Crit, solve.Investigate, "374,036 of 393,216 entries used, 19,180 (4.9 %) free"},
		{"cap/near", "14 % free", audittest.Device(nil, audittest.Row(fact.CapTemplate, 86, 100)), audit.Warn, policy.Warn, "", "14 (14.0 %) free"},
		{"cap/near", "exactly 15 % free", audittest.Device(nil, audittest.Row(fact.CapFixed, 85, 100)), "", "", "", ""},
		{"cap/near", "an estimate never is critical", audittest.Device(nil, audittest.Row(fact.CapEstimate, 261714, 261968)), audit.Warn, policy.Warn, "", "the capacity is an estimate, not a limit"},
		{"cap/near", "a scale that was tested is no limit", audittest.Device(nil, audittest.Row(fact.CapVerified, 99, 100)), audit.Warn, policy.Warn, "", "estimate"},
		{"cap/near", "a percentage gives no number of routes", audittest.Device(nil, percent), audit.Crit, policy.Crit, "", "97.0 % used (the device gives a percentage, not a number of routes)"},
		{"cap/near", "a guarantee with nothing free", audittest.Device(nil, guaranteed), audit.Warn, policy.Warn, "", "136,855 used, 131,072 guaranteed, 0 free as printed"},
		{"cap/near", "a guarantee with something free", audittest.Device(nil, lent), "", "", "", ""},
		{"cap/near", "unknown use", audittest.Device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, audittest.Row(fact.CapCarve, 0, 100)), "", "", "", ""},
		{"cap/near", "a row that is evidence only", audittest.Device(func(d *fact.Device) { d.Tables[0].Ledger = false }, audittest.Row(fact.CapCarve, 99, 100)), "", "", "", ""},
		{"cap/near", "fixed silicon of a carved family", audittest.Device(audittest.Sup720(500000, 10, true)), audit.Crit, policy.Crit, solve.CarveReload, "500,000 of 524,288"},
		{"cap/near", "no carve holds it", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(510000, 250000, true)(d)
			d.Tables[1].Used = audittest.At(250000, 2)
		}), audit.Crit, policy.Crit, solve.Filter, "free"},

		{"overflow/latched", "with room", audittest.Device(audittest.Both(audittest.Sup720(230589, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, policy.Crit, solve.Reload, "stays set"},
		{"overflow/latched", "without room a reload alone does not help", audittest.Device(audittest.Both(audittest.Sup720(500000, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, policy.Crit, solve.CarveReload, "a reload alone would fill it again"},
		{"overflow/latched", "not raised", audittest.Device(audittest.Both(audittest.Sup720(230589, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No, Latched: true}))), "", "", "", ""},
		{"overflow/latched", "unknown is not raised", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Latched: true})), "", "", "", ""},

		{"overflow/insert-failures", "a full hashed table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(4777, 3)}), lem), audit.Over, policy.Crit, "", "refused 4,777 inserts (counted since boot)"},
		{"overflow/insert-failures", "an old counter beside an empty table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(327, 3)}), audittest.Row(fact.CapHashed, 6, 1000)), audit.Warn, policy.Warn, solve.Investigate, "compare with the next scan"},
		{"overflow/insert-failures", "an old counter beside a Red alarm", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(327, 3)}), audittest.TableState("Red", fact.CapEstimate, 80, 100)), audit.Over, policy.Crit, "", "refused"},
		{"overflow/insert-failures", "nothing known of the table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv6, Raised: fact.Yes, Latched: true, Count: audittest.At(1, 3)})), audit.Over, policy.Crit, "", "refused 1"},
		{"overflow/insert-failures", "a counter of 0", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Count: audittest.At(0, 3)}), lem), "", "", "", ""},

		{"overflow/oor", "Yellow", audittest.Device(nil, audittest.TableState("Yellow", fact.CapPercent, 84, 100)), audit.Warn, policy.Warn, "", "alarm is Yellow"},
		{"overflow/oor", "Red on an estimate is critical, not over", audittest.Device(nil, audittest.TableState("Red", fact.CapEstimate, 100, 100)), audit.Crit, policy.Crit, "", "alarm is Red"},
		{"overflow/oor", "Red as an exception", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OutOfResource, Resource: fact.FibLPM, Raised: fact.Yes, Severity: "red"})), audit.Crit, policy.Crit, "", "longest-prefix memory (LPM)"},
		{"overflow/oor", "Green", audittest.Device(nil, audittest.TableState("Green", fact.CapEstimate, 100, 100)), "", "", "", ""},

		{"overflow/log", "a line and a full table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Text: "%X-7-FIB_EXCEPTION"}), audittest.Row(fact.CapCarve, 99, 100)), audit.Over, policy.Crit, "", "%X-7-FIB_EXCEPTION"},
		{"overflow/log", "a line and room", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "this may be over"},
		{"overflow/log", "a line on the console, behind the room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Outputs = append(d.Outputs, fact.Output{Command: "loose", Loose: true, Text: audittest.Text})
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 1, Line: 1}})), audittest.Row(fact.CapCarve, 9, 100)), audit.Over, policy.Crit, "", "printed after all"},
		{"overflow/log", "a line on the console, before the room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Outputs = append([]fact.Output{{Command: "loose", Loose: true, Text: audittest.Text}}, d.Outputs...)
			d.Tables[0].Used.Span.Output = 1
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 0, Line: 1}})), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "this may be over"},
		{"overflow/log", "a line that the device denies", audittest.Device(audittest.Both(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No}))), audit.Warn, policy.Warn, solve.Investigate, "not raised"},
		{"overflow/log", "a line of before the last reset", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv6, Raised: fact.Yes, Past: true}), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "was reset after that"},
		{"overflow/log", "a line that tells of the end", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.No})), "", "", "", ""},

		{"carve/default", "half full", audittest.Device(audittest.Sup720(300000, 10, true)), audit.Warn, policy.Warn, solve.CarveReload, "the factory default gives it 524,288; a valid mls cef maximum-routes gives it 786,432"},
		{"carve/default", "a region that gains nothing", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(60_000, 10, true)(d)
			d.Tables[0].Cap, d.Tables[1].Cap = audittest.At(196608, 2), audittest.At(32768, 2)
		}), "", "", "", ""},
		{"carve/default", "nearly empty only informs", audittest.Device(audittest.Sup720(1000, 10, true)), audit.OK, policy.Info, solve.None, "nothing needs to be done yet"},
		{"carve/default", "not the default", audittest.Device(audittest.Sup720(300000, 10, false)), "", "", "", ""},
		{"carve/default", "nothing larger is known", audittest.Device(func(d *fact.Device) { d.Carve.Default = true }, audittest.Row(fact.CapTemplate, 50, 100)), "", "", "", ""},
		{"carve/default", "a change waits already", audittest.Device(audittest.Both(audittest.Sup720(300000, 10, true), func(d *fact.Device) { d.PendingKnown = fact.Yes })), "", "", "", ""},

		{"carve/pending", "a named change", audittest.Device(func(d *fact.Device) {
			d.Pending = []fact.Change{{What: "SDM template", From: "default", To: "routing", Span: audittest.Span(2)}}
		}, audittest.Row(fact.CapTemplate, 1, 100)), audit.Pend, policy.Warn, solve.Reload, "SDM template default -> routing"},
		{"carve/pending", "a row with another figure after the reload", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(200, 2) }, audittest.Row(fact.CapTemplate, 1, 100)), audit.Pend, policy.Warn, solve.Reload, "routes 100 -> 200"},
		{"carve/pending", "the same figure after the reload", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(100, 2) }, audittest.Row(fact.CapTemplate, 1, 100)), "", "", "", ""},
		{"carve/pending", "not saved: a reload would lose it", audittest.Device(func(d *fact.Device) {
			d.Family, d.PendingKnown, d.Boot.Unsaved = "cat6500", fact.Yes, fact.Yes
		}), audit.Pend, policy.Warn, solve.Save, "not saved"},

		{"carve/unsaved", "a carve that is not in startup", audittest.Device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.Yes
			d.Carve.Configured = fact.Setting{Text: "ip 768", Span: audittest.Span(2)}
		}), audit.Warn, policy.Warn, solve.Save, "would lose the carve"},
		{"carve/unsaved", "saved", audittest.Device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.No
			d.Carve.Configured = fact.Setting{Text: "ip 768"}
		}), "", "", "", ""},
		{"carve/unsaved", "a platform that keeps it elsewhere", audittest.Device(func(d *fact.Device) {
			d.Boot.Unsaved = fact.Yes
			d.Carve.Configured = fact.Setting{Text: "routing"}
		}), "", "", "", ""},

		{"read/failed", "the password was refused", audittest.Device(func(d *fact.Device) { d.Failure = fact.Failure{Cause: "auth", Text: "permission denied"} }), audit.Fail, policy.Warn, solve.Investigate, "auth: permission denied (check the credential"},
		{"read/failed", "read", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/coverage", "a PFE was not read", audittest.Device(audittest.Vital(fact.Room, fact.NotRead, false), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "not known: next-hop memory of fpc 1 pfe 0: the answer does not tell; to collect: `show capacity`"},
		{"read/coverage", "an engine that is down", audittest.Device(audittest.Vital(fact.Room, fact.Down, false), audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/coverage", "what waits was not asked in a log", audittest.Device(audittest.Vital(fact.Settled, fact.NotAsked, true), audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/incomplete", "cut off", audittest.Device(audittest.Vital(fact.Beside, fact.Cut, false), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "the answer was cut"},
		{"read/incomplete", "understood", audittest.Device(audittest.Vital(fact.Beside, fact.Answered, false), audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/unowned", "between two prompts", audittest.Device(audittest.Flag("unowned_answer", "show capacity"), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "looks like the answer to `show capacity`"},
		{"read/unowned", "nothing of the kind", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/implausible", "below zero", audittest.Device(audittest.Flag("implausible", "IPv4: 4294967290 in use is a counter that went below zero"), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "not believed, so not known: IPv4"},
		{"read/implausible", "nothing of the kind", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"host/other-name", "another router", audittest.Device(func(d *fact.Device) { d.Name, d.Identity.Hostname = "fra3-edge-01", "ams1-edge-05" }, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, `"ams1-edge-05" answered, the inventory expects "fra3-edge-01"`},
		{"host/other-name", "expected so", audittest.Device(func(d *fact.Device) {
			d.Name, d.Expected, d.Identity.Hostname = "fra3-edge-01", "old-name", "old-name-re1.isp.example"
		}, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/not-understood", "a line of figures that nobody knows", audittest.Device(func(d *fact.Device) {
			d.Unread = []fact.Line{{Output: 0, No: 3, Text: "new table: 7 of 9"}}
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, `the first is line 3: "new table: 7 of 9"`},
		{"read/not-understood", "plain words", audittest.Device(func(d *fact.Device) { d.Unread = []fact.Line{{Output: 0, No: 3, Text: "snip"}} }, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/not-understood", "no figure at all", audittest.Device(func(d *fact.Device) { d.Outputs[0].Why = "no parser knows it" }), audit.Unkn, policy.Warn, solve.Investigate, "`show capacity`: no parser knows it"},
		{"read/not-understood", "capacities without use", audittest.Device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, audittest.Row(fact.CapTemplate, 0, 100)), audit.Unkn, policy.Warn, solve.Investigate, "its capacities were read, but not what is in use"},
		{"read/not-understood", "one region of two", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv6Mcast
		}, audittest.Row(fact.CapCarve, 0, 524288), audittest.Row(fact.CapCarve, 9, 262144)), audit.Unkn, policy.Warn, solve.Investigate, "routes: capacity 524288, and what is in use is not known"},
		{"read/not-understood", "another row tells how full it is", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv4MPLS
		}, audittest.Row(fact.CapCarve, 0, 524288), audittest.Row(fact.CapCarve, 9, 524288)), "", "", "", ""},
		{"read/not-understood", "a capacity of 0 that is in use", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 5000, 0), audittest.Row(fact.CapFixed, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "5,000 in use, and the capacity is not known"},
		{"read/not-understood", "no figure, but pending", audittest.Device(func(d *fact.Device) { d.PendingKnown = fact.Yes }), "", "", "", ""},
		{"read/not-understood", "a word of the device is a verdict", audittest.Device(nil, fact.Table{Name: "fib", Ledger: true, CapKind: fact.CapState, State: "GREEN"}), "", "", "", ""},

		{"read/unverified", "an unproven parser", audittest.Device(unproven, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Info, solve.Investigate, "no real output has proven"},
		{"read/unverified", "a proven one", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/stale", "eight days old", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(0, 0, -8) }, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "8 days ago"},
		{"read/stale", "by the file's own time", audittest.Device(func(d *fact.Device) {
			d.Recorded, d.Session.Clock = audittest.Now().AddDate(0, 0, -8), "the file's own time"
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "(by the file's own time), 8 days ago"},
		{"read/stale", "figures of an older capture", audittest.Device(func(d *fact.Device) {
			d.Recorded = audittest.Now()
			d.Outputs[0].At = audittest.Now().AddDate(0, 0, -9)
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "the answer to show capacity was recorded"},
		{"read/stale", "figures of an older capture that were asked again", audittest.Device(func(d *fact.Device) {
			d.Recorded = audittest.Now()
			d.Outputs[0].At, d.Outputs[0].History = audittest.Now().AddDate(0, 0, -9), "asked again later"
		}, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/stale", "six days old", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(0, 0, -6) }, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/stale", "no date", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"host/virtual", "a software router", audittest.Device(func(d *fact.Device) { d.Identity.Virtual = true }), audit.OK, policy.Info, solve.None, "main memory was not judged"},
		{"host/virtual", "hardware", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"reload/config-register", "bit 6", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2142", Span: audittest.Span(2)} }), audit.Warn, policy.Warn, "", "ignores the startup configuration"},
		{"reload/config-register", "boot field 0", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2100"} }), audit.Warn, policy.Warn, "", "ROMMON"},
		{"reload/config-register", "mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
		}), "", "", "", ""},
		{"reload/config-register", "the processors differ", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.Standby = fact.Setting{Text: "0x2102"}, fact.Setting{Text: "0x2142"}
		}), audit.Warn, policy.Warn, "", "configuration registers differ"},
		{"reload/config-register", "the bits are those of IOS", audittest.Device(func(d *fact.Device) { d.Identity.OS, d.Boot.Register = fact.IOSXR, fact.Setting{Text: "0x1"} }), "", "", "", ""},
		{"reload/config-register", "both are mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
		}), "", "", "", ""},
		{"reload/config-register", "only one is mended for the next reload", audittest.Device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2142"}
		}), audit.Warn, policy.Warn, "", "0x2102 here, 0x2142 on the standby"},
		{"reload/config-register", "the switch processor of a Sup720 differs", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Name: "switch processor", Register: fact.Setting{Text: "0x2101"}}}
		}), audit.Warn, policy.Warn, "", "0x2102 here, 0x2101 on the switch processor"},
		{"reload/config-register", "the worst of two answers rules", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Register: fact.Setting{Text: "0x2142"}}}
		}), audit.Warn, policy.Warn, "", "ignores the startup configuration"},
		{"reload/config-register", "what will be stands above what is", audittest.Device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2142"}}, {Register: fact.Setting{Text: "0x2142"}, Next: fact.Setting{Text: "0x2102"}}}
		}), "", "", "", ""},
		{"reload/config-register", "a software router does not stop in a loader", audittest.Device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x0"}
		}), "", "", "", ""},
		{"reload/config-register", "a software router ignores its configuration as others do", audittest.Device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x40"}
		}), audit.Warn, policy.Warn, "", "ignores the startup configuration"},
		{"reload/config-register", "0xF is normal on small switches", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0xF"} }), "", "", "", ""},
		{"reload/config-register", "not a register", audittest.Device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "unknown"} }), "", "", "", ""},

		{"reload/manual-boot", "yes", audittest.Device(func(d *fact.Device) { d.Boot.Manual = fact.Yes }), audit.Warn, policy.Warn, "", "waits in its loader"},
		{"reload/manual-boot", "unknown", audittest.Device(nil), "", "", "", ""},

		{"reload/standby", "not ready", audittest.Device(func(d *fact.Device) {
			d.Redundancy.Ready, d.Redundancy.Standby = fact.No, fact.Setting{Text: "DISABLED"}
		}), audit.OK, policy.Warn, "", "DISABLED"},
		{"reload/standby", "none is known", audittest.Device(nil), "", "", "", ""},

		{"reload/unsaved", "not saved", audittest.Device(func(d *fact.Device) { d.Boot.Unsaved = fact.Yes }), audit.OK, policy.Warn, "", "loses what was changed"},
		{"reload/unsaved", "unknown", audittest.Device(nil), "", "", "", ""},

		{"overflow/watermark", "a mark of the device", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.WatermarkBreached, Resource: fact.FibMemory, Raised: fact.Yes, Text: "NH*"}), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, "", `a watermark of the device was passed: "NH*"`},
		{"overflow/watermark", "not passed", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.WatermarkBreached, Raised: fact.No}), audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"overflow/log", "control-plane memory", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.Memory, Raised: fact.Yes, Text: "BGP-3-NOMEM"}), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "forwarding memory is not meant"},
		{"overflow/log", "the room of another card proves nothing", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc1", Index: "0"}
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), audittest.Row(fact.CapCarve, 1, 100)), audit.Over, policy.Crit, "", "pfe"},
		{"overflow/log", "the card itself has room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "may be over"},
		{"read/not-assessed", "a card that is down", audittest.Device(audittest.Flag("card_not_running", "0/2 CARD: POWERED_OFF"), audittest.Row(fact.CapCarve, 1, 100)), audit.OK, policy.Info, solve.None, "not assessed: card 0/2 CARD: POWERED_OFF"},
		{"read/not-assessed", "none", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/failed", "the host key changed", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), audit.Fail, policy.Warn, solve.Investigate, "before the password was sent"},
		{"host/not-judged", "a fabric", audittest.Device(audittest.Flag("aci", true)), audit.Unkn, policy.Info, solve.None, "how full it is stays unknown"},
		{"host/not-judged", "no layer 3", audittest.Device(audittest.Flag("layer3", false)), audit.OK, policy.Info, solve.None, "routes nothing"},
		{"host/not-judged", "a router", audittest.Device(nil), "", "", "", ""},
		{"read/not-understood", "no layer 3 is not unknown", audittest.Device(audittest.Flag("layer3", false)), "", "", "", ""},
		{"session/host-key", "changed", audittest.Device(func(d *fact.Device) {
			d.Failure = fact.Failure{Cause: "hostkey", Text: "the host key changed: known A, shown B"}
		}), audit.OK, policy.Crit, solve.Investigate, "known A, shown B: another device, new keys, or somebody in between; no password was sent"},
		{"session/host-key", "nothing more is known", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), audit.OK, policy.Crit, solve.Investigate, "not the one that is known"},
		{"session/host-key", "nobody checks", audittest.Device(func(d *fact.Device) { d.Session.HostKeys = "off" }), audit.OK, policy.Warn, solve.None, "whoever answers gets the password"},
		{"session/host-key", "known", audittest.Device(func(d *fact.Device) { d.Session.HostKeys = "tofu" }), "", "", "", ""},
		{"session/host-key", "another failure", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "auth" }), "", "", "", ""},
		{"session/legacy-crypto", "group 1", audittest.Device(func(d *fact.Device) { d.Session.Kex = "diffie-hellman-group1-sha1" }), audit.OK, policy.Warn, solve.None, "diffie-hellman-group1-sha1"},
		{"session/legacy-crypto", "telnet", audittest.Device(func(d *fact.Device) { d.Session.Transport = "telnet" }), audit.OK, policy.Warn, solve.None, "in the clear"},
		{"session/legacy-crypto", "allowed, not needed", audittest.Device(func(d *fact.Device) { d.Session.Kex, d.Session.Legacy = "curve25519-sha256", []string{"cbc"} }), audit.OK, policy.Info, solve.None, "take them out"},
		{"session/legacy-crypto", "modern", audittest.Device(func(d *fact.Device) { d.Session.Kex, d.Session.Cipher = "curve25519-sha256", "aes128-ctr" }), "", "", "", ""},
		{"carve/ignored", "from 7.3.1", audittest.Device(audittest.Both(audittest.XR("7.3.1"), audittest.Flag("hw_module", "hw-module fib ipv4 scale internet-optimized")), audittest.Row(fact.CapHashed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "ignores it since 7.3.1"},
		{"carve/ignored", "before it", audittest.Device(audittest.Both(audittest.XR("7.2.2"), audittest.Flag("hw_module", "hw-module fib ipv4 scale internet-optimized")), audittest.Row(fact.CapHashed, 1, 100)), "", "", "", ""},
		{"carve/ignored", "the other knob", audittest.Device(audittest.Both(audittest.XR("7.5.2"), audittest.Flag("hw_module", "hw-module fib ipv6 scale internet-optimized-disable")), audittest.Row(fact.CapHashed, 1, 100)), "", "", "", ""},
		{"carve/ignored", "refused", audittest.Device(audittest.Flag("config_rejected", "ERROR: no room")), audit.Warn, policy.Warn, solve.Investigate, "ERROR: no room"},
		{"engine/mixed", "XL cards on a small supervisor", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3B"}, {Slot: "1", PID: "B-DFC3BXL", XL: true}}
		}), audit.Warn, policy.Warn, solve.Investigate, "works as the smaller ones do"},
		{"engine/mixed", "one size", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3BXL", XL: true}, {Slot: "1", PID: "B-DFC3CXL", XL: true}}
		}), "", "", "", ""},
		{"cap/near", "with the day on which it is full", audittest.Device(audittest.InternetV6, audittest.Row(fact.CapCarve, 256_000, 320_000), audittest.Row(fact.CapCarve, 260_000, 266_000)), audit.Crit, policy.Crit, "", "full about 2027-02 (between 2027-01 and 2027-04)"},
		{"cap/near", "a year is a warning", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, audittest.Row(fact.CapCarve, 260_000, 310_000), audittest.Row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"cap/near", "within a year, with 16 % free", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, audittest.Row(fact.CapCarve, 220_000, 245_000)), audit.Warn, policy.Warn, "", "full about 2027-10"},
		{"cap/near", "a partial table has no date", audittest.Device(nil, audittest.Row(fact.CapCarve, 300_000, 360_000)), "", "", "", ""},
		{"cap/near", "an estimate has no date", audittest.Device(nil, audittest.Row(fact.CapEstimate, 1_070_000, 1_300_000)), "", "", "", ""},
		{"cap/vrf-labels", "a full table in a VRF", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 372_000, 460_000)), audit.OK, policy.Info, solve.None, "372,000 labels take 80.9 % of it: it looks like one label per VRF prefix"},
		{"cap/vrf-labels", "and the region is nearly full", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 372_000, 393_216)), audit.Warn, policy.Warn, solve.Investigate, "before anything is reloaded"},
		{"cap/vrf-labels", "in a LEM", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Resource, d.Tables[0].Name = fact.FibLEM, "lem"
			d.Tables[1].Resource, d.Tables[1].PartOf, d.Tables[1].Ledger = fact.FibLEM+".mplslabel", "lem", false
		}, audittest.Row(fact.CapHashed, 500_000, 786_432), audittest.Row(fact.CapHashed, 85_614, 786_432)), audit.OK, policy.Info, solve.None, "85,614 labels take 10.9 % of it"},
		{"cap/vrf-labels", "a few labels", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource = fact.FibMPLS }, audittest.Row(fact.CapCarve, 374_000, 786_432), audittest.Row(fact.CapCarve, 900, 393_216)), "", "", "", ""},
		{"cap/acl-region", "nearly full, and an idle one gives", audittest.Device(audittest.RegionsOf(1790, 100)), audit.Warn, policy.Warn, solve.CarveReload, "Ingress RACL (module 1): 1,790 of 1,792 entries used"},
		{"cap/acl-region", "nothing may give", audittest.Device(audittest.RegionsOf(1790, -1)), audit.Warn, policy.Warn, solve.Investigate, "0.1 % free"},
		{"cap/acl-region", "a tenth is left", audittest.Device(audittest.RegionsOf(1600, 100)), audit.OK, policy.Info, solve.None, "10.7 % free"},
		{"cap/acl-region", "half is left", audittest.Device(audittest.RegionsOf(900, 100)), "", "", "", ""},
		{"carve/urpf", "a Nexus 3000 with room", audittest.Device(audittest.HalvedLPM(3000)), audit.OK, policy.Info, solve.None, "8,191 entries, 16,383 without unicast RPF"},
		{"carve/urpf", "and nearly full", audittest.Device(audittest.HalvedLPM(7900)), audit.Warn, policy.Warn, solve.CarveReload, "is the check needed here?"},
		{"carve/urpf", "an external TCAM of half the size", audittest.Device(audittest.HalvedTCAM("scaledisable", 400_000)), audit.OK, policy.Info, solve.None, "1,024,000 entries, 2,048,000 without"},
		{"carve/urpf", "and nearly full", audittest.Device(audittest.HalvedTCAM("scaledisable", 1_000_000)), audit.Warn, policy.Warn, "", "is the check needed here?"},
		{"carve/urpf", "that size without the fingerprint proves nothing", audittest.Device(audittest.HalvedTCAM("", 400_000)), "", "", "", ""},
		{"carve/urpf", "a Nexus 3000 with the whole table", audittest.Device(audittest.Both(audittest.HalvedLPM(3000), func(d *fact.Device) {
			d.Carve.Active.Text, d.Tables[0].Cap = "urpf disabled", audittest.At(16383, 2)
		})), "", "", "", ""},
		{"carve/urpf", "a whole one", audittest.Device(func(d *fact.Device) { d.Family, d.Tables[0].Resource = "ncs5500", fact.FibETCAMv4 }, audittest.Row(fact.CapCarve, 400_000, 2_048_000)), "", "", "", ""},
		{"carve/default-flips", "before 23.3R1, nothing configured", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Inferred, Span: audittest.Span(2)}
		}), audit.OK, policy.Info, solve.None, "an upgrade divides the memory anew"},
		{"carve/default-flips", "it is written down", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Reported, Span: audittest.Span(2)}
		}), "", "", "", ""},
		{"overflow/not-programmed", "a failed comparison", audittest.Device(audittest.Flag("route_consistency_failed", "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"), audittest.Row(fact.CapFixed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"},
		{"overflow/not-programmed", "a queue", audittest.Device(audittest.Flag("krt_queued_total", 1200), audittest.Row(fact.CapFixed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "1,200 changes of routes wait"},
		{"overflow/not-programmed", "an empty queue", audittest.Device(audittest.Flag("krt_queued_total", 0), audittest.Row(fact.CapFixed, 1, 100)), "", "", "", ""},
		{"cap/adjacency", "fuller than the routes", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 60, 100), audittest.Row(fact.CapFixed, 5, 100)), audit.OK, policy.Info, solve.None, "60.0 % beside 5.0 % for routes"},
		{"cap/adjacency", "the routes are fuller", audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 60, 100), audittest.Row(fact.CapFixed, 70, 100)), "", "", "", ""},
		{"carve/vlan-template", "a router", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan"
		}, audittest.Row(fact.CapTemplate, 40, 0)), audit.Crit, policy.Crit, "", "its CPU forwards them"},
		{"carve/vlan-template", "a 2960-XR with a few routes", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "vlan"
		}, audittest.Row(fact.CapTemplate, 34, 256)), audit.OK, policy.Info, solve.None, "only 256 IPv4 routes in hardware; there are 34"},
		{"carve/vlan-template", "a switch", audittest.Device(func(d *fact.Device) { d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan" }), audit.OK, policy.Info, solve.None, "may only switch"},
		{"carve/vlan-template", "routing", audittest.Device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop routing"
		}, audittest.Row(fact.CapTemplate, 40, 100)), "", "", "", ""},
		{"reload/shrinks", "labels forgotten", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(16, 3) }, audittest.Row(fact.CapCarve, 40, 100)), audit.Warn, policy.Crit, solve.Investigate, "40 in use, and only 16 after the reload"},
		{"reload/shrinks", "it fits", audittest.Device(func(d *fact.Device) { d.Tables[0].Pending = audittest.At(60, 3) }, audittest.Row(fact.CapCarve, 40, 100)), "", "", "", ""},
		{"reload/install", "not committed", audittest.Device(audittest.Flag("install_uncommitted", true)), audit.Warn, policy.Warn, "", "not committed"},
		{"reload/install", "no upgrade", audittest.Device(audittest.Flag("issu_in_progress", false)), "", "", "", ""},
		{"reload/stack-member", "not ready", audittest.Device(audittest.Flag("blocks_reload", "stack member not Ready")), audit.Warn, policy.Warn, "", "stack member not Ready"},
		{"reload/stack-member", "ready", audittest.Device(nil), "", "", "", ""},
		{"policy/waiver-expired", "and still there", audittest.Device(func(d *fact.Device) { d.Name = "gone1" }, audittest.Row(fact.CapFixed, 99, 100)), audit.Warn, policy.Warn, solve.None, "a waiver of cap/* ended 2026-11-24 12:00Z, and what it waived is still there"},
		{"policy/waiver-expired", "and done", audittest.Device(func(d *fact.Device) { d.Name = "gone1" }, audittest.Row(fact.CapFixed, 9, 100)), audit.OK, policy.Info, solve.None, "take it out"},
		{"policy/waiver-expired", "of another device", audittest.Device(nil, audittest.Row(fact.CapFixed, 99, 100)), "", "", "", ""},
		{"reload/boot-image", "another file", audittest.Device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "flash:/a.122-1.bin", "flash:b.122-2.bin,12;flash:a.122-1.bin,12"
		}), audit.OK, policy.Warn, solve.None, "runs a.122-1.bin, and the next reload starts b.122-2.bin"},
		{"cap/near", "a guarantee with next to nothing free", audittest.Device(nil, scant), audit.Warn, policy.Warn, "", "122 free as printed"},
		{"reload/install", "an answer in words that nobody has shown", audittest.Device(func(d *fact.Device) {
			d.Outputs[0].Command, d.Outputs[0].Parser = "show install request", ""
		}), audit.OK, policy.Warn, "", "whether software is being installed is not known"},
		{"reload/install", "an answer that was understood", audittest.Device(func(d *fact.Device) { d.Outputs[0].Command = "show install request" }), "", "", "", ""},
		{"reload/boot-image", "another file of a Nexus", audittest.Device(func(d *fact.Device) {
			d.Identity.OS, d.Identity.Image = fact.NXOS, "bootflash:///nxos.9.3.8.bin"
			d.Boot.Processors = []fact.Processor{{Name: "sup-1", Variable: fact.Setting{Text: "bootflash:/nxos.10.3.4.bin"}}}
		}), audit.OK, policy.Warn, solve.None, "the next reload starts nxos.10.3.4.bin on the sup-1"},
		{"reload/boot-image", "the same file", audittest.Device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "disk0:a.bin", "disk0:a.bin,1;"
		}), "", "", "", ""},
	}
}

// testPolicy has one waiver that ended, for devices named gone.
func testPolicy() policy.Policy {
	p := policy.Default()
	p.Waivers = []policy.Waiver{{Rule: "cap/*", Device: "gone*", Reason: "new cards", Until: audittest.Now()}}
	return p
}

func TestRules(t *testing.T) {
	for _, tt := range ruleTests() {
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) {
			v := audittest.Run(tt.device, testPolicy(), audittest.Now())
			i := slices.IndexFunc(v.Findings, func(f audit.Finding) bool { return f.Rule == tt.rule })
			if tt.state == "" {
				if i >= 0 {
					t.Fatalf("fires: %s %s", v.Findings[i].State, v.Findings[i].Message)
				}
				return
			}
			if i < 0 {
				t.Fatalf("does not fire; findings: %+v", v.Findings)
			}
			f := v.Findings[i]
			if f.State != tt.state || f.Severity != tt.severity || tt.action != "" && f.Action != tt.action {
				t.Errorf("%s / %s / %s, want %s / %s / %s: %s", f.State, f.Severity, f.Action, tt.state, tt.severity, tt.action, f.Message)
			}
			if !strings.Contains(f.Message, tt.says) {
				t.Errorf("%q does not say %q", f.Message, tt.says)
			}
		})
	}
}

// Every rule has a test that fires it, one that does not, a file and a page.
func TestEveryRuleIsTestedAndWrittenDown(t *testing.T) {
	for _, r := range rules.All() {
		fires, quiet := false, false
		for _, tt := range ruleTests() {
			if tt.rule == r.ID {
				fires, quiet = fires || tt.state != "", quiet || tt.state == ""
			}
		}
		if !fires || !quiet {
			t.Errorf("%s: a test that fires it: %v, one that does not: %v", r.ID, fires, quiet)
		}
		if r.Title == "" {
			t.Errorf("%s has no title", r.ID)
		}
		file := strings.ReplaceAll(r.ID, "-", "_") + ".go"
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		page, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules", filepath.FromSlash(r.ID)+".md"))
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		for _, part := range []string{"# " + r.ID, "## What it checks", "## Why it matters", "## What to do", "## How it may be wrong"} {
			if !strings.Contains(string(page), part) {
				t.Errorf("docs/rules/%s.md has no %q", r.ID, part)
			}
		}
	}
	pages, _ := filepath.Glob(filepath.Join("..", "..", "docs", "rules", "*", "*.md"))
	if len(pages) != len(rules.All()) {
		t.Errorf("%d pages for %d rules", len(pages), len(rules.All()))
	}
}
