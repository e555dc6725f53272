package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// backup reads what RANCID and Oxidized note of a device before its configuration
// (operators:0: lib/ios.pm.in ShowSDM writes both lines):
//
//	!SDM Template: desktop default
//	!SDM Template-Reload: desktop routing
//	!Image: Software: C3750E-UNIVERSALK9-M, 15.2(4)E10, RELEASE SOFTWARE (fc2)
//
// The first template is the one that ran when the backup was made.
func (c *configReader) backup(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	key, value, ok := strings.Cut(t, ": ")
	if value = strings.TrimSpace(value); !ok || value == "" {
		return
	}
	switch key {
	case "SDM Template":
		name := templateName(value)
		set(&r.Carve.Active, name, s.SpanOf(l, name))
		r.Flag(fact.FlagActiveTemplate, name, s.SpanOf(l, name))
		r.Recognised = true
	case "SDM Template-Reload":
		name := templateName(value)
		span := s.SpanOf(l, name)
		set(&r.Carve.Configured, name, span)
		set(&r.Carve.AfterReload, name, span)
		r.Flag(fact.FlagPendingTemplate, name, span)
		r.Pending = append(r.Pending, fact.Change{What: "SDM template", From: r.Carve.Active.Text, To: name, Span: span})
		r.PendingKnown, r.Recognised = fact.Yes, true
	case "Image":
		c.image(s, l, value, r)
	}
}

// image reads the release out of "Software: NAME, RELEASE, …", or the file.
func (c *configReader) image(s *textscan.Scan, l textscan.Line, value string, r *fact.Reading) {
	soft, ok := strings.CutPrefix(value, "Software: ")
	switch f := strings.Split(soft, ", "); {
	case ok && len(f) > 1 && r.Identity.Version == "":
		r.Identity.Version = f[1]
		note(r, "version", s.SpanOf(l, f[1]))
	case !ok && r.Identity.Image == "" && !strings.Contains(value, " "):
		r.Identity.Image = value
	}
}
