package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// events says what an exchange did: lines entered in a configuration mode, what
// became of the candidate, a reboot that was confirmed.
func events(x vendors.Exchange) []fact.Event {
	w := strings.Fields(x.Command)
	switch {
	case strings.Contains(x.Text, "automatic rollback complete"):
		return append(did(x, w), fact.Event{Kind: fact.Committed, Text: commitUndone})
	case len(w) == 0:
		return nil
	}
	return did(x, w)
}

func did(x vendors.Exchange, w []string) []fact.Event {
	switch {
	case len(w) == 0:
	case x.Context.Mode != "" && w[0] != "request": // "run request …"
		return edited(x, w)
	case abbreviates(w[0], "configure", 4), w[0] == "edit":
		return []fact.Event{{Kind: fact.Entered, Lines: append([]string{"top"}, navigation(w)...), Text: "configuration mode"}}
	case w[0] == "request":
		return requested(x, w)
	}
	return nil
}

// abbreviates reports whether a typed word stands for word, with at least n letters.
func abbreviates(typed, word string, n int) bool {
	return len(typed) >= n && strings.HasPrefix(word, strings.ToLower(typed))
}

// notTaken reports whether the device did not take a line.
func notTaken(text string) bool {
	for _, m := range []string{"syntax error", "unknown command", "error:", "is ambiguous", "invalid value", "missing argument", "missing mandatory", "permission denied", "statement not found", "No valid completions", "is protected"} {
		if strings.Contains(text, m) {
			return true
		}
	}
	return false
}

// edited reads a line of the configuration mode. A commit that fails leaves the
// candidate as it is; one that is not confirmed in time is rolled back (see trial).
func edited(x vendors.Exchange, w []string) []fact.Event {
	switch {
	case w[0] == "commit":
		return committed(x, w)
	case w[0] == "rollback":
		return rolledBack(x, w)
	case w[0] == "exit" || w[0] == "quit" || w[0] == "top" || w[0] == "up" || w[0] == "edit":
		return left(x, w)
	case notTaken(x.Text):
		return nil
	case w[0] == "load":
		return loaded(x, w)
	case changesCandidate(w[0]):
		return []fact.Event{{Kind: fact.Entered, Lines: []string{strings.Join(w, " ")}, Text: "entered"}}
	}
	return nil
}

// changesCandidate reports whether a word starts a line that changes the candidate.
func changesCandidate(verb string) bool {
	return slices.Contains([]string{"set", "delete", "deactivate", "activate"}, verb)
}

// The words of a commit that is rolled back unless it is confirmed, and of its
// rollback.
const (
	commitConfirmed = "commit confirmed"
	commitUndone    = "automatic rollback"
)

func committed(x vendors.Exchange, w []string) []fact.Event {
	if !strings.Contains(x.Text, "commit complete") || strings.Contains(x.Text, "error:") || slices.Contains(w, "check") {
		return nil
	}
	if slices.Contains(w, "confirmed") {
		return []fact.Event{{Kind: fact.Committed, Text: commitConfirmed}}
	}
	return []fact.Event{{Kind: fact.Committed, Text: "commit complete"}}
}

// rolledBack: `rollback 0` drops the candidate; an older configuration takes its
// place with any other number, and what stands in it was not shown.
func rolledBack(x vendors.Exchange, w []string) []fact.Event {
	if notTaken(x.Text) {
		return nil
	}
	out := []fact.Event{{Kind: fact.TakenBack, Text: "rollback"}}
	if len(w) > 1 && w[1] != "0" {
		out = append(out, fact.Event{Kind: fact.Entered, Lines: []string{unseen}, Text: strings.Join(w, " ")})
	}
	return out
}

// unseen is the line that stands for a configuration that was put in place without
// being shown.
const unseen = "load a configuration that was not shown"

