package plan_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

var at = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// judged are the demo fleet, and the devices and cases beside the checkout where
// there are some.
func judged(t *testing.T) []audit.Verdict {
	t.Helper()
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	var out []audit.Verdict
	for _, m := range members {
		if m.Transcript != nil {
			out = append(out, rules.Auditor(registry.All()).Run(registry.All().Parse(m.Transcript, ""), policy.Default(), at))
		}
	}
	files, _ := filepath.Glob(filepath.Join(shared, "*.log"))
	cases, _ := filepath.Glob("../../shared/cases/*/*.log")
	for _, file := range append(files, cases...) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if tr, err := transcript.Read(raw); err == nil {
			out = append(out, rules.Auditor(registry.All()).Run(registry.All().Parse(tr, file), policy.Default(), at))
		}
	}
	return out
}

// known are the patterns of all lines that a plan of the device may hold.
func known(v *audit.Verdict, f *catalog.Family) []*regexp.Regexp {
	lines := []string{
		"configure terminal", "configure exclusive", "end", "exit", "show | compare", "show configuration", "commit", "commit check", "commit synchronize",
		"show running-config", "show configuration", "request system configuration rescue save",
	}
	checks := func(list []catalog.Check) {
		for _, c := range list {
			lines = append(lines, c.Command)
		}
	}
	for _, c := range f.Changes {
		lines = append(lines, slices.Concat(c.Commands, c.Save, c.Rollback, []string{c.Shows})...)
	}
	for _, r := range append([]catalog.Reload{f.Reload}, f.Reload.Variants...) {
		lines = append(lines, r.Commands...)
	}
	if f.Reload.Decides != nil {
		checks([]catalog.Check{*f.Reload.Decides})
	}
	for _, p := range catalog.RouteFilters().Of(string(v.Device.Identity.OS)) {
		lines = append(lines, p.Shows...)
	}
	for _, e := range f.Entries {
		checks(append(e.Before, e.After...))
	}
	checks(slices.Concat(f.Pre, f.Pending, f.Post))
	for _, c := range v.Device.Coverage {
		lines = append(lines, c.Commands...)
	}
	if p := v.Proposal; p != nil {
		lines = append(lines, slices.Concat(p.Commands, p.Undo)...)
		for _, c := range append(p.Before, p.Verify...) {
			lines = append(lines, c.Command)
		}
	}
	blank := regexp.MustCompile(`\\\{.*?\\\}`)
	var out []*regexp.Regexp
	for _, line := range lines {
		if line != "" {
			line = strings.Replace(blank.ReplaceAllString(regexp.QuoteMeta(line), `[^{}]+`), " fed switch active ", " fed (switch )?active ", 1)
			out = append(out, regexp.MustCompile("^"+line+"$"))
		}
	}
	return out
}

var order = []plan.Phase{plan.Pre, plan.Do, plan.Save, plan.Waits, plan.ReloadIt, plan.Post, plan.Rollback}

// Every line that a plan prints is one of the family, of the proposal, or the way
// into and out of configuration mode; none has a brace left; the phases stand in
// the order of the work; and what waits is checked before the point of no return.
func TestEveryLineIsTheFamilysOwn(t *testing.T) {
	n := 0
	for _, v := range judged(t) {
		f := vendors.Catalog().Family(v.Device.Family)
		p := plan.Build([]audit.Verdict{v}, registry.All(), at)
		if len(p.Devices) == 0 || f == nil {
			continue
		}
		d := &p.Devices[0]
		patterns := known(&v, f)
		last := 0
		for _, s := range d.Steps {
			if s.Command != "" && !slices.ContainsFunc(patterns, func(re *regexp.Regexp) bool { return re.MatchString(s.Command) }) {
				t.Errorf("%s (%s): %s: %q is nobody's line", d.Name, d.Family, s.Phase, s.Command)
			}
			if now := slices.Index(order, s.Phase); now < last {
				t.Errorf("%s: %s after %s", d.Name, s.Phase, order[last])
			} else {
				last = now
			}
			if n++; s.Command == "" && s.Why == "" {
				t.Errorf("%s: an empty step in %s", d.Name, s.Phase)
			}
		}
		if why := unchecked(d, f, &v); why != "" {
			t.Errorf("%s (%s): %s", d.Name, d.Family, why)
		}
	}
	if n < 100 {
		t.Errorf("%d steps only were looked at", n)
	}
}

// changes reports whether something is entered, or waits.
func changes(v *audit.Verdict) bool {
	return v.Action == solve.CarveReload || slices.ContainsFunc(v.Findings, func(f audit.Finding) bool { return f.State == audit.Pend })
}

// unchecked says what is missing around a reload.
func unchecked(d *plan.Device, f *catalog.Family, v *audit.Verdict) string {
	has := func(phase plan.Phase) bool {
		return slices.ContainsFunc(d.Steps, func(s plan.Step) bool { return s.Phase == phase && (s.Command != "" || phase != plan.ReloadIt) })
	}
	s := registry.All().Situation(v.Device, f)
	if s.Action = string(v.Action); v.Proposal != nil {
		s.Knob = v.Proposal.Knob
	}
	waits := slices.ContainsFunc(f.Pending, func(c catalog.Check) bool { return c.When.Holds(s) == fact.Yes })
	switch {
	case d.Reload == nil || len(d.Refused) > 0:
		if has(plan.ReloadIt) || has(plan.Rollback) {
			return "a reload that was not planned"
		}
	case !has(plan.Rollback):
		return "no word of a rollback"
	case waits && changes(v) && v.Action != solve.ProfileRestart && !has(plan.Waits):
		return "what waits is not checked"
	}
	return ""
}

// What can only be true once the lines are entered is no check before them.
func TestChecksBeforeTheChangeCanBeTrueThen(t *testing.T) {
	after := regexp.MustCompile(`(?i)on next reload, template|\(proposed\)|as planned|nothing but the change|only the change|that is wanted|of this plan`)
	for _, f := range vendors.Catalog().Families() {
		for _, c := range f.Pre {
			if m := after.FindString(c.Expect); m != "" && !slices.Equal(c.When.Action, []string{"reload"}) {
				t.Errorf("%s: before the change `%s` cannot show %q: it belongs to pending", f.Family, c.Command, m)
			}
		}
	}
}
