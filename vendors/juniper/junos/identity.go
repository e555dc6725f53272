package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// place keeps where a part of the identity stands.
func place(id *fact.Identity, key string, span fact.Span) {
	if id.Spans == nil {
		id.Spans = map[string]fact.Span{}
	}
	if _, ok := id.Spans[key]; !ok {
		id.Spans[key] = span
	}
}

// take sets one string of the identity, the first to say it wins.
func take(id *fact.Identity, to *string, key, text string, span fact.Span) {
	if *to == "" && text != "" {
		*to = text
		place(id, key, span)
	}
}

// readVersion reads `show version` [junos:1.1]. Where there is no line "Junos:"
// (up to 13.2X51, NFX) the release stands in brackets behind a package.
func readVersion(b *block, r *fact.Reading) {
	if b.doc != nil {
		versionDocument(b, r)
		return
	}
	id := &r.Identity
	for _, l := range b.lines {
		t := l.Trim()
		key, v, ok := textscan.KeyValue(l, ":")
		switch {
		case t == "":
			continue
		case ok && key == "Hostname":
			take(id, &id.Hostname, "hostname", v.Text, b.span(l, v))
		case ok && key == "Model":
			modelOf(id, v.Text, b.span(l, v))
			member(b, r, v.Text, b.span(l, v))
			r.Recognised = true
		case ok && key == "Junos":
			take(id, &id.Version, "version", word(v).Text, b.span(l, word(v)))
			r.Recognised = true
		case ok && (key == "Family" || key == "Yocto" || key == "Linux Kernel" || key == "Serial Number" || key == "QFabric System ID"):
		case strings.HasPrefix(t, "JUNOS"), strings.HasSuffix(t, "]") && strings.Contains(t, "["):
			bracket(b, id, l)
		case strings.HasPrefix(t, "--- JUNOS"), strings.HasPrefix(t, "Last login:"), strings.HasPrefix(t, "Junos for "):
		case memberName(t) != "" || textscan.IsRule(l):
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// modelOf takes the model and whether it is a software router [junos:1.1].
func modelOf(id *fact.Identity, text string, span fact.Span) {
	take(id, &id.Model, "model", text, span)
	id.Virtual = id.Virtual || virtual(text)
}

// virtual reports whether a model or a chassis is software.
func virtual(model string) bool {
	m := strings.ToLower(model)
	for _, p := range []string{"vmx", "vqfx", "vsrx", "vptx", "vrr", "junosv", "virtual fpc"} {
		if strings.HasPrefix(m, p) || strings.Contains(m, "re-vmx") {
			return true
		}
	}
	return false
}

// member notes which member of a virtual chassis or of a cluster has answered.
func member(b *block, r *fact.Reading, model string, span fact.Span) {
	if b.member != "" {
		r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: b.member, Name: "member " + b.member, PID: model, Span: span})
	}
}

// bracket takes the release out of "JUNOS Base OS boot [13.3R1.4]".
func bracket(b *block, id *fact.Identity, l textscan.Line) {
	lo, hi := strings.LastIndexByte(l.Text, '['), strings.LastIndexByte(l.Text, ']')
	if lo < 0 || hi < lo || id.Version != "" {
		return
	}
	if v := l.Text[lo+1 : hi]; release(v) {
		take(id, &id.Version, "version", v, b.s.Span(l, lo+1, hi))
	}
}

// release reports whether v looks like 13.2X51-D35.3 or 18.2R2-S1: digits, a
// dot, digits, and one of the letters of a release; a build date is none.
func release(v string) bool {
	dot := strings.IndexByte(v, '.')
	if dot < 1 || dot > 2 || !textscan.IsNumber(v[:dot]) {
		return false
	}
	i := dot + 1
	for i < len(v) && v[i] >= '0' && v[i] <= '9' {
		i++
	}
	return i > dot+1 && i < len(v) && strings.IndexByte("RXBIFS-", v[i]) >= 0
}

func versionDocument(b *block, r *fact.Reading) {
	id := &r.Identity
	for _, si := range b.doc.All("software-information") {
		host, model := leaf(si, "host-name"), leaf(si, "product-model")
		take(id, &id.Hostname, "hostname", host.Value(), at(host))
		if m := model.Value(); m != "" {
			modelOf(id, m, at(model))
			member(b, r, m, at(model))
			r.Recognised = true
		}
		if v := leaf(si, "junos-version"); v.Value() != "" {
			take(id, &id.Version, "version", strings.Fields(v.Value())[0], at(v))
		}
		for _, p := range si.All("package-information") {
			packageVersion(id, p)
		}
	}
}

// packageVersion reads the release of [junos:1.1] from the package list, for
// documents without junos-version.
func packageVersion(id *fact.Identity, p *textscan.Node) {
	c := leaf(p, "comment")
	t := c.Value()
	if v, ok := strings.CutPrefix(t, "Junos: "); ok {
		take(id, &id.Version, "version", strings.TrimSpace(v), at(c))
		return
	}
	lo, hi := strings.LastIndexByte(t, '['), strings.LastIndexByte(t, ']')
	name := p.Child("name").Value()
	if lo >= 0 && hi > lo && (name == "junos" || name == "junos-version") {
		take(id, &id.Version, "version", t[lo+1:hi], at(c))
	}
}

// leaf gives the first node of that name below n; of a JSON leaf, its data.
func leaf(n *textscan.Node, name string) *textscan.Node {
	c := n.First(name)
	if d := c.Child("data"); d != nil && c.Text == "" {
		return d
	}
	return c
}

func at(n *textscan.Node) fact.Span {
	if n == nil {
		return fact.Span{}
	}
	return n.Span
}

// readHardware reads `show chassis hardware`: the description of the chassis row
// is what the box is [junos:1.1].
func readHardware(b *block, r *fact.Reading) {
	if b.doc != nil {
		hardwareDocument(b, r)
		return
	}
	started := false
	var col [5]int
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasPrefix(t, "Hardware inventory:"):
			started = true
			b.s.Claim(l)
		case strings.HasPrefix(t, "Item ") && strings.Contains(t, "Description"):
			started = true
			col = columnsOf(l)
			b.s.Claim(l)
		case started && col[4] > 0:
			b.s.Claim(l)
			r.Recognised = true
			hardwarePart(b, r, l, col)
		}
	}
}

