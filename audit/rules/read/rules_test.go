package read_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/read"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	unproven := func(d *fact.Device) { d.Outputs[0].Grade = fact.Unverified }
	audittest.Rules(t, read.Rules(),
		audittest.Fires("read/failed", "the password was refused", audittest.Device(func(d *fact.Device) { d.Failure = fact.Failure{Cause: "auth", Text: "permission denied"} }), audit.Fail, policy.Warn, solve.Investigate, "auth: permission denied (check the credential"),
		audittest.Quiet("read/failed", "read", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/coverage", "a PFE was not read", audittest.Device(audittest.Vital(fact.Room, fact.NotRead, false), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "not known: next-hop memory of fpc 1 pfe 0: the answer does not tell; to collect: `show capacity`"),
		audittest.Quiet("read/coverage", "an engine that is down", audittest.Device(audittest.Vital(fact.Room, fact.Down, false), audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Quiet("read/coverage", "what waits was not asked in a log", audittest.Device(audittest.Vital(fact.Settled, fact.NotAsked, true), audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/incomplete", "cut off", audittest.Device(audittest.Vital(fact.Beside, fact.Cut, false), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "the answer was cut"),
		audittest.Quiet("read/incomplete", "understood", audittest.Device(audittest.Vital(fact.Beside, fact.Answered, false), audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/unowned", "between two prompts", audittest.Device(audittest.Flag(fact.FlagUnowned, "show capacity"), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "looks like the answer to `show capacity`"),
		audittest.Quiet("read/unowned", "nothing of the kind", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/implausible", "below zero", audittest.Device(audittest.Flag(fact.FlagImplausible, "IPv4: 4294967290 in use is a counter that went below zero"), audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "not believed, so not known: IPv4"),
		audittest.Quiet("read/implausible", "nothing of the kind", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/not-understood", "a line of figures that nobody knows", audittest.Device(func(d *fact.Device) {
			d.Unread = []fact.Line{{Output: 0, No: 3, Text: "new table: 7 of 9"}}
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, `the first is line 3: "new table: 7 of 9"`),
		audittest.Quiet("read/not-understood", "plain words", audittest.Device(func(d *fact.Device) { d.Unread = []fact.Line{{Output: 0, No: 3, Text: "snip"}} }, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/not-understood", "no figure at all", audittest.Device(func(d *fact.Device) { d.Outputs[0].Why = "no parser knows it" }), audit.Unkn, policy.Warn, solve.Investigate, "`show capacity`: no parser knows it"),
		audittest.Fires("read/not-understood", "capacities without use", audittest.Device(func(d *fact.Device) { d.Tables[0].Used = fact.Figure{} }, audittest.Row(fact.CapTemplate, 0, 100)), audit.Unkn, policy.Warn, solve.Investigate, "its capacities were read, but not what is in use"),
		audittest.Fires("read/not-understood", "one region of two", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv6Mcast
		}, audittest.Row(fact.CapCarve, 0, 524288), audittest.Row(fact.CapCarve, 9, 262144)), audit.Unkn, policy.Warn, solve.Investigate, "routes: capacity 524288, and what is in use is not known"),
		audittest.Quiet("read/not-understood", "another row tells how full it is", audittest.Device(func(d *fact.Device) {
			d.Tables[0].Used, d.Tables[1].Resource = fact.Figure{}, fact.FibIPv4MPLS
		}, audittest.Row(fact.CapCarve, 0, 524288), audittest.Row(fact.CapCarve, 9, 524288))),
		audittest.Fires("read/not-understood", "a capacity of 0 that is in use", audittest.Device(func(d *fact.Device) { d.Tables[1].Resource = fact.Adjacency }, audittest.Row(fact.CapFixed, 5000, 0), audittest.Row(fact.CapFixed, 1, 100)), audit.Unkn, policy.Warn, solve.Investigate, "5,000 in use, and the capacity is not known"),
		audittest.Quiet("read/not-understood", "no figure, but pending", audittest.Device(func(d *fact.Device) { d.PendingKnown = fact.Yes })),
		audittest.Quiet("read/not-understood", "a word of the device is a verdict", audittest.Device(nil, fact.Table{Name: "fib", Ledger: true, CapKind: fact.CapState, State: "GREEN"})),
		audittest.Fires("read/unverified", "an unproven parser", audittest.Device(unproven, audittest.Row(fact.CapCarve, 1, 100)), audit.Unkn, policy.Info, solve.Investigate, "no real output has proven"),
		audittest.Quiet("read/unverified", "a proven one", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/stale", "eight days old", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(0, 0, -8) }, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "8 days ago"),
		audittest.Fires("read/stale", "by the file's own time", audittest.Device(func(d *fact.Device) {
			d.Recorded, d.Session.Clock = audittest.Now().AddDate(0, 0, -8), "the file's own time"
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "(by the file's own time), 8 days ago"),
		audittest.Fires("read/stale", "figures of an older capture", audittest.Device(func(d *fact.Device) {
			d.Recorded = audittest.Now()
			d.Outputs[0].At = audittest.Now().AddDate(0, 0, -9)
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "the answer to show capacity was recorded"),
		audittest.Fires("read/stale", "figures that no question stands over", audittest.Device(func(d *fact.Device) {
			d.Recorded = audittest.Now()
			d.Outputs[0].At, d.Outputs[0].Loose = audittest.Now().AddDate(0, 0, -9), true
		}, audittest.Row(fact.CapCarve, 1, 100)), audit.Stale, policy.Warn, "", "text outside any answer was recorded"),
		audittest.Quiet("read/stale", "figures of an older capture that were asked again", audittest.Device(func(d *fact.Device) {
			d.Recorded = audittest.Now()
			d.Outputs[0].At, d.Outputs[0].History = audittest.Now().AddDate(0, 0, -9), "asked again later"
		}, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Quiet("read/stale", "six days old", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(0, 0, -6) }, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Quiet("read/stale", "no date", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/not-assessed", "a card that is down", audittest.Device(audittest.Flag(fact.FlagCardDown, "0/2 CARD: POWERED_OFF"), audittest.Row(fact.CapCarve, 1, 100)), audit.OK, policy.Info, solve.None, "not assessed: card 0/2 CARD: POWERED_OFF"),
		audittest.Quiet("read/not-assessed", "none", audittest.Device(nil, audittest.Row(fact.CapCarve, 1, 100))),
		audittest.Fires("read/failed", "the host key changed", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), audit.Fail, policy.Warn, solve.Investigate, "before the password was sent"),
		audittest.Quiet("read/not-understood", "no layer 3 is not unknown", audittest.Device(audittest.Flag(fact.FlagLayer3, false))),
	)
}
