// Package overflow holds the rules on memory that ran over, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package overflow

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		overflowLatched(),
		overflowInsertFailures(),
		overflowOOR(),
		overflowLog(),
		overflowWatermark(),
		overflowNotProgrammed(),
	}
}
