package n3k

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// The LPM table of Nexus 3000 as it prints it: whole, and halved while uRPF is
// on [nxos:2.5, captures before and after `system urpf disable`].
const (
	lpmWhole  = 16383
	lpmHalved = 8191
	lpmSource = "the LPM table is whole at 16383 entries and halved at 8191 while uRPF is on [nxos:2.5]"
)

// readProfileStatus reads `show hardware profile status` of Nexus 3000: lines
// "Total LPM Entries = 16383." or the JSON keys of the same [nxos:3.1, nxos:3.2].
func readProfileStatus(s *textscan.Scan, r *fact.Reading) {
	p := profile{r: r}
	if doc := nxos.Document(s, r); doc != nil {
		for _, n := range nxos.Leaves(doc) {
			p.leaf(n.Name, nxos.FigureOf(n), int(n.Span.Line))
		}
	} else {
		p.text(s)
	}
	p.finish()
}

// profile gathers the keys; the sizes come before the counts they bound.
type profile struct {
	r                  *fact.Reading
	lpm, host, lpmLong fact.Figure
	lpmLine            int
}

func (p *profile) text(s *textscan.Scan) {
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if !l.Blank() && (textscan.IsRule(l) || nxos.SlotLine(l.Trim())) {
			s.Claim(l)
			continue
		}
		key, val, ok := textscan.KeyValue(l, "=")
		if !ok {
			continue
		}
		if fig := nxos.Number(s, l, val); fig.Known() && p.named(key, fig, l.No) {
			s.Claim(l)
		}
	}
}

// named takes one "name = value." line; its name is the row's.
func (p *profile) named(key string, fig fact.Figure, line int) bool {
	k := strings.ToLower(key)
	switch {
	case strings.HasPrefix(k, "total lpm"):
		p.lpm, p.lpmLine = fig, line
	case strings.HasPrefix(k, "total host"):
		p.host = fig
	case strings.HasPrefix(k, "max") || strings.HasPrefix(k, "reserved") || strings.HasPrefix(k, "total"):
		p.limit(key, fig, line)
	case strings.HasPrefix(k, "used"):
		p.used(key, k, fig, line)
	default:
		return false
	}
	p.r.Recognised = true
	return true
}

// limit keeps a maximum: as the size of its table and as a row of its own.
func (p *profile) limit(key string, fig fact.Figure, line int) {
	k := strings.ToLower(key)
	if strings.Contains(k, "65") && strings.Contains(k, "127") {
		p.lpmLong = fig
	}
	p.r.Tables = append(p.r.Tables, fact.Table{
		Name: key, Resource: statusResource(k), Scope: fact.System(), Unit: fact.UnitEntries, Cap: fig, CapKind: fact.CapFixed, Line: line,
	})
}

// used makes the row of one count.
func (p *profile) used(key, k string, fig fact.Figure, line int) {
	row := fact.Table{Name: key, Resource: statusResource(k), Scope: fact.System(), Unit: fact.UnitEntries, Used: fig, CapKind: fact.CapFixed, Line: line}
	switch {
	case inHost(k):
		row.Pool = "host"
	case strings.Contains(k, "lpm"):
		row.Pool, row.PartOf = "lpm", "Total LPM Entries"
	}
	p.r.Tables = append(p.r.Tables, row)
}

// inHost tells "Used Host Entries in Host (Total)" from "… in LPM (Total)".
func inHost(k string) bool {
	_, where, ok := strings.Cut(k, " in ")
	return ok && strings.HasPrefix(where, "host") || strings.HasSuffix(k, "in_host") || strings.HasSuffix(k, "in_host_total")
}

// statusResource maps the keys of the status to resources.
func statusResource(k string) fact.Resource {
	v6 := strings.Contains(k, "host6") || strings.Contains(k, "v6") || strings.Contains(k, "mcast6")
	switch {
	case strings.Contains(k, "multicast") || strings.Contains(k, "mcast"):
		if v6 {
			return fact.FibMcastIPv6
		}
		return fact.FibMcastIPv4
	case strings.Contains(k, "ecmp"):
		return fact.ECMP
	case strings.Contains(k, "65") && strings.Contains(k, "127"), strings.Contains(k, "lpm_128"):
		return nxos.LongPrefixes
	case strings.Contains(k, "host"):
		if v6 {
			return fact.HostIPv6
		}
		return fact.HostIPv4
	case v6:
		return fact.FibIPv6
	case strings.Contains(k, "v4"):
		return fact.FibIPv4
	}
	return fact.FibLPM
}

// leaf maps a JSON key to the line of the text form it stands for.
func (p *profile) leaf(key string, fig fact.Figure, line int) {
	if !fig.Known() {
		return
	}
	switch key {
	case "total_lpm":
		p.named("Total LPM Entries", fig, line)
	case "total_host":
		p.named("Total Host Entries", fig, line)
	default:
		if strings.HasPrefix(key, "max_") || strings.HasPrefix(key, "used_") || strings.HasPrefix(key, "reserved_") {
			p.named(key, fig, line)
		}
	}
}

// finish adds the LPM table itself and gives the counts the size of their table.
func (p *profile) finish() {
	tables := p.r.Tables
	lpm := fact.Table{Name: "Total LPM Entries", Resource: fact.FibLPM, Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapTemplate, Pool: "lpm", Line: p.lpmLine, Cap: nxos.NonZero(p.lpm)}
	for i := range tables {
		row := &tables[i]
		if !row.Used.Known() {
			continue
		}
		switch {
		case row.Resource == nxos.LongPrefixes:
			row.Cap, row.PartOf, row.Pool = nxos.NonZero(p.lpmLong), "", "lpm-128"
		case row.Pool == "lpm" && isLPMTotal(row.Name):
			lpm.Used = row.Used
			if lpm.Line == 0 {
				lpm.Line = row.Line
			}
			row.Cap = nxos.NonZero(p.lpm)
		case row.Pool == "lpm":
			row.Cap = nxos.NonZero(p.lpm)
		case row.Pool == "host":
			row.Cap = nxos.NonZero(p.host)
		}
	}
	if !p.lpm.Known() && !lpm.Used.Known() {
		return
	}
	switch v, _ := p.lpm.Get(); v {
	case lpmWhole:
		lpm.Max = p.lpm
		p.r.Flag(fact.FlagURPF, "disabled", p.lpm.Span)
	case lpmHalved:
		lpm.Max = fact.Derived(lpmWhole, p.lpm.Span, lpmSource)
		p.r.Flag(fact.FlagURPF, "enabled", p.lpm.Span)
	}
	p.r.Tables = append([]fact.Table{lpm}, p.r.Tables...) // the table before its shares
}

// isLPMTotal reports whether a count is that of the whole LPM table.
func isLPMTotal(name string) bool {
	k := strings.ToLower(name)
	return k == "used_lpm_total" || strings.HasPrefix(k, "used lpm entries (total)")
}
