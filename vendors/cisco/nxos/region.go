package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRegions reads `show hardware access-list tcam region` and `show hardware
// profile tcam region`: the sizes of the next reload, not those in force
// [nxos:0.2]. "IPV4 RACL [racl] size = 1536", with "(double-wide)" behind it, and
// regions without a [key].
func readRegions(s *textscan.Scan, r *fact.Reading) {
	if doc := document(s, r); doc != nil {
		regionsJSON(doc, r)
		return
	}
	var buf []textscan.Token
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if t := l.Trim(); slotLine(t) || t != "" && textscan.IsRule(l) {
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
			size := number(s, l, buf[i+1])
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
		size := figureOf(n.Child("tcam_size"))
		if n.Child("tcam_size") == nil {
			size = figureOf(n.Child("tcam_compat_size"))
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
