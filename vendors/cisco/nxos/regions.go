package nxos

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRegions reads `show hardware access-list tcam region` and `show hardware
// profile tcam region`: the sizes of the next reload, not those in force
// [nxos:0.2]. "IPV4 RACL [racl] size = 1536", with "(double-wide)" behind it, and
// regions without a [key].
func readRegions(s *textscan.Scan, r *fact.Reading) {
	if doc := Document(s, r); doc != nil {
		regionsJSON(doc, r)
		return
	}
	var buf []textscan.Token
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if t := l.Trim(); SlotLine(t) || t != "" && textscan.IsRule(l) {
			s.Claim(l)
			continue
		}
		name, rest, ok := strings.Cut(l.Text, " size")
		if !ok || !strings.HasPrefix(strings.TrimLeft(rest, " "), "=") {
			continue
		}
		buf = textscan.Fields(l, buf)
		for i := range buf[:len(buf)-1] {
			if buf[i].Text != "=" {
				continue
			}
			size := Number(s, l, buf[i+1])
			if !size.Known() {
				break
			}
			row := regionRow(strings.TrimSpace(name), size, strings.Contains(rest, "double-wide"))
			row.Line = l.No
			r.Tables = append(r.Tables, row)
			r.Recognised = true
			s.Claim(l)
			break
		}
	}
}

// regionRow is the configured size of one ACL region.
func regionRow(name string, size fact.Figure, wide bool) fact.Table {
	row := fact.Table{Name: name, Resource: aclResource(name), Scope: fact.System(), Unit: fact.UnitEntries, Configured: size, CapKind: fact.CapCarve, Pool: "acl-tcam"}
	if wide {
		row.Cost = 2
		row.Notes = []string{"double-wide: takes twice its size"}
	}
	return row
}

// regionsJSON reads TCAM_Region.TABLE_Sizes.ROW_Sizes [nxos:3.2].
func regionsJSON(doc *textscan.Node, r *fact.Reading) {
	for _, n := range rows(doc, "ROW_Sizes") {
		name := firstText(n, "type", "tcam_compat_type")
		size := FigureOf(n.Child("tcam_size"))
		if n.Child("tcam_size") == nil {
			size = FigureOf(n.Child("tcam_compat_size"))
		}
		if name == "" || !size.Known() {
			continue
		}
		row := regionRow(name, size, firstText(n, "tcam_width", "tcam_compat_width") == "2")
		row.Line = int(size.Span.Line)
		r.Tables = append(r.Tables, row)
		r.Recognised = true
	}
}

// isForce knows a row of a region in an instance: used + free is its size in force
// [nxos:0.2].
func isForce(t *fact.Table) bool {
	return t.CapKind == fact.CapCarve && t.Cap.Known() && !t.Configured.Known() && strings.HasPrefix(t.Cap.Source, "used + free")
}

// regionWord is the word of the command line of a region, "ing-racl": in brackets
// behind its label, or alone in a line of the configuration.
func regionWord(name string) string {
	if _, in, ok := strings.Cut(name, "["); ok {
		return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(in), "]"))
	}
	if strings.ContainsAny(name, " ") {
		return ""
	}
	return strings.ToLower(name)
}

// sameLabel compares the names of one region in two outputs: "Ingress RACL
// [ing-racl]" and "Ingress RACL"; the direction of ingress may be missing. A word
// alone is known for the regions that captures prove [nxos:0.2, nxos:2.3].
func sameLabel(configured, force string) bool {
	switch regionWord(configured) {
	case "ing-racl":
		return force == "Ingress RACL"
	case "egr-racl":
		return force == "Egress RACL"
	case "ing-ifacl":
		return force == "Ingress PACL"
	}
	label, _, bracket := strings.Cut(configured, "[")
	plain := func(s string) string { return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "ingress ") }
	return bracket && plain(label) == plain(force)
}

// comparable leaves out the regions whose entries take two cells: how they are
// counted in force was not seen.
func comparable(t *fact.Table) bool {
	low := strings.ToLower(t.Name)
	return t.Cost != 2 && !strings.Contains(low, "ipv6") && !strings.Contains(low, "double")
}

