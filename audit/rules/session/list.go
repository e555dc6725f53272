// Package session holds the rules on how the device was reached, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package session

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		sessionHostKey(),
		sessionLegacyCrypto(),
	}
}
