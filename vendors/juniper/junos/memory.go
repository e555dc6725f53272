package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readNPU groups "FPC0:NPU16 mem-util-jnh-nh-size 2097152" by instance and
// resource [junos:2D]. The unit is not printed.
func readNPU(b *block, r *fact.Reading) {
	at := map[string]int{}
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		if len(toks) != 3 || !strings.HasPrefix(toks[1].Text, "mem-util-") {
			continue
		}
		res := strings.TrimPrefix(toks[1].Text, "mem-util-")
		i := strings.LastIndexByte(res, '-')
		v := b.figure(l, toks[2])
		if i < 0 || !v.Known() {
			continue
		}
		key := toks[0].Text + " " + res[:i]
		k, ok := at[key]
		if !ok {
			k = len(r.Tables)
			at[key] = k
			r.Tables = append(r.Tables, npuRow(toks[0].Text, res[:i], l.No))
		}
		switch t := &r.Tables[k]; res[i+1:] {
		case "size":
			t.Cap, t.Max = v, v
		case "allocated":
			t.Used = v
		case "utilization":
			t.Percent = v
		}
		r.Recognised = true
		b.s.Claim(l)
	}
}

func npuRow(instance, res string, line int) fact.Table {
	t := fact.Table{Name: res, Resource: fact.Resource("npu." + res), Unit: fact.UnitNotStated, CapKind: fact.CapBytes, Line: line}
	t.Scope = fact.Scope{Kind: fact.ScopeNPU, Index: instance}
	if fpc, npu, ok := strings.Cut(instance, ":"); ok {
		t.Scope = fact.Scope{Kind: fact.ScopeNPU, Node: strings.ToLower(fpc), Index: npu}
	}
	if res == "jnh-nh" {
		t.Name, t.Resource = "NH memory (jnh-nh)", fact.FibMemory
	}
	return t
}

// JTreeRow starts the name of a segment of a jtree.
const JTreeRow = "jtree segment "

// jtree reads the lines of one memory manager after the other.
type jtree struct {
	b     *block
	r     *fact.Reading
	t     fact.Table
	total fact.Figure
}

// readJTree reads the memory manager's lines: "N bytes used (max M bytes used)",
// "N bytes available (…)", "N bytes total" [junos:2A].
func readJTree(b *block, r *fact.Reading) {
	j := jtree{b: b, r: r, t: fact.Table{Name: "NH memory (JTM ingress main)", Resource: fact.FibMemory, Scope: b.jtreeScope(), Unit: fact.UnitBytes, CapKind: fact.CapBytes}}
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		switch n := len(toks); {
		case n == 0:
		case segment(toks) != "":
			j.flush()
			j.t.Name = JTreeRow + segment(toks)
			b.s.Claim(l)
		case strings.HasPrefix(l.Trim(), "Mem type:"), strings.HasPrefix(l.Trim(), "Memory Statistics"), strings.HasPrefix(l.Trim(), "Partially Filled Pages"), toks[0].Text == "Unit", n == 3 && numbers(toks), textscan.IsRule(l), n >= 2 && (toks[1].Text == "allocs" || toks[1].Text == "pages"):
			b.s.Claim(l)
		case n >= 3 && toks[1].Text == "bytes":
			j.bytes(l, toks)
		}
	}
	if !b.cut {
		j.flush() // else its further lines may be missing
	}
}

// segment reads the number in "Jtree memory segment 0 (Context: 0x45a1c0e0)" and in
// "segment 0"; "" = the line is another.
func segment(toks []textscan.Token) string {
	for i := 0; i+1 < len(toks) && i < 3; i++ {
		if n := strings.TrimSuffix(toks[i+1].Text, ":"); strings.EqualFold(toks[i].Text, "segment") && textscan.IsNumber(n) {
			return n
		}
	}
	return ""
}

func numbers(toks []textscan.Token) bool {
	return !slices.ContainsFunc(toks, func(t textscan.Token) bool { return !textscan.IsNumber(t.Text) })
}

// jtreeScope is the card, or its forwarding engine where the command names one:
// "show jtree 1 memory".
func (b *block) jtreeScope() fact.Scope {
	w := strings.Fields(b.command)
	for i := 0; i+1 < len(w); i++ {
		if w[i] == "jtree" && textscan.IsNumber(w[i+1]) && w[i+1] != "0" {
			return b.pfeScope(digits(b.target), w[i+1])
		}
	}
	return b.targetScope()
}

// bytes reads one line of sizes.
func (j *jtree) bytes(l textscan.Line, toks []textscan.Token) {
	v := j.b.figure(l, toks[0])
	switch toks[2].Text {
	case "used":
		j.t.Used = v
		if len(toks) >= 5 && toks[3].Text == "(max" {
			j.t.Peak = j.b.figure(l, toks[4])
		}
	case "available":
		j.t.Free = v
	case "total":
		j.total = v
	case "wasted", "unusable":
	default:
		return
	}
	if j.t.Line == 0 {
		j.t.Line = l.No
	}
	j.r.Recognised = true
	j.b.s.Claim(l)
}

// flush makes the row of the segment that was read.
func (j *jtree) flush() {
	if j.t.Line == 0 {
		return
	}
	t := j.t
	t.Cap = j.total
	if !t.Cap.Known() && t.Used.Known() && t.Free.Known() {
		t.Cap = fact.Derived(Known(t.Used)+Known(t.Free), t.Free.Span, "used + available")
	}
	j.r.Tables = append(j.r.Tables, t)
	j.t.Line, j.t.Used, j.t.Free, j.t.Peak, j.total = 0, fact.Figure{}, fact.Figure{}, fact.Figure{}, fact.Figure{}
}
