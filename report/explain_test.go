package report

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
)

func TestEveryRuleIsExplained(t *testing.T) {
	listed := NewRules()
	for _, r := range rules.All() {
		d := listed.Find(r.ID)
		if d == nil || d.Checks == "" || d.Why == "" || d.Do == "" || d.Doubt == "" {
			t.Errorf("%s: a part of its page is missing: %+v", r.ID, d)
			continue
		}
		var b strings.Builder
		if err := WriteRule(&b, d); err != nil || !strings.Contains(b.String(), d.Do) {
			t.Errorf("%s: %v", r.ID, err)
		}
	}
	if listed.Find("cap/nothing") != nil {
		t.Error("found a rule that is not")
	}
}

func TestTheIndexOfTheRulesIsWhatTheProgramPrints(t *testing.T) {
	listed := NewRules()
	var b strings.Builder
	if err := WriteRulesMarkdown(&b, &listed); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../docs/rules/README.md")
	if err != nil || string(page) != b.String() {
		t.Errorf("write it anew with `headroom rules -o md > docs/rules/README.md` (%v)", err)
	}
}

// What a device prints as free is not computed beside it: one row, one figure.
func TestExplanationOfAGuarantee(t *testing.T) {
	span := fact.Span{Line: 1, End: 1}
	d := &fact.Device{
		Name: "leaf", Identity: fact.Identity{OS: fact.Junos}, Family: "qfx5k",
		Outputs: []fact.Output{{Command: "show pfe route summary hw", Text: "IPv4 LPM(< 32)  16384  11  0\n", State: "complete", Grade: fact.Proven}},
		Tables: []fact.Table{{
			Name: "IPv4 LPM", Resource: fact.FibIPv4, Unit: "entries", Ledger: true, CapKind: fact.CapGuaranteed, Line: 1,
			Used: fact.Read(11, span), Cap: fact.Read(16384, span), Free: fact.Read(0, span),
		}},
	}
	v := rules.Auditor(registry.All()).Run(d, policy.Default(), time.Unix(0, 0))
	var b strings.Builder
	if err := WriteExplanation(&b, &v, policy.Default()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "16,373") || !strings.Contains(b.String(), "0 entries free as the device prints it, 0 %") && !strings.Contains(b.String(), "0 entries free as the device prints it, 0.0 %") {
		t.Errorf("two answers of one row:\n%s", b.String())
	}
}

func TestExplanationShowsTheArithmeticAndTheLines(t *testing.T) {
	span := fact.Span{Line: 1, End: 1}
	d := &fact.Device{
		Name: "edge\x1b[31m1", Identity: fact.Identity{OS: fact.IOS}, Family: "cat4500",
		Outputs: []fact.Output{{Command: "show capacity", Text: "374036 of 393216\n", State: "complete", Grade: fact.Proven}},
		Tables: []fact.Table{{
			Name: "labels", Resource: fact.FibMPLS, Unit: "entries", Ledger: true, CapKind: fact.CapCarve, Line: 1,
			Used: fact.Read(374036, span), Cap: fact.Read(393216, span),
		}, {Name: "other", Unit: "entries", Ledger: true, CapKind: fact.CapCarve, Used: fact.Read(3, span)}},
	}
	v := rules.Auditor(registry.All()).Run(d, policy.Default(), time.Unix(0, 0))
	var b strings.Builder
	if err := WriteExplanation(&b, &v, policy.Default()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"is CRIT", "cap/near", "labels: 393,216 - 374,036 = 19,180 entries free, 4.9 %", "less than 5 % free is CRIT",
		"> 374036 of 393216   (show capacity, line 1)", "other: used 3, capacity unknown: not enough is known",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("does not say %q:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Error("an escape of the device reaches the terminal")
	}
}
