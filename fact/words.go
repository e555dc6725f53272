package fact

import (
	"slices"
	"strings"
)

// The words of which rows are made. Whatever is loaded from data is held against
// them: a word that is not declared here does not load.

// Units are the units of a row, as devices count.
func Units() []string {
	return []string{
		"entries", "routes", "prefixes", "percent", "objects", "labels", "cells", "72-bit cells", "72-bit entries", "144-bit entries",
		"288-bit entries", "dwords", "Mdwords", "bytes", "kB", "KB", "MB", "IPv4 routes",
	}
}

// CapKinds are the kinds of cap.
func CapKinds() []CapKind {
	return []CapKind{CapCarve, CapTemplate, CapFixed, CapPool, CapHashed, CapEstimate, CapGuaranteed, CapPercent, CapBytes, CapState, CapVerified}
}

// resources are the memories rows tell of, by their first word; behind fib and host
// the second one is declared too. What follows is the device's own name of a part.
var resources = map[string][]string{
	"fib": {
		"ipv4", "ipv6", "mpls", "mcast", "vpn", "cells", "lpm", "lem", "eom", "etcam", "tcam", "memory", "shared", "pool", "overflow", "peak",
		"ipv4+mpls", "ipv6+mcast",
	},
	"host": {"ipv4", "ipv6", "shared"},
	"acl":  nil, "adjacency": nil, "bgp": nil, "cef": nil, "copp": nil, "counters": nil, "ecmp": nil, "fcoe": nil, "jnh": nil, "kernel": nil, "l2vpn": nil,
	"labels": nil, "load": nil, "mac": nil, "mdb": nil, "memory": nil, "netflow": nil, "nexthop": nil, "np": nil, "npu": nil, "ofa": nil,
	"other": nil, "pfe": nil, "qos": nil, "rib": nil, "sgt+vpn": nil, "srv6": nil, "vdc": nil,
}

// KnownResource reports whether a dotted resource is made of declared words.
func KnownResource(name string) bool {
	words := strings.Split(name, ".")
	second, ok := resources[words[0]]
	return ok && (len(words) == 1 || second == nil || slices.Contains(second, words[1]))
}

// Resources lists the memories that have a name of ours: what may stand first, and
// the whole name where the second word is declared.
func Resources() []string {
	var all []string
	for first, second := range resources {
		all = append(all, first)
		for _, word := range second {
			all = append(all, first+"."+word)
		}
	}
	slices.Sort(all)
	return all
}
