package audittest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// RuleTest is a device and what one rule says of it.
type RuleTest struct {
	rule, name string
	device     *fact.Device
	state      audit.State // "" = the rule must not fire
	severity   policy.Severity
	action     solve.Action // "" = not looked at
	says       string
}

// Fires is a device of which a rule says something; an action of "" is not looked at.
func Fires(rule, name string, d *fact.Device, state audit.State, severity policy.Severity, action solve.Action, says string) RuleTest {
	return RuleTest{rule, name, d, state, severity, action, says}
}

// Quiet is a device of which a rule says nothing.
func Quiet(rule, name string, d *fact.Device) RuleTest {
	return RuleTest{rule: rule, name: name, device: d}
}

// rulePolicy has one waiver that ended, for devices named gone.
func rulePolicy() policy.Policy {
	p := policy.Default()
	p.Waivers = []policy.Waiver{{Rule: "cap/*", Device: "gone*", Reason: "new cards", Until: Now()}}
	return p
}

// Rules judges every device by all rules and looks at what one of them says. Each rule
// of the group must have a test that fires it and one that does not.
func Rules(t *testing.T, group []audit.Rule, tests ...RuleTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) { ruleSays(t, tt) })
	}
	findings(t, tests)
	for _, r := range group {
		fires := slices.ContainsFunc(tests, func(tt RuleTest) bool { return tt.rule == r.ID && tt.state != "" })
		quiet := slices.ContainsFunc(tests, func(tt RuleTest) bool { return tt.rule == r.ID && tt.state == "" })
		if !fires || !quiet {
			t.Errorf("%s: a test that fires it: %v, one that does not: %v", r.ID, fires, quiet)
		}
	}
}

// findings compares all that is found of the devices of the tests, word for word, with
// testdata/findings.txt of their package; -update writes it.
func findings(t *testing.T, tests []RuleTest) {
	t.Helper()
	var b strings.Builder
	for _, tt := range tests {
		v := Run(tt.device, rulePolicy(), Now())
		fmt.Fprintf(&b, "== %s, %s: %s %s\n", tt.rule, tt.name, v.State, v.Action)
		for _, f := range v.Findings {
			fmt.Fprintf(&b, "%s %s %s %s %s [%s] unsafe %v, %d proofs: %s\n", f.Rule, f.Severity, f.State, f.Action, f.Resource, f.Scope, f.Unsafe, len(f.Evidence), f.Message)
		}
	}
	vendortest.Text(t, b.String(), "testdata/findings.txt")
}

func ruleSays(t *testing.T, tt RuleTest) {
	t.Helper()
	v := Run(tt.device, rulePolicy(), Now())
	i := slices.IndexFunc(v.Findings, func(f audit.Finding) bool { return f.Rule == tt.rule })
	switch {
	case tt.state == "" && i >= 0:
		t.Fatalf("fires: %s %s", v.Findings[i].State, v.Findings[i].Message)
	case tt.state == "":
		return
	case i < 0:
		t.Fatalf("does not fire; findings: %+v", v.Findings)
	}
	f := v.Findings[i]
	if f.State != tt.state || f.Severity != tt.severity || tt.action != "" && f.Action != tt.action {
		t.Errorf("%s / %s / %s, want %s / %s / %s: %s", f.State, f.Severity, f.Action, tt.state, tt.severity, tt.action, f.Message)
	}
	if !strings.Contains(f.Message, tt.says) {
		t.Errorf("%q does not say %q", f.Message, tt.says)
	}
}
