package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// block is one answer inside an output: the whole of it, one section of
// `request pfe execute` with several commands, the part of one member of a
// virtual chassis, or one command of `request support information`.
type block struct {
	s       *textscan.Scan
	lines   []textscan.Line // without "GOT: " and without the wrappers
	doc     *textscan.Node  // XML or JSON, nil for text
	member  string          // "fpc0", "node1", "re0": who answers; "" = the device
	target  string          // "fpc0", "tfeb0" of `request pfe execute`; "" = none
	command string          // what this block answers
	cut     bool            // the end of this block may be missing
}

// figure reads a token of a line of the block.
func (b *block) figure(l textscan.Line, t textscan.Token) fact.Figure { return b.s.Figure(l, t) }

// span is the evidence for a token.
func (b *block) span(l textscan.Line, t textscan.Token) fact.Span { return b.s.Span(l, t.Lo, t.Hi) }

// trimLeft moves the start of a line behind n bytes, so that spans stay true.
func trimLeft(l textscan.Line, n int) textscan.Line {
	l.Start += n
	l.Text = l.Text[n:]
	return l
}

// split cuts the lines of a text output into blocks. The framing is that of
// [junos:3.1]: "SENT: Ukern command: …" opens a section, up to 15.x each line
// starts with "GOT: ", "LOCAL: End of file" ends it; "fpc0:" above a rule names
// the member of a virtual chassis or of a cluster [junos:1.1].
func split(s *textscan.Scan) []block {
	target, inner := execTarget(s.Command)
	cur := block{s: s, target: target, command: s.Command}
	if len(inner) > 0 {
		cur.command = inner[0]
	}
	var out []block
	sent := 0
	flush := func() {
		if len(cur.lines) > 0 || cur.command != s.Command && sent > 0 {
			out = append(out, cur)
		}
		cur.lines = nil
	}
	all := s.Lines()
	for i := 0; i < len(all); i++ {
		l, ok := unwrap(s, all[i])
		if !ok || s.Claimed(all[i]) {
			continue
		}
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "SENT:"):
			s.Claim(l)
			flush()
			sent++
			cur.command = sentCommand(t)
		case strings.HasPrefix(t, "LOCAL:"):
			s.Claim(l)
		case memberName(t) != "" && ruled(all, i+1) > 0:
			n := ruled(all, i+1)
			s.Claim(l, all[n])
			i = n
			flush()
			cur.member = memberName(t)
		default:
			cur.lines = append(cur.lines, l)
		}
	}
	flush()
	if n := len(out); n > 0 {
		out[n-1].cut = s.Truncated
	}
	return out
}

// ruled gives the line with text at or behind i where that is a rule, else 0.
func ruled(all []textscan.Line, i int) int {
	for ; i < len(all); i++ {
		if textscan.IsRule(all[i]) {
			return i
		}
		if !all[i].Blank() {
			break
		}
	}
	return 0
}

// unwrap takes the "GOT: " prefix and the tags of an unmodelled XML answer off
// a line; ok is false where nothing else is on it.
func unwrap(s *textscan.Scan, l textscan.Line) (textscan.Line, bool) {
	if rest, ok := strings.CutPrefix(strings.TrimLeft(l.Text, " \t"), "GOT:"); ok {
		if rest = strings.TrimPrefix(rest, " "); strings.TrimSpace(rest) == "" {
			s.Claim(l)
		}
		return trimLeft(l, len(l.Text)-len(rest)), true
	}
	t := strings.TrimLeft(l.Text, " \t")
	if t == "" || t[0] != '<' {
		return l, true
	}
	for _, tag := range []string{"<output>", "<uft>"} {
		if i := strings.Index(l.Text, tag); i >= 0 && len(l.Text) > i+len(tag) {
			return trimLeft(l, i+len(tag)), true
		}
	}
	for _, tag := range []string{"<rpc-reply", "</rpc-reply", "<output>", "</output>", "<cli", "</cli", "<banner", "</banner", "<uft", "</uft", "<multi-routing", "</multi-routing", "<re-name"} {
		if strings.HasPrefix(t, tag) {
			s.Claim(l)
			return l, false
		}
	}
	return l, true
}

// sentCommand is what stands behind "Ukern command:".
func sentCommand(t string) string {
	if _, c, ok := strings.Cut(t, "command:"); ok {
		return strings.TrimSpace(c)
	}
	return strings.TrimSpace(strings.TrimPrefix(t, "SENT:"))
}

// execTarget takes `request pfe execute target fpc0 command [ "a" "b" ]`, and
// the shell forms `cprod -A fpc0 -c "a"` and `vty -c "a" fpc0`, apart.
func execTarget(command string) (target string, inner []string) {
	w := strings.Fields(command)
	for i := range w {
		if (w[i] == "target" || w[i] == "-A") && i+1 < len(w) {
			target = w[i+1]
		}
		if w[0] == "vty" && strings.HasPrefix(w[i], "fpc") && digits(w[i]) != "" {
			target = w[i]
		}
	}
	if target == "" && !strings.HasPrefix(command, "cli-pfe") {
		return "", nil
	}
	for rest := command; ; {
		_, after, ok := strings.Cut(rest, `"`)
		if !ok {
			break
		}
		in, more, _ := strings.Cut(after, `"`)
		inner, rest = append(inner, strings.Join(strings.Fields(in), " ")), more
	}
	if len(inner) == 0 {
		for _, mark := range []string{" command ", " -c "} {
			if _, in, ok := strings.Cut(command, mark); ok {
				inner = append(inner, strings.TrimSpace(in))
			}
		}
	}
	return target, inner
}

