package nxos

import (
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// percentLine reads the "key : value" lines of Nexus 9000: which module, the
// size of a table, the percentage of it in use, a count [nxos:2.3, nxos:2.4, nxos:3.1].
// The count of a percent-only table is never computed.
func (m *memory) percentLine(l textscan.Line) bool {
	i := strings.LastIndexByte(l.Text, ':')
	if i < 0 {
		return false
	}
	key := strings.TrimSpace(l.Text[:i])
	lower := strings.ToLower(key)
	m.buf = textscan.Fields(textscan.Line{Text: l.Text[i+1:]}, m.buf)
	if strings.Contains(lower, "summary on module") {
		m.module, m.instance, m.section = Digits(l.Text[i+1:]), "", noSection
		m.r.Recognised = true
		return true
	}
	if len(m.buf) == 0 || len(m.buf) > 1 && m.buf[1].Text != "%" && m.buf[1].Text[0] != '(' {
		return false
	}
	tok := textscan.Token{Text: m.buf[0].Text, Lo: i + 1 + m.buf[0].Lo, Hi: i + 1 + m.buf[0].Hi}
	return m.keyed(l, key, lower, tok)
}

// keyed makes the row of one key.
func (m *memory) keyed(l textscan.Line, key, lower string, tok textscan.Token) bool {
	fig := Number(m.s, l, tok)
	if !fig.Known() && !strings.HasPrefix(tok.Text, "-") {
		return false
	}
	row := fact.Table{Name: key, Resource: KeyResource(lower), CapKind: fact.CapTemplate, Pool: n9kPool(lower)}
	switch {
	case strings.Contains(lower, "percentage utilization"):
		row.Name, row.Unit, row.CapKind = percentName(key), fact.UnitPercent, fact.CapPercent
		row.Used, row.Cap = fig, hundred(fig.Span)
		if !fig.Known() {
			row.Cap = fact.Figure{}
		}
	case strings.HasPrefix(lower, "max "):
		row.Cap = NonZero(fig)
	case strings.Contains(lower, "used") || strings.HasPrefix(lower, "total number of"):
		row.Used = fig
	default:
		return false
	}
	if !fig.Known() {
		row.Notes = []string{"the device printed " + tok.Text + ": not a count"}
	}
	if strings.Contains(lower, "table - ") || strings.HasPrefix(lower, "lpm - ") {
		m.r.Family = "n9k-jericho"
	} else if IsTrie(lower) {
		m.r.Family = "n9k"
	}
	m.add(l, row)
	return true
}

// percentName drops the words that every such line has.
func percentName(key string) string {
	for _, p := range []string{"Percentage utilization of ", "Percentage Utilization of "} {
		if name, ok := strings.CutPrefix(key, p); ok {
			return name
		}
	}
	return strings.Replace(key, "Percentage Utilization by ", "", 1)
}

// NonZero is a figure of which 0 means that there is none.
func NonZero(f fact.Figure) fact.Figure {
	if v, ok := f.Get(); ok && v == 0 {
		return fact.Figure{}
	}
	return f
}

// family4or6 tells which protocol a key is about; 0 = it does not say.
func family4or6(lower string) int {
	v4 := strings.Contains(lower, "ipv4") || strings.Contains(lower, "v4 ") || strings.Contains(lower, "v4_") || strings.Contains(lower, "host4")
	v6 := strings.Contains(lower, "ipv6") || strings.Contains(lower, "v6 ") || strings.Contains(lower, "v6_") || strings.Contains(lower, "host6")
	switch {
	case v4 && !v6:
		return 4
	case v6 && !v4:
		return 6
	}
	return 0
}

// IsTrie finds the word, which "entries" holds too.
func IsTrie(lower string) bool {
	return strings.Contains(lower, " trie") || strings.Contains(lower, "_trie") || strings.HasPrefix(lower, "trie")
}

// n9kTable names the structure that a key is about: trie and TCAM are separate
// and fill separately [nxos:2.3].
func n9kTable(lower string) string {
	switch {
	case strings.Contains(lower, "mcast") || strings.Contains(lower, "multicast"):
		return "mcast"
	case IsTrie(lower):
		return "trie"
	case strings.Contains(lower, "tcam"):
		return "tcam"
	case strings.Contains(lower, "nexthop") || strings.Contains(lower, "next hop") || strings.Contains(lower, "next_hop"):
		return "nexthop"
	case strings.Contains(lower, "ecmp"):
		return "ecmp"
	case strings.Contains(lower, "host+lpm"):
		return "lpm"
	case strings.Contains(lower, "host") || strings.Contains(lower, "nd/local") || strings.Contains(lower, "nd_local") || strings.Contains(lower, "/128"):
		return "host"
	case strings.Contains(lower, "lpm") || strings.Contains(lower, "route"):
		return "lpm"
	}
	return ""
}

// KeyResource maps a key to a resource.
func KeyResource(lower string) fact.Resource {
	afi := family4or6(lower)
	pick := func(v4, v6, both fact.Resource) fact.Resource {
		return map[int]fact.Resource{4: v4, 6: v6, 0: both}[afi]
	}
	switch n9kTable(lower) {
	case "mcast":
		return pick(fact.FibMcastIPv4, fact.FibMcastIPv6, fact.FibMcast)
	case "trie":
		return pick(fact.FibIPv4, fact.FibIPv6, fact.FibShared)
	case "tcam":
		return pick(fact.FibTCAMv4, fact.FibTCAMv6, resFibTCAM)
	case "nexthop":
		return fact.NextHop
	case "ecmp":
		return fact.ECMP
	case "host":
		return pick(fact.HostIPv4, fact.HostIPv6, resHost)
	case "lpm":
		return pick(fact.FibIPv4, fact.FibIPv6, fact.FibLPM)
	}
	return fact.FibOther
}

// n9kPool names the memory of a key: the exception TCAM is one pool of both
// families [nxos:2.3: 24,576 of which 12,288 and 4,096]; LPM rows of Jericho are
// shares of one LPM table [nxos:2.4].
func n9kPool(lower string) string {
	switch table := n9kTable(lower); {
	case strings.HasPrefix(lower, "lpm - "):
		return "lpm"
	case table == "tcam":
		return "fib-tcam"
	}
	return ""
}

// joinPercent gives the size of a table to the row that says how full it is, as
// a note, and adds the one LPM table of Jericho.
func (m *memory) joinPercent() {
	tables := m.r.Tables
	sizes := map[tableKey]int{}
	for i := range tables {
		if t := &tables[i]; t.Unit == fact.UnitEntries && t.CapKind == fact.CapTemplate && t.Cap.Known() && !t.Used.Known() {
			sizes[keyOf(t)] = i
		}
	}
	for i := range tables {
		t := &tables[i]
		j, ok := sizes[keyOf(t)]
		if !ok || t.Unit != fact.UnitPercent {
			continue
		}
		tables[j].Percent = t.Used
		t.Notes = append(t.Notes, "the table holds "+tables[j].Cap.String()+" entries")
	}
	m.jerichoLPM()
}

// tableKey names one structure of one instance.
type tableKey struct {
	scope    fact.Scope
	resource fact.Resource
	table    string
}

func keyOf(t *fact.Table) tableKey {
	return tableKey{t.Scope, t.Resource, n9kTable(strings.ToLower(t.Name))}
}

// jerichoLPM adds the shares of the one LPM table: IPv4 LPM plus IPv6 host and
// LPM, which holds the IPv6 hosts already [nxos:2.4, inferred]. Shares that add
// up to more than the table would prove that wrong: then there is no such row.
func (m *memory) jerichoLPM() {
	if m.s.Truncated || m.r.Filtered || m.r.Family != "n9k-jericho" {
		return
	}
	v6 := map[fact.Scope]fact.Table{}
	for _, t := range m.r.Tables {
		if t.Pool == "lpm" && t.Resource == fact.FibIPv6 {
			v6[t.Scope] = t
		}
	}
	var whole []fact.Table
	for _, a := range m.r.Tables {
		b, ok := v6[a.Scope]
		if !ok || a.Pool != "lpm" || a.Resource != fact.FibIPv4 {
			continue
		}
		used := Sum("IPv4 LPM + IPv6 (host + LPM)", a.Used, b.Used)
		v, ok := used.Get()
		if !ok || v > 100.05 {
			continue
		}
		used = fact.Derived(math.Round(100*v)/100, used.Span, used.Source) // as many places as are printed
		whole = append(whole, fact.Table{
			Name: "LPM table", Resource: fact.FibLPM, Scope: a.Scope, Unit: fact.UnitPercent, Used: used, Cap: hundred(a.Used.Span),
			CapKind: fact.CapPercent, Pool: "lpm", Line: a.Line,
		})
	}
	m.r.Tables = append(m.r.Tables, whole...)
}

// percentJSON reads `show hardware capacity forwarding | json`: leaves that end
// in _pctage, per module [nxos:3.2].
func percentJSON(doc *textscan.Node, r *fact.Reading) {
	WalkInstances(doc, "", "", func(n *textscan.Node, module, instance string) {
		name, ok := strings.CutSuffix(n.Name, "_pctage")
		row := fact.Table{Name: n.Name, Resource: KeyResource(n.Name), Scope: AsicScope(module, instance), Line: int(n.Span.Line)}
		switch {
		case ok && name != "ents" && len(n.Children) == 0:
			row.Unit, row.CapKind, row.Used = fact.UnitPercent, fact.CapPercent, FigureOf(n)
			if row.Used.Known() {
				row.Cap = hundred(row.Used.Span)
			}
			row.Pool = n9kPool(n.Name)
		case n.Name == "ecmp_entries_used":
			row.Unit, row.Used = fact.UnitEntries, FigureOf(n)
		default:
			return
		}
		r.Tables = append(r.Tables, row)
		r.Recognised = true
	})
}
