package report

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/solve"
)

// checklist writes a plan as Markdown.
type checklist struct {
	b *bufio.Writer
}

// WriteChecklist writes a plan as a Markdown checklist that a person prints and
// ticks: per device why, what to check, enter, save and reload, and the way
// back.
func WriteChecklist(w io.Writer, p *plan.Plan) error {
	c := checklist{bufio.NewWriter(w)}
	c.f("# Remediation checklist\n\nMade %s. headroom sends no configuration: a person enters these lines.\n\n", p.Made.Format(time.RFC3339))
	if len(p.Gaps) > 0 {
		c.f("> **This plan stands on scan %s, which is incomplete:** %s. What is not in the scan is not in the plan.\n\n", Inline(p.Scan), Inline(strings.Join(p.Gaps, "; ")))
	}
	if len(p.Devices) == 0 {
		c.f("%s\n", nothingToDo(p))
		return c.b.Flush()
	}
	c.f("| device | state | action | site | pair | reload |\n|---|---|---|---|---|---|\n")
	for i := range p.Devices {
		d := &p.Devices[i]
		c.f("| %s | %s | %s | %s | %s | %s |\n", cell(d.Name), d.State, cell(string(d.Action)), cell(d.Site), cell(d.Pair), cell(reloadScope(d)))
	}
	c.waves(p)
	for i := range p.Devices {
		c.device(&p.Devices[i])
	}
	listedMarkdown(c.f, citations(reflect.ValueOf(p))...)
	return c.b.Flush()
}

// nothingToDo is what stands for the list of devices where it is empty.
func nothingToDo(p *plan.Plan) string {
	if len(p.Gaps) > 0 {
		return "Nothing to do on the devices that were read."
	}
	return "Nothing to do: no device needs a change."
}

func reloadScope(d *plan.Device) string {
	switch {
	case len(d.Refused) > 0:
		return "REFUSED"
	case d.Reload == nil:
		return "none"
	default:
		return d.Reload.Scope
	}
}

func (c *checklist) f(format string, args ...any) { fmt.Fprintf(c.b, format, args...) }

func (c *checklist) device(d *plan.Device) {
	c.f("\n## %s: %s, %s\n\n", Inline(d.Name), d.State, Inline(string(d.Action)))
	var about []string
	for _, a := range []struct{ name, value string }{{"model", d.Model}, {"family", d.Family}, {"os", d.OS}, {"site", d.Site}, {"role", d.Role}, {"pair", d.Pair}} {
		if a.value != "" {
			about = append(about, a.name+" "+Inline(a.value))
		}
	}
	if len(about) > 0 {
		c.f("%s\n\n", strings.Join(about, " · "))
	}
	c.why(d)
	c.solver(d)
	for _, r := range d.Refused {
		c.f("> **Do not reload this device yet.** %s (rule `%s`)\n\n", Inline(r.Why), r.Rule)
	}
	if r := d.Reload; r != nil {
		c.f("**Reload:** %s. Expected outage: %s.", Inline(r.Scope), Inline(r.Outage))
		if r.Warning != "" {
			c.f(" %s", Inline(r.Warning))
		}
		c.f("\n\n")
	}
	if d.Pair != "" && d.Reload != nil {
		c.f("**Pair:** %s carries its traffic meanwhile. Never both at once: check it first.\n\n", Inline(d.Pair))
	}
	c.steps(d)
	c.list("Compare afterwards (no command is known that shows it)", d.Compare)
	c.list("Not known", d.Unsure)
}

func (c *checklist) list(title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	c.f("### %s\n\n", title)
	for _, t := range texts {
		c.f("- %s\n", Inline(t))
	}
	c.f("\n")
}

func (c *checklist) why(d *plan.Device) {
	c.f("### Why\n\n")
	for _, w := range d.Why {
		c.f("- **%s** `%s` %s\n", w.State, w.Rule, Inline(w.Message))
		for _, e := range w.Evidence {
			where := fmt.Sprintf("%s, line %d", e.Command, e.Line)
			if e.File != "" {
				where += " of " + e.File
			}
			c.f("  - `%s` (%s)\n", code(strings.TrimSpace(e.Text)), Inline(where))
		}
	}
	c.f("\n")
}

