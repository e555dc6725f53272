// Package registry is the explicit list of the operating systems headroom
// reads. It is a package of its own so that the contract (package vendors) does
// not import its implementations.
package registry

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// All gives a fresh list, in the order of `headroom platforms`.
func All() vendors.Registry {
	return vendors.Registry{ios.OS(), iosxe.OS(), iosxr.OS(), nxos.OS(), junos.OS()}
}
