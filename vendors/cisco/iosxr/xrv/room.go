// Package xrv is the room of the IOS XRv and XRv 9000: how it
// is recognised and asked. Nothing is known that divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the routers share
// stands in package iosxr. It does no I/O.
package xrv

import "github.com/headroom-audit/headroom/vendors"

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: platform()} }
