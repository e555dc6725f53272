package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/catalog"
)

// work writes the steps of one device.
type work struct {
	v      *audit.Verdict
	family *catalog.Family
	out    *Device
}

func (w *work) add(s Step) { w.out.Steps = append(w.out.Steps, s) }

func (w *work) unsure(what string) { w.out.Unsure = append(w.out.Unsure, what) }

// steps writes what the action asks for. A refused device gets its checks, and
// nothing that changes it.
func (w *work) steps() {
	switch w.v.Action {
	case audit.Investigate:
		w.look()
		return
	case audit.Filter:
		w.add(Step{Phase: Do, Why: "no valid division holds the table: take fewer routes (a default route, or a partial table from one neighbour), or replace it: " + w.out.Solver.Reason})
		return
	case audit.Replace:
		w.add(Step{Phase: Do, Why: "the memory has no knob to turn: take fewer routes until the hardware is replaced"})
		return
	default:
	}
	w.checks(Pre)
	w.warnings()
	w.assumptions()
	w.backup()
	if len(w.out.Refused) > 0 {
		for _, r := range w.out.Refused {
			w.add(Step{Phase: Do, Why: "no reload is planned (" + r.Rule + "): " + r.Why})
		}
		return
	}
	w.change()
	w.save()
	if w.out.Reload == nil {
		return
	}
	w.restart()
	w.checks(Post)
	w.predictions()
	w.rollback()
}

// look lists what to look at where nothing can be concluded.
func (w *work) look() {
	for _, f := range w.v.Findings {
		if f.Action == audit.Investigate && f.State == w.v.State {
			w.add(Step{Phase: Pre, Why: f.Message})
		}
	}
}

// backup keeps what is there before anything is touched.
func (w *work) backup() {
	command := "show running-config"
	if w.v.Device.Identity.OS == "juniper_junos" {
		command = "show configuration"
	}
	w.add(Step{Phase: Pre, Command: command, Expect: "kept outside the device", Why: "the way back"})
}

func (w *work) checks(phase Phase) {
	if w.family == nil {
		if phase == Pre {
			w.unsure("the catalog knows no checks for this family")
		}
		return
	}
	list := w.family.Pre
	if phase == Post {
		list = w.family.Post
	}
	for _, c := range list {
		for _, line := range w.expand(c.Command) {
			w.add(Step{Phase: phase, Command: line, Expect: c.Expect, Why: c.Why, Source: c.Source})
		}
	}
}

