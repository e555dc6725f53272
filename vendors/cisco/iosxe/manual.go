package iosxe

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// manual is that of IOS. Of the two spellings of one command a standalone switch may
// know one only.
func manual() catalog.Manual {
	m := ios.Manual()
	m.Spellings = [][2]string{{" fed switch active ", " fed active "}}
	return m
}
