package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// expansionStep is the chunk by which a Trio partition grows, in dwords: every
// growth that was seen, and every refused one, is of this size [junos:2B, junos:5].
const expansionStep = 524288

// fastMemory is the address of the internal memory (IDMEM), which next hops and
// filters share; its use is counted in both rows [junos:2B].
const fastMemory = "0xc0000000"

// Names of the partitions whose growth forwarding depends on.
const (
	PartNH = "Next Hop"
	partFW = "Firewall"
)

// chunk is one line of a partition.
type chunk struct {
	line                                       textscan.Line
	address                                    string
	private, shared, reserved, expansion, used fact.Figure
	usedAt                                     fact.Span
}

// partition is one block of lines of `show jnh N pool detail`.
type partition struct {
	name   string
	chunks []chunk
}

// readPoolDetail reads the partitions of one PFE [junos:2B].
func readPoolDetail(b *block, r *fact.Reading) {
	pfe := jnhInstance(b.command)
	var parts []partition
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Columns(l, toks)
		if len(toks) == 0 {
			continue
		}
		if poolHeading(l.Trim()) {
			b.s.Claim(l)
			continue
		}
		name, c, ok := poolChunk(b, l, toks)
		if !ok || name == "" && len(parts) == 0 {
			continue
		}
		if name != "" {
			parts = append(parts, partition{name: name})
		}
		p := &parts[len(parts)-1]
		p.chunks = append(p.chunks, c)
		b.s.Claim(l)
	}
	if len(parts) == 0 {
		return
	}
	r.Recognised = true
	if b.cut {
		parts = parts[:len(parts)-1] // its further lines may be missing
	}
	for i := range parts {
		poolRows(b, r, &parts[i], pfe)
	}
	exhaustion(b, r, parts, pfe)
}

func poolHeading(t string) bool {
	return strings.HasPrefix(t, "Name ") || strings.HasPrefix(t, "Private ")
}

// jnhInstance is the PFE of `show jnh 1 pool detail`.
func jnhInstance(command string) string {
	w := strings.Fields(command)
	for i := range w {
		if w[i] == "jnh" && i+1 < len(w) && textscan.IsNumber(w[i+1]) {
			return w[i+1]
		}
	}
	return ""
}

// poolChunk reads "Next Hop  0x0  private shared reserved expansion  used 99% free 1%";
// the name is blank on a further chunk, and "Phys size" stands in place of three
// columns of the index spaces.
func poolChunk(b *block, l textscan.Line, toks []textscan.Token) (name string, c chunk, ok bool) {
	i := 0
	if !strings.HasPrefix(toks[0].Text, "0x") {
		name, i = toks[0].Text, 1
	}
	if i >= len(toks) || !strings.HasPrefix(toks[i].Text, "0x") {
		return "", c, false
	}
	c.line, c.address = l, toks[i].Text
	var nums []textscan.Token
	for _, t := range toks[i+1:] {
		if textscan.IsNumber(t.Text) && !strings.HasSuffix(t.Text, "%") {
			nums = append(nums, t)
		}
	}
	fig := func(n int) fact.Figure { return b.figure(l, nums[n]) }
	switch {
	case len(nums) >= 6:
		c.private, c.shared, c.reserved, c.expansion, c.used = fig(0), fig(1), fig(2), fig(3), fig(4)
	case len(nums) >= 3 && strings.Contains(l.Text, "Phys size"):
		c.private, c.used = fig(0), fig(2)
	default:
		return "", c, false
	}
	c.usedAt = c.used.Span
	return name, c, true
}

