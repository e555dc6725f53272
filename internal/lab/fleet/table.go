package fleet

// The systems of the fleet, as the inventory names them.
const (
	ios   = "cisco_ios"
	iosxe = "cisco_iosxe"
	iosxr = "cisco_iosxr"
	nxos  = "cisco_nxos"
	junos = "juniper_junos"
)

// table is the fleet: one line per router, by system, then by host.
func table() []Member {
	return []Member{
		// Cisco IOS.
		{Name: "ams1-edge-04", OS: ios, Site: "ams1", Role: "edge", Tags: []string{"full-table"}},
		{Name: "ams1-edge-05", OS: ios, Site: "ams1", Role: "edge", Pair: "ams1-edge-06", Tags: []string{"partial-table"}},
		{Name: "ams1-edge-06", OS: ios, Site: "ams1", Role: "edge", Pair: "ams1-edge-05", Tags: []string{"partial-table"}},
		{Name: "ams1-pe-04", OS: ios, Site: "ams1", Role: "pe", Tags: []string{"mpls"}},
		{Name: "fra3-edge-01", OS: ios, Site: "fra3", Role: "edge", Tags: []string{"full-table", "transit"}},
		{Name: "fra3-edge-02", OS: ios, Site: "fra3", Role: "edge", Tags: []string{"partial-table", "peering"}},
		{Name: "gru4-edge-03", OS: ios, Site: "gru4", Role: "edge", Tags: []string{"partial-table"}},
		{Name: "gru4-edge-09", OS: ios, Site: "gru4", Role: "edge"},
		{Name: "gru4-tor-08", OS: ios, Site: "gru4", Role: "tor", Tags: []string{"lab-rack"}},
		{Name: "iad2-acc-01", OS: ios, Site: "iad2", Role: "tor"},
		{Name: "lhr5-core-05", OS: ios, Site: "lhr5", Role: "core"},
		{Name: "nrt1-edge-02", OS: ios, Site: "nrt1", Role: "edge", Tags: []string{"ipv6-full-table"}},
		{Name: "sjc1-agg-03", OS: ios, Site: "sjc1", Role: "agg"},
		// Cisco IOS-XE.
		{Name: "fra3-dist-08", OS: iosxe, Site: "fra3", Role: "agg"},
		{Name: "lhr5-core-31", OS: iosxe, Site: "lhr5", Role: "core"},
		{Name: "sin2-core-01", OS: iosxe, Site: "sin2", Role: "core"},
		{Name: "sin2-core-02", OS: iosxe, Site: "sin2", Role: "core"},
		{Name: "sjc1-edge-03", OS: iosxe, Site: "sjc1", Role: "edge", Tags: []string{"full-table"}},
		// Cisco IOS-XR.
		{Name: "fra3-core-01", OS: iosxr, Site: "fra3", Role: "core", Tags: []string{"vpn"}},
		{Name: "fra3-pe-31", OS: iosxr, Site: "fra3", Role: "pe", Tags: []string{"full-table"}},
		{Name: "gru4-pe-06", OS: iosxr, Site: "gru4", Role: "pe", Tags: []string{"partial-table"}},
		{Name: "iad2-edge-40", OS: iosxr, Site: "iad2", Role: "edge", Tags: []string{"partial-table"}},
		{Name: "lhr5-agg-21", OS: iosxr, Site: "lhr5", Role: "agg", Tags: []string{"partial-table", "peering"}},
		{Name: "lhr5-core-11", OS: iosxr, Site: "lhr5", Role: "core", Pair: "lhr5-core-12"},
		{Name: "lhr5-core-12", OS: iosxr, Site: "lhr5", Role: "core", Pair: "lhr5-core-11", Tags: []string{"vpn"}},
		{Name: "lhr5-edge-02", OS: iosxr, Site: "lhr5", Role: "edge", Tags: []string{"full-table", "transit"}},
		{Name: "nrt1-pe-21", OS: iosxr, Site: "nrt1", Role: "pe", Tags: []string{"full-table"}},
		{Name: "sjc1-edge-12", OS: iosxr, Site: "sjc1", Role: "edge", Tags: []string{"full-table"}},
		// Cisco NX-OS.
		{Name: "fra3-edge-71", OS: nxos, Site: "fra3", Role: "edge", Tags: []string{"full-table"}},
		{Name: "fra3-edge-72", OS: nxos, Site: "fra3", Role: "edge"},
		{Name: "fra3-tor-21", OS: nxos, Site: "fra3", Role: "tor", Pair: "fra3-tor-22"},
		{Name: "fra3-tor-22", OS: nxos, Site: "fra3", Role: "tor", Pair: "fra3-tor-21"},
		{Name: "gru4-spine-01", OS: nxos, Site: "gru4", Role: "core"},
		{Name: "iad2-core-01", OS: nxos, Site: "iad2", Role: "core"},
		{Name: "lhr5-agg-51", OS: nxos, Site: "lhr5", Role: "agg"},
		{Name: "sin2-tor-17", OS: nxos, Site: "sin2", Role: "tor"},
		{Name: "sin2-tor-18", OS: nxos, Site: "sin2", Role: "tor"},
		{Name: "sjc1-spine-01", OS: nxos, Site: "sjc1", Role: "core"},
		// Juniper Junos.
		{Name: "ams1-core-01", OS: junos, Site: "ams1", Role: "core", Pair: "ams1-core-02"},
		{Name: "ams1-core-02", OS: junos, Site: "ams1", Role: "core", Pair: "ams1-core-01"},
		{Name: "ams1-tor-11", OS: junos, Site: "ams1", Role: "tor", Pair: "ams1-tor-12"},
		{Name: "ams1-tor-12", OS: junos, Site: "ams1", Role: "tor", Pair: "ams1-tor-11"},
		{Name: "fra3-agg-70", OS: junos, Site: "fra3", Role: "agg"},
		{Name: "fra3-edge-90", OS: junos, Site: "fra3", Role: "edge", Fault: "refused"},
		{Name: "fra3-edge-91", OS: junos, Site: "fra3", Role: "edge", Fault: "auth"},
		{Name: "fra3-pe-41", OS: junos, Site: "fra3", Role: "pe", Tags: []string{"mpls"}},
		{Name: "gru4-core-01", OS: junos, Site: "gru4", Role: "core"},
		{Name: "gru4-core-02", OS: junos, Site: "gru4", Role: "core", Tags: []string{"full-table"}},
		{Name: "iad2-fw-02", OS: junos, Site: "iad2", Role: "edge"},
		{Name: "iad2-vmx-01", OS: junos, Site: "iad2", Role: "edge"},
		{Name: "lhr5-leaf-07", OS: junos, Site: "lhr5", Role: "tor"},
		{Name: "nrt1-core-05", OS: junos, Site: "nrt1", Role: "core"},
		{Name: "sin2-fw-01", OS: junos, Site: "sin2", Role: "edge"},
		{Name: "sjc1-leaf-03", OS: junos, Site: "sjc1", Role: "tor"},
	}
}