// expand writes a line of the catalog once for every card that the ledger names
// where it asks for a location. Where none is named the line stays as it is, and
// the plan says what is to be filled in.
func (w *work) expand(line string) []string {
	const blank = "{location}"
	if !strings.Contains(line, blank) {
		return []string{line}
	}
	var nodes, out []string
	for _, p := range w.v.Pools {
		if n := p.Scope.Node; n != "" && !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	slices.Sort(nodes)
	for _, n := range nodes {
		out = append(out, strings.ReplaceAll(line, blank, n))
	}
	if len(out) == 0 {
		w.unsure("the location of each card, in: " + line)
		return []string{line}
	}
	return out
}

// warnings are what is odd about the reload without making it unsafe: whoever
// stands in the window settles it first.
func (w *work) warnings() {
	for _, f := range w.v.Findings {
		if strings.HasPrefix(f.Rule, "reload/") && !f.Unsafe && !f.Waived {
			head := "settle first"
			if f.Rule == "reload/standby" { // a box with one supervisor never has one
				head = "know before"
			}
			w.add(Step{Phase: Pre, Why: head + " (" + f.Rule + "): " + f.Message})
		}
	}
}

// assumptions are what the proposal rests on and nobody has read yet.
func (w *work) assumptions() {
	p := w.v.Proposal
	if p == nil || w.v.Action != audit.CarveReload && w.v.Action != audit.ProfileRestart && w.v.Action != p.Action {
		return
	}
	for _, c := range p.Before {
		w.add(Step{Phase: Pre, Command: c.Command, Expect: c.Expect, Why: c.Why + "; if it shows otherwise, stop", Source: p.Source})
	}
}

// change writes the lines of the proposal, where the action is one.
func (w *work) change() {
	if w.v.Action != audit.CarveReload && w.v.Action != audit.ProfileRestart {
		return
	}
	p := w.v.Proposal
	if p == nil || len(p.Commands) == 0 {
		w.unsure("the lines to enter are not known")
		return
	}
	notice := ""
	if c := w.family.Change(p.Knob); c != nil {
		notice = c.Notice
	}
	for i, line := range p.Commands {
		s := Step{Phase: Do, Command: line, Source: p.Source}
		if i == len(p.Commands)-1 {
			s.Expect = notice
		}
		w.add(s)
	}
}

// save keeps the change over the reload, with the catalog's command; nothing
// where the platform keeps it by itself.
func (w *work) save() {
	knob := ""
	if w.v.Proposal != nil {
		knob = w.v.Proposal.Knob
	}
	c := w.family.Change(knob)
	if c == nil && w.family != nil && len(w.family.Changes) > 0 {
		c = &w.family.Changes[0]
	}
	if c == nil {
		w.unsure("how a change is saved on this family")
		return
	}
	for _, line := range c.Save {
		w.add(Step{Phase: Save, Command: line, Why: "the reload reads what is saved", Source: c.Source})
	}
}

// restart is the reload. Where the commit itself restarts the forwarding engine
// there is no command of its own.
func (w *work) restart() {
	r := w.out.Reload
	why := "takes down: " + r.Scope
	if w.v.Action == audit.ProfileRestart {
		why = "the commit itself is the outage: " + r.Scope
	}
	lines := w.reloadLines()
	if len(lines) == 0 {
		lines = []string{""}
	}
	for i, line := range lines {
		s := Step{Phase: ReloadIt, Command: line, Source: r.Source}
		if i == len(lines)-1 {
			s.Why = why
			if r.Warning != "" {
				s.Why += "; mind: " + r.Warning
			}
		}
		w.add(s)
	}
	if r.Scope == "unknown" {
		w.unsure("what the reload takes down, and its command")
	}
	if r.Outage == "unknown" {
		w.unsure("how long the outage lasts")
	}
}

// reloadLines are the commands that reload, none where they are not known or
// where the commit does it.
func (w *work) reloadLines() []string {
	if w.family == nil || w.out.Reload.Command == "unknown" || w.v.Action == audit.ProfileRestart {
		return nil
	}
	var out []string
	for _, line := range w.family.Reload.Commands {
		out = append(out, w.expand(line)...)
	}
	return out
}

// predictions are the figures that the device must print after the change.
func (w *work) predictions() {
	if p := w.v.Proposal; p != nil && (w.v.Action != audit.Reload && w.v.Action != audit.Save || w.v.Action == p.Action) {
		for _, line := range p.Predict {
			w.add(Step{Phase: Post, Expect: line, Why: "predicted by the solver", Source: p.Source})
		}
	}
}

// rollback is the way back: the lines that undo the change, saved, and one more
// reload.
func (w *work) rollback() {
	p := w.v.Proposal
	if p == nil || w.v.Action == audit.Reload || w.v.Action == audit.Save {
		w.add(Step{Phase: Rollback, Why: "the change was made before this plan: its way back is the configuration before it, saved, and another reload"})
		return
	}
	lines, c := p.Undo, w.family.Change(p.Knob)
	if len(lines) == 0 && c != nil {
		lines = c.Rollback
	}
	if c != nil {
		lines = extend(lines, c.Save...)
	}
	lines = extend(lines, w.reloadLines()...)
	for _, line := range lines {
		for _, full := range w.expand(line) {
			if strings.ContainsAny(full, "{}") {
				w.unsure("the line that takes the change back: " + full)
				continue
			}
			w.add(Step{Phase: Rollback, Command: full, Source: p.Source})
		}
	}
	w.add(Step{Phase: Rollback, Why: "the way back costs another outage"})
}

// extend appends the lines that are not there yet.
func extend(lines []string, more ...string) []string {
	for _, m := range more {
		if m != "" && !slices.Contains(lines, m) {
			lines = append(lines[:len(lines):len(lines)], m)
		}
	}
	return lines
}