// left reads the ways through and out of the hierarchy. A candidate of one's own is
// dropped on the way out; the shared one stays, and goes with the next commit of
// anybody [lines-junos 61, doc MU].
func left(x vendors.Exchange, w []string) []fact.Event {
	t := strings.ToLower(x.Text)
	drops := strings.Contains(t, "discard uncommitted changes") || strings.Contains(t, "uncommitted changes will be discarded")
	switch {
	case drops && !answered(t, "no"):
		return []fact.Event{{Kind: fact.TakenBack, Text: "left without commit"}}
	case drops || notTaken(x.Text):
		return nil
	case strings.Contains(t, "exit with uncommitted changes"):
		return nil
	}
	if lines := navigation(w); len(lines) > 0 {
		return []fact.Event{{Kind: fact.Entered, Lines: lines, Text: "moved"}}
	}
	return nil
}

// answered reports whether a question of the device got an answer that starts so:
// "[yes,no] (no) yes".
func answered(text, word string) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "[yes,no]")
		if !ok {
			return false
		}
		after = strings.TrimSpace(after)
		after = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(after, "(no)"), "(yes)"))
		if a, _, _ := strings.Cut(after, "\n"); strings.HasPrefix(word, strings.TrimSpace(a)) && strings.TrimSpace(a) != "" {
			return true
		}
		rest = after
	}
}

// navigation is the line that moves in the hierarchy; a change may stand behind
// "top": "top set chassis …".
func navigation(w []string) []string {
	switch {
	case w[0] == "edit" && len(w) > 1:
		return []string{strings.Join(w, " ")}
	case w[0] == "top" && len(w) > 1:
		return []string{"top", strings.Join(w[1:], " ")}
	case w[0] == "top" || w[0] == "up":
		return []string{strings.Join(w, " ")}
	case w[0] == "exit" && len(w) == 1:
		return []string{"exit"}
	}
	return nil
}

// loaded reads `load set terminal` and `load merge terminal`, where the lines stand
// in the log; of a file nobody sees what is in it.
func loaded(x vendors.Exchange, w []string) []fact.Event {
	if !strings.Contains(x.Text, "load complete") {
		return nil
	}
	var lines []string
	if slices.Contains(w, "terminal") {
		lines = pasted(x.Text)
	}
	if len(lines) == 0 || slices.Contains(w, "override") || slices.Contains(w, "update") {
		lines = append([]string{unseen}, lines...)
	}
	return []fact.Event{{Kind: fact.Entered, Lines: lines, Text: strings.Join(w, " ")}}
}

// pasted gives the lines of a paste as `set` lines.
func pasted(text string) []string {
	var out, stack []string
	for line := range strings.Lines(text) {
		t := strings.TrimSpace(line)
		verb, _, _ := strings.Cut(t, " ")
		switch {
		case changesCandidate(verb):
			out = append(out, t)
		case strings.HasSuffix(t, "{"):
			stack = append(stack, strings.TrimSpace(strings.TrimSuffix(t, "{")))
		case t == "}" && len(stack) > 0:
			stack = stack[:len(stack)-1]
		case strings.HasSuffix(t, ";"):
			out = append(out, "set "+strings.TrimSpace(strings.Join(stack, " ")+" "+strings.TrimSuffix(t, ";")))
		}
	}
	return out
}

// requested reads reboots and restarts that were confirmed.
func requested(x vendors.Exchange, w []string) []fact.Event {
	scope, text := reboots(w)
	if scope == nil || !happened(x.Text, w) {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: *scope, Text: text + ", confirmed"}}
}

