package fact

import (
	"slices"
	"strings"
)

// The words of which rows are made. Whatever is loaded from data is held against
// them: a word that is not declared here does not load.

// Unit says what the figures of a row count, as the device counts them.
type Unit string

// The units of a row, as devices count.
const (
	UnitEntries      Unit = "entries"
	UnitRoutes       Unit = "routes"
	UnitPrefixes     Unit = "prefixes"
	UnitPercent      Unit = "percent"
	UnitObjects      Unit = "objects"
	UnitLabels       Unit = "labels"
	UnitCells        Unit = "cells"
	UnitCells72      Unit = "72-bit cells"
	UnitEntries72    Unit = "72-bit entries"
	UnitEntries144   Unit = "144-bit entries"
	UnitEntries288   Unit = "288-bit entries"
	UnitEntries80b   Unit = "80b-entries" // as IOS XR prints the width
	UnitEntries160b  Unit = "160b-entries"
	UnitEntries320b  Unit = "320b-entries"
	UnitEntries480b  Unit = "480b-entries"
	UnitDwords       Unit = "dwords"
	UnitMdwords      Unit = "Mdwords"
	UnitBytes        Unit = "bytes"
	UnitKB           Unit = "kB"
	UnitKBPrinted    Unit = "KB" // as IOS XE prints it; 1,024 bytes
	UnitMB           Unit = "MB"
	UnitIPv4Routes   Unit = "IPv4 routes"
	UnitDestinations Unit = "destinations"
	UnitState        Unit = "state" // a word, no number
	UnitCounters     Unit = "counters"
	UnitKAPS         Unit = "KAPS units"
	UnitSIDs         Unit = "sid-resources"
	UnitSIDCount     Unit = "sids"
	UnitNotStated    Unit = "units not stated"
)

// Units lists all of them.
func Units() []Unit {
	return []Unit{
		UnitEntries, UnitRoutes, UnitPrefixes, UnitPercent, UnitObjects, UnitLabels, UnitCells, UnitCells72, UnitEntries72, UnitEntries144,
		UnitEntries288, UnitDwords, UnitMdwords, UnitBytes, UnitKB, UnitKBPrinted, UnitMB, UnitIPv4Routes, UnitDestinations, UnitState, UnitCounters, UnitKAPS, UnitSIDs, UnitSIDCount, UnitNotStated, UnitEntries80b, UnitEntries160b, UnitEntries320b, UnitEntries480b,
	}
}

// ScopeKind says what sort of part a number is about.
type ScopeKind string

// The kinds of scope. ScopeSystem is the whole device; the zero value is a part
// that is not known.
const (
	ScopeSystem           ScopeKind = "system"
	ScopeModule           ScopeKind = "module"
	ScopeLineCard         ScopeKind = "linecard"
	ScopeCard             ScopeKind = "card"
	ScopeSlot             ScopeKind = "slot"
	ScopeRack             ScopeKind = "rack"
	ScopeNode             ScopeKind = "node"
	ScopeMember           ScopeKind = "member"
	ScopeSupervisor       ScopeKind = "supervisor"
	ScopeRP               ScopeKind = "rp"
	ScopeRE               ScopeKind = "re"
	ScopeFPC              ScopeKind = "fpc"
	ScopePFE              ScopeKind = "pfe"
	ScopeNPU              ScopeKind = "npu"
	ScopeNP               ScopeKind = "np"
	ScopeQFP              ScopeKind = "qfp"
	ScopeASIC             ScopeKind = "asic"
	ScopeASICOrdinal      ScopeKind = "asic ordinal"
	ScopeSlice            ScopeKind = "slice"
	ScopeBank             ScopeKind = "bank"
	ScopeBlock            ScopeKind = "block"
	ScopeCounterProcessor ScopeKind = "counter processor"
	ScopeAgent            ScopeKind = "agent"
	ScopeVRF              ScopeKind = "vrf"
	ScopeVDC              ScopeKind = "vdc"
)

// CapKinds are the kinds of cap.
func CapKinds() []CapKind {
	return []CapKind{CapCarve, CapTemplate, CapFixed, CapPool, CapHashed, CapEstimate, CapGuaranteed, CapPercent, CapBytes, CapState, CapVerified}
}

// resources are the memories rows tell of, by their first word; behind fib and host
// the second one is declared too. What follows is the device's own name of a part.
var resources = map[string][]string{
	"fib": {
		"ipv4", "ipv6", "mpls", "mcast", "vpn", "cells", "lpm", "lem", "eom", "etcam", "tcam", "memory", "shared", "pool", "overflow", "peak", "other",
		"ipv4+mpls", "ipv6+mcast",
	},
	"host": {"ipv4", "ipv6", "shared"},
	"acl":  nil, "adjacency": nil, "bgp": nil, "cef": nil, "copp": nil, "counters": nil, "ecmp": nil, "fcoe": nil, "jnh": nil, "kernel": nil, "l2vpn": nil,
	"labels": nil, "load": nil, "mac": nil, "mdb": nil, "memory": nil, "netflow": nil, "nexthop": nil, "np": nil, "npu": nil, "ofa": nil,
	"other": nil, "pfe": nil, "qos": nil, "rib": nil, "sgt+vpn": nil, "srv6": nil, "vdc": nil, "tcam": nil, "idmem": nil, "dpa": nil, "rpf": nil, "uft": nil, "scale": nil, "prefix-object": nil,
}

// parts cuts a resource into its words. It is the only place that does.
func (r Resource) parts() []string { return strings.Split(string(r), ".") }

// Known reports whether a resource is made of declared words.
func (r Resource) Known() bool {
	words := r.parts()
	second, ok := resources[words[0]]
	return ok && (len(words) == 1 || second == nil || slices.Contains(second, words[1]))
}

// Group is what holds it: the first word of a resource, "fib" of fib.ipv4.
func (r Resource) Group() string { return r.parts()[0] }

// Tells reports whether a word is one of those of a resource: "ipv4" of fib.ipv4, of
// fib.tcam.ipv4 and of fib.ipv4+mpls.
func (r Resource) Tells(word string) bool {
	return slices.ContainsFunc(r.parts(), func(part string) bool { return slices.Contains(strings.Split(part, "+"), word) })
}

// InFIB is what a memory of the FIB is called there: "ipv4" of fib.ipv4; of others it is
// the whole name.
func (r Resource) InFIB() string {
	if words := r.parts(); words[0] == "fib" {
		return strings.Join(words[1:], ".")
	}
	return string(r)
}

// Bits is the width of the entries that a unit counts where it names one in bits; 0 =
// it does not.
func (u Unit) Bits() int {
	switch u {
	case UnitEntries72:
		return 72
	case UnitEntries144:
		return 144
	case UnitEntries288:
		return 288
	default:
		return 0
	}
}

// Resources lists the memories that have a name of ours: what may stand first, and
// the whole name where the second word is declared.
func Resources() []Resource {
	var all []Resource
	for first, second := range resources {
		all = append(all, Resource(first))
		for _, word := range second {
			all = append(all, Resource(first+"."+word))
		}
	}
	slices.Sort(all)
	return all
}
