package tui

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
)

// planned is the plan of one device, nil where nothing needs doing.
func (m *Model) planned(r *row) *plan.Device {
	p := plan.Build([]audit.Verdict{r.dev.Verdict}, m.opts.Catalog, m.opts.Now())
	if len(p.Devices) == 0 {
		return nil
	}
	return &p.Devices[0]
}

// block collects lines with a heading at the left of the first of each.
type block struct {
	m     *Model
	w     int
	lines []string
}

const headWidth = 14

// add writes text beside a heading, broken into lines.
func (b *block) add(head, style, text string) {
	for _, part := range wrap(clean(text), b.w-headWidth-2) {
		b.lines = append(b.lines, newLine(b.w).add(b.m.theme.Head(), " "+safeterm.Pad(head, headWidth)).add(style, part).String())
		head = ""
	}
}

func (b *block) blank() { b.lines = append(b.lines, plain(b.w, "")) }

// fix is what a person should do about the device, why, and what it takes down.
func (m *Model) fix(w int) []string {
	r := m.device.row
	b := &block{m: m, w: w}
	b.add("action", "", string(r.dev.Verdict.Action))
	d := m.planned(r)
	if d == nil {
		b.add("", "", "nothing needs doing")
		return b.lines
	}
	for _, no := range d.Refused {
		b.add("REFUSED", m.theme.Bad(), "no reload until this is mended: "+no.Rule+": "+no.Why)
	}
	m.fixSolver(b, &d.Solver)
	m.fixReload(b, d.Reload)
	m.fixSteps(b, d.Steps)
	for _, c := range d.Compare {
		b.add("compare", "", c)
	}
	for _, u := range d.Unsure {
		b.add("not known", "", u)
	}
	b.blank()
	b.lines = append(b.lines, plain(w, " headroom only reads: a person enters these lines."))
	return b.lines
}

func (m *Model) fixSolver(b *block, s *plan.Solver) {
	b.add("solver", "", string(s.Verdict))
	if s.Reason != "" {
		b.add("arithmetic", "", s.Reason)
	}
	var names []string
	for name := range s.Caps {
		names = append(names, string(name))
	}
	slices.Sort(names)
	for i, name := range names {
		head := ""
		if i == 0 {
			head = "caps after"
		}
		b.add(head, "", name+" "+words.Thousands(s.Caps[fact.Resource(name)]))
	}
	for _, t := range []struct{ head, text string }{{"how sure", s.Sure}, {"source", s.Source}} {
		if t.text != "" {
			b.add(t.head, "", t.text)
		}
	}
	for _, o := range s.Others {
		b.add("also valid", "", strings.TrimSuffix(o.Name+": "+o.Lasts+"; costs: "+o.Takes, "; costs: "))
	}
	for _, x := range s.Candidates {
		b.add("not taken", "", strings.TrimSpace(x.Name+": "+x.Why))
	}
}

func (m *Model) fixReload(b *block, r *plan.Reload) {
	if r == nil {
		return
	}
	b.add("reload", "", r.Scope)
	b.add("outage", "", r.Outage)
	if r.Warning != "" {
		b.add("warning", m.theme.Mark(), r.Warning)
	}
	if r.Source != "" {
		b.add("source", "", r.Source)
	}
}

// fixSteps lists the steps in the order of the work.
func (m *Model) fixSteps(b *block, steps []plan.Step) {
	phase := plan.Phase("")
	for _, s := range steps {
		head := ""
		if s.Phase != phase {
			phase, head = s.Phase, phaseWord(s.Phase)
			b.blank()
		}
		switch {
		case s.Command == "":
			b.add(head, "", s.Why)
		default:
			b.add(head, m.theme.Head(), s.Command)
			if s.Why != "" {
				b.add("", "", "  "+s.Why)
			}
		}
		if s.Expect != "" {
			b.add("", "", "  expect "+s.Expect)
		}
		if s.Unproven {
			b.add("", m.theme.Mark(), "  no document confirms this line")
		}
		for _, line := range s.Pattern {
			b.add("", "", "    "+line)
		}
		for _, q := range s.Questions {
			b.add("", "", "  if it asks "+q.Asks+" answer "+q.Answer)
		}
	}
}

func phaseWord(p plan.Phase) string {
	switch p {
	case plan.Pre:
		return "check first"
	case plan.Do:
		return "enter"
	case plan.Save:
		return "save"
	case plan.Waits:
		return "pending"
	case plan.ReloadIt:
		return "reload"
	case plan.Post:
		return "check after"
	case plan.Rollback:
		return "rollback"
	}
	return string(p)
}

// setting says one state of a carve in words.
func setting(s fact.Setting) string {
	if !s.Known() {
		return "unknown"
	}
	t := s.Text
	if s.Grade != "" && s.Grade != fact.Reported {
		t += " (" + string(s.Grade) + ")"
	}
	return clean(t)
}
