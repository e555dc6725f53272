package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// events says what an exchange did beside answering. XR keeps what is entered in
// a target configuration until it is committed [lines 0, 4].
func events(x vendors.Exchange) []fact.Event {
	command := strings.Join(strings.Fields(strings.TrimSpace(x.Command)), " ")
	if command == "" || strings.HasSuffix(command, "?") || strings.HasPrefix(command, "!") {
		return nil
	}
	if x.Context.Mode != "" {
		if x.Context.Part != "" && x.Context.Part != "admin" {
			return nil // the sysadmin plane has a configuration of its own
		}
		return typed(x, command)
	}
	switch here := x.Context.Part == ""; {
	case here && vendors.Match("rollback configuration **", command) > 0:
		return rolledBack(x, command)
	case here && vendors.Match("configure **", command) > 0:
		return []fact.Event{{Kind: fact.TakenBack, Text: "a new configuration session begins with nothing in it"}}
	}
	return restart(x, command)
}

// typed says what a line did that was typed in a configuration mode.
func typed(x vendors.Exchange, command string) []fact.Event {
	word, _, _ := strings.Cut(strings.ToLower(command), " ")
	switch {
	case refused(x.Text):
		return nil
	case vendors.Match("commit **", command) > 0 && len(word) > 2:
		return committed(x, command)
	case word == "abort" || word == "clear":
		return []fact.Event{{Kind: fact.TakenBack, Text: word}}
	case word == "end" || word == "exit" || word == "quit":
		return left(x, word)
	case asksInConfig(word):
		return nil
	}
	e := fact.Event{Kind: fact.Entered, Lines: []string{canonical(command)}, Text: "entered"}
	if notice := noticeIn(x.Text); notice != "" {
		e.Text = "entered: " + notice
	}
	return []fact.Event{e}
}

// asksInConfig knows the words of a configuration mode that change nothing.
func asksInConfig(word string) bool {
	switch word {
	case "show", "do", "root", "pwd", "describe", "configure", "terminal", "ping", "help":
		return true
	}
	return false
}

// refused reports whether the answer to a line says that it was not taken: "% Invalid
// input", "% Incomplete command", "%% …". A commit that fails is told by committed.
func refused(text string) bool {
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "%%") || strings.HasPrefix(t, "% ") && !remark(t) || strings.HasPrefix(t, "Error:") || t == "^" {
			return true
		}
		text = rest
	}
	return false
}

// remark knows lines that begin with % and refuse nothing: a policy object that is
// there already, the confirmation of a trial commit.
func remark(t string) bool {
	return strings.Contains(t, "Failed to commit") || strings.HasPrefix(t, "% WARNING") || strings.HasPrefix(t, "% Warning") || strings.HasPrefix(t, "% Confirming commit")
}

// committed reads the answer to a commit. One that failed changed nothing, save
// where it was to keep what it could; the lines may still stand in the target
// configuration, and go with the next commit.
func committed(x vendors.Exchange, command string) []fact.Event {
	failed := strings.Contains(x.Text, "Failed to commit") || strings.Contains(x.Text, "!!%")
	switch {
	case vendors.Match("commit show-error", command) > 0:
		return nil
	case vendors.Match("commit best-effort **", command) > 0 && failed:
		return []fact.Event{{Kind: fact.Committed, Text: "commit, in part"}}
	case strings.Contains(x.Text, "No configuration changes to commit"):
		return nil // nor does it confirm what another session has on trial
	case failed:
		return []fact.Event{{Kind: fact.Entered, Text: commitFailed}}
	case strings.Contains(x.Text, proceed) && answerTo(x, proceed) != yes:
		return nil // it waits in the target configuration
	}
	out := []fact.Event{{Kind: fact.Committed, Text: commitWords(command)}}
	if notice := noticeIn(x.Text); notice != "" {
		out = append([]fact.Event{{Kind: fact.Entered, Lines: []string{notice}, Text: "the device says so at the commit"}}, out...)
	}
	return out
}

// proceed is what XR asks before a commit that replaces all, or that others have
// overtaken; no is the default.
const proceed = "Do you wish to proceed"

