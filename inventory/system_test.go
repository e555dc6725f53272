package inventory_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
)

func TestSystemOf(t *testing.T) {
	more := map[string]fact.OS{"our edge": fact.NXOS, "arista-eos": ""}
	for word, want := range map[string]fact.OS{
		"cisco-ios-xe-17-9": fact.IOSXE, "iosxe": fact.IOSXE, "cisco_xe": fact.IOSXE, "Cisco IOS-XE 17.9.4a": fact.IOSXE,
		"cisco.iosxr.iosxr": fact.IOSXR, "cisco-xr": fact.IOSXR, "IOS XR": fact.IOSXR, "iosxr7": fact.IOSXR, "cisco_iosxr": fact.IOSXR,
		"cisco.nxos.nxos": fact.NXOS, "nxos_ssh": fact.NXOS, "cisco-nx": fact.NXOS, "NX-OS 9.3(10)": fact.NXOS, "Our Edge": fact.NXOS,
		"junipernetworks.junos.junos": fact.Junos, "junos": fact.Junos, "junos-mx": fact.Junos, "juniper": fact.Junos, "Junos 21.4R3": fact.Junos,
		"cisco": "", "ios": "", "cisco.ios.ios": "", "cisco_ios": "", "": "", "IOS 15.2": "", "arista-eos": "",
	} {
		if os, known := inventory.SystemOf(word, more); os != want || !known {
			t.Errorf("%q is %q, %v", word, os, known)
		}
	}
	for _, word := range []string{"arista", "eos", "cisco-asa", "cisco-sb", "cisco-wlc5", "junos-evolved", "junos-evo", "fortios", "nokia-sros", "iosish", "linux", "panos", "ciscosmb"} {
		if os, known := inventory.SystemOf(word, more); known {
			t.Errorf("%q is taken for %q", word, os)
		}
	}
}
