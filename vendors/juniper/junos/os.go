// Package junos reads what Juniper Junos prints: see vendors for the contract.
package junos

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Juniper Junos.
func OS() *vendors.OS {
	return &vendors.OS{ID: fact.Junos, Title: "Juniper Junos"}
}
