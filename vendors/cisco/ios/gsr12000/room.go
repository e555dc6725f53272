// Package gsr12000 is the room of the Cisco 12000:
// how it is recognised and asked, what completes it; nothing is
// known that divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the families share stands in package ios. It does no I/O.
package gsr12000

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform{}, Parsers: []vendors.Parser{
		{Name: "cef-resource", Commands: []string{"show ip cef resource"}, Family: "gsr12000", Grade: fact.Proven, Read: readCEFResource},
	}}
}
