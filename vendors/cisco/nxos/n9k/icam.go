package n9k

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readICAMResource reads `show icam resource fib-tcam|l2_table|acl-tcam module N
// inst I | json`: counts and maxima per class, the best source on Nexus 9000
// [nxos:3.2]. A maximum of 0 is absent and a counter of 4294633084 is garbage.
func readICAMResource(s *textscan.Scan, r *fact.Reading) {
	doc := nxos.Document(s, r)
	if doc == nil {
		r.Why = "only the JSON form of this command is known: no text capture has been seen"
		return
	}
	nxos.WalkInstances(doc, "", "", func(n *textscan.Node, module, instance string) {
		switch n.Name {
		case "ROW_fib_resource":
			icamClass(r, n, module, instance)
		case "ROW_l2_table_resource":
			icamRow(r, n, "MAC table", fact.MAC, module, instance)
		}
	})
}

// icamClass reads one class of the FIB: its figures are in ROW_fib_stats.
func icamClass(r *fact.Reading, n *textscan.Node, module, instance string) {
	name := n.Child("Class").Value()
	if name == "" {
		return
	}
	stats := n.First("ROW_fib_stats")
	if stats == nil {
		stats = n
	}
	icamRow(r, stats, name, nxos.KeyResource(strings.ToLower(name)), module, instance)
}

func icamRow(r *fact.Reading, n *textscan.Node, name string, resource fact.Resource, module, instance string) {
	limit := n.Child("Max_Entries")
	if limit == nil {
		limit = n.Child("Total_Entries")
	}
	used := n.Child("Used_Entries")
	row := fact.Table{
		Name: name, Resource: resource, Scope: nxos.AsicScope(module, instance), Unit: fact.UnitEntries, CapKind: fact.CapTemplate,
		Used: nxos.FigureOf(used), Cap: nxos.CapOf(limit), Percent: nxos.FigureOf(n.Child("Percent_Util")), Line: int(n.Span.Line),
	}
	if used != nil && !row.Used.Known() {
		row.Notes = append(row.Notes, "the device printed "+used.Text+" in use: an underflowed counter, not taken")
	}
	if limit != nil && !row.Cap.Known() {
		row.Notes = append(row.Notes, "the device printed no maximum ("+limit.Text+")")
	}
	r.Tables = append(r.Tables, row)
	r.Recognised = true
}

// readICAMScale reads `show icam scale …`: right-aligned features with the
// scale Cisco verified, the scale configured as the base of the thresholds, and
// what is in use. Neither scale is a limit of the silicon, and the (VDC:n) rows
// repeat their parent [captures:list].
func readICAMScale(s *textscan.Scan, r *fact.Reading) {
	if doc := nxos.Document(s, r); doc != nil {
		r.Why = "the JSON form of this command has not been seen"
		return
	}
	var buf []textscan.Token
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		t := l.Trim()
		switch {
		case t == "":
			continue
		case textscan.IsRule(l), strings.HasSuffix(t, "|"), strings.HasPrefix(t, "Scale Limits for"), strings.HasPrefix(t, "(VDC:"):
		case strings.HasPrefix(t, "Feature ") && strings.Contains(t, "Verified"):
			r.Recognised = true
		case strings.HasPrefix(t, "Scale ") && strings.HasSuffix(t, "Timestamp"):
		default:
			buf = textscan.Fields(l, buf)
			if !scaleRow(s, r, l, buf) {
				continue
			}
		}
		s.Claim(l)
	}
}

// scaleRow reads NAME VERIFIED CONFIG CUR UTIL THRESHOLD DATE TIME from its end.
func scaleRow(s *textscan.Scan, r *fact.Reading, l textscan.Line, buf []textscan.Token) bool {
	n := len(buf)
	if n < 8 || !strings.Contains(buf[n-1].Text, ":") {
		return false
	}
	v := buf[n-7:]
	verified, config, used := nxos.Number(s, l, v[0]), nxos.Number(s, l, v[1]), nxos.Number(s, l, v[2])
	if !used.Known() {
		return false
	}
	name := strings.TrimSpace(l.Text[:v[0].Lo])
	row := fact.Table{
		Name: name, Resource: scaleResource(name), Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapVerified,
		Used: used, Configured: config, Percent: nxos.Number(s, l, v[3]), Line: l.No,
	}
	if verified.Known() {
		row.Notes = append(row.Notes, "verified scale "+verified.String()+": what the vendor tested, not a limit of the hardware")
	}
	if v[4].Text != "None" {
		row.State = v[4].Text
	}
	r.Tables = append(r.Tables, row)
	return true
}

func scaleResource(name string) fact.Resource {
	n := strings.ToLower(name)
	switch {
	case strings.Contains(n, "mcast") || strings.Contains(n, "multicast"):
		return resScaleMcast
	case strings.Contains(n, "mac"):
		return resScaleMAC
	case strings.Contains(n, "route"):
		return resScaleRoutes
	}
	return resScale
}

// The classes of the catalog that are asked for by name.
const (
	classCloudScale catalog.Class = "cloudscale"
)

// The memories that only this package counts.
const (
	resScale       fact.Resource = "scale"
	resScaleMAC    fact.Resource = "scale.mac"
	resScaleMcast  fact.Resource = "scale.mcast"
	resScaleRoutes fact.Resource = "scale.routes"
)
