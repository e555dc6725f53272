// Package ios reads what Cisco IOS prints: see vendors for the contract.
package ios

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco IOS.
func OS() *vendors.OS {
	return &vendors.OS{ID: fact.IOS, Title: "Cisco IOS"}
}
