package policy_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	rules "github.com/headroom-audit/headroom/audit/rules/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, rules.Rules(),
		audittest.Fires("policy/waiver-expired", "and still there", audittest.Device(func(d *fact.Device) { d.Name = "gone1" }, audittest.Row(fact.CapFixed, 99, 100)), audit.Warn, policy.Warn, solve.None, "a waiver of cap/* ended 2026-11-24 12:00Z, and what it waived is still there"),
		audittest.Fires("policy/waiver-expired", "and done", audittest.Device(func(d *fact.Device) { d.Name = "gone1" }, audittest.Row(fact.CapFixed, 9, 100)), audit.OK, policy.Info, solve.None, "take it out"),
		audittest.Quiet("policy/waiver-expired", "of another device", audittest.Device(nil, audittest.Row(fact.CapFixed, 99, 100))),
	)
}