func (c *checklist) solver(d *plan.Device) {
	s := d.Solver
	if s.Reason == "" || s.Verdict == solve.NotApplicable {
		return
	}
	c.f("### Allocation: %s\n\n%s\n\n", s.Verdict, Inline(s.Reason))
	if s.Sure != "" {
		c.f("How sure: %s.\n\n", Inline(s.Sure))
	}
	for _, o := range s.Others {
		takes := ""
		if o.Takes != "" {
			takes = "; what it costs: " + o.Takes
		}
		c.f("- also valid, `%s`: %s\n", code(o.Name), Inline(o.Lasts+takes))
	}
	for _, r := range s.Candidates {
		c.f("- not `%s`: %s\n", code(r.Name), Inline(r.Why))
	}
	if len(s.Candidates)+len(s.Others) > 0 {
		c.f("\n")
	}
}

func (c *checklist) steps(d *plan.Device) {
	var last plan.Phase
	for i, s := range d.Steps {
		if s.Phase != last {
			c.f("### %s\n\n", s.Phase.Title())
			last = s.Phase
		}
		c.step(&s)
		if i+1 == len(d.Steps) || d.Steps[i+1].Phase != s.Phase {
			c.f("\n")
		}
	}
}

func (c *checklist) step(s *plan.Step) {
	c.f("- [ ] ")
	switch {
	case s.Command == "":
		c.f("%s", Inline(s.Why))
	case s.Why == "":
		c.f("`%s`", code(s.Command))
	default:
		c.f("`%s`: %s", code(s.Command), Inline(s.Why))
	}
	if s.Unproven {
		c.f(" (%s)", plan.Unconfirmed)
	}
	if len(s.Pattern) > 0 {
		c.f("\n\n      ```text\n")
		for _, line := range s.Pattern {
			c.f("      %s\n", code(line))
		}
		c.f("      ```\n")
	}
	if s.Expect != "" {
		c.f("\n      expect: %s", Inline(s.Expect))
	}
	for _, q := range s.Questions {
		c.f("\n      if it asks `%s` answer `%s`%s", code(q.Asks), code(q.Answer), Inline(because(q)))
	}
	c.f("\n")
}

func because(q plan.Question) string {
	if q.Why == "" {
		return ""
	}
	return ": " + q.Why
}

// Inline makes untrusted text safe inside a line of Markdown.
func Inline(s string) string {
	t := string(safeterm.CleanLine(s))
	return strings.NewReplacer("`", "'", "|", `\|`, "<", "&lt;", "[", `\[`, "*", `\*`, "_", `\_`).Replace(t)
}

// cell is Inline with a dash for nothing.
func cell(s string) string {
	if s == "" {
		return "-"
	}
	return Inline(s)
}

// code makes untrusted text safe between backticks.
func code(s string) string {
	return strings.ReplaceAll(string(safeterm.CleanLine(s)), "`", "'")
}

// waveTime says when a wave is, in the time zone of its window.
func waveTime(w *plan.Wave) string {
	if w.From == nil || w.To == nil {
		return "no maintenance window in the inventory: schedule manually"
	}
	from, to := *w.From, *w.To
	if loc, err := time.LoadLocation(w.Zone); err == nil {
		from, to = from.In(loc), to.In(loc) // a plan that was read from JSON knows offsets only
	}
	return fmt.Sprintf("%s to %s %s", from.Format("Mon 2006-01-02 15:04"), to.Format("Mon 15:04"), w.Zone)
}

func waveKind(w *plan.Wave) string {
	if w.Kind == plan.WaveReload {
		return "reload only"
	}
	return "change and reload"
}

// waitsFor says whom a device of a wave waits for, "" = nobody.
func waitsFor(w *plan.Wave, device string) string {
	var first []string
	for _, a := range w.After {
		if a.Device == device {
			first = append(first, a.First)
		}
	}
	if len(first) == 0 {
		return ""
	}
	return "only after " + strings.Join(first, ", ") + " is verified"
}

// waves writes the waves of a plan as part of the checklist.
func (c *checklist) waves(p *plan.Plan) {
	if len(p.Waves) == 0 && len(p.Unplaced) == 0 {
		return
	}
	c.f("\n## Waves\n\n")
	for i := range p.Waves {
		w := &p.Waves[i]
		c.f("### %s: %s\n\n%s\n\n", Inline(w.Name), waveKind(w), Inline(waveTime(w)))
		for _, d := range w.Devices {
			c.f("- [ ] %s", Inline(d))
			if s := waitsFor(w, d); s != "" {
				c.f(": %s", Inline(s))
			}
			c.f("\n")
		}
		c.f("\n")
	}
	for _, u := range p.Unplaced {
		c.f("- **In no wave:** %s: %s\n", Inline(u.Device), Inline(u.Why))
	}
}
