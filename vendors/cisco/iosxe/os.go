// Package iosxe reads what Cisco IOS XE prints: see vendors for the contract.
package iosxe

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco IOS XE.
func OS() *vendors.OS {
	return &vendors.OS{ID: fact.IOSXE, Title: "Cisco IOS XE"}
}
