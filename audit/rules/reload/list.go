// Package reload holds the rules on whether a reload comes back, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package reload

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		reloadConfigRegister(),
		reloadManualBoot(),
		reloadStandby(),
		reloadUnsaved(),
		reloadShrinks(),
		reloadInstall(),
		reloadStackMember(),
		reloadBootImage(),
	}
}