// reboots gives what a command takes down; nil = nothing, or not now.
func reboots(w []string) (*fact.Scope, string) {
	text := strings.Join(w, " ")
	at := func(word string) string {
		if i := slices.Index(w, word); i >= 0 && i+1 < len(w) {
			return w[i+1]
		}
		return ""
	}
	switch {
	case len(w) < 3:
		return nil, ""
	case w[1] == "chassis" && (w[2] == "fpc") && (slices.Contains(w, "restart") || slices.Contains(w, "offline")):
		slot := at("slot")
		if slot == "" {
			slot = at("restart")
		}
		return card(at("member"), slot), text
	case w[1] != "system" && w[1] != "vmhost" && w[1] != "node" || at("at") != "" || at("in") != "" && at("in") != "0":
		return nil, ""
	case !slices.Contains([]string{"reboot", "halt", "power-off", "power-cycle"}, w[2]) && (w[2] != "shutdown" && w[2] != "software"):
		return nil, ""
	case w[2] == "software" && !slices.Contains(w, "reboot"):
		return nil, ""
	case slices.Contains(w, "other-routing-engine"):
		return &fact.Scope{Kind: fact.ScopeRE, Node: "the other routing engine"}, text
	case at("member") != "":
		return &fact.Scope{Kind: fact.ScopeMember, Node: "member " + at("member"), Index: at("member")}, text
	case slices.Contains(w, "local"):
		return &fact.Scope{Kind: fact.ScopeMember, Node: "the member that was logged in to"}, text
	case w[1] == "node":
		return &fact.Scope{Kind: fact.ScopeNode, Node: w[len(w)-1]}, text
	}
	whole := fact.System()
	return &whole, text
}

func card(member, slot string) *fact.Scope {
	if slot == "" {
		return nil
	}
	node := "fpc" + slot
	if member != "" {
		node = "member" + member + " " + node
	}
	return &fact.Scope{Kind: fact.ScopeFPC, Node: node}
}

// happened reports whether the device did as it was told: the question was answered
// with yes, or it says that it goes down. Enter alone means no.
func happened(text string, w []string) bool {
	t := strings.ToLower(text)
	switch {
	case notTaken(text):
		return false
	case strings.Contains(t, "[yes,no]"):
		return answered(t, "yes")
	case w[1] == "chassis":
		return strings.Contains(t, "restart initiated") || strings.Contains(t, "offline initiated")
	}
	for _, m := range []string{"shutdown now", "going down", "rebooting", "--- junos", "login:", "shutdown: [pid"} {
		if strings.Contains(t, m) {
			return true
		}
	}
	return false
}

// trial fits the lines of a commit that was to be confirmed: rolled back they are
// none, and where the log ends before either nobody knows what is configured.
func trial(list []fact.Event) []fact.Event {
	var out []fact.Event
	from, next, open := 0, 0, false // where the lines of the trial begin, and those of the next commit
	for _, e := range list {
		undone := e.Kind == fact.Committed && e.Text == commitUndone
		switch {
		case undone && open:
			kept := slices.DeleteFunc(slices.Clone(out[from:]), func(e fact.Event) bool { return e.Kind == fact.Entered })
			out, open = append(out[:from], kept...), false
		case e.Kind == fact.Committed && e.Text == commitConfirmed && !open:
			from, open = next, true
		case e.Kind == fact.Committed && e.Text != commitConfirmed:
			open = false
		}
		if !undone {
			out = append(out, e)
		}
		if e.Kind == fact.Committed {
			next = len(out)
		}
	}
	for i := from; open && i < len(out); i++ {
		if out[i].Kind == fact.Entered {
			out[i].Lines = append(slices.Clone(out[i].Lines), unseen)
		}
	}
	return out
}

// follow turns the lines of the events into lines of the whole configuration, as
// the log moved through the hierarchy: "edit chassis", "set forwarding-options …".
func follow(list []fact.Event) []fact.Event {
	var path []string
	var out []fact.Event
	for _, e := range list {
		if e.Kind != fact.Entered {
			out = append(out, e)
			continue
		}
		var lines []string
		for _, line := range e.Lines {
			w := strings.Fields(line)
			switch {
			case len(w) == 0:
			case w[0] == "top":
				path = nil
			case w[0] == "edit":
				path = append(path, strings.Join(w[1:], " "))
			case w[0] == "up" || w[0] == "exit":
				path = path[:max(0, len(path)-1)]
			case changesCandidate(w[0]):
				lines = append(lines, strings.TrimSpace(w[0]+" "+strings.TrimSpace(strings.Join(path, " ")+" "+strings.Join(w[1:], " "))))
			default:
				lines = append(lines, line)
			}
		}
		if e.Lines = lines; len(lines) > 0 {
			out = append(out, e)
		}
	}
	return out
}
