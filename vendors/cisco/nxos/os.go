// Package nxos reads what Cisco NX-OS prints: see vendors for the contract.
package nxos

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco NX-OS.
func OS() *vendors.OS {
	return &vendors.OS{ID: fact.NXOS, Title: "Cisco NX-OS"}
}
