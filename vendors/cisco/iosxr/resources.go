package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// part is where in the answer of `show controllers npu resources` a line stands.
type part int

const (
	inHead  part = iota // name and ASIC
	inOOR               // maximum, thresholds and state
	inUsage             // use, and what uses it (DNX)
	inOFA               // counts in software: "May not match HW usage"
	inHW                // use and nested banks (Silicon One, newer DNX)
)

// resourceReader walks over the four layouts of the answer [xr:3.1]: F1 (6.x,
// NPUs nested below two blocks), F2 (7.0 to 7.4, blocks below each NPU), F3 and
// F4 (Current Hardware Usage with nested banks).
type resourceReader struct {
	s    *textscan.Scan
	r    *fact.Reading
	node string
	asic string
	name string // the resource, as printed
	npu  string
	bank string // nested bank of F3, "" = the resource itself
	at   part
	rows map[rowKey]int // where in r.Tables the rows of this resource are
	// asked is the resource that the command names, for an answer whose line
	// "Name" is missing; "" = it asked for all.
	asked string
	names map[rowKey]fact.Resource // of the consumers, by resource and consumer
}

// rowKey names a row of the resource at hand.
type rowKey struct{ npu, bank string }

func readResources(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines())/3, 1024)) // about a row a line
	rd := resourceReader{s: s, r: r, node: Location(s.Command), asked: asked(s.Command), rows: map[rowKey]int{}}
	rd.name = rd.asked
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if rd.line(l) {
			s.Claim(l)
		}
	}
	finishResources(s, r, rd.asic)
}

// asked gives the printed name of the resource that the command asked for; it
// is needed where a filter left the heading out.
func asked(command string) string {
	w := commandWords(command)
	for i := 0; i+1 < len(w); i++ {
		if strings.HasPrefix("resources", strings.ToLower(w[i])) && len(w[i]) >= 3 {
			return resourceKeyword(strings.ToLower(w[i+1]))
		}
	}
	return ""
}

func (rd *resourceReader) line(l textscan.Line) bool {
	t := l.Trim()
	switch {
	case t == "":
		return false
	case strings.HasPrefix(t, "HW Resource Information"):
		rd.heading(t)
	case strings.HasPrefix(t, "NPU-") || strings.HasPrefix(t, "NPU ") && !strings.Contains(t, ":"):
		if !textscan.IsNumber(t[4:]) {
			return false
		}
		rd.npu, rd.bank = t[4:], ""
	case t == "OOR Information" || t == "OOR Summary":
		rd.at, rd.bank = inOOR, ""
	case t == "Current Usage":
		rd.at = inUsage
	case t == "Current Hardware Usage":
		rd.at = inHW
	case strings.HasPrefix(t, "OFA Table Information"):
		rd.at = inOFA
	case strings.HasPrefix(t, "(May not match"):
	default:
		return rd.pair(l)
	}
	rd.r.Recognised = true
	return true
}

// heading starts a new resource, perhaps of a new location.
func (rd *resourceReader) heading(t string) {
	rd.at, rd.npu, rd.bank, rd.name = inHead, "", "", rd.asked
	clear(rd.rows)
	if _, loc, ok := strings.Cut(t, "Location:"); ok {
		rd.node = Node(strings.TrimSpace(loc))
	}
}

// pair reads a line "key : value".
func (rd *resourceReader) pair(l textscan.Line) bool {
	key, v, ok := textscan.KeyValue(l, ":")
	if !ok {
		return false
	}
	switch key {
	case "Name":
		rd.named(strings.TrimSpace(v.Text))
	case "Asic Type":
		rd.asic = v.Text
		rd.r.Identity.Asics = append(rd.r.Identity.Asics, v.Text)
		rd.r.Family = family(v.Text)
	case "Estimated Max Entries":
		if row := rd.row(l); row != nil && !row.Cap.Known() {
			row.Cap = rd.number(l, v)
		}
	case "OOR State":
		rd.state(l, v)
	case "Total In-Use":
		if rd.at == inOOR || rd.at == inHead {
			rd.at = inUsage // its title is missing
		}
		rd.inUse(l, v)
	case "High Water Mark":
		if row := rd.row(l); row != nil && !row.Peak.Known() {
			row.Peak = rd.number(l, v)
		}
	case "Red Threshold", "Yellow Threshold", "OOR State Change Time", "High Water Mark Time", "Bank Info":
	default:
		return rd.consumer(l, key, v)
	}
	rd.r.Recognised = true
	return true
}

