package fleet_test

import "github.com/headroom-audit/headroom/audit"

// verdicts says what the audit must find, by host.
func verdicts() map[string]judgement {
	return map[string]judgement{
		// Cisco IOS.
		"fra3-edge-01": {audit.Over, audit.CarveReload},
		// Cisco IOS-XE.
		// Cisco IOS-XR.
		// Cisco NX-OS.
		// Juniper Junos.
	}
}
