package division

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
)

// Templates makes the candidates of a family whose memory is divided by a named
// template or profile (SDM, UFT, hw-db-profile): those of the class, with what the
// catalog knows of each. need is what the tables must hold, resource -> demand;
// caps are what the device prints under the active one, which is better than any
// catalog.
func Templates(f *catalog.Family, class catalog.Class, active string, need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) []solve.Candidate {
	var out []solve.Candidate
	for i := range f.Profiles {
		p := &f.Profiles[i]
		if p.Class != "" && p.Class != class {
			continue
		}
		c := solve.Candidate{Name: p.Name, Knob: p.Knob, Caps: map[fact.Resource]solve.Memory{}, Load: need, Takes: p.Trades, Source: p.Source}
		for res, n := range p.Caps {
			c.Caps[res] = solve.Memory{Capacity: n}
		}
		switch {
		case p.Removed != "":
			c.Refused = "removed in " + p.Removed
		case solve.Same(p.Name, active):
			maps.Copy(c.Caps, caps)
		case !p.Grade.Confirmed() && len(p.Caps) > 0:
			c.Unproven = "it may hold it, but its figures (" + figures(p.Caps, need) + ") are not proven"
			for res, m := range c.Caps {
				m.Soft, m.Note = true, "not proven"
				c.Caps[res] = m
			}
		case !p.Grade.Confirmed():
			if c.Unproven = "its figures are not known"; p.Trades != "" {
				c.Unproven += ": " + p.Trades
			}
		}
		lines(&c, f, p.Name)
		c.Undo, _ = f.LinesOf(active, []catalog.Class{class})
		c.Predict = []string{fmt.Sprintf("the active %s is %q", knobWord(f), p.Name)}
		out = append(out, c)
	}
	return out
}

// figures words what a template gives the tables in need.
func figures(caps map[fact.Resource]float64, need map[fact.Resource]solve.Demand) string {
	var list []string
	for _, res := range slices.Sorted(maps.Keys(caps)) {
		if d := need[res]; !d.None() {
			list = append(list, solve.Short(res)+" "+words.Thousands(caps[res]))
		}
	}
	return strings.Join(list, ", ")
}

// knobWord is what the family calls a division of its memory.
func knobWord(f *catalog.Family) string {
	if slices.Contains(f.OS, "juniper_junos") {
		return "profile"
	}
	return "template"
}

// lines fills the template's name into the catalog's commands. Where they ask
// for more than a name, or are not proven, none is given.
func lines(c *solve.Candidate, f *catalog.Family, name string) {
	if change := f.Change(c.Knob); change != nil && change.Grade.Confirmed() {
		c.Lines, _ = change.Fill(name)
	}
}
