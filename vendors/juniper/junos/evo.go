package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// profileName turns the driver's word into that of the configuration:
// custom_lean_edge_jnpr -> lean-edge [junos:3.3, junos:4].
func profileName(raw string) string {
	n := strings.TrimSuffix(strings.TrimPrefix(raw, "custom_"), "_jnpr")
	if n == raw {
		return raw
	}
	return strings.ReplaceAll(n, "_", "-")
}

// readMDBInfo reads the tables that an ACX7000 profile gives, with their sizes;
// no use stands in it [junos:2D].
func readMDBInfo(b *block, r *fact.Reading) {
	var toks []textscan.Token
	heading := false
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case t == "" || textscan.IsRule(l):
			b.s.Claim(l)
		case strings.HasPrefix(t, "User Config"):
			if v, ok := mdbProfile(l); ok {
				r.Carve.Configured = setting(v.Text, b.span(l, v))
				r.Flag(fact.FlagConfiguredProfile, v.Text, b.span(l, v))
				r.Recognised = true
				b.s.Claim(l)
			}
		case strings.HasPrefix(t, "Converted Config"):
			if v, ok := mdbProfile(l); ok {
				r.Carve.Active = setting(profileName(v.Text), b.span(l, v))
				r.Flag(fact.FlagActiveProfile, v.Text, b.span(l, v))
				r.Recognised = true
				b.s.Claim(l)
			}
		case strings.HasPrefix(t, "Max possible mac limit"):
			b.s.Claim(l)
		case strings.HasPrefix(t, "TableName"):
			heading = true
			b.s.Claim(l)
		case heading:
			toks = textscan.Fields(l, toks)
			if n := len(toks); n >= 3 && textscan.IsNumber(toks[n-1].Text) && textscan.IsNumber(toks[n-2].Text) {
				name := toks[0].Text
				r.Tables = append(r.Tables, fact.Table{
					Name: name, Resource: mdbResource(name), Scope: b.targetScope(), Unit: fact.UnitEntries,
					Cap: b.figure(l, toks[n-2]), CapKind: fact.CapTemplate, Line: l.No,
				})
				r.Recognised = true
				b.s.Claim(l)
			}
		}
	}
}

// mdbProfile reads "Profile:lean-edge".
func mdbProfile(l textscan.Line) (textscan.Token, bool) {
	i := strings.Index(l.Text, "Profile:")
	if i < 0 {
		return textscan.Token{}, false
	}
	lo := i + len("Profile:")
	t := word(textscan.Token{Text: l.Text[lo:], Lo: lo, Hi: len(l.Text)})
	return t, t.Text != ""
}

// mdbResource names what a table of the Jericho family holds [junos:2D].
func mdbResource(name string) fact.Resource {
	switch n := strings.ReplaceAll(name, "_", ""); {
	case n == "KAPS":
		return fact.FibShared
	case n == "LEM":
		return fact.FibLEM
	case strings.HasPrefix(n, "FEC"):
		return fact.NextHop
	case n == "ECMP":
		return fact.ECMP
	case strings.HasPrefix(n, "EEDB"):
		return fact.Adjacency
	case strings.HasPrefix(n, "TCAM"):
		return fact.ACL
	}
	return fact.Resource("mdb." + strings.ToLower(name))
}

// readMDBUsage reads `show evo-pfemand resource usage` and `terse-usage`. A name
// longer than its column runs into Usage; where the number starts follows from
// the width of the column, since Capacity stands that far behind it [junos:3.2].
func readMDBUsage(b *block, r *fact.Reading) {
	var toks []textscan.Token
	width, unit := 0, ""
	for _, l := range b.lines {
		t := l.Trim()
		toks = textscan.Fields(l, toks)
		switch {
		case strings.HasPrefix(t, "UNIT ") && len(toks) > 1:
			unit = toks[1].Text
			mdbUnit(b, r, l)
		case strings.HasPrefix(t, "Resource") && strings.Contains(t, "Capacity"):
			width = strings.Index(l.Text, "Capacity") - strings.Index(l.Text, "Usage")
			b.s.Claim(l)
		case textscan.IsRule(l):
			b.s.Claim(l)
		case width > 0 && len(toks) >= 3:
			if row, ok := mdbRow(b, l, toks, width); ok {
				row.Scope = b.mdbScope(unit)
				r.Tables, r.Recognised = append(r.Tables, row), true
				b.s.Claim(l)
			}
		}
	}
}