// The words of commits that are not like the others.
const (
	commitConfirmed = "commit confirmed"
	commitReplace   = "commit replace"
	commitRollback  = "rollback configuration"
	commitFailed    = "the commit failed"
)

func commitWords(command string) string {
	switch {
	case vendors.Match("commit confirmed **", command) > 0:
		return commitConfirmed
	case vendors.Match("commit replace **", command) > 0:
		return commitReplace
	}
	return "commit"
}

// left reads how a configuration mode was left: XR asks where something is not
// committed, and `cancel`, its default, stays [lines 1 (4)].
func left(x vendors.Exchange, word string) []fact.Event {
	switch answerTo(x, "Uncommitted changes found") {
	case yes:
		if strings.Contains(x.Text, "Failed to commit") {
			return []fact.Event{{Kind: fact.Entered, Text: commitFailed}}
		}
		return []fact.Event{{Kind: fact.Committed, Text: word + ", committed"}}
	case no:
		return []fact.Event{{Kind: fact.TakenBack, Text: word + " without a commit"}}
	default: // no answer is no event
		return nil
	}
}

// rolledBack reads `rollback configuration`, which commits at once.
func rolledBack(x vendors.Exchange, command string) []fact.Event {
	if refused(x.Text) || strings.Contains(x.Text, "Failed") || strings.Contains(x.Text, "failed") {
		return nil
	}
	return []fact.Event{{Kind: fact.Committed, Text: commitRollback + " " + strings.Join(strings.Fields(command)[2:], " ")}}
}

// restart reads the commands that reload: on 32-bit XR and XR7 at the ordinary
// prompt, on 64-bit XR on the sysadmin plane [lines 4].
func restart(x vendors.Exchange, command string) []fact.Event {
	if w := strings.Fields(command); len(w) > 1 && strings.EqualFold(w[0], "admin") {
		command = strings.Join(w[1:], " ")
	}
	scope, ok := restartScope(command)
	if !ok || refused(x.Text) || !confirmed(x, command) {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: scope, Text: command + ", confirmed"}}
}

// restartScope says what a command reloads: rack 0 and all are the router, a node
// is a card or a route processor. Plain `reload` is about the route processor that
// it is typed on.
func restartScope(command string) (fact.Scope, bool) {
	w := strings.Fields(strings.ToLower(command))
	switch {
	case vendors.Match("hw-module location * **", command) > 0 && hasReload(w[3:]),
		vendors.Match("reload location * **", command) > 0 && strings.HasPrefix(w[0], "rel"):
		if w[2] == "all" {
			return fact.System(), true
		}
		return NodeScope(fullNode(w[2])), isNode(w[2])
	case vendors.Match("reload rack * **", command) > 0 && strings.HasPrefix(w[0], "rel"):
		if w[2] == "0" || w[2] == "all" {
			return fact.System(), true
		}
		return fact.Scope{Kind: fact.ScopeRack, Node: w[2]}, true
	case w[0] == "reload" && (len(w) == 1 || w[1] == "noprompt"):
		return fact.Scope{Kind: fact.ScopeRP}, true
	}
	return fact.Scope{}, false
}

// fullNode writes "0/7", as the sysadmin plane has it, like 0/7/CPU0.
func fullNode(n string) string {
	n = Node(n)
	if strings.Count(n, "/") == 1 {
		n += "/CPU0"
	}
	return n
}

func hasReload(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return len(w) > 2 && strings.HasPrefix("reload", w) })
}

// confirmed reports whether a reload was agreed to: the last question was answered
// with yes, or with Enter where that means yes; or the device says that it took
// the request.
func confirmed(x vendors.Exchange, command string) bool {
	low := strings.ToLower(x.Text)
	switch {
	case strings.Contains(low, "reload request on") && (strings.Contains(low, "succeeded") || strings.Contains(low, "acknowledged")):
		return true
	case strings.Contains(low, "declined"), strings.Contains(low, "aborted"), strings.Contains(low, "cancel"), strings.Contains(low, "reload request on"):
		return false
	}
	asked, last := false, none
	lines := strings.Split(x.Text, "\n")
	for i, l := range lines {
		if q := questionEnd(l); q >= 0 {
			asked, last = true, answered(l[q:], lines[i+1:])
			if last == none && (enterMeansYes(l) && (x.Whole || i+1 < len(lines))) {
				last = yes
			}
			if last == no {
				return false
			}
		}
	}
	return last == yes || !asked && slices.Contains(strings.Fields(strings.ToLower(command)), "noprompt")
}

