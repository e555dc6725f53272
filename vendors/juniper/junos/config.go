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
	off  bool // inactive: it does not count
}

// denied is what stands where an account may not look.
const denied = "ACCESS-DENIED"

// readConfiguration reads a configuration, in braces, as `set` lines, XML or JSON,
// for the knobs of [junos:4]. What is inactive does not count, what is protected
// does. A knob in a group counts only where the group is applied; whether it is
// overridden can only be seen with `| display inheritance`.
func readConfiguration(s *textscan.Scan, r *fact.Reading) {
	c := configuration{s: s, r: r, prefix: configPath(s.Command), cut: s.Truncated}
	if doc, cut := document(s); doc != nil {
		c.cut = c.cut || cut
		c.document(doc)
	} else {
		c.lines()
	}
	c.deactivate()
	for _, st := range c.all {
		c.read(st)
	}
	c.groups()
	c.shown()
}

type configuration struct {
	s      *textscan.Scan
	r      *fact.Reading
	prefix string // where the answer starts: "chassis" for `show configuration chassis`
	cut    bool   // its end, or a brace, is missing

	all     []statement
	off     []string // paths that `deactivate` names
	applied []applied
	except  []applied
	grouped []grouped
}

// applied is `apply-groups` or `apply-groups-except` at a path.
type applied struct{ path, group string }

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

// pipes gives the filters behind a command.
func pipes(command string) []string {
	var out []string
	for i, p := range strings.Split(command, "|") {
		if i > 0 {
			out = append(out, strings.TrimSpace(p))
		}
	}
	return out
}

// chosen reports whether a filter chose lines: then a line that is not there
// proves nothing.
func chosen(command string) bool {
	return slices.ContainsFunc(pipes(command), func(p string) bool {
		return !strings.HasPrefix(p, "display") && !strings.HasPrefix(p, "no-more")
	})
}

// lines flattens the text. Every line of a configuration is known by shape: it is
// claimed.
func (c *configuration) lines() {
	var stack []statement // the open braces
	leaf := true          // something stood inside the innermost one
	comment := false      // inside one of several lines
	relative := slices.ContainsFunc(pipes(c.s.Command), func(p string) bool { return strings.HasSuffix(p, "relative") })
	for _, l := range c.s.Lines() {
		t := l.Trim()
		if t == "" || c.s.Claimed(l) {
			continue
		}
		if comment || strings.HasPrefix(t, "/*") && !strings.Contains(t, denied) {
			comment = !strings.Contains(t, "*/")
			c.s.Claim(l)
			continue
		}
		switch {
		case c.setLine(l, t, relative):
			leaf = true
		case strings.HasPrefix(t, "##"), t == "[edit]":
		case strings.HasSuffix(t, "{"):
			stack, leaf = append(stack, c.under(stack, strings.TrimSpace(strings.TrimSuffix(t, "{")), l)), false
		case t == "}":
			if n := len(stack); n > 0 {
				if !leaf {
					c.all = append(c.all, stack[n-1])
				}
				stack, leaf = stack[:n-1], true
			}
		case strings.HasSuffix(t, ";") || strings.Contains(t, "; ##") || strings.Contains(t, denied):
			text, _, _ := strings.Cut(t, ";")
			c.all, leaf = append(c.all, c.under(stack, text, l)), true
		default:
			continue
		}
		c.s.Claim(l)
		c.r.Recognised = true
	}
	c.cut = c.cut || len(stack) > 0
}

// under puts a text behind the path of the open braces.
func (c *configuration) under(stack []statement, text string, l textscan.Line) statement {
	st := statement{path: c.prefix, line: l}
	if n := len(stack); n > 0 {
		st = statement{stack[n-1].path, l, stack[n-1].off}
	}
	for {
		head, rest, ok := strings.Cut(text, ": ")
		if !ok || head != "inactive" && head != "protect" {
			break
		}
		st.off, text = st.off || head == "inactive", rest
	}
	st.path = strings.TrimSpace(st.path + " " + strings.Join(strings.Fields(text), " "))
	return st
}

// setLine reads a line of `| display set`.
func (c *configuration) setLine(l textscan.Line, t string, relative bool) bool {
	verb, path, ok := strings.Cut(t, " ")
	if !ok || strings.HasSuffix(t, "{") {
		return false
	}
	path = strings.Join(strings.Fields(path), " ")
	if relative {
		path = strings.TrimSpace(c.prefix + " " + path)
	}
	switch verb {
	case "set":
		c.all = append(c.all, statement{path: path, line: l})
	case "deactivate":
		c.off = append(c.off, path)
	case "delete", "activate", "protect", "unprotect":
	default:
		return false
	}
	return true
}

// deactivate marks what stands below a path that `deactivate` names.
func (c *configuration) deactivate() {
	for i := range c.all {
		st := &c.all[i]
		st.off = st.off || slices.ContainsFunc(c.off, func(p string) bool { return below(st.path, p) })
	}
}

// below reports whether path is at or below a hierarchy; "" is the top.
func below(path, hierarchy string) bool {
	rest, ok := strings.CutPrefix(path, hierarchy)
	return ok && (rest == "" || hierarchy == "" || rest[0] == ' ')
}

