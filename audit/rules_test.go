package audit

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

var testNow = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// text is the synthetic answer that every span of these tests points into.
const text = "capacity report (synthetic)\nline two: 90 of 100\nline three: Red\nline four = TRUE\n"

// at is a figure that stands on a line of output 0.
func at(v float64, line int32) fact.Figure {
	return fact.Read(v, fact.Span{Output: 0, Line: line, Start: 0, End: 1})
}

func span(line int32) fact.Span { return fact.Span{Output: 0, Line: line, End: 1} }

// row is a ledger row with used and cap on line 2.
func row(kind fact.CapKind, used, capacity float64) fact.Table {
	return fact.Table{
		Name: "routes", Resource: fact.FibIPv4, Scope: fact.System(), Unit: "entries", Ledger: true,
		Used: at(used, 2), Cap: at(capacity, 2), CapKind: kind, Line: 2,
	}
}

// device is a known device with rows, changed by with.
func device(with func(d *fact.Device), rows ...fact.Table) *fact.Device {
	d := &fact.Device{
		Name: "r1", Family: "crs", Identity: fact.Identity{OS: fact.IOS, Model: "X-1"}, Tables: rows,
		Outputs: []fact.Output{{Command: "show capacity", File: "r1.log", Text: text, State: "complete", Parser: "p", Grade: "proven"}},
	}
	if with != nil {
		with(d)
	}
	return d
}

// sup720 is a 6500 with the carve v4+mpls / v6 and its use.
func sup720(v4, v6 float64, isDefault bool) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Carve.Default = "cat6500", isDefault
		d.Carve.Active = fact.Setting{Text: "factory default", Grade: fact.Reported, Span: span(2)}
		a, b := row(fact.CapCarve, v4, 524288), row(fact.CapCarve, v6, 262144)
		a.Resource, b.Resource = fact.FibIPv4MPLS, fact.FibIPv6Mcast
		labels := fact.Table{Name: "labels", Resource: fact.FibMPLS, Used: at(10, 2)}
		d.Tables = append(d.Tables, a, b, labels)
	}
}

// regionsOf is a Nexus 9000 (Cloud Scale EX, 4,096 ingress entries) whose RACL
// region is nearly full beside one for ports with idle entries in use, -1 = unknown.
func regionsOf(racl, idle float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n9k", fact.NXOS, "N9K-C93180YC-EX"
		d.Identity.Engines = []fact.Engine{{PID: "N9K-C93180YC-EX"}}
		use := func(name string, used, size float64) {
			t := row(fact.CapCarve, used, size)
			t.Name, t.Resource, t.Ledger, t.Scope = name, fact.ACL, false, fact.Scope{Kind: "module", Index: "1"}
			d.Tables = append(d.Tables, t)
		}
		region := func(name string, size, cost float64) {
			d.Tables = append(d.Tables, fact.Table{Name: name, Resource: fact.ACL, Pool: "acl-tcam", Configured: at(size, 3), Cost: cost, Scope: fact.System()})
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

// halvedTCAM is an NL12k card whose external TCAM holds 1,024,000 entries.
func halvedTCAM(active string, used float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		t := row(fact.CapCarve, used, 1_024_000)
		t.Resource = fact.FibETCAMv4
		d.Family, d.Carve.Active.Text, d.Tables = "ncs5500", active, append(d.Tables, t)
	}
}

// halvedLPM is a Nexus 3064 whose LPM table unicast RPF halves.
func halvedLPM(used float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n3k", fact.NXOS, "N3K-C3064PQ-10GX"
		d.Carve.Active = fact.Setting{Text: "urpf enabled", Grade: fact.Fingerprinted, Span: span(2)}
		t := row(fact.CapTemplate, used, 8191)
		t.Resource, t.Name, t.Max = fact.FibLPM, "Total LPM Entries", at(16383, 2)
		d.Tables = append(d.Tables, t)
	}
}

// internetV6 makes the rows of a device IPv6 regions of two instances.
func internetV6(d *fact.Device) {
	for i := range d.Tables {
		d.Tables[i].Resource = fact.FibIPv6
		d.Tables[i].Scope = fact.Scope{Kind: "module", Node: string(rune('1' + i))}
	}
}

func exception(e fact.Exception) func(d *fact.Device) {
	return func(d *fact.Device) {
		if e.Span.IsZero() {
			e.Span = span(4)
		}
		d.Exceptions = append(d.Exceptions, e)
	}
}

func both(fs ...func(d *fact.Device)) func(d *fact.Device) {
	return func(d *fact.Device) {
		for _, f := range fs {
			f(d)
		}
	}
}

func tableState(state string, kind fact.CapKind, used, capacity float64) fact.Table {
	t := row(kind, used, capacity)
	t.State = state
	return t
}

type ruleTest struct {
	rule, name string
	device     *fact.Device
	state      State // "" = the rule must not fire
	severity   Severity
	action     Action // "" = not looked at
	says       string
}