// inUse takes what is in use. Where a filter left out which NPU a number is of,
// the fullest one stands for the card.
func (rd *resourceReader) inUse(l textscan.Line, v textscan.Token) {
	row := rd.row(l)
	if row == nil {
		return
	}
	n := rd.number(l, v)
	was, known := row.Used.Get()
	if now, ok := n.Get(); known && (!ok || now <= was) {
		return
	}
	row.Used, row.Percent, row.Line = n, rd.percent(l, v), l.No
}

// named takes a name: of the resource in the head, of a bank in the hardware
// usage. A bank of the resource's own name is the resource.
func (rd *resourceReader) named(name string) {
	switch {
	case rd.at != inHW && rd.bank == "" && (rd.at == inHead || rd.name == "") && !strings.HasPrefix(name, "hier_"):
		if rd.at == inHead || rd.name != name {
			clear(rd.rows)
		}
		rd.name = name
	case name == rd.name || rd.name == "":
		rd.name, rd.bank = name, ""
	default:
		rd.bank, rd.at = name, inHW
	}
}

// row gives the row that a number is about, making it when it is new; nil where
// nothing tells which resource it is.
func (rd *resourceReader) row(l textscan.Line) *fact.Table {
	if rd.name == "" {
		return nil
	}
	key := rowKey{rd.npu, rd.bank}
	if i, ok := rd.rows[key]; ok {
		return &rd.r.Tables[i]
	}
	rd.rows[key] = len(rd.r.Tables)
	row := rd.r.AddTable()
	row.Name, row.Resource, row.Scope, row.Unit, row.Line = rd.name, resourceOf(rd.name), NPUScope(rd.node, rd.npu), fact.UnitEntries, l.No
	if rd.bank != "" {
		row.Name, row.PartOf = rd.name+"/"+rd.bank, rd.name
	}
	return row
}

// number reads the number at the head of a value.
func (rd *resourceReader) number(l textscan.Line, v textscan.Token) fact.Figure {
	return leading(rd.s, l, v)
}

// leading reads the number at the head of a value; a placeholder gives unknown.
// What clings to it in pasted text (a no-break space, a bracket) is left, but a
// letter or a dot behind the digits makes it another thing.
func leading(s *textscan.Scan, l textscan.Line, v textscan.Token) fact.Figure {
	n := 0
	for n < len(v.Text) && (v.Text[n] >= '0' && v.Text[n] <= '9' || v.Text[n] == ',') {
		n++
	}
	if n < len(v.Text) {
		if c := v.Text[n] | 0x20; c >= 'a' && c <= 'z' || v.Text[n] == '.' {
			return fact.Figure{}
		}
	}
	return s.Figure(l, textscan.Token{Text: v.Text[:n], Lo: v.Lo, Hi: v.Lo + n})
}

// percent reads "(84 %)" behind a number.
func (rd *resourceReader) percent(l textscan.Line, v textscan.Token) fact.Figure {
	i := strings.IndexByte(v.Text, '(')
	j := strings.IndexByte(v.Text, '%')
	if i < 0 || j < i {
		return fact.Figure{}
	}
	lo, hi := i+1, j
	for lo < hi && v.Text[lo] == ' ' {
		lo++
	}
	for hi > lo && v.Text[hi-1] == ' ' {
		hi--
	}
	return rd.s.Figure(l, textscan.Token{Text: v.Text[lo:hi], Lo: v.Lo + lo, Hi: v.Lo + hi})
}