// poolRows makes the rows of a partition: its external memory, and its part of
// the internal one.
func poolRows(b *block, r *fact.Reading, p *partition, pfe string) {
	scope := b.pfeScope(digits(b.target), pfe)
	var used, room float64
	n := 0
	var first chunk
	for _, c := range p.chunks {
		if c.address == fastMemory {
			r.Tables = append(r.Tables, fastRow(p.name, scope, c))
			continue
		}
		if n == 0 {
			first = c
		}
		n++
		used += Known(c.used)
		room += Known(c.private) + Known(c.shared) + Known(c.reserved) + Known(c.expansion)
	}
	if n == 0 {
		return
	}
	t := fact.Table{
		Name: p.name, Resource: partResource(p.name), Scope: scope, Unit: fact.UnitDwords, Line: first.line.No, CapKind: fact.CapPool,
		Used: fact.Derived(used, first.usedAt, "sum of the used dwords of the partition's external chunks"),
		Cap:  fact.Derived(room, first.private.Span, "private + grown + reserved + expansion left"),
	}
	if n == 1 {
		t.Used = first.used
	}
	if p.name == PartNH || p.name == partFW {
		t.Pool = "EDMEM expansion"
		t.Notes = append(t.Notes, "next hops and filters grow from the same expansion: their free parts overlap and must not be added")
	}
	r.Tables = append(r.Tables, t)
}

func fastRow(name string, scope fact.Scope, c chunk) fact.Table {
	return fact.Table{
		Name: name + " (fast memory " + fastMemory + ")", Resource: resIDMem, Scope: scope, Unit: fact.UnitDwords, Line: c.line.No,
		CapKind: fact.CapPool, Pool: "IDMEM shared", Used: c.used,
		Cap:   fact.Derived(Known(c.private)+Known(c.shared), c.private.Span, "private + shared"),
		Notes: []string{"internal memory, normally nearly full; what next hops and filters share is counted in both rows"},
	}
}

// Known is a figure as a number, 0 where it is not known.
func Known(f fact.Figure) float64 { v, _ := f.Get(); return v }

func partResource(name string) fact.Resource {
	switch name {
	case PartNH:
		return fact.FibMemory
	case partFW:
		return fact.ACL
	case "Counters":
		return fact.Counters
	}
	return fact.Resource("jnh." + strings.ToLower(strings.ReplaceAll(name, " ", "-")))
}

// exhaustion decides whether next-hop memory can grow no more: its carved chunks
// are full and the expansion has no further step [junos:2B]. A private chunk at
// 99 % alone is normal.
func exhaustion(b *block, r *fact.Reading, parts []partition, pfe string) {
	for i := range parts {
		if parts[i].name != PartNH {
			continue
		}
		var carved, used, left float64
		var at fact.Span
		for _, c := range parts[i].chunks {
			if c.address == fastMemory {
				continue
			}
			carved += Known(c.private) + Known(c.shared)
			left += Known(c.reserved) + Known(c.expansion)
			used += Known(c.used)
			if at.IsZero() {
				at = c.expansion.Span
			}
		}
		out := left < expansionStep && carved-used < carved/100
		overflowFlag(r, out, at)
		if out {
			r.Exceptions = append(r.Exceptions, fact.Exception{
				Kind: fact.ExceptionState, Resource: fact.FibMemory, Raised: fact.Yes,
				Scope: b.pfeScope(digits(b.target), pfe), Span: at, Text: "next-hop memory is used up and its expansion has less than one step left",
			})
		}
	}
}

// overflowFlag sets the flag once; one PFE that ran over decides.
func overflowFlag(r *fact.Reading, over bool, span fact.Span) {
	for i := range r.Flags {
		if r.Flags[i].Key == fact.FlagOverflow {
			if over {
				r.Flags[i] = fact.Flag{Key: fact.FlagOverflow, Value: true, Span: span}
			}
			return
		}
	}
	r.Flag(fact.FlagOverflow, over, span)
}

// The memories that only this package counts.
const (
	resFibPeak      fact.Resource = "fib.peak"
	resIDMem        fact.Resource = "idmem"
	resJNHApp       fact.Resource = "jnh.app"
	resJNHExpansion fact.Resource = "jnh.expansion"
	resPFEIPv4      fact.Resource = "pfe.ipv4"
)
