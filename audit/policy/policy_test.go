package policy_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
)

const policyFile = `version: 1
thresholds:
  crit_free: 10%
  warn_free: 0.2
reserve: 30%
stale_after: 14d
horizon: 365d
roles:
  edge-full:
    warn_free: 40%
severities:
  reload/unsaved: warn
  carve/default: info
waivers:
  - rule: cap/*
    device: "lab*"
    reason: it is a lab
    expires: 2026-12-31
    until_free_below: 5%
grace:
  - device: core1
    change: CHG0042
    until: 2026-12-01T02:00Z
`

func loaded(t *testing.T) policy.Policy {
	t.Helper()
	p, err := policy.Load("policy.yaml", []byte(policyFile), rules.IDs())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPolicyIsRead(t *testing.T) {
	p := loaded(t)
	if p.CritFree != 0.1 || p.WarnFree != 0.2 || p.Reserve != 0.3 || p.StaleAfter != 14*24*time.Hour || p.HashedFull != 0.99 {
		t.Errorf("%+v", p)
	}
	if w := p.For("edge-full").WarnFree; w != 0.4 {
		t.Errorf("the role warns at %v", w)
	}
	if until := p.Waivers[0].Until; !until.Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("a day counts whole: %v", until)
	}
	if p, err := policy.Load("x", nil, rules.IDs()); err != nil || p.CritFree != policy.Default().CritFree {
		t.Errorf("an empty file is the default: %+v %v", p, err)
	}
}

func TestPolicyMistakesAreAllTold(t *testing.T) {
	bad := `version: 2
treshholds: {}
thresholds:
  crit_free: 30%
  warn_free: 101%
severities: {cap/nera: warn, cap/over: critt}
waivers:
  - rule: cap/near
    device: "["
    expires: 2026-12-31T10:00:00+01:00
grace: {}
`
	_, err := policy.Load("p.yaml", []byte(bad), rules.IDs())
	var e *policy.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{
		`p.yaml:1:10: version "2"`, `p.yaml:2:1: unknown key "treshholds" in the policy; did you mean "thresholds"?`,
		`"101%" is no share`, `above warn_free`, `there is no rule "cap/nera"; did you mean "cap/near"?`, `"critt" is no severity; did you mean "crit"?`,
		`a waiver has no reason`, `is no pattern`, `no time in UTC`, `p.yaml:11:8: grace must be a list`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q:\n%s", want, err)
		}
	}
	if len(e.Problems) != 10 {
		t.Errorf("%d problems:\n%s", len(e.Problems), err)
	}
}

func TestWaivers(t *testing.T) {
	lab := func(used float64) *fact.Device {
		return audittest.Device(func(d *fact.Device) { d.Name = "lab7" }, audittest.Row(fact.CapFixed, used, 100))
	}
	tests := []struct {
		name   string
		device *fact.Device
		now    time.Time
		state  audit.State
		waived bool
	}{
		{"holds", lab(92), audittest.Now(), audit.OK, true},
		{"too little is free", lab(96), audittest.Now(), audit.Crit, false},
		{"another device", audittest.Device(nil, audittest.Row(fact.CapFixed, 92, 100)), audittest.Now(), audit.Crit, false},
		{"expired", lab(92), audittest.Now().AddDate(1, 0, 0), audit.Crit, false},
		{"grace for a change", audittest.Device(func(d *fact.Device) { d.Name, d.PendingKnown = "core1", fact.Yes }, audittest.Row(fact.CapFixed, 1, 100)), audittest.Now(), audit.OK, true},
		{"the change is late", audittest.Device(func(d *fact.Device) { d.Name, d.PendingKnown = "core1", fact.Yes }, audittest.Row(fact.CapFixed, 1, 100)), audittest.Now().AddDate(0, 0, 7), audit.Pend, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := audittest.Run(tt.device, loaded(t), tt.now)
			waived := false
			for _, f := range v.Findings {
				waived = waived || f.Waived && f.WaivedBy != ""
			}
			if v.State != tt.state || waived != tt.waived {
				t.Errorf("%s, waived %v, want %s, %v: %+v", v.State, waived, tt.state, tt.waived, v.Findings)
			}
		})
	}
}

// Waiving, or calling harmless, what is unknown does not make it ok.
func TestUnknownCanNotBeWaivedAway(t *testing.T) {
	p := policy.Default()
	p.Waivers = []policy.Waiver{{Rule: "read/*", Device: "*", Reason: "x", Until: audittest.Now().AddDate(1, 0, 0)}}
	p.Severities = map[string]policy.Severity{"read/not-understood": policy.Info}
	if v := audittest.Run(audittest.Device(nil), p, audittest.Now()); v.State != audit.Unkn {
		t.Errorf("%s", v.State)
	}
}

func TestSeverities(t *testing.T) {
	p := loaded(t)
	if v := audittest.Run(audittest.Device(func(d *fact.Device) { d.Boot.Unsaved = fact.Yes }, audittest.Row(fact.CapFixed, 1, 100)), p, audittest.Now()); v.State != audit.Warn {
		t.Errorf("raised to warn: %s", v.State)
	}
	if v := audittest.Run(audittest.Device(audittest.Sup720(300000, 10, true)), p, audittest.Now()); v.State != audit.OK {
		t.Errorf("lowered to info: %s", v.State)
	}
}

func FuzzLoadPolicy(f *testing.F) {
	f.Add([]byte(policyFile))
	f.Add([]byte("waivers: [{rule: x}, 3]\nroles: {a: {b: c}}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := policy.Load("f", raw, rules.IDs())
		if err == nil && p.CritFree > p.WarnFree {
			t.Errorf("critical before it warns: %+v", p)
		}
	})
}

// The example of the page is one that loads.
func TestThePageOfThePolicyLoads(t *testing.T) {
	page, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if _, err := policy.Load("docs/policy.md", []byte(example), rules.IDs()); err != nil || !ok {
		t.Error(ok, err)
	}
}
