package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// reload reads the dialogue of `reload`: "System configuration has been modified.
// Save? [yes/no]:", then "Proceed with reload? [confirm]". What is put off (`reload
// in`, `reload at`) or taken back (`reload cancel`) reloads nothing now.
func reload(x vendors.Exchange, w []string) []fact.Event {
	var out []fact.Event
	if low := strings.ToLower(x.Text); answeredYes(low, "save? [yes/no]") && strings.Contains(low, "[ok]") {
		out = append(out, fact.Event{Kind: fact.Saved, Text: "saved before the reload"})
	}
	if len(w) > 1 && (Word("in", w[1], 2) || Word("at", w[1], 2) || Word("cancel", w[1], 3)) || !confirmed(x) {
		return out
	}
	scope := part(x.Context)
	if len(w) > 2 && (w[1] == "slot" || w[1] == "switch" || w[1] == "shelf") {
		scope = fact.Scope{Kind: fact.ScopeMember, Node: "switch " + w[2]} // as the rows of a member are called
	}
	return append(out, fact.Event{Kind: fact.Reloaded, Scope: scope, Text: "reload, confirmed"})
}

// part is what a reload takes down that is given at the console of a part: that
// part.
func part(c transcript.Context) fact.Scope {
	if c.Part == "" {
		return fact.System()
	}
	kind, node, ok := strings.Cut(c.Part, " ")
	if !ok {
		node = kind
	}
	return fact.Scope{Kind: fact.ScopeKind(kind), Node: node}
}

// switchover reads `redundancy force-switchover`, `redundancy reload peer|self` and
// `redundancy reload shelf`: a supervisor, or a chassis of a pair, restarts, and
// the line cards of a chassis keep what they hold (lines-ios:2.3).
func switchover(x vendors.Exchange, w []string) []fact.Event {
	scope := fact.Scope{Kind: fact.ScopeSupervisor, Node: "active"}
	switch {
	case Word("force-switchover", w[1], 2):
	case Word("reload", w[1], 3) && len(w) > 2 && Word("peer", w[2], 1):
		scope.Node = "standby"
	case Word("reload", w[1], 3) && len(w) > 3 && Word("shelf", w[2], 2):
		scope = fact.Scope{Kind: fact.ScopeMember, Node: w[3]}
	case Word("reload", w[1], 3):
	default:
		return nil
	}
	if !confirmed(x) {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: scope, Text: "a supervisor restarted: " + x.Command}}
}

// moduleReset reads `hw-module module N reset` and its kin.
func moduleReset(x vendors.Exchange, w []string) []fact.Event {
	last := w[len(w)-1]
	restarts := Word("reset", last, 3) || Word("reload", last, 3) || Word("power", w[0], 3)
	node := ""
	for i := range w[:len(w)-1] {
		if hasAny(w[i], "mod", "slot") && w[i] != "hw-module" {
			node = w[i+1]
		}
	}
	if node == "" || !restarts || strings.Contains(strings.ToLower(x.Text), "[confirm]") && !confirmed(x) || refusedLine(x.Text) {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: fact.Scope{Kind: fact.ScopeModule, Node: node}, Text: "module " + node + " restarted"}}
}

// confirmed reports that the last question of a dialogue was answered with Enter
// or y, or that the device went down. Any other key declines, and is echoed.
func confirmed(x vendors.Exchange) bool {
	low := strings.ToLower(x.Text)
	if hasAny(low, "%sys-5-reload", "shutdown now", "connection closed by", "connection to ", "system bootstrap", "press return to get started") {
		return true
	}
	if refusedLine(x.Text) || hasAny(low, "aborted", "cancel", "^c") {
		return false
	}
	at := strings.LastIndex(low, "[confirm]")
	if at < 0 || !x.Whole && strings.TrimSpace(low[at+len("[confirm]"):]) == "" {
		return false // nobody answered before the log ends
	}
	line, _, _ := strings.Cut(low[at+len("[confirm]"):], "\n")
	line = strings.TrimSpace(line)
	return line == "" || line == "y" || line == "yes"
}

// answeredYes reports whether the question in a dialogue was answered with yes.
func answeredYes(low, question string) bool {
	_, after, ok := strings.Cut(low, question)
	line, _, _ := strings.Cut(strings.TrimLeft(after, ": "), "\n")
	return ok && strings.HasPrefix(strings.TrimSpace(line), "y")
}

// restarted finds the end of a boot in text that belongs to no question. The
// other processors of a chassis name themselves in the mnemonic.
func restarted(x vendors.Exchange) []fact.Event {
	if x.Context.Part != "" || !hasAny(x.Text, "%SYS-5-RESTART:", "Press RETURN to get started!") {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: fact.System(), Text: "the device came back from a reload"}}
}
