package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// events says what an exchange did beyond asking: configuration that was taken,
// a save, a reload that was confirmed.
func events(x vendors.Exchange) []fact.Event {
	var out []fact.Event
	command, answer := x.Command, x.Text
	mode := x.Context.Mode != ""
	for {
		part, rest, more := cutPrompt(answer)
		out = append(out, staged(x.Context.Mode, command, part, did(command, part, x.Context.Part, mode))...)
		if !more {
			return out
		}
		// The prompt of a renamed switch inside the answer: what stands behind it was
		// typed in configuration mode.
		command, answer, _ = strings.Cut(rest, "\n")
		mode = true
	}
}

// staged fits what was done to a configuration session or to dual-stage mode,
// whose lines wait for their commit (prompts of unicon: "(config-s)#",
// "(config-dual-stage)#").
func staged(mode, command, answer string, events []fact.Event) []fact.Event {
	w := strings.Fields(strings.ToLower(command))
	inside := mode == "config-s" || strings.HasPrefix(mode, "config-s-") || strings.HasPrefix(mode, "config-dual-stage")
	switch {
	case len(w) == 0, !inside && !(isWord(w[0], "configure", 4) && len(w) > 1 && (isWord(w[1], "session", 1) || isWord(w[1], "dual-stage", 1))):
		return events
	case w[0] == "abort" || isWord(w[0], "configure", 4):
		return []fact.Event{{Kind: fact.TakenBack, Text: strings.Join(w, " ")}}
	case w[0] == "commit" && !refused(answer) && !strings.Contains(strings.ToLower(answer), "fail"):
		return []fact.Event{{Kind: fact.Committed, Text: "commit"}}
	}
	for i := range events {
		events[i].Candidate = events[i].Kind == fact.Entered
	}
	return events
}

// cutPrompt cuts an answer before the line "name(config…)# typed"; rest begins
// with what was typed.
func cutPrompt(answer string) (part, rest string, ok bool) {
	for at := 0; at < len(answer); {
		line := firstLine(answer[at:])
		name, mode, found := strings.Cut(line, "(config")
		if _, typed, cut := strings.Cut(mode, ")#"); found && cut && name != "" && !strings.ContainsAny(name, " \t") {
			return answer[:at], strings.TrimSpace(typed) + answer[at+len(line):], true
		}
		at += len(line) + 1
	}
	return answer, "", false
}

func firstLine(t string) string {
	line, _, _ := strings.Cut(t, "\n")
	return line
}

// did reads one command line, of which ";" divides several.
func did(command, answer, part string, mode bool) []fact.Event {
	var lines []string
	for one := range strings.SplitSeq(command, ";") {
		w := strings.Fields(strings.ToLower(one))
		switch {
		case len(w) == 0:
		case isSave(w):
			if saved(answer) {
				return append(entered(lines, answer), fact.Event{Kind: fact.Saved, Text: "the running configuration was saved"})
			}
		case isWord(w[0], "reload", 3), isWord(w[0], "install", 4):
			return append(entered(lines, answer), restarted(strings.Fields(one), answer, part)...)
		case isWord(w[0], "system", 3) && len(w) > 1 && isWord(w[1], "switchover", 3):
			return []fact.Event{{Kind: fact.Reloaded, Scope: fact.Scope{Kind: fact.ScopeSupervisor, Node: "active"}, Text: "the other supervisor took over"}}
		case w[0] == "rollback" && len(w) > 1 && isWord(w[1], "running-config", 3):
			if !refused(answer) && !strings.Contains(strings.ToLower(answer), "rollback failed") {
				return []fact.Event{{Kind: fact.Entered, Lines: []string{rolledBack}, Text: "another configuration was put in place: " + one}}
			}
		case isWord(w[0], "configure", 4):
			mode = true
		case !asks(w[0]) && (mode || isCarve(one) || notice(answer)):
			lines = append(lines, strings.Join(strings.Fields(one), " "))
		}
	}
	return entered(lines, answer)
}

// rolledBack is the line that stands for a checkpoint that was put in place, whose
// lines nobody saw.
const rolledBack = "rollback running-config"

// entered gives the lines where the switch took them. A module that is switched
// off, or on again, forgets what it said.
func entered(lines []string, answer string) []fact.Event {
	if len(lines) == 0 || refused(answer) {
		return nil
	}
	out := []fact.Event{{Kind: fact.Entered, Lines: lines, Text: "entered: " + strings.Join(lines, "; ")}}
	for _, l := range lines {
		w := strings.Fields(strings.TrimPrefix(l, "no "))
		if len(w) == 3 && w[0] == "poweroff" && isWord(w[1], "module", 3) {
			out = append(out, fact.Event{Kind: fact.Reloaded, Scope: restartedModule(w[2]), Text: l})
		}
	}
	return out
}

// isWord reports whether w is the word, or its first letters, at least n.
func isWord(w, word string, n int) bool {
	return len(w) >= n && strings.HasPrefix(word, w)
}

// asks names what is typed in configuration mode and stands in no configuration.
func asks(w string) bool {
	switch w {
	case "end", "exit", "where", "do", "dir", "ping", "ping6", "attach", "slot", "switchto", "switchback", "abort", "commit", "verify", "y", "n", "yes", "run", "delete", "copy", "write":
		return true
	}
	return isWord(w, "show", 2) || isWord(w, "terminal", 4) || isWord(w, "clear", 2) || isWord(w, "debug", 3) || isWord(w, "undebug", 2)
}

