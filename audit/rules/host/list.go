// Package host holds the rules on who answered, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package host

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		hostOtherName(),
		hostVirtual(),
		hostNotJudged(),
	}
}
