package registry_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// TestCommandSpellings: the same question is asked with other slots, members,
// VRFs, filters and abbreviations; each must reach its parser.
func TestCommandSpellings(t *testing.T) {
	for _, c := range []struct {
		os              fact.OS
		command, parser string
	}{
		{fact.IOS, "sh mls cef max", "mls-cef-maximum-routes"},
		{fact.IOS, "show mls cef exception", "mls-cef-exception"},
		{fact.IOS, "show platform hardware capacity forwarding module 1", "hardware-capacity"},
		{fact.IOS, "show platform tcam errors asic 0", "tcam-errors"},
		{fact.IOS, "show module switch 1 all", "module"},
		{fact.IOS, "remote command standby-sp show bootvar", "bootvar"},
		{fact.IOS, "show ip route vrf CUST-A summary", "route-summary"},
		{fact.IOS, "show sdm prefer advanced", "sdm-prefer"},
		{fact.IOS, "show romvar", "romvar"},
		{fact.IOS, "show startup-config | include maximum-routes", "running-config"},
		{fact.IOSXE, "show platform hardware fed switch 2 fwd-asic resource tcam utilization", "fed-tcam-utilization"},
		{fact.IOSXE, "show platform hardware fed standby fwd-asic resource tcam utilization 0", "fed-tcam-utilization"},
		{fact.IOSXE, "sh plat hard fed sw act fwd res util | i LABEL", "fed-resource-utilization"},
		{fact.IOSXE, "show platform software fed switch standby ipv6 route summary", "fed-ip-route-summary"},
		{fact.IOSXE, "show platform hardware qfp standby infrastructure exmem statistics", "qfp-exmem"},
		{fact.IOSXE, "show platform software ipv6 fp active cef summary", "fp-cef-summary"},
		{fact.IOSXE, "show platform tcam utilization asic all", "cam-utilization"},
		{fact.IOSXR, "sh contr npu resources lem loc 0/3/CPU0", "show-controllers-npu-resources"},
		{fact.IOSXR, "show controllers npu resources all location all", "show-controllers-npu-resources"},
		{fact.IOSXR, "show contr npu resources stats inst all loc 0/0/CPU0", "show-controllers-npu-resources-stats"},
		{fact.IOSXR, "show cef vrf CUST-A ipv6 summary location 0/0/CPU0", "show-cef-summary"},
		{fact.IOSXR, "show route vrf all ipv6 unicast summary", "show-route-summary"},
		{fact.IOSXR, "show bgp ipv4 unicast scale", "show-bgp-scale"},
		{fact.NXOS, "show hardware capacity module 3", "show-hardware-capacity-forwarding"},
		{fact.NXOS, "show hardware access-list resource utilization mod 3", "show-hardware-access-list-resource-utilization"},
		{fact.NXOS, "show forwarding ipv4 route summary module 2 vrf all | json", "show-forwarding-route-summary"},
		{fact.NXOS, "show ip route vrf all summary", "show-ip-route-summary"},
		{fact.Junos, "show route forwarding-table table default family inet6 summary", "show-route-forwarding-table-summary"},
		{fact.Junos, "show route summary table inet6.0 | no-more", "show-route-summary"},
		{fact.Junos, `request pfe execute target fpc3 command "show jnh 0 pool usage" | no-more`, "request-pfe-execute"},
		{fact.Junos, "show chassis fpc 3 detail", "show-chassis-fpc"},
	} {
		_, p, _ := registry.All().Find(c.os).ReadOutput(c.command, "x\n", 0, false)
		switch {
		case p == nil:
			t.Errorf("%s: %q: no parser", c.os, c.command)
		case p.Name != c.parser:
			t.Errorf("%s: %q: %s, want %s", c.os, c.command, p.Name, c.parser)
		}
	}
}

// What is typed in configuration mode, or behind `run`, is the same question.
func TestDoIsNoPartOfTheQuestion(t *testing.T) {
	text := " The current template is \"desktop default\" template.\n"
	for _, command := range []string{"show sdm prefer", "do show sdm prefer", "DO show sdm prefer"} {
		if r, _, _ := registry.All().Find(fact.IOS).ReadOutput(command, text, 0, false); !r.Recognised {
			t.Errorf("%s: %s", command, r.Why)
		}
	}
}
