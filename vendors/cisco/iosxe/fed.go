package iosxe

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readFedTCAM reads `show platform hardware fed … fwd-asic resource tcam
// utilization`: UADP prints CAM tables, Silicon One used and free per slice.
func readFedTCAM(s *textscan.Scan, r *fact.Reading) {
	if strings.Contains(s.Text(), "CAM Utilization for ASIC") || !strings.Contains(s.Text(), "TCAM entries") {
		ios.ReadCAM(s, r)
		return
	}
	r.Family = famCat9kS1
	readSliceTCAM(s, r)
}

// readSliceTCAM reads the ACL and LPTS banks of Silicon One. Free is what one
// feature alone could take ("unidimensional", says the output): used + free is
// no cap. 0 of 0 is a slice that was not asked for or is not there. The FIB is
// not in these banks.
func readSliceTCAM(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	var f []textscan.Token
	var slices []string
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case textscan.IsRule(l), strings.HasPrefix(t, "***"), strings.HasPrefix(t, "Resource"), strings.HasPrefix(t, "show "):
			s.Claim(l)
			continue
		case strings.HasPrefix(t, "Slice"):
			f = textscan.Fields(l, f)
			slices = slices[:0]
			for _, tok := range f {
				slices = append(slices, strings.TrimPrefix(tok.Text, "Slice"))
			}
			r.Recognised = true
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		n := len(slices)
		if n == 0 || len(f) < 2*n+1 {
			continue
		}
		name := strings.TrimSpace(l.Text[:f[len(f)-2*n].Lo])
		if name == "" {
			continue
		}
		s.Claim(l)
		for i, slice := range slices {
			used, free := s.Figure(l, f[len(f)-2*n+2*i]), s.Figure(l, f[len(f)-2*n+2*i+1])
			addSlice(name, slice, used, free, l.No, r)
		}
	}
}

func addSlice(name, slice string, used, free fact.Figure, line int, r *fact.Reading) {
	u, ok := used.Get()
	v, ok2 := free.Get()
	if !ok || !ok2 || u == 0 && v == 0 {
		return
	}
	r.Tables = append(r.Tables, fact.Table{
		Name: name, Resource: fact.ACL, Scope: fact.Scope{Kind: fact.ScopeSlice, Index: slice}, Unit: fact.UnitEntries, Used: used, Line: line,
		Notes: []string{"free for one feature alone: " + free.String()},
	})
}

// readFedResource reads `show platform hardware fed … fwd-asic resource
// utilization`: on Silicon One sections with the columns Utilized and Total, on
// UADP blocks per ASIC with Allocated and Free.
func readFedResource(s *textscan.Scan, r *fact.Reading) {
	if !strings.Contains(s.Text(), "Utilized") {
		readAllocated(s, r)
		return
	}
	r.Family = famCat9kS1
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // nearly every line is a row
	var f []textscan.Token
	kind := ""
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case textscan.IsRule(l), strings.HasPrefix(t, "show "):
			s.Claim(l)
			continue
		case strings.HasPrefix(t, "Resource") && strings.Contains(t, "Utilized"):
			kind = sectionKind(t)
			r.Recognised = true
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if n := len(f); n >= 4 && kind != "" && strings.IndexByte(f[n-3].Text, '-') == 1 {
			readUtilized(s, l, f, kind, r)
		}
	}
}

// sectionKind gives the scope of a section from the column between Resource and
// Utilized: "Slice", "Slice Pair", "Slice/IFG-id", "Device".
func sectionKind(t string) string {
	_, mid, _ := strings.Cut(t, "Resource")
	mid, _, _ = strings.Cut(mid, "Utilized")
	switch strings.ToLower(strings.Join(strings.Fields(mid), " ")) {
	case "slice pair":
		return "slice pair"
	case "slice/ifg-id":
		return "ifg"
	case "device":
		return "device"
	}
	return "slice"
}

func readUtilized(s *textscan.Scan, l textscan.Line, f []textscan.Token, kind string, r *fact.Reading) {
	n := len(f)
	row := fact.Table{
		Name: strings.Join(strings.Fields(l.Text[:f[n-3].Lo]), " "), Scope: fact.Scope{Kind: fact.ScopeKind(kind), Node: ios.StackMember(s.Command), Index: f[n-3].Text[2:]},
		Unit: fact.UnitEntries, Used: s.Figure(l, f[n-2]), Cap: s.Figure(l, f[n-1]), CapKind: fact.CapFixed, Line: l.No,
	}
	if !row.Used.Known() || !row.Cap.Known() {
		return
	}
	s.Claim(l)
	row.Resource, row.CapKind, row.Pool = utilizedResource(row.Name)
	r.Tables = append(r.Tables, row)
}

// utilizedResource: the LPM totals move with use (2357021 for IPv4 and half of
// it for IPv6 are one pool), the EM tables share the central exact-match memory
// (ios:7).
func utilizedResource(name string) (resource fact.Resource, kind fact.CapKind, pool string) {
	switch name {
	case "LPM IPv4 Routes":
		return fact.FibIPv4, fact.CapEstimate, "lpm"
	case "LPM IPv6 Routes":
		return fact.FibIPv6, fact.CapEstimate, "lpm"
	case "IPv4 VRF DIP EM Table":
		return fact.HostIPv4, fact.CapPool, "em"
	case "IPv6 VRF DIP EM Table":
		return fact.HostIPv6, fact.CapPool, "em"
	case "MAC Forwarding Table":
		return fact.MAC, fact.CapPool, "em"
	case "Native FEC entry", "Next Hop":
		return fact.NextHop, fact.CapFixed, ""
	case "Stage 1 LB Group", "Stage 2 LB Group", "Stage 1 LB Member", "Stage 2 LB Member", "Stage 3 LB Member":
		return fact.ECMP, fact.CapFixed, ""
	case "Egress Large Encap Exact Match", "Egress Small Encap Exact Match":
		return fact.Adjacency, fact.CapFixed, ""
	case "Prefix Object Gid":
		return resPrefixObject, fact.CapFixed, ""
	}
	return fact.OtherResource, fact.CapFixed, ""
}