func ruleTests() []ruleTest {
	guaranteed := row(fact.CapGuaranteed, 136855, 131072)
	guaranteed.Free = at(0, 2)
	lent := row(fact.CapGuaranteed, 136855, 131072)
	lent.Free = at(8000, 2)
	scant := row(fact.CapGuaranteed, 130950, 131072)
	scant.Free = at(122, 2)
	percent := row(fact.CapPercent, 97, 100)
	percent.Unit = "percent"
	lem := row(fact.CapHashed, 781632, 786432)
	unproven := func(d *fact.Device) { d.Outputs[0].Grade = "unverified" }
	return []ruleTest{
		{"cap/over", "a carve that is full", device(nil, row(fact.CapCarve, 100, 100)), Over, SevCrit, Investigate, "100 of 100 entries used, 0 (0 %) free"},
		{"cap/over", "a hashed table at 99.4 %", device(nil, lem), Over, SevCrit, "", "a hashed table refuses inserts from 99.0 % on"},
		{"cap/over", "a hashed table at 98 %", device(nil, row(fact.CapHashed, 98, 100)), "", "", "", ""},
		{"cap/over", "an estimate that is reached", device(nil, row(fact.CapEstimate, 100, 100)), "", "", "", ""},
		{"cap/over", "a guarantee that is passed", device(nil, guaranteed), "", "", "", ""},
		{"cap/over", "a percentage of 100", device(nil, tableState("", fact.CapPercent, 100, 100)), "", "", "", ""},
		{"cap/over", "a capacity of 0 is absent", device(nil, row(fact.CapCarve, 5, 0)), "", "", "", ""},
		{"cap/over", "one instance of two is full", device(func(d *fact.Device) {
			d.Tables[1].Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: "1"}
		}, row(fact.CapFixed, 10, 100), row(fact.CapFixed, 100, 100)), Over, SevCrit, "", "routes (0/0/CPU0 npu 1): 100 of 100"},
		{"cap/over", "a live exception", device(exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv6, Raised: fact.Yes, Text: "full"}), row(fact.CapFixed, 10, 100)), Over, SevCrit, "", `IPv6 routes: the device reports an overflow now: "full"`},
		{"cap/over", "read by an unproven parser", device(unproven, row(fact.CapCarve, 100, 100)), Unkn, SevWarn, Investigate, "no real output has proven"},

		{"cap/near", "4.9 % free", device(nil, row(fact.CapCarve, 374036, 393216)), Crit, SevCrit, Investigate, "374,036 of 393,216 entries used, 19,180 (4.9 %) free"},
		{"cap/near", "14 % free", device(nil, row(fact.CapTemplate, 86, 100)), Warn, SevWarn, "", "14 (14.0 %) free"},
		{"cap/near", "exactly 15 % free", device(nil, row(fact.CapFixed, 85, 100)), "", "", "", ""},
		{"cap/near", "an estimate never is critical", device(nil, row(fact.CapEstimate, 261714, 261968)), Warn, SevWarn, "", "the capacity is an estimate, not a limit"},
		{"cap/near", "a scale that was tested is no limit", device(nil, row(fact.CapVerified, 99, 100)), Warn, SevWarn, "", "estimate"},
		{"cap/near", "a percentage gives no number of routes", device(nil, percent), Crit, SevCrit, "", "97.0 % used (the device gives a percentage, not a number of routes)"},
		{"cap/near", "a guarantee with nothing free", device(nil, guaranteed), Warn, SevWarn, "", "136,855 used, 131,072 guaranteed, 0 free as printed"},
		{"cap/near", "a guarantee with something free", device(nil, lent), "", "", "", ""},
		{"cap/near", "a guarantee with next to nothing free", device(nil, scant), Warn, SevWarn, "", "122 free as printed"},
		{"cap/near", "unknown use", device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, row(fact.CapCarve, 0, 100)), "", "", "", ""},
		{"cap/near", "a row that is evidence only", device(func(d *fact.Device) { d.Tables[0].Ledger = false }, row(fact.CapCarve, 99, 100)), "", "", "", ""},
		{"cap/near", "fixed silicon of a carved family", device(sup720(500000, 10, true)), Crit, SevCrit, CarveReload, "500,000 of 524,288"},
		{"cap/near", "no carve holds it", device(func(d *fact.Device) {
			sup720(510000, 250000, true)(d)
			d.Tables[1].Used = at(250000, 2)
		}), Crit, SevCrit, Filter, "free"},

		{"overflow/latched", "with room", device(both(sup720(230589, 5, true), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), Over, SevCrit, Reload, "latched"},
		{"overflow/latched", "without room a reload alone does not help", device(both(sup720(500000, 5, true), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), Over, SevCrit, CarveReload, "a reload alone would fill it again"},
		{"overflow/latched", "not raised", device(both(sup720(230589, 5, true), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No, Latched: true}))), "", "", "", ""},
		{"overflow/latched", "unknown is not raised", device(exception(fact.Exception{Kind: fact.ExceptionState, Latched: true})), "", "", "", ""},

		{"overflow/insert-failures", "a full hashed table", device(exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: at(4777, 3)}), lem), Over, SevCrit, "", "refused 4,777 inserts (counted since boot)"},
		{"overflow/insert-failures", "an old counter beside an empty table", device(exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: at(327, 3)}), row(fact.CapHashed, 6, 1000)), Warn, SevWarn, Investigate, "compare with the next scan"},
		{"overflow/insert-failures", "an old counter beside a Red alarm", device(exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: at(327, 3)}), tableState("Red", fact.CapEstimate, 80, 100)), Over, SevCrit, "", "refused"},
		{"overflow/insert-failures", "nothing known of the table", device(exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv6, Raised: fact.Yes, Latched: true, Count: at(1, 3)})), Over, SevCrit, "", "refused 1"},
		{"overflow/insert-failures", "a counter of 0", device(exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Count: at(0, 3)}), lem), "", "", "", ""},

		{"overflow/oor", "Yellow", device(nil, tableState("Yellow", fact.CapPercent, 84, 100)), Warn, SevWarn, "", "alarm is Yellow"},
		{"overflow/oor", "Red on an estimate is critical, not over", device(nil, tableState("Red", fact.CapEstimate, 100, 100)), Crit, SevCrit, "", "alarm is Red"},
		{"overflow/oor", "Red as an exception", device(exception(fact.Exception{Kind: fact.OutOfResource, Resource: fact.FibLPM, Raised: fact.Yes, Severity: "red"})), Crit, SevCrit, "", "longest-prefix memory (LPM)"},
		{"overflow/oor", "Green", device(nil, tableState("Green", fact.CapEstimate, 100, 100)), "", "", "", ""},

		{"overflow/log", "a line and a full table", device(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Text: "%X-7-FIB_EXCEPTION"}), row(fact.CapCarve, 99, 100)), Over, SevCrit, "", "%X-7-FIB_EXCEPTION"},
		{"overflow/log", "a line and room", device(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), row(fact.CapCarve, 9, 100)), Warn, SevWarn, Investigate, "this may be over"},
		{"overflow/log", "a line on the console, behind the room", device(both(func(d *fact.Device) {
			d.Outputs = append(d.Outputs, fact.Output{Command: "loose", Loose: true, Text: text})
		}, exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 1, Line: 1}})), row(fact.CapCarve, 9, 100)), Over, SevCrit, "", "printed after all"},
		{"overflow/log", "a line on the console, before the room", device(both(func(d *fact.Device) {
			d.Outputs = append([]fact.Output{{Command: "loose", Loose: true, Text: text}}, d.Outputs...)
			d.Tables[0].Used.Span.Output = 1
		}, exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 0, Line: 1}})), row(fact.CapCarve, 9, 100)), Warn, SevWarn, Investigate, "this may be over"},
		{"overflow/log", "a line that the device denies", device(both(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No}))), Warn, SevWarn, Investigate, "not raised"},
		{"overflow/log", "a line of before the last reset", device(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv6, Raised: fact.Yes, Past: true}), row(fact.CapCarve, 9, 100)), Warn, SevWarn, Investigate, "was reset after that"},
		{"overflow/log", "a line that tells of the end", device(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.No})), "", "", "", ""},

		{"carve/default", "half full", device(sup720(300000, 10, true)), Warn, SevWarn, CarveReload, "the factory default gives it 524,288; a valid mls cef maximum-routes gives it 786,432"},
		{"carve/default", "a region that gains nothing", device(func(d *fact.Device) {
			sup720(60_000, 10, true)(d)
			d.Tables[0].Cap, d.Tables[1].Cap = at(196608, 2), at(32768, 2)
		}), "", "", "", ""},
		{"carve/default", "nearly empty only informs", device(sup720(1000, 10, true)), OK, SevInfo, None, "nothing needs to be done yet"},
		{"carve/default", "not the default", device(sup720(300000, 10, false)), "", "", "", ""},
		{"carve/default", "nothing larger is known", device(func(d *fact.Device) { d.Carve.Default = true }, row(fact.CapTemplate, 50, 100)), "", "", "", ""},
		{"carve/default", "a change waits already", device(both(sup720(300000, 10, true), func(d *fact.Device) { d.PendingKnown = fact.Yes })), "", "", "", ""},

		{"carve/pending", "a named change", device(func(d *fact.Device) {
			d.Pending = []fact.Change{{What: "SDM template", From: "default", To: "routing", Span: span(2)}}
		}, row(fact.CapTemplate, 1, 100)), Pend, SevWarn, Reload, "SDM template default -> routing"},
		{"carve/pending", "a row with another figure after the reload", device(func(d *fact.Device) { d.Tables[0].Pending = at(200, 2) }, row(fact.CapTemplate, 1, 100)), Pend, SevWarn, Reload, "routes 100 -> 200"},
		{"carve/pending", "the same figure after the reload", device(func(d *fact.Device) { d.Tables[0].Pending = at(100, 2) }, row(fact.CapTemplate, 1, 100)), "", "", "", ""},
		{"carve/pending", "not saved: a reload would lose it", device(func(d *fact.Device) {
			d.Family, d.PendingKnown, d.Boot.Unsaved = "cat6500", fact.Yes, fact.Yes
		}), Pend, SevWarn, Save, "not saved"},

		{"carve/unsaved", "a carve that is not in startup", device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.Yes
			d.Carve.Configured = fact.Setting{Text: "ip 768", Span: span(2)}
		}), Warn, SevWarn, Save, "would lose the carve"},
		{"carve/unsaved", "saved", device(func(d *fact.Device) {
			d.Family, d.Boot.Unsaved = "cat6500", fact.No
			d.Carve.Configured = fact.Setting{Text: "ip 768"}
		}), "", "", "", ""},
		{"carve/unsaved", "a platform that keeps it elsewhere", device(func(d *fact.Device) {
			d.Boot.Unsaved = fact.Yes
			d.Carve.Configured = fact.Setting{Text: "routing"}
		}), "", "", "", ""},

		{"read/failed", "the password was refused", device(func(d *fact.Device) { d.Failure = fact.Failure{Cause: "auth", Text: "permission denied"} }), Fail, SevWarn, Investigate, "auth: permission denied (check the credential"},
		{"read/failed", "read", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/coverage", "a PFE was not read", device(vital(fact.Room, fact.NotRead, false), row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, "not known: next-hop memory of fpc 1 pfe 0: the answer does not tell; to collect: `show capacity`"},
		{"read/coverage", "an engine that is down", device(vital(fact.Room, fact.Down, false), row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/coverage", "what waits was not asked in a log", device(vital(fact.Settled, fact.NotAsked, true), row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/incomplete", "cut off", device(vital(fact.Beside, fact.Cut, false), row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, "the answer was cut"},
		{"read/incomplete", "understood", device(vital(fact.Beside, fact.Answered, false), row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/unowned", "between two prompts", device(flag("unowned_answer", "show capacity"), row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, "looks like the answer to `show capacity`"},
		{"read/unowned", "nothing of the kind", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/implausible", "below zero", device(flag("implausible", "IPv4: 4294967290 in use is a counter that went below zero"), row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, "not believed, so not known: IPv4"},
		{"read/implausible", "nothing of the kind", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"host/other-name", "another router", device(func(d *fact.Device) { d.Name, d.Identity.Hostname = "fra3-edge-01", "ams1-edge-05" }, row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, `"ams1-edge-05" answered, the inventory expects "fra3-edge-01"`},
		{"host/other-name", "expected so", device(func(d *fact.Device) {
			d.Name, d.Expected, d.Identity.Hostname = "fra3-edge-01", "old-name", "old-name-re1.isp.example"
		}, row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/not-understood", "a line of figures that nobody knows", device(func(d *fact.Device) {
			d.Unread = []fact.Line{{Output: 0, No: 3, Text: "new table: 7 of 9"}}
		}, row(fact.CapCarve, 1, 100)), Unkn, SevWarn, Investigate, `the first is line 3: "new table: 7 of 9"`},
		{"read/not-understood", "plain words", device(func(d *fact.Device) { d.Unread = []fact.Line{{Output: 0, No: 3, Text: "snip"}} }, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/not-understood", "no figure at all", device(func(d *fact.Device) { d.Outputs[0].Why = "no parser knows it" }), Unkn, SevWarn, Investigate, "`show capacity`: no parser knows it"},
		{"read/not-understood", "capacities without use", device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, row(fact.CapTemplate, 0, 100)), Unkn, SevWarn, Investigate, "its capacities were read, but not what is in use"},
		{"read/not-understood", "one region of two", device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv6Mcast
		}, row(fact.CapCarve, 0, 524288), row(fact.CapCarve, 9, 262144)), Unkn, SevWarn, Investigate, "routes: capacity 524288, and what is in use is not known"},
		{"read/not-understood", "another row tells how full it is", device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv4MPLS
		}, row(fact.CapCarve, 0, 524288), row(fact.CapCarve, 9, 524288)), "", "", "", ""},
		{"read/not-understood", "a capacity of 0 that is in use", device(func(d *fact.Device) { d.Tables[1].Resource = fact.Adjacency }, row(fact.CapFixed, 5000, 0), row(fact.CapFixed, 1, 100)), Unkn, SevWarn, Investigate, "5,000 in use, and the capacity is not known"},
		{"read/not-understood", "no figure, but pending", device(func(d *fact.Device) { d.PendingKnown = fact.Yes }), "", "", "", ""},
		{"read/not-understood", "a word of the device is a verdict", device(nil, fact.Table{Name: "fib", Ledger: true, CapKind: fact.CapState, State: "GREEN"}), "", "", "", ""},

		{"read/unverified", "an unproven parser", device(unproven, row(fact.CapCarve, 1, 100)), Unkn, SevInfo, Investigate, "no real output has proven"},
		{"read/unverified", "a proven one", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"read/stale", "eight days old", device(func(d *fact.Device) { d.Recorded = testNow.AddDate(0, 0, -8) }, row(fact.CapCarve, 1, 100)), Stale, SevWarn, "", "8 days ago"},
		{"read/stale", "by the file's own time", device(func(d *fact.Device) {
			d.Recorded, d.Session.Clock = testNow.AddDate(0, 0, -8), "the file's own time"
		}, row(fact.CapCarve, 1, 100)), Stale, SevWarn, "", "(by the file's own time), 8 days ago"},
		{"read/stale", "figures of an older capture", device(func(d *fact.Device) {
			d.Recorded = testNow
			d.Outputs[0].At = testNow.AddDate(0, 0, -9)
		}, row(fact.CapCarve, 1, 100)), Stale, SevWarn, "", "the answer to show capacity was recorded"},
		{"read/stale", "figures of an older capture that were asked again", device(func(d *fact.Device) {
			d.Recorded = testNow
			d.Outputs[0].At, d.Outputs[0].History = testNow.AddDate(0, 0, -9), "asked again later"
		}, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/stale", "six days old", device(func(d *fact.Device) { d.Recorded = testNow.AddDate(0, 0, -6) }, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/stale", "no date", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"host/virtual", "a software router", device(func(d *fact.Device) { d.Identity.Virtual = true }), OK, SevInfo, None, "main memory was not judged"},
		{"host/virtual", "hardware", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},

		{"reload/config-register", "bit 6", device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2142", Span: span(2)} }), Warn, SevWarn, "", "ignores the startup configuration"},
		{"reload/config-register", "boot field 0", device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0x2100"} }), Warn, SevWarn, "", "ROMMON"},
		{"reload/config-register", "mended for the next reload", device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
		}), "", "", "", ""},
		{"reload/config-register", "the processors differ", device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.Standby = fact.Setting{Text: "0x2102"}, fact.Setting{Text: "0x2142"}
		}), Warn, SevWarn, "", "configuration registers differ"},
		{"reload/config-register", "the bits are those of IOS", device(func(d *fact.Device) { d.Identity.OS, d.Boot.Register = fact.IOSXR, fact.Setting{Text: "0x1"} }), "", "", "", ""},
		{"reload/config-register", "both are mended for the next reload", device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x1"}, fact.Setting{Text: "0x2102"}
		}), "", "", "", ""},
		{"reload/config-register", "only one is mended for the next reload", device(func(d *fact.Device) {
			d.Boot.Register, d.Boot.RegisterNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2102"}
			d.Boot.Standby, d.Boot.StandbyNext = fact.Setting{Text: "0x2142"}, fact.Setting{Text: "0x2142"}
		}), Warn, SevWarn, "", "0x2102 here, 0x2142 on the standby"},
		{"reload/config-register", "the switch processor of a Sup720 differs", device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Name: "switch processor", Register: fact.Setting{Text: "0x2101"}}}
		}), Warn, SevWarn, "", "0x2102 here, 0x2101 on the switch processor"},
		{"reload/config-register", "the worst of two answers rules", device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Register: fact.Setting{Text: "0x2142"}}}
		}), Warn, SevWarn, "", "ignores the startup configuration"},
		{"reload/config-register", "what will be stands above what is", device(func(d *fact.Device) {
			d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2142"}}, {Register: fact.Setting{Text: "0x2142"}, Next: fact.Setting{Text: "0x2102"}}}
		}), "", "", "", ""},
		{"reload/config-register", "a software router does not stop in a loader", device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x0"}
		}), "", "", "", ""},
		{"reload/config-register", "a software router ignores its configuration as others do", device(func(d *fact.Device) {
			d.Identity.Virtual, d.Boot.Register = true, fact.Setting{Text: "0x40"}
		}), Warn, SevWarn, "", "ignores the startup configuration"},
		{"reload/config-register", "0xF is normal on small switches", device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "0xF"} }), "", "", "", ""},
		{"reload/config-register", "not a register", device(func(d *fact.Device) { d.Boot.Register = fact.Setting{Text: "unknown"} }), "", "", "", ""},

		{"reload/install", "an answer in words that nobody has shown", device(func(d *fact.Device) {
			d.Outputs[0].Command, d.Outputs[0].Parser = "show install request", ""
		}), OK, SevWarn, "", "whether software is being installed is not known"},
		{"reload/install", "an answer that was understood", device(func(d *fact.Device) { d.Outputs[0].Command = "show install request" }), "", "", "", ""},

		{"reload/manual-boot", "yes", device(func(d *fact.Device) { d.Boot.Manual = fact.Yes }), Warn, SevWarn, "", "waits in its loader"},
		{"reload/manual-boot", "unknown", device(nil), "", "", "", ""},

		{"reload/standby", "not ready", device(func(d *fact.Device) {
			d.Redundancy.Ready, d.Redundancy.Standby = fact.No, fact.Setting{Text: "DISABLED"}
		}), OK, SevWarn, "", "DISABLED"},
		{"reload/standby", "none is known", device(nil), "", "", "", ""},

		{"reload/unsaved", "not saved", device(func(d *fact.Device) { d.Boot.Unsaved = fact.Yes }), OK, SevWarn, "", "loses what was changed"},
		{"reload/unsaved", "unknown", device(nil), "", "", "", ""},

		{"overflow/watermark", "a mark of the device", device(exception(fact.Exception{Kind: fact.WatermarkBreached, Resource: fact.FibMemory, Raised: fact.Yes, Text: "NH*"}), row(fact.CapCarve, 1, 100)), Warn, SevWarn, "", `a watermark of the device was passed: "NH*"`},
		{"overflow/watermark", "not passed", device(exception(fact.Exception{Kind: fact.WatermarkBreached, Raised: fact.No}), row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"overflow/log", "control-plane memory", device(exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.Memory, Raised: fact.Yes, Text: "BGP-3-NOMEM"}), row(fact.CapCarve, 1, 100)), Warn, SevWarn, Investigate, "forwarding memory is not meant"},
		{"overflow/log", "the room of another card proves nothing", device(both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc1", Index: "0"}
		}, exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), row(fact.CapCarve, 1, 100)), Over, SevCrit, "", "pfe"},
		{"overflow/log", "the card itself has room", device(both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}
		}, exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), row(fact.CapCarve, 1, 100)), Warn, SevWarn, Investigate, "may be over"},
		{"read/not-assessed", "a card that is down", device(flag("card_not_running", "0/2 CARD: POWERED_OFF"), row(fact.CapCarve, 1, 100)), OK, SevInfo, None, "not assessed: card 0/2 CARD: POWERED_OFF"},
		{"read/not-assessed", "none", device(nil, row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"read/failed", "the host key changed", device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), Fail, SevWarn, Investigate, "before the password was sent"},
		{"host/not-judged", "a fabric", device(flag("aci", true)), Unkn, SevInfo, None, "how full it is stays unknown"},
		{"host/not-judged", "no layer 3", device(flag("layer3", false)), OK, SevInfo, None, "routes nothing"},
		{"host/not-judged", "a router", device(nil), "", "", "", ""},
		{"read/not-understood", "no layer 3 is not unknown", device(flag("layer3", false)), "", "", "", ""},
		{"session/host-key", "changed", device(func(d *fact.Device) {
			d.Failure = fact.Failure{Cause: "hostkey", Text: "the host key changed: known A, shown B"}
		}), OK, SevCrit, Investigate, "known A, shown B: another device, new keys, or somebody in between; no password was sent"},
		{"session/host-key", "nothing more is known", device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), OK, SevCrit, Investigate, "not the one that is known"},
		{"session/host-key", "nobody checks", device(func(d *fact.Device) { d.Session.HostKeys = "off" }), OK, SevWarn, None, "whoever answers gets the password"},
		{"session/host-key", "known", device(func(d *fact.Device) { d.Session.HostKeys = "tofu" }), "", "", "", ""},
		{"session/host-key", "another failure", device(func(d *fact.Device) { d.Failure.Cause = "auth" }), "", "", "", ""},
		{"session/legacy-crypto", "group 1", device(func(d *fact.Device) { d.Session.Kex = "diffie-hellman-group1-sha1" }), OK, SevWarn, None, "diffie-hellman-group1-sha1"},
		{"session/legacy-crypto", "telnet", device(func(d *fact.Device) { d.Session.Transport = "telnet" }), OK, SevWarn, None, "in the clear"},
		{"session/legacy-crypto", "allowed, not needed", device(func(d *fact.Device) { d.Session.Kex, d.Session.Legacy = "curve25519-sha256", []string{"cbc"} }), OK, SevInfo, None, "take them out"},
		{"session/legacy-crypto", "modern", device(func(d *fact.Device) { d.Session.Kex, d.Session.Cipher = "curve25519-sha256", "aes128-ctr" }), "", "", "", ""},
		{"carve/ignored", "from 7.3.1", device(both(xr("7.3.1"), flag("hw_module", "hw-module fib ipv4 scale internet-optimized")), row(fact.CapHashed, 1, 100)), Warn, SevWarn, Investigate, "ignores it since 7.3.1"},
		{"carve/ignored", "before it", device(both(xr("7.2.2"), flag("hw_module", "hw-module fib ipv4 scale internet-optimized")), row(fact.CapHashed, 1, 100)), "", "", "", ""},
		{"carve/ignored", "the other knob", device(both(xr("7.5.2"), flag("hw_module", "hw-module fib ipv6 scale internet-optimized-disable")), row(fact.CapHashed, 1, 100)), "", "", "", ""},
		{"carve/ignored", "refused", device(flag("config_rejected", "ERROR: no room")), Warn, SevWarn, Investigate, "ERROR: no room"},
		{"engine/mixed", "XL cards on a small supervisor", device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3B"}, {Slot: "1", PID: "B-DFC3BXL", XL: true}}
		}), Warn, SevWarn, Investigate, "works as the smaller ones do"},
		{"engine/mixed", "one size", device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3BXL", XL: true}, {Slot: "1", PID: "B-DFC3CXL", XL: true}}
		}), "", "", "", ""},
		{"cap/near", "with the day on which it is full", device(internetV6, row(fact.CapCarve, 256_000, 320_000), row(fact.CapCarve, 260_000, 266_000)), Crit, SevCrit, "", "full about 2027-02 (between 2027-01 and 2027-04)"},
		{"cap/near", "a year is a warning", device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, row(fact.CapCarve, 260_000, 310_000), row(fact.CapCarve, 1, 100)), "", "", "", ""},
		{"cap/near", "within a year, with 16 % free", device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, row(fact.CapCarve, 220_000, 245_000)), Warn, SevWarn, "", "full about 2027-10"},
		{"cap/near", "a partial table has no date", device(nil, row(fact.CapCarve, 300_000, 360_000)), "", "", "", ""},
		{"cap/near", "an estimate has no date", device(nil, row(fact.CapEstimate, 1_070_000, 1_300_000)), "", "", "", ""},
		{"cap/vrf-labels", "a full table in a VRF", device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, row(fact.CapCarve, 374_000, 786_432), row(fact.CapCarve, 372_000, 460_000)), OK, SevInfo, None, "372,000 labels take 80.9 % of it: it looks like one label per VRF prefix"},
		{"cap/vrf-labels", "and the region is nearly full", device(func(d *fact.Device) { d.Tables[1].Resource, d.Tables[1].Name = fact.FibMPLS, "MPLS" }, row(fact.CapCarve, 374_000, 786_432), row(fact.CapCarve, 372_000, 393_216)), Warn, SevWarn, Investigate, "before anything is reloaded"},
		{"cap/vrf-labels", "in a LEM", device(func(d *fact.Device) {
			d.Tables[0].Resource, d.Tables[0].Name = fact.FibLEM, "lem"
			d.Tables[1].Resource, d.Tables[1].PartOf, d.Tables[1].Ledger = fact.FibLEM+".mplslabel", "lem", false
		}, row(fact.CapHashed, 500_000, 786_432), row(fact.CapHashed, 85_614, 786_432)), OK, SevInfo, None, "85,614 labels take 10.9 % of it"},
		{"cap/vrf-labels", "a few labels", device(func(d *fact.Device) { d.Tables[1].Resource = fact.FibMPLS }, row(fact.CapCarve, 374_000, 786_432), row(fact.CapCarve, 900, 393_216)), "", "", "", ""},
		{"cap/acl-region", "nearly full, and an idle one gives", device(regionsOf(1790, 100)), Warn, SevWarn, CarveReload, "Ingress RACL (module 1): 1,790 of 1,792 entries used"},
		{"cap/acl-region", "nothing may give", device(regionsOf(1790, -1)), Warn, SevWarn, Investigate, "0.1 % free"},
		{"cap/acl-region", "a tenth is left", device(regionsOf(1600, 100)), OK, SevInfo, None, "10.7 % free"},
		{"cap/acl-region", "half is left", device(regionsOf(900, 100)), "", "", "", ""},
		{"carve/urpf", "a Nexus 3000 with room", device(halvedLPM(3000)), OK, SevInfo, None, "8,191 entries, 16,383 without unicast RPF"},
		{"carve/urpf", "and nearly full", device(halvedLPM(7900)), Warn, SevWarn, CarveReload, "is the check needed here?"},
		{"carve/urpf", "an external TCAM of half the size", device(halvedTCAM("scaledisable", 400_000)), OK, SevInfo, None, "1,024,000 entries, 2,048,000 without"},
		{"carve/urpf", "and nearly full", device(halvedTCAM("scaledisable", 1_000_000)), Warn, SevWarn, "", "is the check needed here?"},
		{"carve/urpf", "that size without the fingerprint proves nothing", device(halvedTCAM("", 400_000)), "", "", "", ""},
		{"carve/urpf", "a Nexus 3000 with the whole table", device(both(halvedLPM(3000), func(d *fact.Device) {
			d.Carve.Active.Text, d.Tables[0].Cap = "urpf disabled", at(16383, 2)
		})), "", "", "", ""},
		{"carve/urpf", "a whole one", device(func(d *fact.Device) { d.Family, d.Tables[0].Resource = "ncs5500", fact.FibETCAMv4 }, row(fact.CapCarve, 400_000, 2_048_000)), "", "", "", ""},
		{"carve/default-flips", "before 23.3R1, nothing configured", device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Inferred, Span: span(2)}
		}), OK, SevInfo, None, "an upgrade divides the memory anew"},
		{"carve/default-flips", "it is written down", device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "acx7k", fact.Junos
			d.Carve.Configured = fact.Setting{Text: "cloud-metro", Grade: fact.Reported, Span: span(2)}
		}), "", "", "", ""},
		{"overflow/not-programmed", "a failed comparison", device(flag("route_consistency_failed", "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"), row(fact.CapFixed, 1, 100)), Warn, SevWarn, Investigate, "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"},
		{"overflow/not-programmed", "a queue", device(flag("krt_queued_total", 1200), row(fact.CapFixed, 1, 100)), Warn, SevWarn, Investigate, "1,200 changes of routes wait"},
		{"overflow/not-programmed", "an empty queue", device(flag("krt_queued_total", 0), row(fact.CapFixed, 1, 100)), "", "", "", ""},
		{"cap/adjacency", "fuller than the routes", device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, row(fact.CapFixed, 60, 100), row(fact.CapFixed, 5, 100)), OK, SevInfo, None, "60.0 % beside 5.0 % for routes"},
		{"cap/adjacency", "the routes are fuller", device(func(d *fact.Device) { d.Tables[0].Resource = fact.Adjacency }, row(fact.CapFixed, 60, 100), row(fact.CapFixed, 70, 100)), "", "", "", ""},
		{"carve/vlan-template", "a router", device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan"
		}, row(fact.CapTemplate, 40, 0)), Crit, SevCrit, "", "its CPU forwards them"},
		{"carve/vlan-template", "a 2960-XR with a few routes", device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "vlan"
		}, row(fact.CapTemplate, 34, 256)), OK, SevInfo, None, "only 256 IPv4 routes in hardware; there are 34"},
		{"carve/vlan-template", "a switch", device(func(d *fact.Device) { d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop vlan" }), OK, SevInfo, None, "may only switch"},
		{"carve/vlan-template", "routing", device(func(d *fact.Device) {
			d.Family, d.Carve.Active.Text = "cat3k-2k", "desktop routing"
		}, row(fact.CapTemplate, 40, 100)), "", "", "", ""},
		{"reload/shrinks", "labels forgotten", device(func(d *fact.Device) { d.Tables[0].Pending = at(16, 3) }, row(fact.CapCarve, 40, 100)), Warn, SevCrit, Investigate, "40 in use, and only 16 after the reload"},
		{"reload/shrinks", "it fits", device(func(d *fact.Device) { d.Tables[0].Pending = at(60, 3) }, row(fact.CapCarve, 40, 100)), "", "", "", ""},
		{"reload/install", "not committed", device(flag("install_uncommitted", true)), Warn, SevWarn, "", "not committed"},
		{"reload/install", "no upgrade", device(flag("issu_in_progress", false)), "", "", "", ""},
		{"reload/stack-member", "not ready", device(flag("blocks_reload", "stack member not Ready")), Warn, SevWarn, "", "stack member not Ready"},
		{"reload/stack-member", "ready", device(nil), "", "", "", ""},
		{"policy/waiver-expired", "and still there", device(func(d *fact.Device) { d.Name = "gone1" }, row(fact.CapFixed, 99, 100)), Warn, SevWarn, None, "a waiver of cap/* ended 2026-11-24 12:00Z, and what it waived is still there"},
		{"policy/waiver-expired", "and done", device(func(d *fact.Device) { d.Name = "gone1" }, row(fact.CapFixed, 9, 100)), OK, SevInfo, None, "take it out"},
		{"policy/waiver-expired", "of another device", device(nil, row(fact.CapFixed, 99, 100)), "", "", "", ""},
		{"reload/boot-image", "another file", device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "flash:/a.122-1.bin", "flash:b.122-2.bin,12;flash:a.122-1.bin,12"
		}), OK, SevWarn, None, "runs a.122-1.bin, and the next reload starts b.122-2.bin"},
		{"reload/boot-image", "another file of a Nexus", device(func(d *fact.Device) {
			d.Identity.OS, d.Identity.Image = fact.NXOS, "bootflash:///nxos.9.3.8.bin"
			d.Boot.Processors = []fact.Processor{{Name: "sup-1", Variable: fact.Setting{Text: "bootflash:/nxos.10.3.4.bin"}}}
		}), OK, SevWarn, None, "the next reload starts nxos.10.3.4.bin on the sup-1"},
		{"reload/boot-image", "the same file", device(func(d *fact.Device) {
			d.Identity.Image, d.Boot.Variable.Text = "disk0:a.bin", "disk0:a.bin,1;"
		}), "", "", "", ""},
	}
}

