package nxos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// Synthetic sessions after the formats of [nxos:3.1, nxos:4.2] and lines-xr:0
// 6: own names and figures.
const (
	switch9k = "tor9# show version\nCisco Nexus Operating System (NX-OS) Software\n  NXOS: version 10.3(4)\nHardware\n  cisco Nexus9000 C93180YC-FX3 Chassis\n  Device name: tor9\n"
	utilized = "tor9# show hardware internal forwarding table utilization\nIPv4/IPv6 hosts and routes summary on module : 1\n" +
		"Percentage utilization of IPv4 trie routes : 31.40\nPercentage utilization of IPv6 trie routes : 12.20\n" +
		"Percentage utilization of IPv4 TCAM routes : 9.30\nPercentage utilization of IPv6 TCAM routes : 4.10\n"
	force = "tor9# show hardware access-list resource utilization\nslot  1\n=======\nINSTANCE 0x0\n-------------\n" +
		"         ACL Hardware Resource Utilization (Mod 1)\n         ----------\n                    Used    Free    Percent\n                            Utilization\n-----\n" +
		"Ingress RACL              1000    1304    43.40\nEgress RACL               2       1790    0.11\nSPAN                      0       512     0.00\n"
	grow     = "tor9(config)# hardware access-list tcam region ing-racl 2560\n" + warning
	saveIt   = "tor9(config)# copy running-config startup-config\n[########################################] 100%\nCopy complete.\n"
	reloadIt = "tor9# reload\nThis command will reboot the system. (y/n)?  [n] y\n"
	mode10   = "tor9(config)# system routing template-lpm-heavy\nWarning: The command will take effect after next reload.\n"
)

func regionView(racl string) string {
	return "tor9# show hardware access-list tcam region\n" +
		"                         Ingress RACL [ing-racl] size = " + racl + "\n" +
		"                          Egress RACL [egr-racl] size = 1792\n" +
		"                                     span [span] size =  512\n"
}

func routingMode(configured, applied string) string {
	return "tor9# show system routing mode\nConfigured System Routing Mode: " + configured + "\nApplied System Routing Mode: " + applied + "\n"
}