// read takes one statement; those of groups wait until apply-groups are known.
func (c *configuration) read(st statement) {
	if st.off {
		if rest, ok := strings.CutPrefix(st.path, "groups "); ok { // the group was shown
			name, path, _ := strings.Cut(rest, " ")
			c.grouped = append(c.grouped, grouped{name, statement{path, st.line, true}})
		}
		return
	}
	at, name, _ := cutWord(st.path, "apply-groups")
	switch {
	case strings.Contains(st.path, denied):
		c.hide(st)
	case strings.HasPrefix(st.path, "groups "):
		name, path, _ := strings.Cut(strings.TrimPrefix(st.path, "groups "), " ")
		c.grouped = append(c.grouped, grouped{name, statement{path: path, line: st.line}})
	case name != "":
		for _, g := range strings.Fields(strings.Trim(name, "[] ")) {
			c.applied = append(c.applied, applied{at, g})
		}
	default:
		if at, name, _ = cutWord(st.path, "apply-groups-except"); name != "" {
			for _, g := range strings.Fields(strings.Trim(name, "[] ")) {
				c.except = append(c.except, applied{at, g})
			}
			return
		}
		c.knob(st, "")
	}
}

// cutWord cuts a path around a word of it.
func cutWord(path, word string) (before, after string, ok bool) {
	if rest, ok := strings.CutPrefix(path, word+" "); ok {
		return "", rest, true
	}
	return strings.Cut(path, " "+word+" ")
}

// hide notes that something stands at the path of st which the account may not
// see.
func (c *configuration) hide(st statement) {
	path := strings.TrimSpace(st.path[:strings.Index(st.path, denied)])
	path = strings.TrimSpace(strings.TrimSuffix(path, "/*"))
	if below(path, "groups") {
		path = "" // whatever the group holds
	}
	c.r.Flag(fact.FlagHidden, path, c.s.SpanOf(st.line, denied))
}

// groups takes the statements of the groups that are applied, the first one named
// first. A group that was not shown hides what it may hold.
func (c *configuration) groups() {
	for _, a := range c.applied {
		seen := false
		for _, g := range c.grouped {
			if seen = seen || g.group == a.group; g.off || g.group != a.group || !below(g.path, a.path) || c.excepted(g) {
				continue
			}
			c.knob(g.statement, "set in the group "+g.group+"; ask with | display inheritance whether it is overridden")
		}
		if !seen && !c.inherited() {
			c.r.Flag(fact.FlagHidden, a.path, fact.Span{})
		}
	}
}

func (c *configuration) excepted(g grouped) bool {
	return slices.ContainsFunc(c.except, func(e applied) bool { return e.group == g.group && below(g.path, e.path) })
}

// inherited reports whether the answer shows what groups give.
func (c *configuration) inherited() bool {
	return slices.ContainsFunc(pipes(c.s.Command), func(p string) bool { return strings.HasPrefix(p, "display inheritance") })
}

// shown notes which hierarchy the answer shows whole. An empty answer shows none:
// an account that may not look gets the same. A whole configuration has a head.
func (c *configuration) shown() {
	if c.cut || chosen(c.s.Command) || len(c.all) == 0 {
		return
	}
	if c.prefix == "" && !slices.ContainsFunc(c.all, func(st statement) bool { return below(st.path, "version") }) {
		return
	}
	if len(c.all) == 1 && strings.Contains(c.all[0].path, denied) {
		return
	}
	c.r.Flag(fact.FlagShown, c.prefix, fact.Span{Output: int32(c.s.Output)})
}

// knobs are the hierarchies that divide forwarding memory.
func knobs() []string {
	return []string{
		"chassis forwarding-options ", "system packet-forwarding-options forwarding-profile ", "packet-forwarding-options forwarding-profile ",
		"system packet-forwarding-options hw-db-profile ", "packet-forwarding-options hw-db-profile ", "chassis memory-enhanced ",
	}
}

// parameters are the numbers and switches beside the name of a profile.
func parameters() []string {
	return []string{longPrefix, "prefix-65-127-disable", "unicast-in-lpm", "lpm-distribution"}
}

func (c *configuration) knob(st statement, note string) {
	for _, path := range knobs() {
		rest, ok := strings.CutPrefix(st.path, path)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, " ")
		if c.parameter(st, rest); slices.Contains(parameters(), name) {
			return
		}
		span := c.s.SpanOf(st.line, name)
		set := setting(name, span)
		set.Note = note
		if !c.r.Carve.Configured.Known() {
			c.r.Carve.Configured = set
			c.r.Flag(fact.FlagConfiguredProfile, name, span)
		}
		return
	}
}

// parameter notes how much room a profile gives long IPv6 prefixes:
// "l2-profile-three num-65-127-prefix 2".
func (c *configuration) parameter(st statement, rest string) {
	w := strings.Fields(rest)
	if i := slices.Index(w, longPrefix); i >= 0 && i+1 < len(w) {
		c.r.Flag(fact.FlagLongConfigured, w[i+1], c.s.SpanOf(st.line, w[i]))
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
	c.walk(top, nil, top.Inactive)
	if strings.Contains(c.s.Text(), denied) {
		c.r.Flag(fact.FlagHidden, "", fact.Span{})
	}
}

func (c *configuration) walk(n *textscan.Node, path []string, off bool) {
	for _, k := range n.Children {
		if k.Name == "name" || k.Name == "data" || strings.HasPrefix(k.Name, "@") {
			continue
		}
		words := slices.Concat(path, []string{k.Name})
		off := off || k.Inactive || noted(k.Child("@")) || noted(n.Child("@"+k.Name))
		if name := k.Child("name").Value(); name != "" {
			words = append(words, name)
		}
		if slices.ContainsFunc(k.Children, func(x *textscan.Node) bool { return x.Name != "data" && !strings.HasPrefix(x.Name, "@") }) {
			c.walk(k, words, off)
			continue
		}
		if k.Value() != "" {
			words = append(words, k.Value())
		}
		c.all = append(c.all, statement{strings.Join(words, " "), textscan.Line{Text: c.lineText(k), No: int(k.Span.Line), Start: c.lineStart(k)}, off})
	}
}

// noted reads `"@": {"inactive": true}` of a JSON configuration.
func noted(n *textscan.Node) bool { return n.Child("inactive").Value() == "true" }

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