// refused reports whether the switch did not take a line: an error, or a question
// that was not answered with yes.
func refused(answer string) bool {
	for line := range strings.SplitSeq(answer, "\n") {
		t := strings.ToLower(strings.TrimSpace(line))
		if strings.HasPrefix(t, "% ") || strings.HasPrefix(t, "error") || strings.HasPrefix(t, "cmd exec error") ||
			strings.Contains(t, "permission denied") || strings.Contains(t, "configuration update aborted") ||
			strings.HasPrefix(t, "configured/applied routing mode template is not") {
			return true
		}
	}
	return confirmed(answer) == fact.No
}

// isSave knows `copy running-config startup-config`, and the short names that
// people give it.
func isSave(w []string) bool {
	if w[0] == "copy" {
		return len(w) >= 3 && isWord(w[1], "running-config", 1) && isWord(w[2], "startup-config", 1)
	}
	return w[0] == "wr" || w[0] == "write" && (len(w) == 1 || isWord(w[1], "memory", 3))
}

// saved reports whether a save ended: "Copy complete" is its last word, a bar that
// reached 100 % the last of old releases [nxos:4.2; lines 6].
func saved(answer string) bool {
	return !refused(answer) && (strings.Contains(answer, "Copy complete") || strings.Contains(answer, "##] 100%"))
}

// restarted reads `reload`, of all or of a part, and `install all`, which reloads
// unless it was without disruption [unicon.plugins, genie: their dialogues].
func restarted(w []string, answer, part string) []fact.Event {
	scope, ok := reloadScope(w, part)
	if !ok {
		return nil
	}
	if w[0][0]|0x20 == 'i' {
		if len(w) < 2 || w[1] != "all" || !strings.Contains(answer, "Finishing the upgrade, switch will reboot") {
			return nil
		}
		return []fact.Event{{Kind: fact.Saved, Text: "install all copies the configuration"}, {Kind: fact.Reloaded, Scope: scope, Text: "install all, with a reload"}}
	}
	if yes := confirmed(answer); yes == fact.No || yes == fact.Unknown && !goesDown(answer) {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: scope, Text: strings.Join(w, " ") + ", confirmed"}}
}

// restartedModule is the scope of a module that was restarted, by the name that rows
// about it have.
func restartedModule(no string) fact.Scope { return fact.Scope{Kind: fact.ScopeModule, Index: no} }

// reloadScope says what a reload takes down; false = nothing yet (a time was set,
// or taken back), or nobody knows.
func reloadScope(w []string, part string) (fact.Scope, bool) {
	vdc, inVDC := strings.CutPrefix(part, "vdc ")
	whole := fact.System()
	switch {
	case inVDC:
		whole = fact.Scope{Kind: fact.ScopeVDC, Index: vdc}
	case part != "":
		whole = fact.Scope{Kind: fact.ScopeKind(part)}
	}
	if w[0][0]|0x20 == 'i' || len(w) == 1 {
		return whole, true
	}
	switch part := strings.ToLower(w[1]); {
	case isWord(part, "module", 1) && len(w) > 2:
		return restartedModule(w[2]), true
	case part == "vdc" && len(w) > 2:
		return fact.Scope{Kind: fact.ScopeVDC, Index: w[2]}, true
	case part == "vdc":
		return fact.Scope{Kind: fact.ScopeVDC, Index: vdc}, true
	case part == "ascii", part == "restore", part == "power-cycle":
		return whole, true
	}
	return whole, false // in, at, cancel, fex
}

// confirmed says how the questions of an answer were answered: Unknown where none
// was asked. Enter alone takes what stands in brackets.
func confirmed(answer string) fact.Tri {
	lines := strings.Split(answer, "\n")
	got := fact.Unknown
	for i, l := range lines {
		low := strings.ToLower(l)
		at := max(strings.LastIndex(low, "y/n"), strings.LastIndex(low, "yes/no"))
		if at < 0 {
			continue
		}
		reply := low[at:]
		def := ""
		if lo, hi := strings.IndexByte(reply, '['), strings.LastIndexByte(reply, ']'); lo >= 0 && hi > lo {
			def, reply = reply[lo+1:hi], reply[hi+1:]
		} else {
			reply = reply[strings.LastIndexAny(reply, ")]?:")+1:]
		}
		reply = strings.TrimSpace(reply)
		if reply == "" && i+1 < len(lines) {
			if next := strings.ToLower(strings.TrimSpace(lines[i+1])); next == "y" || next == "yes" || next == "n" || next == "no" {
				reply = next
			}
		}
		if reply == "" {
			reply = def
		}
		if !strings.HasPrefix(reply, "y") {
			return fact.No
		}
		got = fact.Yes
	}
	return got
}

// goesDown knows the lines of a switch that is going down or coming up, where no
// question was asked (`terminal dont-ask`) [unicon.plugins].
func goesDown(answer string) bool {
	for _, m := range []string{"CISCO SWITCH Ver", "Booting from Primary Bios", "System is coming up", "Connection closed by", "Connection to "} {
		if strings.Contains(answer, m) {
			return true
		}
	}
	return false
}
