package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// changedDevice is a device of the demo fleet with one answer changed, and what the
// plan for it must hold.
type changedDevice struct {
	name, log string
	change    []string // pairs: what is replaced, and by what
	refused   string   // the rule; "" = none
	back      string   // a line of the rollback
	says      string   // some step says so
	reloads   bool
}

func changedDevices() []changedDevice {
	const (
		ready   = " 2       Member 0200.0c02.0080     1      2       Ready"
		byHand  = "Manual Boot         : yes"
		oldPath = "c3750-ipservicesk9-mz.122-55.SE8.bin"
		newPath = "c3750e-universalk9-mz.152-4.E10.bin"
		member1 = "1 (FPC 1)  Prsnt  "
	)
	stack := []string{byHand, "Manual Boot         : no", oldPath, newPath}
	return []changedDevice{
		{"a smaller engine in the chassis", "ams1-edge-05", []string{"WS-F6700-DFC3BXL", "WS-F6700-DFC3B"}, "", "", "", false},
		{"latched, and a smaller engine", "gru4-edge-03", []string{"WS-F6700-DFC3BXL", "WS-F6700-DFC3B"}, "", "", "", false},
		{"labels do not fit what waits", "ams1-edge-05", []string{"MPLS routes:                  2410", "MPLS routes:                  52410"}, "", "no mls cef maximum-routes mpls", "", true},
		{"latched, another carve", "fra3-edge-02", nil, "", "no mls cef maximum-routes ip", "(maximum-prefix)", true},
		{"the standby boots another image", "ams1-edge-05", []string{"Standby BOOT variable = sup-bootdisk:s72033-adv", "Standby BOOT variable = sup-bootdisk:s72033-old"}, "", "", "on the standby", true},
		{"the boot variable is empty", "ams1-edge-05", []string{"\nBOOT variable = sup-bootdisk:s72033-advipservicesk9_wan-mz.122-33.SXJ9.bin,1;", "\nBOOT variable ="}, "", "", "BOOT names no image", true},
		{"hosts do not fit what waits", "iad2-acc-01", append([]string{"300/2404", "600/4204"}, stack...), "", "", "", false},
		{"a member boots another image", "iad2-acc-01", append([]string{"disabled (next boot: disabled)\n", "disabled (next boot: disabled)\n-------------------\nSwitch 2\n-------------------\nBOOT path-list      : flash:/c3750e-old.bin\n"}, stack...), "", "sdm prefer default", "on the switch 2", true},
		{"the dual template ran", "iad2-acc-01", append([]string{"current template is \"desktop default", "current template is \"desktop IPv4 and IPv6 default"}, stack...), "", "sdm prefer dual-ipv4-and-ipv6 default", "", true},
		{"lanbase-routing ran", "iad2-acc-01", append([]string{"current template is \"desktop default", "current template is \"lanbase-routing", "template will be \"desktop routing", "template will be \"default"}, stack...), "", "", "", false},
		{"a member is missing", "lhr5-leaf-07", []string{member1, "1 (FPC 1)  NotPrsnt"}, "reload/stack-member", "", "", false},
		{"a member runs other software", "lhr5-leaf-07", []string{member1, "1 (FPC 1)  Inactive"}, "reload/stack-member", "", "", false},
		{"all members are there", "lhr5-leaf-07", nil, "", "set chassis forwarding-options l2-profile-three", "", true},
	}
}

// What the reload of a changed device must not do. Each fails when the rule that it
// names is taken out.
func TestReloadsOfChangedDevices(t *testing.T) {
	for _, tt := range changedDevices() {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := fleet.Raw(tt.log)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.NewReplacer(tt.change...).Replace(string(raw))
			if (text == string(raw)) != (len(tt.change) == 0) {
				t.Fatal("nothing was changed")
			}
			tr, err := transcript.Read([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			v := rules.Auditor(registry.All()).Run(registry.All().Parse(tr, tt.log), policy.Default(), at)
			d := plan.Build([]audit.Verdict{v}, registry.All(), at).Devices[0]
			reloads, back, says := false, tt.back == "", tt.says == ""
			for _, s := range d.Steps {
				reloads = reloads || s.Phase == plan.ReloadIt
				back = back || s.Phase == plan.Rollback && s.Command == tt.back
				says = says || strings.Contains(s.Why, tt.says)
			}
			named := tt.refused == "" || slices.ContainsFunc(d.Refused, func(r plan.Refusal) bool { return r.Rule == tt.refused })
			if reloads != tt.reloads || !back || !says || !named {
				t.Errorf("reloads %v, back %v, says %v, refused %+v: %+v", reloads, back, says, d.Refused, d.Steps)
			}
		})
	}
}
