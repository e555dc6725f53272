// Package read holds the rules on what was read, and what was not, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package read

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		readFailed(),
		readCoverage(),
		readIncomplete(),
		readNotUnderstood(),
		readUnverified(),
		readNotAssessed(),
		readUnowned(),
		readImplausible(),
		readStale(),
	}
}
