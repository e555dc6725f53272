package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Change is how an allocation is changed by hand. {…} in a line is filled in. How
// configuration mode is entered and left, and the commit, are not part of it: they
// are the operating system's, or the family's Entries.
type Change struct {
	Knob     string   `yaml:"knob"`
	Class    Class    `yaml:"class"`
	When     When     `yaml:"when"` // several of one knob: the first that holds is meant
	Commands []string `yaml:"commands"`
	Save     []string `yaml:"save"` // none where the device keeps the change by itself
	Rollback []string `yaml:"rollback"`
	Notice   string   `yaml:"notice"` // what the device prints when it is entered
	// Waits is what a device's pending change of this knob is called, with its place
	// {region} where it has several: what ran, {old}, goes into Rollback with it.
	Waits string `yaml:"waits"`
	// Loses is what Rollback takes away beside: it is said before it.
	Loses string `yaml:"loses"`
	// Shows is the command that prints what the solver predicts of the change; ""
	// = none was seen, and the prediction stands beside the steps.
	Shows     string     `yaml:"shows"`
	Questions []Question `yaml:"questions"` // of its lines and of Save
	// Grade Unverified: no document confirms the lines. They are never proposed;
	// they are printed, and marked, where they only enter again what ran.
	Grade  fact.Grade `yaml:"grade"`
	Source string     `yaml:"source"`
}

// Entry is how configuration mode is entered and left, for devices that are not
// like the others of their operating system (an admin plane of its own).
type Entry struct {
	When   When    `yaml:"when"`
	Before []Check `yaml:"before"` // ahead of the lines
	After  []Check `yaml:"after"`  // behind them: the check of what was entered, the commit, the way out
	Source string  `yaml:"source"`
}

// Question is what a device asks when a command is given, and the right answer.
type Question struct {
	Command string `yaml:"command"` // the command that asks; "" = every one of the entry
	When    When   `yaml:"when"`
	Asks    string `yaml:"asks"`
	Answer  string `yaml:"answer"` // as it is typed; "Enter" for the key alone
	Why     string `yaml:"why"`
	Source  string `yaml:"source"`
}

// Reload is what a change takes down, and the commands of it.
type Reload struct {
	Scope     string     `yaml:"scope"`
	Commands  []string   `yaml:"commands"`
	Expect    string     `yaml:"expect"` // what the device prints when it is taken
	Outage    string     `yaml:"outage"` // "" = unknown
	Warning   string     `yaml:"warning"`
	Questions []Question `yaml:"questions"`
	Grade     fact.Grade `yaml:"grade"`
	Source    string     `yaml:"source"`
	// Variants are the reloads of devices that are not like the others, each whole;
	// the first that holds is meant. Where what decides is not known all are shown,
	// and Decides, a command and what it shows, tells which.
	When     When     `yaml:"when"` // of a variant
	Variants []Reload `yaml:"variants"`
	Decides  *Check   `yaml:"decides"`
}

// Check is a command and what it must show.
type Check struct {
	Command string `yaml:"command"`
	When    When   `yaml:"when"`
	Expect  string `yaml:"expect"`
	Why     string `yaml:"why"`
	Source  string `yaml:"source"`
}

func (r *Reload) check(name string) []error {
	var errs []error
	for _, v := range append([]Reload{*r}, r.Variants...) {
		if (v.Scope != "" || len(v.Commands) > 0) && strings.TrimSpace(v.Source) == "" {
			errs = append(errs, fmt.Errorf("%s: reload %q has no source", name, v.Scope))
		}
	}
	return errs
}

// In gives the family as it is for devices in a situation: without the profiles,
// changes, answers and entries that are not meant for it, or of which it is not
// known. Checks, questions and reloads are chosen by the plan.
func (f *Family) In(s Situation) *Family {
	if f == nil {
		return nil
	}
	out := *f
	out.Profiles = holding(f.Profiles, s, func(p *Profile) When { return p.When })
	out.Changes = holding(f.Changes, s, func(c *Change) When { return c.When })
	out.Answers = holding(f.Answers, s, func(a *Answer) When { return a.When })
	out.Entries = holding(f.Entries, s, func(e *Entry) When { return e.When })
	return &out
}

func holding[T any](list []T, s Situation, when func(*T) When) []T {
	out := make([]T, 0, len(list))
	for i := range list {
		if when(&list[i]).Holds(s) == fact.Yes {
			out = append(out, list[i])
		}
	}
	return out
}

// For gives the reload of a situation: the one that is meant for it, or all that may
// be where what decides is not known. The reload itself is meant where no variant
// is.
func (r *Reload) For(s Situation) []Reload {
	var may []Reload
	for _, v := range r.Variants {
		switch v.When.Holds(s) {
		case fact.Yes:
			return []Reload{v}
		case fact.Unknown:
			may = append(may, v)
		case fact.No: // it is another device's
		}
	}
	if own := *r; len(may) == 0 || len(own.Commands) > 0 {
		own.Variants = nil
		may = append(may, own)
	}
	return may
}

// LinesOf gives the lines that make the setting active which the device calls name,
// and whether a document confirms them; none where the catalog does not know it, or
// where it has different lines for it and none is of these classes.
func (f *Family) LinesOf(name string, classes []Class) (lines []string, confirmed bool) {
	if f == nil || name == "" {
		return nil, false
	}
	for i := range f.Profiles {
		p := &f.Profiles[i]
		c := f.Change(p.Knob)
		if c == nil || !strings.EqualFold(p.Name, name) {
			continue
		}
		l, ok := c.Fill(p.Name)
		switch {
		case !ok:
		case p.Class == "" || slices.Contains(classes, p.Class):
			return l, c.Grade.Confirmed()
		case lines != nil && !slices.Equal(l, lines):
			return nil, false
		default:
			lines, confirmed = l, c.Grade.Confirmed()
		}
	}
	return lines, confirmed
}

// Fill writes the name of a template or profile into the lines of a change; ok is
// false where they ask for more than a name.
func (c *Change) Fill(name string) (lines []string, ok bool) {
	fill := strings.NewReplacer("{template}", name, "{profile}", name, "{name}", name)
	for _, line := range c.Commands {
		if line = fill.Replace(line); strings.ContainsAny(line, "{}") {
			return nil, false
		}
		lines = append(lines, line)
	}
	return lines, len(lines) > 0
}