// memberName reads "fpc0:", "node1:", "re0:", "localre:", "gnf7-re0:".
func memberName(t string) string {
	name, ok := strings.CutSuffix(t, ":")
	if !ok || name == "" || strings.ContainsAny(name, " \t") {
		return ""
	}
	for _, p := range []string{"fpc", "node", "re", "member", "localre", "gnf", "bsys", "lcc", "sfc", "backup", "primary"} {
		if strings.HasPrefix(name, p) {
			return name
		}
	}
	return ""
}

// digits gives the number at the end of a name: "fpc12" -> "12".
func digits(name string) string {
	i := len(name)
	for i > 0 && name[i-1] >= '0' && name[i-1] <= '9' {
		i--
	}
	return name[i:]
}

// fpcScope is the scope of a number about a whole line card. A fixed box
// (tfeb0, afeb0) has one.
func (b *block) fpcScope(slot string) fact.Scope {
	if slot == "" {
		return b.deviceScope()
	}
	return fact.Scope{Kind: fact.ScopeFPC, Node: b.member, Index: slot}
}

// targetScope is the scope of a whole PFE answer.
func (b *block) targetScope() fact.Scope {
	if b.target == "" {
		return b.deviceScope()
	}
	return b.fpcScope(digits(b.target))
}

// pfeScope is the scope of a number about one forwarding engine of a card.
func (b *block) pfeScope(slot, pfe string) fact.Scope {
	if slot == "" && b.member != "" {
		return fact.Scope{Kind: fact.ScopePFE, Node: b.member, Index: pfe}
	}
	if slot == "" {
		return fact.Scope{Kind: fact.ScopePFE, Index: pfe}
	}
	node := "fpc" + slot
	if b.member != "" && b.member != node {
		node = b.member + " " + node
	}
	return fact.Scope{Kind: fact.ScopePFE, Node: node, Index: pfe}
}

// deviceScope is the whole device, or the member that answers.
func (b *block) deviceScope() fact.Scope {
	if b.member == "" {
		return fact.System()
	}
	return fact.Scope{Kind: fact.ScopeMember, Index: b.member}
}

// read is a reader of one kind of answer.
type read func(b *block, r *fact.Reading)

// text makes a parser of a reader: each block of the output goes through it.
// An XML or JSON answer is one block per routing engine with its document.
func text(f read) func(*textscan.Scan, *fact.Reading) {
	return func(s *textscan.Scan, r *fact.Reading) {
		if docs := documents(s); docs != nil {
			for i := range docs {
				f(&docs[i], r)
			}
			if r.Recognised {
				s.ClaimAll()
			}
			return
		}
		for _, b := range split(s) {
			f(&b, r)
		}
	}
}

// documents decodes XML or JSON and cuts it at the routing engines it comes
// from; nil where the answer is text, also text inside <output> or <uft>.
func documents(s *textscan.Scan) []block {
	doc, cut := document(s)
	if doc == nil || doc.First("output") != nil || doc.First("uft") != nil {
		return nil
	}
	items := doc.All("multi-routing-engine-item")
	if len(items) == 0 {
		return []block{{s: s, doc: doc, command: s.Command, cut: cut || s.Truncated}}
	}
	var out []block
	for _, it := range items {
		out = append(out, block{s: s, doc: it, member: it.Child("re-name").Value(), command: s.Command, cut: cut || s.Truncated})
	}
	return out
}

func document(s *textscan.Scan) (doc *textscan.Node, cut bool) {
	for _, l := range s.Lines() {
		if l.Trim() == "" || s.Claimed(l) {
			continue
		}
		switch t := l.Trim(); {
		case t[0] == '<' && len(t) > 1 && (t[1] == '?' || t[1] == '/' || t[1]|0x20 >= 'a' && t[1]|0x20 <= 'z'):
			return s.XML()
		case t == "{" || t == "[" || strings.HasPrefix(t, `{"`):
			return s.JSON()
		}
		return nil, false
	}
	return nil, false
}

// value reads "Key : value" or "key   value" behind a known key.
func value(l textscan.Line, key string) (textscan.Token, bool) {
	i := l.Indent()
	if !strings.HasPrefix(l.Text[i:], key) {
		return textscan.Token{}, false
	}
	lo := i + len(key)
	for lo < len(l.Text) && (l.Text[lo] == ' ' || l.Text[lo] == ':' || l.Text[lo] == '\t') {
		lo++
	}
	return textscan.Token{Text: l.Text[lo:], Lo: lo, Hi: len(l.Text)}, lo > i+len(key)
}

// word is the first token of t.
func word(t textscan.Token) textscan.Token {
	if i := strings.IndexAny(t.Text, " \t"); i >= 0 {
		return textscan.Token{Text: t.Text[:i], Lo: t.Lo, Hi: t.Lo + i}
	}
	return t
}

// setting is a reported setting with its evidence.
func setting(text string, span fact.Span) fact.Setting {
	return fact.Setting{Text: text, Grade: fact.Reported, Span: span}
}
