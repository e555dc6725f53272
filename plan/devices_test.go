package plan_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

const shared = "../../shared/devices"

// expected is what a .json beside a .log says of the verdict.
type expected struct {
	State    []string
	NotState []string `json:"not_state"`
	Action   []string
	Why      string
}

// TestVerdictsOnWholeDevices reads whole terminal logs as they are pasted and
// compares state and action with what is known of the device.
func TestVerdictsOnWholeDevices(t *testing.T) {
	logs, _ := filepath.Glob(filepath.Join(shared, "*.log"))
	if len(logs) == 0 {
		t.Skip("no devices beside this checkout")
	}
	for _, file := range logs {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".log"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want expected
			doc, err := os.ReadFile(strings.TrimSuffix(file, ".log") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(doc, &want); err != nil {
				t.Fatal(err)
			}
			tr, err := transcript.Read(raw)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
			v := rules.Auditor(registry.All()).Run(registry.All().Parse(tr, file), policy.Default(), now)
			if len(want.State) > 0 && !slices.Contains(want.State, string(v.State)) ||
				slices.Contains(want.NotState, string(v.State)) ||
				len(want.Action) > 0 && !slices.Contains(want.Action, string(v.Action)) {
				t.Errorf("%s / %s, want %v (not %v) / %v: %s", v.State, v.Action, want.State, want.NotState, want.Action, want.Why)
			}
			t.Log(v.Device.Identity.OS, v.Device.Family, v.State, v.Action)
			for _, f := range v.Findings {
				t.Logf("%s %s %s %s", f.State, f.Rule, f.Action, f.Message)
			}
			if v.Proposal != nil {
				t.Logf("%s: %s %q", v.Proposal.Outcome, v.Proposal.Reason, v.Proposal.Commands)
			}
		})
	}
}
