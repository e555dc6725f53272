package dnx

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// tcamRow is where a row of a bank lies, to give the bank its size afterwards.
type tcamRow struct{ npu, bank string }

// readTCAM reads `show controllers npu externaltcam` and `internaltcam`: one row
// per bank and database. "Free" is the bank's, shared by all its databases, so
// the size of a bank is what is free plus all that is used in it [xr:3.1].
func readTCAM(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	loc := iosxr.Location(s.Command)
	var keys []tcamRow
	buf := make([]textscan.Token, 0, 12)
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case strings.HasSuffix(t, "TCAM Resource Information"), strings.HasPrefix(t, "NPU  Bank"), strings.HasPrefix(t, "Id     Size"), textscan.IsRule(l):
			r.Recognised = r.Recognised || !textscan.IsRule(l)
			s.Claim(l)
		case strings.Contains(t, "Information For Location:"):
			loc = iosxr.Node(strings.TrimSpace(t[strings.LastIndexByte(t, ':')+1:]))
			s.Claim(l)
		default:
			buf = textscan.Fields(l, buf)
			if key, ok := tcamLine(s, r, l, buf, loc); ok {
				keys = append(keys, key)
				r.Recognised = true
				s.Claim(l)
			}
		}
	}
	bankSizes(s, r, keys)
}

// tcamLine reads "0  0\1  320b  pmf-0  2010  32  7  INGRESS_LPTS_IPV4"; the owner
// may be blank (Jericho2), and the name (a free bank).
func tcamLine(s *textscan.Scan, r *fact.Reading, l textscan.Line, f []textscan.Token, loc string) (tcamRow, bool) {
	if len(f) < 6 || !textscan.IsNumber(f[0].Text) || !strings.HasSuffix(f[2].Text, "b") || !textscan.IsNumber(strings.TrimSuffix(f[2].Text, "b")) {
		return tcamRow{}, false
	}
	at := 4 // of Free
	if textscan.IsNumber(f[3].Text) && textscan.IsNumber(f[4].Text) && textscan.IsNumber(f[5].Text) && (len(f) < 7 || !textscan.IsNumber(f[6].Text)) {
		at = 3
	}
	if len(f) < at+3 || !textscan.IsNumber(f[at].Text) || !textscan.IsNumber(f[at+1].Text) {
		return tcamRow{}, false
	}
	name := "free-bank"
	if len(f) > at+3 {
		name = l.Text[f[at+3].Lo:]
	}
	key := tcamRow{f[0].Text, f[1].Text}
	row := fact.Table{
		Name: name, Resource: tcamResource(name), Unit: fact.Unit(f[2].Text + "-entries"), Line: l.No,
		Scope: fact.Scope{Kind: fact.ScopeBank, Node: loc, Index: key.npu + "/" + key.bank},
		Used:  s.Figure(l, f[at+1]), Free: s.Figure(l, f[at]), Pool: "bank " + key.npu + "/" + key.bank,
	}
	if at == 4 && f[3].Text == "Free" {
		row.Notes = []string{"a bank without an owner"}
	}
	r.Tables = append(r.Tables, row)
	return key, true
}

// tcamResource names our resource for a database of a TCAM.
func tcamResource(name string) fact.Resource {
	switch up := strings.ToUpper(name); {
	case up == "IPV4 DC" || up == "IPV4 UC":
		return fact.FibETCAMv4
	case up == "IPV6 DC" || up == "IPV6 UC":
		return fact.FibETCAMv6
	case strings.Contains(up, "QOS"):
		return fact.QoS
	case strings.Contains(up, "ACL"), strings.Contains(up, "_IP_EXT"), strings.Contains(up, "_PORT_EXT"), strings.Contains(up, "FLOWSPEC"), strings.Contains(up, "PBR"):
		return fact.ACL
	}
	return resTCAM
}

// bankSizes gives every row the size of its bank. Where rows may be missing (a
// filter, a cut) it is unknown, unless what is left fills the bank to a power of
// two, which is how banks are built.
func bankSizes(s *textscan.Scan, r *fact.Reading, keys []tcamRow) {
	if s.Truncated {
		return
	}
	used := map[string]float64{}
	id := func(i int) string { return r.Tables[i].Scope.Node + " " + keys[i].npu + "/" + keys[i].bank }
	for i := range keys {
		v, _ := r.Tables[i].Used.Get()
		used[id(i)] += v
	}
	for i := range keys {
		row := &r.Tables[i]
		free, ok := row.Free.Get()
		size := free + used[id(i)]
		if !ok || r.Filtered && !powerOfTwo(size) {
			continue
		}
		row.Cap = fact.Derived(size, row.Free.Span, "free + used of all databases of the bank")
		row.CapKind = fact.CapPool
		if row.Resource == fact.FibETCAMv4 || row.Resource == fact.FibETCAMv6 {
			row.CapKind = iosxr.ETCAMKind("ext_tcam_ipv4", size, true)
		}
	}
}

func powerOfTwo(v float64) bool {
	n := int64(v)
	return n > 0 && n&(n-1) == 0
}
