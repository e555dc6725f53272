package report

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/sources"
)

// What a checklist cites anywhere, also in a step, stands below it.
func TestAChecklistListsItsSources(t *testing.T) {
	p := plan.Plan{Devices: []plan.Device{{Name: "r1", Steps: []plan.Step{{Phase: plan.Do, Command: "x", Source: "ios:2.4 [S]"}}}}}
	var b bytes.Buffer
	if err := WriteChecklist(&b, &p); err != nil {
		t.Fatal(err)
	}
	_, list, ok := strings.Cut(b.String(), "\n## Sources\n")
	if !ok || !strings.Contains(list, "**ios:2.4**") || !strings.Contains(list, "FN63866") {
		t.Errorf("below it: %q", list)
	}
}

func TestAnExplanationListsItsSources(t *testing.T) {
	v := audit.Verdict{Device: &fact.Device{Name: "r1"}, Proposal: &solve.Proposal{Source: "nxos:4.1 [S]"}}
	var b bytes.Buffer
	if err := WriteExplanation(&b, &v, policy.Policy{}); err != nil {
		t.Fatal(err)
	}
	if _, list, ok := strings.Cut(b.String(), "\nSources\n"); !ok || !strings.Contains(list, "nxos:4.1: ") {
		t.Errorf("it ends with %q", b.String())
	}
}

func TestCitationsAreFoundHoweverDeep(t *testing.T) {
	type inner struct{ Source string }
	doc := struct {
		Source string
		List   []*inner
		One    any
	}{"xr:1.4", []*inner{{"ios:1"}, nil}, inner{"junos:4"}}
	if got := citations(reflect.ValueOf(&doc)); !slices.Equal(got, []string{"xr:1.4", "ios:1", "junos:4"}) {
		t.Errorf("found %v", got)
	}
}

func TestASourceSaysWhatItProves(t *testing.T) {
	s, _ := sources.Default().Find("ios:2.4")
	var b bytes.Buffer
	if err := WriteSource(&b, &s); err != nil || !strings.Contains(b.String(), s.Proves) || !strings.Contains(b.String(), "Cisco Systems") {
		t.Errorf("%q, %v", b.String(), err)
	}
}
