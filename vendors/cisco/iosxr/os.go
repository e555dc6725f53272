// Package iosxr reads what Cisco IOS XR prints: see vendors for the contract.
package iosxr

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco IOS XR.
func OS() *vendors.OS {
	return &vendors.OS{ID: fact.IOSXR, Title: "Cisco IOS XR"}
}
