package nxos

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCapacity reads `show hardware capacity forwarding`: on Nexus 7000 a chain
// of tables (MAC, ACL, FIB, LS_MET, QoS), on Nexus 9000 percentages.
func readCapacity(s *textscan.Scan, r *fact.Reading) { readMemory(s, r) }

// readUtilization reads `show hardware internal forwarding table utilization`.
func readUtilization(s *textscan.Scan, r *fact.Reading) { readMemory(s, r) }

// readMemory reads any of the outputs that say how full a module's tables are.
func readMemory(s *textscan.Scan, r *fact.Reading) {
	if doc := Document(s, r); doc != nil {
		percentJSON(doc, r)
		aclJSON(doc, r)
		return
	}
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines())/2, 1024)) // about a row in two lines
	m := memory{s: s, r: r, module: slotCommand(s.Command)}
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		m.line(l)
	}
	m.closeFIB()
	m.joinPercent()
}

// section says which table the lines belong to.
type section int

const (
	noSection section = iota
	l2Section
	aclSection
	fibSection
	freeSection // the one line below "Free Logical Entries"
	metSection
	qosSection
)

// memory is the reader of all those tables; sections follow one another and
// name the module and instance they are about.
type memory struct {
	s        *textscan.Scan
	r        *fact.Reading
	section  section
	module   string
	instance string
	l2       []string // columns of the MAC table
	fib      fibBlock
	buf      []textscan.Token
}

func (m *memory) line(l textscan.Line) {
	t := l.Trim()
	if t == "" || m.s.Claimed(l) {
		return
	}
	if textscan.IsRule(l) || m.heading(t) || m.row(l, t) {
		m.s.Claim(l)
	}
}

// row reads a line of the section it is in.
func (m *memory) row(l textscan.Line, t string) bool {
	m.buf = textscan.Fields(l, m.buf)
	switch m.section {
	case l2Section:
		return m.l2Row(l)
	case aclSection:
		return m.aclRow(l, t)
	case fibSection:
		return m.fibRow(l)
	case freeSection:
		m.section = fibSection
		return m.freeRow(l)
	case metSection:
		return m.metRow(l)
	case qosSection:
		return m.qosRow(l, t)
	case noSection:
	}
	return m.percentLine(l)
}

// heading recognises the lines that open a section or are its column names.
func (m *memory) heading(t string) bool {
	switch {
	case strings.HasPrefix(t, "L2 Forwarding Resources"):
		m.open(l2Section)
	case strings.HasPrefix(t, "L2 entries:"):
		m.open(l2Section)
		m.l2 = strings.Fields(t[len("L2 entries:"):])
	case strings.HasPrefix(t, "INSTANCE 0x"):
		m.open(aclSection)
		m.instance = hexInstance(t[len("INSTANCE 0x"):])
	case strings.HasPrefix(t, "ACL Hardware Resource Utilization"):
		m.openACL(t)
	case strings.HasPrefix(t, "TCAM usage statistics for instance"):
		m.open(fibSection)
		m.instance = Digits(t)
	case strings.HasPrefix(t, "LS_MET usage statistics for Instance"):
		m.open(metSection)
		m.module, m.instance = "", Digits(t)
	case strings.HasPrefix(t, "LS_MET table usage"):
		m.open(metSection)
		m.module = ""
	case strings.HasPrefix(t, "QoS Resource Utilization"):
		m.open(qosSection)
	case strings.HasPrefix(t, "Free Logical Entries"):
		if m.section == fibSection {
			m.section = freeSection
		}
	default:
		return m.moduleHeading(t) || m.columns(t)
	}
	return true
}

// moduleHeading reads the lines that name a module: "Module 1 usage:", and the
// "slot  1" that modular boxes put around internal commands [nxos:3.3].
func (m *memory) moduleHeading(t string) bool {
	switch {
	case strings.HasPrefix(t, "Module ") && strings.HasSuffix(t, " usage:"):
		m.open(fibSection)
		m.module, m.instance = Digits(t), ""
	case SlotLine(t):
		m.open(noSection)
		m.module, m.instance = Digits(t), ""
	default:
		return false
	}
	return true
}

// columns reports whether t is column names or a legend of a known table.
func (m *memory) columns(t string) bool {
	for _, p := range []string{
		"Route Type ", "(Log/Phys)", "Key: Log/Phys", "Note: Utilization may not", "Feature ", "Resource ",
		"Used    Free", "Used ", "Utilization", "Percent",
	} {
		if strings.HasPrefix(t, p) && m.section != noSection && strings.IndexByte(t, ':') != len(t)-1 && !textscan.IsNumber(lastWord(t)) {
			return true
		}
	}
	return false
}

