// Package asr1kqfp is the room of the ASR 1000, ISR 4000 and Catalyst 8000 (QFP):
// how it is recognised and asked, what completes it; nothing
// divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the families share stands in package iosxe. It does no I/O.
package asr1kqfp

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform{}, Parsers: []vendors.Parser{
		{Name: "qfp-exmem", Commands: []string{"show platform hardware qfp * infrastructure exmem statistics", "show platform hardware qfp infrastructure exmem statistics"}, Family: "asr1k-qfp", Grade: fact.Proven, Read: readExmem},
		{Name: "qfp-tcam", Commands: []string{"show platform hardware qfp * tcam resource-manager usage", "show platform hardware qfp * tcam resource-manager usage **"}, Family: "asr1k-qfp", Grade: fact.Proven, Read: readQFPTCAM},
		{Name: "qfp-classification-tcam", Commands: []string{"show platform hardware qfp * classification feature tcam-usage", "show platform hardware qfp * classification feature-manager tcam-usage", "show platform hardware qfp * classification feature tcam usage"}, Family: "asr1k-qfp", Grade: fact.Proven, Read: readClassTCAM},
		{Name: "fp-cef-summary", Commands: []string{"show platform software ip fp * cef summary", "show platform software ipv6 fp * cef summary", "show platform software ip rp * cef summary", "show platform software ipv6 rp * cef summary", "show platform software ip * cef summary", "show platform software ipv6 * cef summary"}, Family: "asr1k-qfp", Grade: fact.Proven, Read: readFPCEF},
	}}
}