// testPolicy has one waiver that ended, for devices named gone.
func testPolicy() Policy {
	p := DefaultPolicy()
	p.Waivers = []Waiver{{Rule: "cap/*", Device: "gone*", Reason: "new cards", Until: testNow}}
	return p
}

func flag(name string, value any) func(d *fact.Device) {
	return func(d *fact.Device) { d.Flags = append(d.Flags, fact.Flag{Name: name, Value: value, Span: span(4)}) }
}

func vital(kind fact.VitalKind, a fact.Answer, spare bool) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Coverage = []fact.Vital{{Kind: kind, Name: "next-hop memory", Engine: "fpc 1 pfe 0", Answer: a, Commands: []string{"show capacity"}, Spare: spare}}
	}
}

func xr(version string) func(d *fact.Device) {
	return func(d *fact.Device) { d.Identity.OS, d.Identity.Version = fact.IOSXR, version }
}

func TestRules(t *testing.T) {
	for _, tt := range ruleTests() {
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) {
			v := Run(tt.device, testPolicy(), testNow)
			i := slices.IndexFunc(v.Findings, func(f Finding) bool { return f.Rule == tt.rule })
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
	for _, r := range Rules() {
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
		file := "rule_" + strings.NewReplacer("/", "_", "-", "_").Replace(r.ID) + ".go"
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		page, err := os.ReadFile(filepath.Join("..", "docs", "rules", filepath.FromSlash(r.ID)+".md"))
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
	pages, _ := filepath.Glob(filepath.Join("..", "docs", "rules", "*", "*.md"))
	if len(pages) != len(Rules()) {
		t.Errorf("%d pages for %d rules", len(pages), len(Rules()))
	}
}
