package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// resourceKeyword gives the printed name of a keyword of the command: lpmtcam
// is answered as lpm_tcam [xr:2.1.1, xr:2.3]. An abbreviation of exactly one of
// them is taken for it.
func resourceKeyword(word string) string {
	pairs := [...][2]string{
		{"lem", "lem"},
		{"lpm", "lpm"},
		{"fec", "fec"},
		{"encap", "encap"},
		{"ecmpfec", "ecmp_fec"},
		{"exttcamipv4", "ext_tcam_ipv4"},
		{"exttcamipv6", "ext_tcam_ipv6"},
		{"exttcamipv6short", "ext_tcam_ipv6_short"},
		{"exttcamipv6long", "ext_tcam_ipv6_long"},
		{"lpmtcam", "lpm_tcam"},
		{"centralem", "central_em"},
	}
	for _, p := range pairs {
		if p[0] == word {
			return p[1]
		}
	}
	if word == "all" || word == "" {
		return ""
	}
	found := ""
	for _, p := range pairs {
		if !strings.HasPrefix(p[0], word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = p[1]
	}
	return found
}

// resourceOf names our resource for a printed one.
func resourceOf(name string) fact.Resource {
	switch name {
	case "lem", "central_em":
		return fact.FibLEM
	case "lpm", "lpm_tcam":
		return fact.FibLPM
	case "ext_tcam_ipv4":
		return fact.FibETCAMv4
	case "ext_tcam_ipv6", "ext_tcam_ipv6_short", "ext_tcam_ipv6_long":
		return fact.FibETCAMv6
	case "fec":
		return fact.NextHop
	case "ecmp_fec":
		return fact.ECMP
	case "encap":
		return fact.Adjacency
	}
	return fact.Resource("npu." + name)
}

// kindOf says what the printed maximum of a resource means [xr:2.1.1].
func kindOf(row *fact.Table, asic string) {
	limit, known := row.Cap.Get()
	if siliconOne(asic, row.Name) {
		percentOnly(row, limit, known)
		return
	}
	switch row.Name {
	case "lem":
		if !j2(asic) {
			row.CapKind = fact.CapHashed
		}
	case "lpm":
		row.CapKind = fact.CapEstimate
		if j2(asic) {
			row.CapKind = fact.CapFixed // 2,621,440, IPv4 and IPv6 together [xr:2.2]
		}
	case "ext_tcam_ipv4", "ext_tcam_ipv6", "ext_tcam_ipv6_short", "ext_tcam_ipv6_long":
		row.CapKind = ETCAMKind(row.Name, limit, known)
	default:
		row.CapKind = fact.CapFixed
	}
	if known && limit > 0 && !j2(asic) && (fixedSize(row.Name) || row.Name == "ext_tcam_ipv4" && limit == ETCAMWhole) {
		row.Max = row.Cap
	}
	if known && limit == 0 {
		row.Notes = append(row.Notes, "no part of the memory is given to it: absent, not exhausted")
	}
}

// fixedSize reports whether the silicon has one size of it, which is what the
// output prints [xr:2.1.1: fixed].
func fixedSize(name string) bool {
	switch name {
	case "lem", "fec", "ecmp_fec", "encap":
		return true
	}
	return false
}

// The sizes that an NL12k external TCAM was seen with [xr:2.1.1, xr:3.4]: whole,
// with the 20 % carve for hybrid ACLs, and with scaledisable.
const (
	ETCAMWhole        = 2048000
	ETCAMACLCarve     = 1638400
	ETCAMScaleDisable = 1024000
)

// ETCAMKind says what a size means: those of an NL12k TCAM are carves; everything else follows its
// use upward (an OP TCAM printed 4,000,086 of 4,000,086 with all programmed) and
// is no limit [xr:0.4].
func ETCAMKind(name string, limit float64, known bool) fact.CapKind {
	if known && (limit == 0 || name == "ext_tcam_ipv4" && (limit == ETCAMWhole || limit == ETCAMACLCarve || limit == ETCAMScaleDisable)) {
		return fact.CapCarve
	}
	return fact.CapEstimate
}

// percentOnly: Silicon One prints 100 as the maximum and the percentage as the
// use [xr:0.6].
func percentOnly(row *fact.Table, limit float64, known bool) {
	if !known || limit != 100 {
		row.CapKind = fact.CapFixed
		return
	}
	row.Unit, row.CapKind = fact.UnitPercent, fact.CapPercent
}

// siliconOne tells Cisco 8000 from DNX.
func siliconOne(asic, name string) bool {
	if asic != "" {
		return !strings.HasPrefix(asic, "Jericho") && !strings.HasPrefix(asic, "Qumran")
	}
	return name == "lpm_tcam" || name == "central_em"
}

// j2 knows both spellings of the second generation: "Jericho 2", "Jericho Two".
func j2(asic string) bool {
	return strings.HasPrefix(asic, "Jericho 2") || strings.HasPrefix(asic, "Jericho Two") || strings.HasPrefix(asic, "Jericho2")
}

// family is what an ASIC type proves [xr:1.4].
func family(asic string) string {
	switch {
	case j2(asic):
		return "ncs5700"
	case strings.HasPrefix(asic, "Jericho"):
		return "ncs5500"
	case len(asic) > 1 && strings.IndexByte("QPGK", asic[0]) >= 0 && asic[1] >= '0' && asic[1] <= '9':
		return "cisco8000" // Q100, Q200, P100
	}
	return ""
}

// familyOfRows: lem and lpm are DNX names, lpm_tcam and central_em Silicon One's.
func familyOfRows(rows []fact.Table) string {
	for i := range rows {
		switch rows[i].Name {
		case "lem", "lpm", "ext_tcam_ipv4", "ext_tcam_ipv6":
			return "ncs5500"
		case "lpm_tcam", "central_em":
			return "cisco8000"
		}
	}
	return ""
}
