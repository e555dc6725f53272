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
		{Name: "fra3-edge-01", OS: ios, Site: "fra3", Role: "edge", Tags: []string{"full-table", "512k-review"}},
		// Cisco IOS-XE.
		// Cisco IOS-XR.
		// Cisco NX-OS.
		// Juniper Junos.
	}
}