// columnsOf finds where Item, Version, Part number, Serial number and
// Description start.
func columnsOf(l textscan.Line) [5]int {
	var col [5]int
	for i, h := range []string{"Item", "Version", "Part ", "Serial ", "Description"} {
		col[i] = strings.Index(l.Text, h)
	}
	return col
}

// hardwarePart reads one row. The description is what stands behind the last
// run of blanks: columns shift where a serial is longer or shorter.
func hardwarePart(b *block, r *fact.Reading, l textscan.Line, col [5]int) {
	toks := textscan.Columns(l, nil)
	last := toks[len(toks)-1]
	name := toks[0].Text
	if i := strings.Index(name, " REV"); i > 0 {
		name = name[:i]
	}
	indent := l.Indent() - col[0]
	if indent > 2 || transceiver(name) {
		return
	}
	if len(toks) == 1 {
		return
	}
	p := fact.Part{Name: name, Descr: last.Text, Span: b.span(l, last), Slot: slotOf(name)}
	if f := strings.Fields(last.Text); len(toks) < 4 && name == "Chassis" && len(f) > 1 && !strings.Contains(last.Text, "Virtual Chassis") && len(toks) == 2 {
		p.Serial, p.Descr = f[0], strings.Join(f[1:], " ")
	} else if len(toks) >= 3 {
		p.Serial = toks[len(toks)-2].Text
	}
	addPart(&r.Identity, p)
}

func transceiver(name string) bool {
	for _, p := range []string{"Xcvr", "PIC", "MIC", "CPU", "QXM", "nvme", "ad", "DIMM", "usb"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// slotOf is the number of "FPC 3" and "Routing Engine 0".
func slotOf(name string) string {
	if f := strings.Fields(name); len(f) > 1 && textscan.IsNumber(f[len(f)-1]) {
		return f[len(f)-1]
	}
	return ""
}

// addPart keeps a part and what it tells of the identity.
func addPart(id *fact.Identity, p fact.Part) {
	id.Virtual = id.Virtual || virtual(p.Descr)
	if p.Name == "Chassis" {
		take(id, &id.Model, "chassis", p.Descr, p.Span)
		take(id, &id.Serial, "serial", p.Serial, p.Span)
	}
	id.Parts = append(id.Parts, p)
}

func hardwareDocument(b *block, r *fact.Reading) {
	for _, c := range b.doc.All("chassis") {
		d := leaf(c, "description")
		if d == nil {
			continue
		}
		r.Recognised = true
		addPart(&r.Identity, fact.Part{Name: "Chassis", Descr: c.Child("description").Value(), Serial: c.Child("serial-number").Value(), Span: at(d)})
		for _, m := range c.Children {
			if m.Name != "chassis-module" {
				continue
			}
			name := m.Child("name").Value()
			addPart(&r.Identity, fact.Part{
				Name: name, Slot: slotOf(name), Descr: m.Child("description").Value(),
				PID: m.Child("model-number").Value(), Serial: m.Child("serial-number").Value(), Span: at(leaf(m, "name")),
			})
		}
	}
}

// readNodes reads `show system nodes` of Junos Evolved: an attribute names who
// made the ASIC [junos:1.1].
func readNodes(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		key, _, ok := textscan.KeyValue(l, ":")
		if !ok {
			continue
		}
		switch key {
		case "Node":
			r.Recognised = true
		case "Attributes", "Node Id", "Node Nonce", "Status":
		default:
			continue
		}
		b.s.Claim(l)
	}
}
