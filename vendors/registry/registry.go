// Package registry is the explicit list of the operating systems headroom
// reads. It is a package of its own so that the contract (package vendors) does
// not import its implementations.
package registry

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/asr900"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat3k2k"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat4500"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat6500"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/gsr12000"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/asr1kqfp"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat3850"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9ks1"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9kuadp"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/asr9000"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/cisco8000"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/crs"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs540560"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs5500"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs5700"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs6000"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/xrv"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/aci"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n3500"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n3k"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n5kn6k"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n7k"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n9k"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n9kjericho"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/acx7k"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/ex"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/junosother"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/junosvirtual"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/mx"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/ptx"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/qfx5k"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/qfxevo"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/srx"
)

// All gives a fresh list, in the order of `headroom platforms`.
func All() vendors.Registry {
	return vendors.Registry{
		ios.OS().With(cat6500.Room(), cat3k2k.Room(), cat4500.Room(), asr900.Room(), gsr12000.Room()),
		iosxe.OS().With(cat9ks1.Room(), cat9kuadp.Room(), cat3850.Room(), asr900.Room(), asr1kqfp.Room(), cat4500.Room(), cat3k2k.Room()),
		iosxr.OS().With(xrv.Room(), ncs5700.Room(), ncs5500.Room(), cisco8000.Room(), asr9000.Room(), ncs540560.Room(), crs.Room(), ncs6000.Room()),
		nxos.OS().With(aci.Room(), n9kjericho.Room(), n9k.Room(), n7k.Room(), n3500.Room(), n3k.Room(), n5kn6k.Room()),
		junos.OS().With(junosvirtual.Room(), mx.Room(), qfx5k.Room(), qfxevo.Room(), acx7k.Room(), ptx.Room(), ex.Room(), srx.Room(), junosother.Room()),
	}
}