// state takes the worst of the states that the answer prints for a row.
func (rd *resourceReader) state(l textscan.Line, v textscan.Token) {
	row := rd.row(l)
	if row == nil {
		return
	}
	word := strings.TrimSpace(v.Text)
	if Rank(word) > Rank(row.State) {
		row.State = word
	}
}

// Rank orders the words of an alarm; 0 = it is none.
func Rank(state string) int {
	switch strings.ToLower(state) {
	case "green":
		return 1
	case "yellow":
		return 2
	case "red":
		return 3
	}
	return 0
}

// consumer reads one line of what uses a resource: any name, new ones appear
// freely [xr:3.1]. Counts in software (OFA) are told apart from those in use.
func (rd *resourceReader) consumer(l textscan.Line, key string, v textscan.Token) bool {
	if rd.at != inUsage && rd.at != inOFA || rd.name == "" || key == "" || strings.ContainsAny(key, " ") {
		return false
	}
	n := rd.number(l, v)
	if !n.Known() {
		return strings.HasPrefix(v.Text, "X") // a placeholder of a documentation sample
	}
	row := rd.r.AddTable()
	row.Name, row.Scope, row.Unit, row.Line = key, NPUScope(rd.node, rd.npu), fact.UnitEntries, l.No
	row.Used, row.Percent, row.PartOf = n, rd.percent(l, v), rd.name
	if rd.at == inOFA {
		row.Resource = fact.Resource("ofa." + key)
		row.Notes = []string{"a count in software: it may not match the hardware"}
		return true
	}
	row.Resource = rd.consumerResource(key)
	return true
}

// consumerResource names what one consumer takes of a resource; every NPU repeats
// the same ones.
func (rd *resourceReader) consumerResource(key string) fact.Resource {
	k := rowKey{rd.name, key}
	res, ok := rd.names[k]
	if !ok {
		res = resourceOf(rd.name) + fact.Resource("."+key)
		if rd.names == nil {
			rd.names = make(map[rowKey]fact.Resource, 8)
		}
		rd.names[k] = res
	}
	return res
}

// finishResources gives every row its kind and turns alarms into exceptions.
func finishResources(s *textscan.Scan, r *fact.Reading, asic string) {
	for i := range r.Tables {
		row := &r.Tables[i]
		if r.Filtered && s.Truncated && row.Scope.Kind != fact.ScopeNPU {
			row.Used, row.Percent = fact.Figure{}, fact.Figure{} // a fuller NPU may be cut off
		}
		if row.PartOf == "" {
			kindOf(row, asic)
		} else {
			bankKind(row, asic)
		}
		alarm(r, row)
	}
	if r.Family == "" {
		r.Family = familyOfRows(r.Tables)
	}
}

// bankKind: a bank of a memory is full on its own, whatever the others have left.
func bankKind(row *fact.Table, asic string) {
	limit, known := row.Cap.Get()
	switch {
	case !known:
	case siliconOne(asic, row.PartOf):
		percentOnly(row, limit, known)
	default:
		row.CapKind = fact.CapFixed
	}
}

// alarm makes an exception of a row in Yellow or Red. A resource without
// capacity is absent, not exhausted.
func alarm(r *fact.Reading, row *fact.Table) {
	if Rank(row.State) < 2 {
		return
	}
	if c, ok := row.Cap.Get(); ok && c == 0 {
		return
	}
	span := row.Used.Span
	if span.IsZero() {
		span = row.Cap.Span
	}
	r.Exceptions = append(r.Exceptions, fact.Exception{
		Kind: fact.OutOfResource, Resource: row.Resource, Scope: row.Scope, Raised: fact.Yes,
		Severity: strings.ToLower(row.State), Text: row.Name + ": OOR State " + row.State, Span: span,
	})
}
