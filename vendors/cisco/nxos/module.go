package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readModule reads `show module`: blocks of Mod, Xbar, LFM, Lem … rows whose
// columns are those of the rule below the heading [nxos:1.1].
func readModule(s *textscan.Scan, r *fact.Reading) {
	if doc := Document(s, r); doc != nil {
		moduleJSON(doc, r)
		finishModules(r)
		return
	}
	m := modules{s: s, r: r}
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		m.line(l)
	}
	finishModules(r)
}

// block says which table of `show module` the rows belong to.
type block int

const (
	noBlock block = iota
	typeBlock
	swBlock
	serialBlock
	diagBlock
	powerBlock
)

type modules struct {
	s       *textscan.Scan
	r       *fact.Reading
	block   block
	kind    string // "", "Xbar", "LFM", "Lem" …
	cols    []int  // where the columns start
	wrapped bool   // a terminal of 80 columns broke each row in two
	buf     []textscan.Token
}

func (m *modules) line(l textscan.Line) {
	t := l.Trim()
	switch {
	case t == "":
	case m.heading(l, t), m.rule(l), strings.HasPrefix(t, "* this terminal session"):
		m.s.Claim(l)
	case m.block != noBlock && m.cols != nil && t[0] >= '0' && t[0] <= '9':
		m.row(l)
	}
}

// heading recognises a line of column names and what its block is about.
func (m *modules) heading(l textscan.Line, t string) bool {
	m.buf = textscan.Fields(l, m.buf)
	if len(m.buf) < 2 || t[0] >= '0' && t[0] <= '9' {
		return false
	}
	b := noBlock
	switch m.buf[1].Text {
	case "Ports":
		b = typeBlock
	case "Sw":
		b = swBlock
	case "MAC-Address(es)":
		b = serialBlock
	case "Online":
		b = diagBlock
	case "Power-Status":
		b = powerBlock
	}
	if b == noBlock {
		return false
	}
	m.block, m.cols, m.kind = b, nil, m.buf[0].Text
	if m.kind == "Mod" {
		m.kind = ""
	}
	m.wrapped = b == typeBlock && !strings.HasSuffix(l.Text, "Status")
	if m.wrapped {
		m.claimRest()
	}
	return true
}

// claimRest takes the broken-off end of a wrapped line and gives it.
func (m *modules) claimRest() string {
	next, ok := m.s.Peek()
	for ; ok && next.Blank(); next, ok = m.s.Peek() {
		m.s.Next() // a terminal that doubles its line ends
	}
	if !ok || next.Text[0] != ' ' {
		return ""
	}
	m.s.Next()
	m.s.Claim(next)
	return next.Trim()
}

// rule takes the columns from a line of dashes.
func (m *modules) rule(l textscan.Line) bool {
	if !strings.HasPrefix(l.Trim(), "---") || !textscan.IsRule(l) {
		return false
	}
	m.cols = m.cols[:0]
	for i := range l.Text {
		if l.Text[i] == '-' && (i == 0 || l.Text[i-1] != '-') {
			m.cols = append(m.cols, i)
		}
	}
	if m.wrapped {
		m.claimRest()
	}
	return true
}

// cell is the text of column i of a row.
func (m *modules) cell(l textscan.Line, i int) string {
	if i >= len(m.cols) || m.cols[i] >= len(l.Text) {
		return ""
	}
	hi := len(l.Text)
	if i+1 < len(m.cols) {
		hi = min(hi, m.cols[i+1])
	}
	return strings.TrimSpace(l.Text[m.cols[i]:hi])
}

func (m *modules) row(l textscan.Line) {
	m.buf = textscan.Fields(l, m.buf)
	slot := strings.TrimSpace(m.kind + " " + m.buf[0].Text)
	switch m.block {
	case typeBlock:
		p := fact.Part{Slot: slot, Descr: m.cell(l, 2), PID: m.cell(l, 3), State: m.cell(l, 4), Span: m.s.Span(l, 0, len(l.Text))}
		if m.wrapped {
			p.State = m.claimRest()
		}
		m.r.Identity.Parts = append(m.r.Identity.Parts, p)
		m.r.Recognised = true
	case serialBlock:
		if p := m.part(slot); p != nil {
			p.Serial = m.buf[len(m.buf)-1].Text
		}
	case diagBlock:
		if p := m.part(slot); p != nil && len(m.buf) > 1 && m.buf[1].Text != "Pass" {
			p.State += ", diagnostics " + m.buf[1].Text
		}
	case powerBlock, swBlock, noBlock:
	}
	m.s.Claim(l)
}

func (m *modules) part(slot string) *fact.Part {
	parts := m.r.Identity.Parts
	for i := range parts {
		if parts[i].Slot == slot {
			return &parts[i]
		}
	}
	return nil
}

// moduleJSON reads `show module | json`, whose tables name their key columns
// differently: modinf, modmac, mod [captures:list].
func moduleJSON(doc *textscan.Node, r *fact.Reading) {
	parts := &r.Identity.Parts
	for _, row := range rows(doc, "ROW_modinfo") {
		*parts = append(*parts, fact.Part{
			Slot: row.Child("modinf").Value(), Descr: row.Child("modtype").Value(), PID: row.Child("model").Value(),
			State: row.Child("status").Value(), Span: row.Span,
		})
		r.Recognised = true
	}
	m := modules{r: r}
	for _, row := range rows(doc, "ROW_modmacinfo") {
		if p := m.part(row.Child("modmac").Value()); p != nil {
			p.Serial = row.Child("serialnum").Value()
		}
	}
	for _, row := range rows(doc, "ROW_moddiaginfo") {
		if p := m.part(row.Child("mod").Value()); p != nil && row.Child("diagstatus").Value() != "Pass" {
			p.State += ", diagnostics " + row.Child("diagstatus").Value()
		}
	}
}

// finishModules draws what the parts show: a software switch, and the standby
// supervisor. A system controller's "standby" is not a supervisor's.
func finishModules(r *fact.Reading) {
	for i := range r.Identity.Parts {
		p := &r.Identity.Parts[i]
		if virtualName(p.Descr) || virtualName(p.PID) {
			r.Identity.Virtual = true
		}
		state, diag, failed := strings.Cut(p.State, ", diagnostics ")
		if state != "ha-standby" {
			continue
		}
		r.Redundancy.Standby = fact.Setting{Text: state, Grade: fact.Reported, Span: p.Span, Note: "module " + p.Slot}
		r.Redundancy.Ready, r.Redundancy.Span = fact.TriOf(!failed), p.Span
		if failed {
			r.Redundancy.Standby.Text += " (diagnostics " + diag + ")"
		}
	}
}