// SlotLine reports whether t is the "slot  1" above the answer of one module.
func SlotLine(t string) bool {
	return strings.HasPrefix(t, "slot ") && len(t) < 12 && textscan.IsNumber(lastWord(t))
}

func (m *memory) open(sec section) {
	m.closeFIB()
	m.section = sec
}

// add appends a row about the current module and instance.
func (m *memory) add(l textscan.Line, row fact.Table) *fact.Table {
	row.Line, row.Scope = l.No, AsicScope(m.module, m.instance)
	if row.Unit == "" {
		row.Unit = fact.UnitEntries
	}
	m.r.Tables = append(m.r.Tables, row)
	m.r.Recognised = true
	return &m.r.Tables[len(m.r.Tables)-1]
}

// l2Row reads one instance of the MAC table by the names of its columns. Its
// total is the size of the table in the silicon.
func (m *memory) l2Row(l textscan.Line) bool {
	if len(m.buf) != len(m.l2) || !textscan.IsNumber(m.buf[0].Text) {
		return false
	}
	row := fact.Table{Name: "L2 entries", Resource: fact.MAC, CapKind: fact.CapHashed}
	for i, name := range m.l2 {
		switch name {
		case "Module":
			m.module = m.buf[i].Text
		case "inst":
			m.instance = m.buf[i].Text
		case "total":
			row.Cap = Number(m.s, l, m.buf[i])
			row.Max = row.Cap
		case "used":
			row.Used = Number(m.s, l, m.buf[i])
		}
	}
	m.add(l, row)
	m.module, m.instance = "", ""
	m.r.Family = "n7k"
	return true
}

// metRow reads "UFIB ECMP  0  0.00  32768  32768": used, percent, free, total.
func (m *memory) metRow(l textscan.Line) bool {
	name, nums := m.split(l)
	if len(nums) < 4 {
		return false
	}
	res := fact.ECMP
	if strings.HasPrefix(name, "MFIB") {
		res = fact.FibMcastIPv4
	}
	m.add(l, fact.Table{
		Name: "LS_MET " + name, Resource: res, CapKind: fact.CapFixed, Pool: "ls-met " + metRegion(name),
		Used: Number(m.s, l, nums[0]), Percent: Number(m.s, l, nums[1]), Cap: Number(m.s, l, nums[3]),
	})
	return true
}

// metRegion: UFIB and FCFIB share one region, MFIB has its own (the legend of
// the table says so).
func metRegion(name string) string {
	if strings.HasPrefix(name, "MFIB") {
		return "mfib"
	}
	return "ufib"
}

// qosRow reads "Aggregate policers:  2  12288  168  12120".
func (m *memory) qosRow(l textscan.Line, t string) bool {
	name, _, ok := strings.Cut(t, ":")
	if !ok {
		return false
	}
	_, nums := m.split(l)
	if len(nums) != 4 {
		return false
	}
	m.module, m.instance = nums[0].Text, ""
	total := Number(m.s, l, nums[1])
	m.add(l, fact.Table{Name: name, Resource: fact.QoS, CapKind: fact.CapFixed, Used: Number(m.s, l, nums[2]), Cap: total, Max: total})
	return true
}

// split cuts a row into its name and the numbers that end it.
func (m *memory) split(l textscan.Line) (name string, nums []textscan.Token) {
	i := len(m.buf)
	for i > 0 && textscan.IsNumber(m.buf[i-1].Text) {
		i--
	}
	if i == 0 || i == len(m.buf) {
		return "", nil
	}
	return l.Text[m.buf[0].Lo:m.buf[i-1].Hi], m.buf[i:]
}

// Digits gives the first run of digits of t.
func Digits(t string) string {
	lo := strings.IndexAny(t, "0123456789")
	if lo < 0 {
		return ""
	}
	hi := lo
	for hi < len(t) && t[hi] >= '0' && t[hi] <= '9' {
		hi++
	}
	return t[lo:hi]
}

// hexInstance gives "0xb" as "11", so that an instance has one name in every
// table.
func hexInstance(t string) string {
	n, ok := 0, false
	for i := 0; i < len(t) && i < 4; i++ {
		d := strings.IndexByte("0123456789abcdef", t[i]|0x20)
		if d < 0 {
			break
		}
		n, ok = n*16+d, true
	}
	if !ok {
		return ""
	}
	return strconv.Itoa(n)
}

func lastWord(t string) string { return t[strings.LastIndexByte(t, ' ')+1:] }