func (b *block) mdbScope(unit string) fact.Scope {
	if unit == "" {
		return b.targetScope()
	}
	return fact.Scope{Kind: fact.ScopeASIC, Node: b.target, Index: unit}
}

// mdbUnit reads "UNIT 0 MDB Profile: custom_lean_edge_jnpr".
func mdbUnit(b *block, r *fact.Reading, l textscan.Line) {
	_, v, ok := textscan.KeyValue(l, "Profile:")
	if !ok || v.Text == "" {
		return
	}
	v = word(v)
	r.Carve.Active = r.Carve.Active.Or(setting(profileName(v.Text), b.span(l, v)))
	r.Flag(fact.FlagActiveProfile, profileName(v.Text), b.span(l, v))
	r.Recognised = true
	b.s.Claim(l)
}

func mdbRow(b *block, l textscan.Line, toks []textscan.Token, width int) (fact.Table, bool) {
	n := len(toks)
	capacity := b.figure(l, toks[n-2])
	if !capacity.Known() || !textscan.IsNumber(toks[n-1].Text) {
		return fact.Table{}, false
	}
	name, used := toks[0], textscan.Token{}
	if n >= 4 {
		used = toks[1]
	} else {
		name, used = runTogether(toks[0], toks[1].Lo-width)
	}
	if v, ok := capacity.Get(); ok && v == 0 {
		capacity = fact.Figure{} // shares the pool of all: not full [junos:3.2]
	}
	t := fact.Table{Name: name.Text, Resource: mdbResource(name.Text), Unit: fact.UnitEntries, Cap: capacity, CapKind: fact.CapTemplate, Line: l.No}
	if used.Text != "" {
		t.Used = b.figure(l, used)
	} else {
		t.Notes = append(t.Notes, "name and use run together and the columns do not tell them apart")
	}
	return t, name.Text != ""
}

// runTogether cuts a token where the number must start; no number where that
// place is not inside it.
func runTogether(t textscan.Token, at int) (name, used textscan.Token) {
	cut := at - t.Lo
	if cut <= 0 || cut >= len(t.Text) || !textscan.IsNumber(t.Text[cut:]) {
		return t, textscan.Token{}
	}
	return textscan.Token{Text: t.Text[:cut], Lo: t.Lo, Hi: at}, textscan.Token{Text: t.Text[cut:], Lo: at, Hi: t.Hi}
}

// readAppDB reads the routes that an application put into KAPS: an IPv4 route
// takes one unit, an IPv6 route two [junos:2D: exact on a capture].
func readAppDB(b *block, r *fact.Reading) {
	var toks []textscan.Token
	heading := false
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		if len(toks) < 3 {
			continue
		}
		if toks[0].Text == "App" {
			heading = strings.Contains(l.Text, "v4") && strings.Contains(l.Text, "v6")
			b.s.Claim(l)
			continue
		}
		v4, v6 := b.figure(l, toks[1]), b.figure(l, toks[2])
		if !heading || !v4.Known() || !v6.Known() {
			continue
		}
		r.Tables = append(r.Tables, fact.Table{
			Name: "KAPS by app " + toks[0].Text, Resource: fact.FibShared, Scope: b.targetScope(), Unit: fact.UnitKAPS,
			Used: fact.Derived(Known(v4)+2*Known(v6), v4.Span, "IPv4 routes + 2 x IPv6 routes"), PartOf: "KAPS", Pool: "KAPS", Line: l.No,
		})
		r.Recognised = true
		b.s.Claim(l)
	}
}

// readHardwareResources reads `hw-resource-utilization-info | display xml`:
// size, allocated and utilization of each resource [junos:3.1: model 24.4R1-EVO,
// no capture]. Its text has not been seen.
func readHardwareResources(b *block, r *fact.Reading) {
	if b.doc == nil {
		return
	}
	for _, n := range b.doc.All("hw-resource-utilization-info") {
		name := n.Child("resource-name")
		if name.Value() == "" {
			continue
		}
		size, used := n.Child("size").Figure(), n.Child("allocated").Figure()
		if v, ok := size.Get(); ok && v == 0 {
			size = fact.Figure{}
		}
		r.Tables = append(r.Tables, fact.Table{
			Name: name.Value(), Resource: mdbResource(name.Value()), Scope: b.deviceScope(), Unit: fact.UnitEntries,
			Used: used, Cap: size, Percent: n.Child("utilization").Figure(), CapKind: fact.CapTemplate, Line: int(name.Span.Line),
		})
		r.Recognised = true
	}
}