// questionEnd gives where the answer to a question of a reload begins; -1 = the
// line is none: "Proceed with reload? [confirm]", "Reload node ? [no,yes]", "Do you
// wish to continue?[confirm(y/n)]".
func questionEnd(line string) int {
	if !strings.Contains(line, "?") {
		return -1
	}
	for _, end := range []string{"[confirm]", "[no,yes]", "[confirm(y/n)]", "[yes/no]", "[y/n]", "(y/n)"} {
		if i := strings.Index(line, end); i >= 0 {
			return i + len(end)
		}
	}
	return -1
}

func enterMeansYes(line string) bool { return strings.Contains(line, "[confirm]") }

// choice is the answer to a question.
type choice int

const (
	none choice = iota
	yes
	no
)

// answered reads what was typed behind a question, or alone on the next line.
func answered(rest string, next []string) choice {
	if w := reply(rest); w != none || strings.Trim(rest, " :]\t") != "" {
		return w
	}
	for _, l := range next {
		if strings.TrimSpace(l) != "" {
			return reply(l)
		}
	}
	return none
}

func reply(t string) choice {
	switch t = strings.ToLower(strings.Trim(t, " :]\t")); {
	case t == "y" || t == "yes":
		return yes
	case t == "n" || t == "no" || strings.HasPrefix(t, "^c"):
		return no
	}
	return none
}

// answerTo gives the answer to the question that begins with head.
func answerTo(x vendors.Exchange, head string) choice {
	lines := strings.Split(x.Text, "\n")
	for i, l := range lines {
		at := strings.Index(l, head)
		if at < 0 {
			continue
		}
		if end := strings.LastIndexAny(l, "]:?)"); end > at {
			return answered(l[end+1:], lines[i+1:])
		}
	}
	return none
}

// noticeIn gives the line by which a device says that something takes a reload:
// "In order to activate this new scale, you must manually reload …", "the router
// must be manually reloaded", of whatever profile [lines 1 (2), messages.csv].
func noticeIn(text string) string {
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		if isNotice(line) {
			return strings.TrimSpace(line)
		}
		text = rest
	}
	return ""
}

func isNotice(line string) bool {
	low := strings.ToLower(line)
	if i := strings.Index(low, "reload"); i < 0 || strings.Contains(low, "reload?") || strings.HasPrefix(strings.TrimSpace(low), "result ") {
		return false
	}
	for _, w := range []string{"in order to", "must", "require", "need", "take effect", "takes effect", "please"} {
		if strings.Contains(low, w) {
			return !strings.Contains(low, "not require") && !strings.Contains(low, "no reload") && !strings.Contains(low, "without")
		}
	}
	return false
}

// place fits what another plane answered. The admin plane of 32-bit XR is the same
// box, with a configuration of its own; the sysadmin plane of 64-bit XR is another
// system, whose configuration says nothing of the memory.
func place(c transcript.Context, r *fact.Reading) {
	if c.Part != "admin" {
		vendors.Elsewhere(c, r)
	}
	for i := range r.Flags {
		if f := &r.Flags[i]; f.Key == fact.FlagHwModuleAll {
			f.Key = fact.FlagHwModuleAdmin
		}
	}
	if c.Part == "sysadmin" {
		r.Flags = slices.DeleteFunc(r.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagHwModuleAdmin || f.Key == fact.FlagHwModule })
	}
}

// relay takes `admin show …` apart: the admin plane answers.
func relay(command string) (part, bare string) {
	if bare, ok := strings.CutPrefix(command, "admin "); ok && strings.HasPrefix(bare, "sh") {
		return "admin", bare
	}
	return "", ""
}
