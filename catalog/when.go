package catalog

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/release"
)

// When says for which devices and plans an entry is meant. What is left out asks
// nothing; of what is given all must hold, and of a list one.
type When struct {
	Flavour []string `yaml:"flavour"` // IOS-XR: cxr (32 bit), exr (64 bit, sysadmin plane), lnt (XR7)
	Form    string   `yaml:"form"`    // standalone, or stack (virtual chassis, StackWise, VSS): more than one member; pair: two
	Standby string   `yaml:"standby"` // yes or no: there is a second supervisor or routing engine
	Class   []Class  `yaml:"class"`   // of an engine, a card or the chassis
	Model   []string `yaml:"model"`   // of the chassis: exact, or with a trailing * for a prefix
	// From and Before are releases, one per train ("14.1X53-D40", "15.1R5"): at
	// least, or below, the one of the device's own train. Trains above all that are
	// named are newer.
	From   []string `yaml:"from"`
	Before []string `yaml:"before"`
	Knob   []string `yaml:"knob"`   // plans that turn one of these knobs
	Action []string `yaml:"action"` // plans of one of these actions
}

// Situation is what a When is asked of. What is empty is not known.
type Situation struct {
	Flavour string
	Members int    // 0 = nobody asked
	Standby string // yes, no
	Classes []Class
	Model   string
	Release string
	Knob    string // that the plan turns, or that waits
	Action  string
	// Waiting are the lines of the configuration pending a reload, as far as the
	// room of the family knows them by what the device says.
	Waiting []string
}

// Holds reports whether an entry is meant for s; unknown where what decides is not
// known of the device.
func (w When) Holds(s Situation) fact.Tri {
	all := fact.Yes
	for _, t := range []fact.Tri{
		oneOf(w.Flavour, s.Flavour), w.form(s.Members), oneOf(one(w.Standby), s.Standby), w.class(s.Classes), w.model(s.Model),
		atLeast(w.From, s.Release), not(atLeast(w.Before, s.Release), len(w.Before) > 0),
		oneOf(w.Knob, s.Knob), oneOf(w.Action, s.Action),
	} {
		if t == fact.No {
			return fact.No
		}
		if t == fact.Unknown {
			all = fact.Unknown
		}
	}
	return all
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func oneOf(list []string, value string) fact.Tri {
	switch {
	case len(list) == 0:
		return fact.Yes
	case value == "":
		return fact.Unknown
	}
	return fact.TriOf(slices.ContainsFunc(list, func(w string) bool { return strings.EqualFold(w, value) }))
}

func (w When) form(members int) fact.Tri {
	switch {
	case w.Form == "":
		return fact.Yes
	case members == 0:
		return fact.Unknown
	}
	if w.Form == "pair" {
		return fact.TriOf(members == 2)
	}
	return fact.TriOf((w.Form == "stack") == (members > 1))
}

func (w When) class(classes []Class) fact.Tri {
	switch {
	case len(w.Class) == 0:
		return fact.Yes
	case len(classes) == 0:
		return fact.Unknown
	}
	return fact.TriOf(slices.ContainsFunc(classes, func(c Class) bool { return slices.Contains(w.Class, c) }))
}

func (w When) model(model string) fact.Tri {
	switch {
	case len(w.Model) == 0:
		return fact.Yes
	case model == "":
		return fact.Unknown
	}
	return fact.TriOf(slices.ContainsFunc(w.Model, func(pid string) bool { return matchesPID(pid, model) }))
}

func not(t fact.Tri, asked bool) fact.Tri {
	switch {
	case !asked:
		return fact.Yes
	case t == fact.Unknown:
		return t
	}
	return fact.TriOf(t == fact.No)
}

// matchesPID compares a part number of the catalog with that of a device, letter
// case aside.
func matchesPID(pattern, pid string) bool {
	prefix, glob := strings.CutSuffix(pattern, "*")
	return strings.EqualFold(pattern, pid) || glob && len(pid) >= len(prefix) && strings.EqualFold(pid[:len(prefix)], prefix)
}

// atLeast compares a release with the one of its own train in the list; a train
// between two that are named is not known.
func atLeast(list []string, version string) fact.Tri {
	if len(list) == 0 {
		return fact.Yes
	}
	have := release.Numbers(version)
	if len(have) < 2 {
		return fact.Unknown
	}
	older, newer := 0, 0
	for _, l := range list {
		switch want := release.Numbers(l); slices.Compare(have[:2], want[:min(2, len(want))]) {
		case 0:
			return fact.TriOf(slices.Compare(have, want) >= 0)
		case -1:
			older++
		default:
			newer++
		}
	}
	switch {
	case older == 0:
		return fact.Yes
	case newer == 0:
		return fact.No
	}
	return fact.Unknown
}

// String words a When for people: "on XR7 (LNT)".
func (w When) String() string {
	var parts []string
	for _, f := range w.Flavour {
		parts = append(parts, "on "+flavourWords(f))
	}
	switch w.Form {
	case "standalone":
		parts = append(parts, "where it stands alone")
	case "stack":
		parts = append(parts, "with more than one member")
	case "pair":
		parts = append(parts, "with two members")
	}
	switch w.Standby {
	case "yes":
		parts = append(parts, "with a second supervisor or routing engine")
	case "no":
		parts = append(parts, "without a second supervisor or routing engine")
	}
	if len(w.Class)+len(w.Model) > 0 {
		parts = append(parts, "on "+strings.Join(append(words(w.Class), w.Model...), " or "))
	}
	if len(w.From) > 0 {
		parts = append(parts, "from "+strings.Join(w.From, ", "))
	}
	if len(w.Before) > 0 {
		parts = append(parts, "before "+strings.Join(w.Before, ", "))
	}
	return strings.Join(parts, ", ")
}

func flavourWords(f string) string {
	switch f {
	case "cxr":
		return "32-bit IOS XR"
	case "exr":
		return "64-bit IOS XR"
	case "lnt":
		return "XR7 (LNT)"
	}
	return f
}
