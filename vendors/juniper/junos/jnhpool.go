package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readPoolSummary reads "EDMEM  33259392  13064617  39%". The printed
// percentage is evidence only: it was seen to be wrong by a factor of three
// [junos:2B].
func readPoolSummary(b *block, r *fact.Reading) {
	scope := b.pfeScope(digits(b.target), jnhInstance(b.command))
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Columns(l, toks)
		if len(toks) < 3 {
			continue
		}
		size, used := b.figure(l, toks[1]), b.figure(l, toks[2])
		if !size.Known() || !used.Known() {
			if strings.Contains(l.Text, "Allocated") {
				b.s.Claim(l)
			}
			continue
		}
		t := fact.Table{
			Name: toks[0].Text, Resource: fact.Resource("jnh." + strings.ToLower(strings.ReplaceAll(toks[0].Text, " ", "-"))), Scope: scope,
			Unit: fact.UnitDwords, CapKind: fact.CapPool, Used: used, Cap: size, Line: l.No,
			Notes: []string{"a whole memory with what is set aside in it: not what is free for routes"},
		}
		if len(toks) > 3 {
			t.Percent = b.figure(l, toks[3])
		}
		r.Tables = append(r.Tables, t)
		b.s.Claim(l)
		r.Recognised = true
	}
}

// readPoolUsage reads the bars of `show jnh N pool usage`: "[***|---] 5.0M (78%
// | 22%)" below the name of the partition, below the name of the region. M is
// 2^20 dwords [junos:2B]. The bars give no number that is in use.
func readPoolUsage(b *block, r *fact.Reading) {
	scope := b.pfeScope(digits(b.target), jnhInstance(b.command))
	region, name := "", ""
	var room growth
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasSuffix(t, "overall usage:"):
			room.region(b, r)
			region, name = strings.TrimSpace(strings.TrimSuffix(t, "overall usage:")), ""
			b.s.Claim(l)
		case t[0] == '[':
			if row, ok := barRow(b, l, region, name); ok {
				row.Scope = scope
				r.Tables, r.Recognised = append(r.Tables, row), true
				room.bar(l, &row)
			}
			b.s.Claim(l)
		case region != "" && t[0] >= '0' && t[0] <= '9':
			b.s.Claim(l) // the scale below a bar
		case region != "":
			name = t
			b.s.Claim(l)
		}
	}
	if !b.cut {
		room.region(b, r)
	}
}

// growth is whether next hops of one region can grow: their own chunk has room,
// or the shared memory they may take from has a step left [junos:2B].
type growth struct {
	nh, shared float64 // Mdwords free, by the printed percentages
	seen       bool
	at         fact.Span
}

// bar adds one bar of the region.
func (g *growth) bar(l textscan.Line, row *fact.Table) {
	size, ok := row.Cap.Get()
	used, ok2 := row.Percent.Get()
	switch {
	case row.Name == PartNH:
		if !ok2 {
			used = 0 // "<1%"
		}
		g.seen, g.nh, g.at = ok, size*(100-used)/100, row.Cap.Span
	case strings.HasPrefix(row.Name, "Shared Memory") && strings.Contains(l.Text, "%") && strings.Contains(row.Name, "NH"):
		g.shared += size * (100 - used) / 100
	}
}

// region closes a region: out of memory is one with next hops that have neither.
func (g *growth) region(b *block, r *fact.Reading) {
	if g.seen {
		out := g.nh == 0 && g.shared < expansionStep/float64(1<<20)
		overflowFlag(r, out, g.at)
		if out {
			r.Exceptions = append(r.Exceptions, fact.Exception{
				Kind: fact.ExceptionState, Resource: fact.FibMemory, Raised: fact.Yes,
				Scope: b.pfeScope(digits(b.target), jnhInstance(b.command)), Span: g.at,
				Text: "next-hop memory is at 100 % and the shared memory has less than one step left",
			})
		}
	}
	*g = growth{}
}

func barRow(b *block, l textscan.Line, region, name string) (fact.Table, bool) {
	end := strings.LastIndexByte(l.Text, ']')
	if end < 0 || name == "" || strings.HasPrefix(name, "Free ") {
		return fact.Table{}, false // "Free Shared Memory" is another view of the bar above it
	}
	tail := trimLeft(l, end+1)
	toks := textscan.Fields(tail, nil)
	if len(toks) == 0 || !strings.HasSuffix(toks[0].Text, "M") {
		return fact.Table{}, false
	}
	size := toks[0]
	size.Text, size.Hi = strings.TrimSuffix(size.Text, "M"), size.Hi-1
	t := fact.Table{
		Name: barName(name), Resource: fact.Resource("jnh." + strings.ToLower(region)), Unit: fact.UnitMdwords, CapKind: fact.CapPool,
		Pool: region, Cap: b.figure(tail, size), Line: l.No,
	}
	if len(toks) > 1 {
		used := toks[1]
		used.Text = strings.TrimPrefix(used.Text, "(")
		used.Lo = used.Hi - len(used.Text)
		t.Percent = b.figure(tail, used)
	}
	t.Notes = append(t.Notes, "region "+region)
	return t, t.Cap.Known()
}

// barName turns "Shared Memory - NH/FW" into "Shared Memory (NH/FW)".
func barName(name string) string {
	if head, members, ok := strings.Cut(name, " - "); ok {
		return head + " (" + members + ")"
	}
	return name
}

// readPoolComposition reads who uses the dwords of each partition: shares of
// the partition's own row.
func readPoolComposition(b *block, r *fact.Reading) {
	scope := b.pfeScope(digits(b.target), jnhInstance(b.command))
	part := ""
	var toks []textscan.Token
	for _, l := range b.lines {
		t := l.Trim()
		if p, ok := strings.CutPrefix(t, "Partition "); ok {
			part = strings.TrimSuffix(p, ":")
			b.s.Claim(l)
			continue
		}
		toks = textscan.Fields(l, toks)
		n := len(toks)
		if n < 4 || part == "" {
			continue
		}
		if strings.HasPrefix(t, "JNH Application") {
			b.s.Claim(l)
			continue
		}
		used := b.figure(l, toks[n-3])
		if !used.Known() || !textscan.IsNumber(toks[n-1].Text) {
			continue
		}
		app := strings.TrimSpace(l.Text[toks[0].Lo:toks[n-4].Hi])
		r.Tables = append(r.Tables, fact.Table{
			Name: part + " by app: " + app, Resource: resJNHApp, Scope: scope, Unit: fact.UnitDwords,
			Used: used, PartOf: part, Line: l.No,
		})
		b.s.Claim(l)
		r.Recognised = true
	}
}

// readJNHExceptions reads the packets that were thrown away or punted. They are
// counters of traffic, not of memory: they are claimed, and nothing is made of them.
func readJNHExceptions(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		t := l.Trim()
		if strings.Contains(t, "DISC(") || strings.Contains(t, "PUNT(") {
			r.Recognised = true
		}
		if r.Recognised || strings.HasSuffix(t, ":") || textscan.IsRule(l) || strings.Contains(t, "Reason") {
			b.s.Claim(l)
		}
	}
}