func TestWhatWaits(t *testing.T) {
	for _, c := range []struct{ name, log, want, unsaved string }{
		{"nothing was asked or entered", utilized, "", "unknown"},
		{"a region, saved", grow + saveIt, "`hardware access-list tcam region ing-racl 2560`", "no"},
		{"a region, not saved", grow, "`hardware access-list tcam region ing-racl 2560`", "yes"},
		{"and reloaded", grow + saveIt + reloadIt, "", "unknown"},
		{"the reload was declined", grow + saveIt + strings.Replace(reloadIt, "[n] y", "[n] n", 1), "`hardware access-list tcam region ing-racl 2560`", "no"},
		{"one module was reloaded", grow + saveIt + "tor9# reload module 1\nThis command will reload module 1. Proceed[y/n]?  [n] y\n", "`hardware access-list tcam region ing-racl 2560`", "no"},
		{"refused", "tor9(config)# hardware access-list tcam region ing-racl 9999\nERROR: Aggregate TCAM region configuration exceeded the available Ingress TCAM slices. Please re-configure.\n", "", "unknown"},
		{"the size that runs", force + strings.Replace(grow, "2560", "2304", 1), "", "unknown"},
		{"the last line counts", grow + strings.Replace(grow, "2560", "2048", 1), "`hardware access-list tcam region ing-racl 2048`", "yes"},
		{"a mode", mode10 + saveIt, "`system routing template-lpm-heavy`", "no"},
		{"a mode that is applied later", mode10 + saveIt + routingMode("LPM Heavy", "LPM Heavy"), "", "unknown"},
		{"a mode that was the same before", routingMode("Hierarchical (Default)", "Hierarchical (Default)") + mode10 + saveIt, "`system routing template-lpm-heavy`", "no"},
		{"taken back to the default that runs", routingMode("Hierarchical (Default)", "Hierarchical (Default)") + mode10 + "tor9(config)# no system routing template-lpm-heavy\n", "", "unknown"},
		{"a line nobody models, with a notice", "tor9(config)# hardware profile ecmp resilient\nWarning: The command will take effect after next reload.\n", "`hardware profile ecmp resilient`", "yes"},
		{"a line without one", "tor9(config)# hostname tor9\n", "", "unknown"},
		{"a region in both views", regionView("2304") + force, "", "unknown"},
		{"a region that is configured and not in force", regionView("2560") + force, "ACL region ing-racl 2304->2560", "unknown"},
		{"a region that was given up", regionView("   0") + force, "ACL region ing-racl 2304->0", "unknown"},
		{"a line of the configuration, in force otherwise", "tor9# show running-config | include tcam\nhardware access-list tcam region ing-racl 2560\n" + force, "ACL region ing-racl 2304->2560", "unknown"},
		{"the same, of startup-config only", "tor9# show startup-config | include tcam\nhardware access-list tcam region ing-racl 2560\n" + force, "", "unknown"},
		{"a configuration from before the change and the reload", "tor9# show running-config | include tcam\nhardware access-list tcam region ing-racl 2560\n" + strings.Replace(grow, "2560", "2304", 1) + saveIt + reloadIt + force, "", "unknown"},
		{"a session that was aborted", "tor9# configure session S1\n" + strings.Replace(grow, "(config)", "(config-s)", 1) + "tor9(config-s)# abort\n", "", "unknown"},
		{"a session that was never committed", "tor9# configure dual-stage\n" + strings.Replace(grow, "(config)", "(config-dual-stage)", 1), "", "unknown"},
		{"a session that was committed", "tor9# configure dual-stage\n" + strings.Replace(grow, "(config)", "(config-dual-stage)", 1) + "tor9(config-dual-stage)# commit\nVerification Succeeded.\nConfiguration committed by user 'noc' using Commit ID : 1000000007\n", "`hardware access-list tcam region ing-racl 2560`", "no"},
		{"rolled back", grow + "tor9# rollback running-config checkpoint PRE\nRollback completed successfully.\n", "", "unknown"},
		{"gone from the running configuration", grow + "tor9# show running-config | include \"tcam region\"\nhardware access-list tcam region egr-racl 1792\n", "", "unknown"},
		{"a filter that would not show it", grow + "tor9# show running-config | include routing\nsystem routing template-lpm-heavy\n", "`hardware access-list tcam region ing-racl 2560`", "yes"},
		{"a part of the configuration that would not show it", grow + "tor9# show running-config interface Ethernet1/1\ninterface Ethernet1/1\n  no shutdown\n", "`hardware access-list tcam region ing-racl 2560`", "yes"},
		{"taken back, and a part that would not show it before", "tor9# show running-config interface Ethernet1/1\ninterface Ethernet1/1\n  no shutdown\n" + grow + "tor9(config)# no hardware access-list tcam region ing-racl 2560\n", "`no hardware access-list tcam region ing-racl 2560`", "yes"},
		{"gone from the whole of it", grow + "tor9# show running-config all\nhardware access-list tcam region egr-racl 1792\n", "", "unknown"},
		{"it came back since", "tor9# show system uptime\nSystem uptime:              9 days, 7 hours, 57 minutes, 30 seconds\nKernel uptime:              9 days, 8 hours, 0 minutes, 56 seconds\n" + grow + saveIt + "tor9# show system uptime\nSystem uptime:              0 days, 0 hours, 7 minutes, 30 seconds\nKernel uptime:              0 days, 0 hours, 9 minutes, 56 seconds\n", "", "unknown"},
		{"the other supervisor speaks since", "tor9# show system uptime\nKernel uptime:              9 days, 8 hours, 0 minutes, 56 seconds\n" + grow + saveIt + "tor9# system switchover\ntor9# show system uptime\nKernel uptime:              8 days, 8 hours, 0 minutes, 56 seconds\n", "`hardware access-list tcam region ing-racl 2560`", "no"},
		{"two modes, each behind a filter", routingMode("Hierarchical (Default)", "Hierarchical (Default)") + "tor9# show system routing mode | include Conf\nConfigured System Routing Mode: LPM Heavy\n", "system routing mode Hierarchical (Default)->LPM Heavy", "unknown"},
		{"a mode that was taken back after it was shown", routingMode("Hierarchical (Default)", "Hierarchical (Default)") + mode10 + routingMode("LPM Heavy", "Hierarchical (Default)") + "tor9(config)# no system routing template-lpm-heavy\n", "", "unknown"},
		{"a region that was taken back after it was shown", regionView("2560") + force + strings.Replace(grow, "2560", "2304", 1), "", "unknown"},
		{"a region that was entered and taken back", "tor9# show running-config | include tcam\n" + grow + "tor9(config)# no hardware access-list tcam region ing-racl 2560\n", "", "unknown"},
		{"the same, and it stood there before", "tor9# show running-config | include tcam\nhardware access-list tcam region ing-racl 2304\n" + grow + "tor9(config)# no hardware access-list tcam region ing-racl 2560\n", "`no hardware access-list tcam region ing-racl 2560`", "yes"},
		{"the same, and nobody knows what stood there", grow + "tor9(config)# no hardware access-list tcam region ing-racl 2560\n", "`no hardware access-list tcam region ing-racl 2560`", "yes"},
		{"startup-config was erased", utilized + "tor9# write erase\nWarning: This command will erase the startup-configuration.\nDo you wish to proceed anyway? (y/n)  [n] y\n", "", "yes"},
		{"and was not", utilized + "tor9# write erase\nWarning: This command will erase the startup-configuration.\nDo you wish to proceed anyway? (y/n)  [n] n\n", "", "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := vendortest.Device(t, whole(), switch9k+utilized+c.log+"tor9# \n")
			var got []string
			for _, p := range d.Pending {
				s := p.What
				if p.From != "" {
					s += " " + p.From + "->" + p.To
				}
				got = append(got, s)
			}
			if s := strings.Join(got, ", "); s != c.want || d.Boot.Unsaved.String() != c.unsaved || (c.want != "") != (d.PendingKnown == fact.Yes) {
				t.Errorf("waits %q, unsaved %s, pending %s; want %q, %s", s, d.Boot.Unsaved, d.PendingKnown, c.want, c.unsaved)
			}
			for _, p := range d.Pending {
				if text := d.Outputs[p.Span.Output].Text; p.Span.End <= p.Span.Start || int(p.Span.End) > len(text) {
					t.Errorf("%s: no proof: %+v", p.What, p.Span)
				}
			}
		})
	}
}

// After a rollback only the configuration itself says what is configured, not a part of it
// that has no line which divides the memory.
func TestWhatIsConfiguredSinceARollback(t *testing.T) {
	back := grow + "tor9# rollback running-config checkpoint PRE\nRollback completed successfully.\n"
	for log, open := range map[string]bool{
		back: true,
		back + "tor9# show running-config | include ntp\nntp server 192.0.2.1\n":                                     true,
		back + "tor9# show running-config | include \"system routing|tcam region\"\nsystem routing template-l3\n":    false,
		back + "tor9# show running-config\nversion 10.3(4)\nhostname tor9\nsystem routing template-lpm-heavy\nend\n": false,
	} {
		d := vendortest.Device(t, whole(), switch9k+utilized+log+"tor9# \n")
		found := false
		for _, v := range d.Coverage {
			found = found || strings.Contains(v.Name, "rollback") && v.Open()
		}
		if found != open {
			t.Errorf("open %v, want %v:\n%s", found, open, log)
		}
	}
}
