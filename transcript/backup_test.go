package transcript

import (
	"strings"
	"testing"
)

// The files are synthetic, after the formats of RANCID (lib/ios.pm.in) and Oxidized.
func TestBackups(t *testing.T) {
	for _, c := range []struct{ name, data, device, os, want string }{
		{"RANCID, IOS", "!RANCID-CONTENT-TYPE: cisco\n!\n!Chassis type: WS-C3750X-24\n!SDM Template: desktop default\n!\nversion 15.2\nhostname sw9\n!\nend\n", "sw9", "cisco_ios", "show running-config"},
		{"RANCID, IOS, cut", "!RANCID-CONTENT-TYPE: cisco\n!\nversion 15.2\nhostname sw9\n!\n", "sw9", "cisco_ios", "show running-config truncated"},
		{"RANCID, NX-OS", "!RANCID-CONTENT-TYPE: cisco-nx\n!\nversion 9.3(11)\nhostname lf9\n", "lf9", "cisco_nxos", "show running-config"},
		{"RANCID, XR", "!RANCID-CONTENT-TYPE: cisco-xr\n!\nhostname pe9\nend\n", "pe9", "cisco_iosxr", "show running-config"},
		{
			"RANCID, Junos", "#RANCID-CONTENT-TYPE: juniper\n#\n# noc@mx9> show chassis hardware\n# Chassis  MX480\n#\nversion 20.4R3;\nsystem {\n    host-name mx9;\n}\n", "mx9", "juniper_junos",
			`loose "RANCID-CONTENT-TYPE: juniper" | show chassis hardware | show configuration`,
		},
		{"Oxidized, IOS XE", "! Cisco IOS XE Software, Version 17.06.06a\n! \n! Chassis type: C9300-24T\n! \nversion 17.6\nhostname sw8\nsdm prefer access\nend\n", "sw8", "cisco_iosxe", "show running-config"},
		{"a configuration of Junos in set lines", "set version 20.4R3\nset system host-name mx9\n", "mx9", "juniper_junos", "show configuration"},
		{"a configuration of NX-OS", "!Command: show running-config\nversion 9.3(11) Bios:version 07.69\nswitchname lf8\nfeature bgp\n", "lf8", "cisco_nxos", "show running-config"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, text, err := readLogs([]byte(c.data))
			if err != nil {
				t.Fatal(err)
			}
			got := story(all)
			got = strings.TrimSpace(strings.SplitN(got, " | ", 2)[1])
			if len(all) != 1 || all[0].Device != c.device || all[0].OS != c.os || got != c.want {
				t.Errorf("%q of %q: %s", all[0].OS, all[0].Device, got)
			}
			covered(t, text, all)
		})
	}
}
