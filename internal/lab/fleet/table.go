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
		{Name: "fra3-edge-01", OS: ios, Site: "fra3", Role: "edge", Tags: []string{"full-table", "transit"}},
		{Name: "fra3-edge-02", OS: ios, Site: "fra3", Role: "edge", Tags: []string{"partial-table", "peering"}},
		{Name: "ams1-edge-05", OS: ios, Site: "ams1", Role: "edge", Pair: "ams1-edge-06", Tags: []string{"partial-table"}},
		{Name: "ams1-edge-06", OS: ios, Site: "ams1", Role: "edge", Pair: "ams1-edge-05", Tags: []string{"partial-table"}},
		{Name: "gru4-edge-03", OS: ios, Site: "gru4", Role: "edge", Tags: []string{"partial-table"}},
		{Name: "ams1-pe-04", OS: ios, Site: "ams1", Role: "pe", Tags: []string{"mpls"}},
		{Name: "lhr5-core-05", OS: ios, Site: "lhr5", Role: "core"},
		{Name: "gru4-tor-08", OS: ios, Site: "gru4", Role: "tor", Tags: []string{"lab-rack"}},
		// Cisco IOS-XE.
		// Cisco IOS-XR.
		// Cisco NX-OS.
		// Juniper Junos.
	}
}
