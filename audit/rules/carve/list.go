// Package carve holds the rules on how a memory is divided, and what waits, one file each.
//
// What goes in: an audit.Case. What comes out: findings. It does no I/O and imports
// no vendor.
package carve

import "github.com/headroom-audit/headroom/audit"

// Rules lists them, in the order of `headroom rules`.
func Rules() []audit.Rule {
	return []audit.Rule{
		carveDefault(),
		carvePending(),
		carveUnsaved(),
		carveIgnored(),
		carveVlanTemplate(),
		carveURPF(),
		carveDefaultFlips(),
	}
}
