package nxos

import (
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readACL reads `show hardware access-list resource utilization`: used and free
// per region or bank, in each instance. used + free is the active carve
// [nxos:0.2]. ACL memory is evidence: it holds no routes.
func readACL(s *textscan.Scan, r *fact.Reading) { readMemory(s, r) }

// openACL reads "ACL Hardware Resource Utilization (Mod 1)".
func (m *memory) openACL(t string) {
	m.open(aclSection)
	if _, mod, ok := strings.Cut(t, "(Mod"); ok {
		m.module = Digits(mod)
	}
	m.r.Recognised = true
}

// aclRow reads "Tcam 0, Bank 0   9   16375   0.05"; lines with one number are
// the breakdown of the row above.
func (m *memory) aclRow(l textscan.Line, t string) bool {
	_, nums := m.split(l)
	if len(nums) == 1 || len(nums) == 2 && strings.Contains(t, ":") {
		return m.breakdown(t)
	}
	if len(nums) < 3 {
		return m.percentLine(l)
	}
	last := nums[len(nums)-3:]
	name := strings.TrimSpace(l.Text[:last[0].Lo])
	row := aclTable(name, Number(m.s, l, last[0]), Number(m.s, l, last[1]), Number(m.s, l, last[2]))
	m.add(l, row)
	return true
}

// breakdown reports whether a line splits the LOU row or counts flags without a
// limit of its own.
func (m *memory) breakdown(t string) bool {
	for _, p := range []string{"Both LOU", "Single LOU", "LOU ", "TCP Flags"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// aclTable makes the row of one region. Where the printed percentage is not
// that of used and free, the counters are garbage and the row has none
// ("Ingress Dest info table 65538 255 0.39").
func aclTable(name string, used, free, percent fact.Figure) fact.Table {
	row := fact.Table{Name: name, Resource: aclResource(name), Unit: fact.UnitEntries, Percent: percent, CapKind: fact.CapCarve}
	u, ok1 := used.Get()
	f, ok2 := free.Get()
	p, ok3 := percent.Get()
	if !ok1 || !ok2 {
		return row
	}
	if share := 100 * u / (u + f); ok3 && u+f > 0 && math.Abs(share-p) > 1 {
		row.Notes = []string{"used and free do not agree with the printed percentage: not taken"}
		return row
	}
	row.Used = used
	if f == 0 && u == 0 {
		row.Cap = fact.Derived(0, free.Span, "used + free: the region has no memory")
		return row
	}
	row.Cap = fact.Derived(u+f, free.Span, "used + free")
	return row
}

func aclResource(name string) fact.Resource {
	n := strings.ToLower(name)
	switch {
	case strings.Contains(n, "qos"):
		return fact.QoS
	case strings.Contains(n, "netflow"):
		return fact.Netflow
	case strings.Contains(n, "copp"):
		return resCoPP
	}
	return fact.ACL
}

// aclJSON reads the same as `| json` prints it; old releases leave out the
// TABLE_instance level, and some headers end in blanks [nxos:3.2].
func aclJSON(doc *textscan.Node, r *fact.Reading) {
	WalkInstances(doc, "", "", func(row *textscan.Node, module, instance string) {
		if row.Name != "ROW_resource_util_info" || row.Child("resource_hdr") == nil {
			return
		}
		t := aclTable(row.Child("resource_hdr").Value(), FigureOf(row.Child("ents_use")), FigureOf(row.Child("ents_free")), FigureOf(row.Child("ents_pctage")))
		t.Scope, t.Line = AsicScope(module, hexInstance(strings.TrimPrefix(instance, "0x"))), int(row.Child("resource_hdr").Span.Line)
		r.Tables = append(r.Tables, t)
		r.Recognised = true
	})
}

// WalkInstances visits every node below n with the module and the instance that
// its ancestors name.
func WalkInstances(n *textscan.Node, module, instance string, visit func(n *textscan.Node, module, instance string)) {
	for _, key := range []string{"module_number", "module"} {
		if c := n.Child(key); c != nil && c.Value() != "" {
			module = c.Value()
		}
	}
	for _, key := range []string{"inst", "instance"} {
		if c := n.Child(key); c != nil && c.Value() != "" {
			instance = c.Value()
		}
	}
	visit(n, module, instance)
	for _, c := range n.Children {
		WalkInstances(c, module, instance, visit)
	}
}

// The memories that only this package counts.
const (
	resCoPP              fact.Resource = "copp"
	resFCoE              fact.Resource = "fcoe"
	resFibTCAM           fact.Resource = "fib.tcam"
	resHost              fact.Resource = "host"
	resHostIPv6LinkLocal fact.Resource = "host.ipv6.linklocal"
	resL2VPN             fact.Resource = "l2vpn"
	resL2VPNMcast        fact.Resource = "l2vpn.mcast"
	resRIBMemMcastIPv4   fact.Resource = "rib.mem.mcast.ipv4"
	resRIBMemMcastIPv6   fact.Resource = "rib.mem.mcast.ipv6"
)
