package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// statement is one line of configuration with the path that leads to it.
type statement struct {
	path string // words in one blank, "chassis forwarding-options lpm-profile"
	line textscan.Line
}

// readConfiguration reads a configuration, in braces or as `set` lines, for the
// knobs of [junos 4]. A knob in a group counts only where the group is applied;
// whether it is overridden can only be seen with `| display inheritance`.
func readConfiguration(s *textscan.Scan, r *fact.Reading) {
	if doc, _ := document(s); doc != nil {
		c := configuration{s: s, r: r, prefix: configPath(s.Command)}
		c.document(doc)
		return
	}
	c := configuration{s: s, r: r, prefix: configPath(s.Command)}
	for _, st := range c.statements() {
		c.read(st)
	}
	c.groups()
}

type configuration struct {
	s       *textscan.Scan
	r       *fact.Reading
	prefix  string   // where the answer starts: "chassis" for `show configuration chassis`
	applied []string // apply-groups
	grouped []grouped
}

type grouped struct {
	group string
	statement
}

// configPath is the hierarchy that `show configuration PATH` starts at.
func configPath(command string) string {
	bare, _, _ := strings.Cut(command, "|")
	w := strings.Fields(bare)
	if len(w) < 2 {
		return ""
	}
	return strings.Join(w[2:], " ")
}

// statements flattens the text. Every line of a configuration is known by shape:
// it is claimed, and only the knobs are kept.
func (c *configuration) statements() []statement {
	var stack []string
	var out []statement
	if c.prefix != "" {
		stack = append(stack, c.prefix)
	}
	base := len(stack)
	for _, l := range c.s.Lines() {
		t := l.Trim()
		if t == "" || c.s.Claimed(l) {
			continue
		}
		switch {
		case strings.HasPrefix(t, "set ") || strings.HasPrefix(t, "deactivate ") || strings.HasPrefix(t, "delete "):
			if path, ok := strings.CutPrefix(t, "set "); ok {
				out = append(out, statement{strings.Join(strings.Fields(path), " "), l})
			}
		case strings.HasPrefix(t, "##"), strings.HasPrefix(t, "/*"), strings.HasPrefix(t, "inactive:"), t == "[edit]":
			if strings.HasSuffix(t, "{") {
				stack = append(stack, "inactive:")
			}
		case strings.HasSuffix(t, "{"):
			stack = append(stack, strings.TrimSpace(strings.TrimSuffix(t, "{")))
		case t == "}":
			if len(stack) > base {
				stack = stack[:len(stack)-1]
			}
		case strings.HasSuffix(t, ";") || strings.Contains(t, "; ##"):
			leaf, _, _ := strings.Cut(t, ";")
			out = append(out, statement{strings.TrimSpace(strings.Join(stack, " ") + " " + leaf), l})
		default:
			continue
		}
		c.s.Claim(l)
		c.r.Recognised = true
	}
	return out
}

// read takes one statement; those of groups wait until apply-groups are known.
func (c *configuration) read(st statement) {
	if strings.Contains(st.path, "inactive:") {
		return
	}
	if rest, ok := strings.CutPrefix(st.path, "groups "); ok {
		name, path, _ := strings.Cut(rest, " ")
		c.grouped = append(c.grouped, grouped{name, statement{path, st.line}})
		return
	}
	if names, ok := strings.CutPrefix(st.path, "apply-groups "); ok {
		c.applied = append(c.applied, strings.Fields(strings.Trim(names, "[] "))...)
		return
	}
	c.knob(st, "")
}

func (c *configuration) groups() {
	for _, g := range c.grouped {
		for _, name := range c.applied {
			if name == g.group {
				c.knob(g.statement, "set in the group "+name+"; ask with | display inheritance whether it is overridden")
				break
			}
		}
	}
}

// knobs are the hierarchies that divide forwarding memory [junos 4], deepest
// first, and the flag that each sets.
func knobs() [][2]string {
	return [][2]string{
		{"chassis forwarding-options ", "uft_profile_configured"},
		{"system packet-forwarding-options forwarding-profile ", "forwarding_profile_configured"},
		{"packet-forwarding-options forwarding-profile ", "forwarding_profile_configured"},
		{"system packet-forwarding-options hw-db-profile ", "hw_db_profile_configured"},
		{"packet-forwarding-options hw-db-profile ", "hw_db_profile_configured"},
		{"chassis memory-enhanced ", "memory_enhanced"},
	}
}

func (c *configuration) knob(st statement, note string) {
	for _, k := range knobs() {
		rest, ok := strings.CutPrefix(st.path, k[0])
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(name, "num-") {
			return
		}
		span := c.s.SpanOf(st.line, name)
		set := setting(name, span)
		set.Note = note
		if !c.r.Carve.Configured.Known() {
			c.r.Carve.Configured = set
			c.r.Flag("configured_profile", name, span)
		}
		c.r.Flag(k[1], name, span)
		return
	}
	for _, f := range [][2]string{
		{"chassis network-services ", "network_services"},
		{"forwarding-options vxlan-routing next-hop ", "vxlan_next_hop"},
		{"forwarding-options vxlan-routing interface-num ", "vxlan_interface_num"},
		{"system services resource-monitor free-nh-memory-watermark ", "nh_watermark"},
	} {
		if v, ok := strings.CutPrefix(st.path, f[0]); ok {
			c.r.Flag(f[1], v, c.s.SpanOf(st.line, v))
		}
	}
	if st.path == "system services resource-monitor no-logging" {
		c.r.Flag("resource_monitor_silent", true, c.s.SpanOf(st.line, "no-logging"))
	}
}

// document reads `| display xml` and `| display json`: every element is a word
// of the path.
func (c *configuration) document(doc *textscan.Node) {
	top := doc.First("configuration")
	if top == nil {
		return
	}
	c.r.Recognised = true
	c.s.ClaimAll()
	c.walk(top, nil)
	c.groups()
}

func (c *configuration) walk(n *textscan.Node, path []string) {
	for _, k := range n.Children {
		words := slices.Concat(path, []string{k.Name})
		if k.Name == "name" || k.Name == "data" {
			continue
		}
		if name := k.Child("name").Value(); name != "" {
			words = append(words, name)
		}
		if len(k.Children) > 0 {
			c.walk(k, words)
			continue
		}
		if k.Value() != "" {
			words = append(words, k.Value())
		}
		c.read(statement{strings.Join(words, " "), textscan.Line{Text: c.lineText(k), No: int(k.Span.Line), Start: c.lineStart(k)}})
	}
}

func (c *configuration) lineText(n *textscan.Node) string {
	if i := int(n.Span.Line) - 1; i >= 0 && i < len(c.s.Lines()) {
		return c.s.Lines()[i].Text
	}
	return ""
}

func (c *configuration) lineStart(n *textscan.Node) int {
	if i := int(n.Span.Line) - 1; i >= 0 && i < len(c.s.Lines()) {
		return c.s.Lines()[i].Start
	}
	return 0
}
