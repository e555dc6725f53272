// Package crs is the room of the CRS: how it
// is recognised and asked. Nothing is known that divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the routers share
// stands in package iosxr. It does no I/O.
package crs

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Parsers: []vendors.Parser{
		{Name: "show-cef-resource", Commands: []string{"show cef resource", "show cef resource **"}, Grade: fact.Unverified, Read: readCEFWords},
	}}
}