// readAllocated reads "name  Allocated  Free" per ASIC instance: rewrite tables
// and UADP resources. A filter (| i LABEL) takes the title and the ASIC lines
// away: then only names of the kind RSC_… are taken, told apart by their order.
func readAllocated(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	scope := fact.Scope{Kind: fact.ScopeASIC, Node: ios.StackMember(s.Command)}
	titled := false
	seen := map[string]int{}
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Resource Info for ASIC Instance"):
			_, v, _ := textscan.KeyValue(l, ":")
			scope.Index = v.Text
			s.Claim(l)
			continue
		case strings.Contains(t, "Allocated") && strings.Contains(t, "Free"):
			titled, r.Recognised = true, true
			s.Claim(l)
			continue
		case textscan.IsRule(l), strings.HasPrefix(t, "show "):
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		n := len(f)
		if n < 3 || !titled && !(r.Filtered && strings.HasPrefix(f[0].Text, "RSC_")) {
			continue
		}
		at := scope
		name := strings.TrimSpace(l.Text[:f[n-2].Lo])
		if !titled {
			at = fact.Scope{Kind: fact.ScopeASICOrdinal, Index: strconv.Itoa(seen[name])}
			seen[name]++
		}
		addAllocated(s, l, f, name, at, r)
	}
}

func addAllocated(s *textscan.Scan, l textscan.Line, f []textscan.Token, name string, scope fact.Scope, r *fact.Reading) {
	n := len(f)
	used := s.Figure(l, f[n-2])
	u, ok := used.Get()
	free, ok2 := textscan.Number(f[n-1].Text)
	if !ok || !ok2 {
		return
	}
	s.Claim(l)
	r.Recognised = true
	row := fact.Table{Name: name, Resource: fact.OtherResource, Scope: scope, Unit: fact.UnitEntries, Used: used, CapKind: fact.CapFixed, Line: l.No}
	if u+free > 0 {
		row.Cap = fact.Derived(u+free, s.Span(l, f[n-2].Lo, f[n-1].Hi), "allocated + free")
	}
	switch {
	case name == "PHF_EGRESS_destMacAddress":
		row.Resource = fact.Adjacency
	case strings.Contains(name, "LABEL"):
		row.Resource = fact.LabelResource
	}
	r.Tables = append(r.Tables, row)
}

// readSGACL reads `show platform hardware fed … sgacl resource usage`.
func readSGACL(s *textscan.Scan, r *fact.Reading) {
	scope := fact.Scope{Kind: fact.ScopeASIC, Node: ios.StackMember(s.Command)}
	tcam := false
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		name, v, pair := textscan.KeyValue(l, ":")
		switch {
		case t == "":
		case strings.HasPrefix(t, "SGACL RESOURCE DETAILS ASIC"):
			_, after, _ := strings.Cut(t, "#")
			scope.Index, tcam, r.Recognised = strings.TrimSpace(after), false, true
			s.Claim(l)
		case strings.HasPrefix(t, "SGACL TCAM Entries"):
			tcam = true
			s.Claim(l)
		case textscan.IsRule(l), strings.HasPrefix(t, "Hardware Resource"), strings.HasPrefix(t, "Percent"), strings.HasPrefix(t, "Total"),
			strings.HasSuffix(name, "Config"), strings.HasSuffix(name, "Configuration"), strings.HasSuffix(name, "Configured"), strings.HasPrefix(t, "show "):
			s.Claim(l)
		case pair && r.Recognised:
			addSGACL(s, l, name, v, tcam, scope, r)
		}
	}
}

func addSGACL(s *textscan.Scan, l textscan.Line, name string, v textscan.Token, tcam bool, scope fact.Scope, r *fact.Reading) {
	rest := l
	rest.Text = l.Text[v.Lo:]
	f := textscan.Fields(rest, nil)
	for i := range f {
		f[i].Lo, f[i].Hi = f[i].Lo+v.Lo, f[i].Hi+v.Lo
	}
	row := fact.Table{Name: name, Resource: fact.ACL, Scope: scope, Unit: fact.UnitEntries, CapKind: fact.CapFixed, Line: l.No}
	switch {
	case tcam && len(f) >= 2:
		row.Used = s.Figure(l, f[0])
	case !tcam && len(f) >= 3:
		row.Cap, row.Used, row.Percent = s.Figure(l, f[0]), s.Figure(l, f[1]), s.Figure(l, f[2])
		if len(f) > 3 {
			row.State = f[len(f)-1].Text
		}
	}
	if row.Used.Known() {
		s.Claim(l)
		r.Tables = append(r.Tables, row)
	}
}

// The memories that only this package counts.
const (
	resLoad         fact.Resource = "load"
	resPrefixObject fact.Resource = "prefix-object"
)
