package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// question is one that every device of an operating system asks; key is the word by
// which the catalog's own wording of it is known.
type question struct {
	os                []fact.OS
	flavours          []string
	command, key      string
	asks, answer, why string
}

// common are the questions of the operating systems (lines-ios:2.2, lines-ios:2.3,
// lines-ios:3.2; lines-xr:4, lines-xr:6, lines-xr:7; lines-junos:common).
func common() []question {
	ios, xr, nx, junos := []fact.OS{fact.IOS, fact.IOSXE}, []fact.OS{fact.IOSXR}, []fact.OS{fact.NXOS}, []fact.OS{fact.Junos}
	return []question{
		{os: ios, command: "copy running-config startup-config", key: "Destination", asks: "Destination filename [startup-config]?", answer: "Enter"},
		{os: ios, command: "reload", key: "Save?", asks: "System configuration has been modified. Save? [yes/no]:"},
		{os: ios, command: "reload", key: "Proceed", asks: "Proceed with reload? [confirm]", answer: "Enter"},
		{os: xr, command: "reload rack 0", key: "[no,yes]", asks: "Reload node ? [no,yes]", answer: "yes", why: "in full: Enter alone means no"},
		{os: xr, command: "reload location", key: "Proceed", asks: "Proceed with reload? [confirm]", answer: "Enter"},
		{os: xr, command: "hw-module location", key: "Reload hardware", flavours: []string{"exr"}, asks: "Reload hardware module ? [no,yes]", answer: "yes"},
		{os: xr, command: "end", key: "Uncommitted", asks: "Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]", answer: "cancel", why: "the commit did not take place: `show configuration`, then commit"},
		{os: nx, command: "reload", key: "reboot the system", asks: "This command will reboot the system. (y/n)?  [n]", answer: "y", why: "where it warns of unsaved changes first, answer n and save"},
		{os: junos, command: "request system reboot", key: "Reboot the system", asks: "Reboot the system ? [yes,no] (no)", answer: "yes", why: "Enter alone means no"},
	}
}

// questions are those of a change's line, and those that every device asks there.
func questions(w *work, c *catalog.Change, line string) []Question {
	if c == nil {
		return asked(w, nil, line)
	}
	return asked(w, c.Questions, line)
}

// asked puts the catalog's questions of a command and the common ones together.
func asked(w *work, own []catalog.Question, line string) []Question {
	var out []Question
	for _, q := range own {
		if (q.Command == "" || strings.HasPrefix(line, q.Command)) && q.When.Holds(w.s) != fact.No {
			out = append(out, Question{Asks: q.Asks, Answer: q.Answer, Why: q.Why})
		}
	}
	for _, q := range common() {
		told := slices.ContainsFunc(out, func(o Question) bool { return strings.Contains(o.Asks, q.key) })
		if told || !slices.Contains(q.os, w.v.Device.Identity.OS) || !strings.HasPrefix(line, q.command) || len(q.flavours) > 0 && !slices.Contains(q.flavours, w.s.Flavour) {
			continue
		}
		if q.key == "Save?" {
			q.answer, q.why = saveAnswer(w)
		}
		out = append(out, Question{Asks: q.asks, Answer: q.answer, Why: q.why})
	}
	slices.SortStableFunc(out, func(a, b Question) int { return first(a) - first(b) })
	return out
}

// first is 0 for what a device asks before it asks whether to reload.
func first(q Question) int {
	if strings.Contains(q.Asks, "Save?") {
		return 0
	}
	return 1
}

// saveAnswer is what to say where the reload asks whether to save.
func saveAnswer(w *work) (answer, why string) {
	if slices.ContainsFunc(w.out.Steps, func(s Step) bool { return s.Phase == Save }) {
		return "yes", "the change is read from the startup configuration"
	}
	return "no", "what this plan is about is kept without it; `yes` saves whatever else was changed, only where that is wanted"
}
