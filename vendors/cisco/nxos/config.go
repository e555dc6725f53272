package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readConfig reads the lines of a configuration that carve memory. A line that
// is absent means the default, never 0 [nxos:7 rule 7]. Every other line of a
// configuration is none of our business and is claimed as such.
func readConfig(s *textscan.Scan, r *fact.Reading) {
	r.Recognised = emptyAnswer(s, r)
	c := config{s: s, r: r}
	startup := strings.Contains(s.Command, "startup")
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if l.Blank() || c.banner.Inside(s, l) {
			continue
		}
		c.buf = textscan.Fields(l, c.buf)
		c.line(l, startup)
		if c.r.Recognised {
			s.Claim(l)
		}
	}
}

type config struct {
	banner   textscan.Banner
	s        *textscan.Scan
	r        *fact.Reading
	vdc      string
	template string // inside `hardware profile tcam resource template NAME`
	buf      []textscan.Token
}

func (c *config) line(l textscan.Line, startup bool) {
	w := c.buf
	if l.Text[0] != ' ' && l.Text[0] != '\t' {
		c.template = ""
	}
	switch {
	case strings.HasPrefix(w[0].Text, "!"):
		c.r.Recognised = c.r.Recognised || strings.HasPrefix(l.Trim(), "!Command:")
	case c.is("version") && len(w) > 1:
		c.r.Identity.Version = w[1].Text
		setSpan(&c.r.Identity, "version", c.s.Span(l, w[1].Lo, w[1].Hi))
		c.r.Recognised = true
	case c.is("hostname") || c.is("switchname"):
		if len(w) > 1 {
			c.r.Identity.Hostname = w[1].Text
		}
		c.r.Recognised = true
	case c.is("vdc") && len(w) == 4 && w[2].Text == "id":
		c.vdc = w[1].Text
		c.r.Recognised = true
	case c.is("limit-resource") && len(w) == 6:
		c.limit(l)
	case c.is("hardware"), c.is("system"), c.is("feature"), c.is("interface"), c.is("no"):
		c.carve(l, startup)
		c.r.Recognised = true
	case c.template != "" && len(w) >= 2:
		c.templateRow(l)
	}
}

func (c *config) is(word string) bool { return c.buf[0].Text == word }

// words reports whether the line starts with these words.
func (c *config) words(words ...string) bool {
	if len(c.buf) < len(words) {
		return false
	}
	for i, w := range words {
		if c.buf[i].Text != w {
			return false
		}
	}
	return true
}

// limit reads "limit-resource u4route-mem minimum 128 maximum 128"; only the
// memory of routes is a row.
func (c *config) limit(l textscan.Line) {
	w := c.buf
	c.r.Recognised = true
	if vdcUnit(w[1].Text) != fact.UnitMB || w[4].Text != "maximum" {
		return
	}
	c.row(l, fact.Table{
		Name: w[1].Text, Resource: vdcResource(w[1].Text), Scope: fact.Scope{Kind: fact.ScopeVDC, Index: c.vdc}, Unit: fact.UnitMB,
		Configured: Number(c.s, l, w[5]), CapKind: fact.CapBytes,
	})
}

func (c *config) row(l textscan.Line, t fact.Table) {
	t.Line = l.No
	c.r.Tables = append(c.r.Tables, t)
	c.r.Recognised = true
}

// carve reads the lines that name a mode, a region or a template [nxos:4].
func (c *config) carve(l textscan.Line, startup bool) {
	w := c.buf
	switch {
	case c.words("hardware", "access-list", "tcam", "region") && len(w) >= 6,
		c.words("hardware", "profile", "tcam", "region") && len(w) >= 6:
		size := Number(c.s, l, w[5])
		c.row(l, regionRow(w[4].Text, size, strings.Contains(l.Text, "double-wide")))
	case c.words("hardware", "profile", "tcam", "resource", "template") && len(w) >= 6:
		c.template = w[5].Text
	case c.words("hardware", "profile", "tcam", "resource", "service-template") && len(w) >= 6:
		c.setting(fact.FlagServiceTemplate, l, 5)
	case c.words("system", "routing") && len(w) >= 3:
		c.mode(l, 2, startup)
	case c.words("hardware", "profile", "forwarding-mode") && len(w) >= 4:
		c.mode(l, 3, startup)
	case c.words("system", "urpf", "disable"):
		c.setting(fact.FlagURPFConfigured, l, 2)
	case c.words("hardware", "profile", "route", "resource", "service-template") && len(w) >= 6:
		c.mode(l, 5, startup)
	}
}

// setting keeps the words from i on as a flag.
func (c *config) setting(key fact.FlagKey, l textscan.Line, i int) {
	lo := c.buf[i].Lo
	text := l.Text[lo:]
	if key == fact.FlagURPFConfigured {
		text = "disabled"
	}
	c.r.Flag(key, text, c.s.Span(l, lo, len(l.Text)))
}

// mode keeps the configured mode in the words of the command line. They are not
// the display names of `show system routing mode`, so they never go into
// Carve, where the two would be compared.
func (c *config) mode(l textscan.Line, i int, startup bool) {
	key := fact.FlagModeRunning
	if startup {
		key = fact.FlagModeStartup
	}
	c.setting(key, l, i)
}

// templateRow reads " vacl 1024" inside a template.
func (c *config) templateRow(l textscan.Line) {
	if size := Number(c.s, l, c.buf[1]); size.Known() {
		row := regionRow(c.buf[0].Text, size, strings.Contains(l.Text, "double-wide"))
		row.Notes = append(row.Notes, "template "+c.template)
		c.row(l, row)
	}
}

// readConfigure reads what was typed to change a configuration: what it did is told
// by events; a refusal is a flag [nxos:4.2].
func readConfigure(s *textscan.Scan, r *fact.Reading) {
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if t := l.Trim(); t == "" {
			continue
		} else if strings.HasPrefix(t, "ERROR:") {
			r.Flag(fact.FlagConfigRejected, t, s.SpanOf(l, t))
		}
		r.Recognised = true
		s.Claim(l)
	}
}