// inForce reports whether every instance that has a region has it in a size.
func inForce(d *fact.Device, word, size string) bool {
	want, ok := textscan.Number(size)
	t := fact.Table{Name: regionLabel(d, word)}
	now, found := forced(d, &t)
	got, _ := now.Get()
	return ok && found && got == want
}

// regionLabel is the name that the switch gives a region, with its word.
func regionLabel(d *fact.Device, word string) string {
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == aclPool && strings.Contains(t.Name, "[") && regionWord(t.Name) == strings.ToLower(word) {
			return t.Name
		}
	}
	return word
}

// aclPool is the pool of the rows of configured regions.
const aclPool = "acl-tcam"

// forced is the size in force of a configured region: the one that differs from
// what is configured where instances differ. An instance without memory for it says
// nothing where another has some.
func forced(d *fact.Device, region *fact.Table) (fact.Figure, bool) {
	want, known := region.Configured.Get()
	var out fact.Figure
	for i := range d.Tables {
		t := &d.Tables[i]
		if !isForce(t) || !sameLabel(region.Name, t.Name) {
			continue
		}
		now, _ := t.Cap.Get()
		was, have := out.Get()
		switch {
		case !have, was == 0 && now > 0:
			out = t.Cap
		case now > 0 && known && was == want && now != want:
			out = t.Cap
		}
	}
	return out, out.Known()
}

// regionsWait compares each configured region with what is in force. Where several
// are comparable and none agrees the two are not counted alike, and nothing is
// concluded.
func regionsWait(d *fact.Device) {
	var differ []fact.Change
	var rows []int
	agree := 0
	for i := range d.Tables {
		t := &d.Tables[i]
		want, ok := t.Configured.Get()
		if !ok || t.Pool != aclPool || !comparable(t) || !speaks(d, t) {
			continue
		}
		force, known := forced(d, t)
		if !known {
			force, known = shown(d, t)
		}
		now, _ := force.Get()
		switch {
		case !known:
		case now == want:
			agree++
		default:
			differ = append(differ, fact.Change{What: "ACL region " + regionWord(t.Name), From: fmt.Sprintf("%.0f", now), To: fmt.Sprintf("%.0f", want), Span: t.Configured.Span})
			rows = append(rows, i)
		}
	}
	if agree == 0 && len(differ) > 1 {
		return
	}
	for n, c := range differ {
		pend(d, c, rows[n])
	}
}

// shown is the size that `show … tcam region` gives a region of which the
// configuration has a line: it shows a change at once, or what is in force (lines 6).
func shown(d *fact.Device, line *fact.Table) (fact.Figure, bool) {
	if d.Outputs[line.Output].Parser != "show-running-config" {
		return fact.Figure{}, false
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Pool == aclPool && strings.Contains(t.Name, "[") && regionWord(t.Name) == regionWord(line.Name) {
			return t.Configured, true
		}
	}
	return fact.Figure{}, false
}

// pend notes a region that waits, once: the line that was entered says it too.
func pend(d *fact.Device, c fact.Change, row int) {
	word := " " + regionWord(d.Tables[row].Name) + " "
	for i := range d.Pending {
		if p := &d.Pending[i]; p.What == c.What || strings.Contains(p.What, "tcam region"+word) {
			p.From, p.To = c.From, c.To
			return
		}
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; isForce(t) && sameLabel(d.Tables[row].Name, t.Name) {
			t.Pending = d.Tables[row].Configured
		}
	}
	d.Pending = append(d.Pending, c)
}

// speaks reports whether a row says what the next reload brings: not one of
// startup-config or of a template, and not a configuration that was read before the
// region was changed.
func speaks(d *fact.Device, t *fact.Table) bool {
	o := &d.Outputs[t.Output]
	if o.Parser != "show-running-config" {
		return true
	}
	if strings.Contains(o.Command, "startup") || len(t.Notes) > 0 && strings.HasPrefix(t.Notes[len(t.Notes)-1], "template ") {
		return false
	}
	for _, e := range d.Events {
		for _, l := range e.Lines {
			if e.Kind == fact.Entered && e.Output > t.Output && strings.Contains(l, " "+t.Name+" ") {
				return false
			}
		}
	}
	return true
}
