package overflow_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/overflow"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	lem := audittest.Row(fact.CapHashed, 781632, 786432)
	audittest.Rules(t, overflow.Rules(),
		audittest.Fires("overflow/latched", "with room", audittest.Device(audittest.Both(audittest.Sup720(230589, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, policy.Crit, solve.Reload, "stays set"),
		audittest.Fires("overflow/latched", "without room a reload alone does not help", audittest.Device(audittest.Both(audittest.Sup720(500000, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, policy.Crit, solve.CarveReload, "a reload alone would fill it again"),
		audittest.Quiet("overflow/latched", "not raised", audittest.Device(audittest.Both(audittest.Sup720(230589, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No, Latched: true})))),
		audittest.Quiet("overflow/latched", "unknown is not raised", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Latched: true}))),
		audittest.Fires("overflow/insert-failures", "a full hashed table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(4777, 3)}), lem), audit.Over, policy.Crit, "", "refused 4,777 inserts (counted since boot)"),
		audittest.Fires("overflow/insert-failures", "an old counter beside an empty table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(327, 3)}), audittest.Row(fact.CapHashed, 6, 1000)), audit.Warn, policy.Warn, solve.Investigate, "compare with the next scan"),
		audittest.Fires("overflow/insert-failures", "an old counter beside a Red alarm", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true, Count: audittest.At(327, 3)}), audittest.TableState("Red", fact.CapEstimate, 80, 100)), audit.Over, policy.Crit, "", "refused"),
		audittest.Fires("overflow/insert-failures", "nothing known of the table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv6, Raised: fact.Yes, Latched: true, Count: audittest.At(1, 3)})), audit.Over, policy.Crit, "", "refused 1"),
		audittest.Quiet("overflow/insert-failures", "a counter of 0", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.InsertFailures, Resource: fact.FibIPv4, Raised: fact.Yes, Count: audittest.At(0, 3)}), lem)),
		audittest.Fires("overflow/oor", "Yellow", audittest.Device(nil, audittest.TableState("Yellow", fact.CapPercent, 84, 100)), audit.Warn, policy.Warn, "", "alarm is Yellow"),
		audittest.Fires("overflow/oor", "Red on an estimate is critical, not over", audittest.Device(nil, audittest.TableState("Red", fact.CapEstimate, 100, 100)), audit.Crit, policy.Crit, "", "alarm is Red"),
		audittest.Fires("overflow/oor", "Red as an exception", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OutOfResource, Resource: fact.FibLPM, Raised: fact.Yes, Severity: "red"})), audit.Crit, policy.Crit, "", "longest-prefix memory (LPM)"),
		audittest.Quiet("overflow/oor", "Green", audittest.Device(nil, audittest.TableState("Green", fact.CapEstimate, 100, 100))),
		audittest.Fires("overflow/log", "a line and a full table", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Text: "%X-7-FIB_EXCEPTION"}), audittest.Row(fact.CapCarve, 99, 100)), audit.Over, policy.Crit, "", "%X-7-FIB_EXCEPTION"),
		audittest.Fires("overflow/log", "a line and room", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "this may be over"),
		audittest.Fires("overflow/log", "a line on the console, behind the room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Outputs = append(d.Outputs, fact.Output{Command: "loose", Loose: true, Text: audittest.Text})
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 1, Line: 1}})), audittest.Row(fact.CapCarve, 9, 100)), audit.Over, policy.Crit, "", "printed after all"),
		audittest.Fires("overflow/log", "a line on the console, before the room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Outputs = append([]fact.Output{{Command: "loose", Loose: true, Text: audittest.Text}}, d.Outputs...)
			d.Tables[0].Output, d.Tables[0].Used.Span.Output = 1, 1
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Span: fact.Span{Output: 0, Line: 1}})), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "this may be over"),
		audittest.Fires("overflow/log", "a line that the device denies", audittest.Device(audittest.Both(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes}), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.No}))), audit.Warn, policy.Warn, solve.Investigate, "not raised"),
		audittest.Fires("overflow/log", "a line of before the last reset", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv6, Raised: fact.Yes, Past: true}), audittest.Row(fact.CapCarve, 9, 100)), audit.Warn, policy.Warn, solve.Investigate, "was reset after that"),
		audittest.Quiet("overflow/log", "a line that tells of the end", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.No}))),
		audittest.Fires("overflow/watermark", "a mark of the device", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.WatermarkBreached, Resource: fact.FibMemory, Raised: fact.Yes, Text: "NH*"}), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, "", `a watermark of the device was passed: "NH*"`),
		audittest.Quiet("overflow/watermark", "not passed", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.WatermarkBreached, Raised: fact.No}), audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("overflow/log", "control-plane memory", audittest.Device(audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.Memory, Raised: fact.Yes, Text: "BGP-3-NOMEM"}), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "forwarding memory is not meant"),
		audittest.Fires("overflow/log", "the room of another card proves nothing", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc1", Index: "0"}
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), audittest.Row(fact.CapCarve, 1, 100)), audit.Over, policy.Crit, "", "pfe"),
		audittest.Fires("overflow/log", "the card itself has room", audittest.Device(audittest.Both(func(d *fact.Device) {
			d.Tables[0].Scope = fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}
		}, audittest.Exception(fact.Exception{Kind: fact.OverflowLog, Resource: fact.FibIPv4, Raised: fact.Yes, Scope: fact.Scope{Kind: "pfe", Node: "fpc0", Index: "0"}})), audittest.Row(fact.CapCarve, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "may be over"),
		audittest.Fires("overflow/not-programmed", "a failed comparison", audittest.Device(audittest.Flag(fact.FlagDiffers, "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"), audittest.Row(fact.CapFixed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "FIB_IPv6_ROUTE_CONSISTENCY_CHECKER_FAIL"),
		audittest.Fires("overflow/not-programmed", "a queue", audittest.Device(audittest.Flag(fact.FlagQueuedRoutes, 1200), audittest.Row(fact.CapFixed, 1, 100)), audit.Warn, policy.Warn, solve.Investigate, "1,200 changes of routes wait"),
		audittest.Quiet("overflow/not-programmed", "an empty queue", audittest.Device(audittest.Flag(fact.FlagQueuedRoutes, 0), audittest.Row(fact.CapFixed, 1, 100))),
	)
}
