package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Events says what an exchange did to a router with IOS or IOS-XE: lines that were
// entered and accepted, the configuration saved, a reload that was confirmed. The
// dialogues are those of lines-ios:2.2 to 6.
func Events(x vendors.Exchange) []fact.Event {
	w := strings.Fields(strings.ToLower(x.Command))
	if len(w) == 0 {
		return restarted(x)
	}
	switch {
	case strings.HasSuffix(x.Command, "?"):
		return nil // help
	case saves(w):
		return saved(x)
	case Word("reload", w[0], 3):
		return reload(x, w)
	case Word("redundancy", w[0], 3) && len(w) > 1:
		return switchover(x, w)
	case Word("hw-module", w[0], 2) || Word("power", w[0], 3) && len(w) > 1 && w[1] == "cycle":
		return moduleReset(x, w)
	case replaces(w):
		return replaced(x)
	case x.Context.Mode != "" && !isExec(w):
		return enteredLine(x)
	}
	return nil
}

// Word reports whether typed is full or short for it, of least letters or more.
func Word(full, typed string, least int) bool {
	return len(typed) >= least && strings.HasPrefix(full, typed)
}

// isExec reports words that ask or act and set nothing, whatever the mode: what
// was typed behind "do", and what moves between modes.
func isExec(w []string) bool {
	switch w[0] {
	case "show", "sh", "exit", "end", "ping", "traceroute", "clear", "debug", "undebug", "terminal", "dir", "quit", "copy", "wr", "write", "more", "configure", "conf":
		return true
	}
	return w[0][0] == '!'
}

// enteredLine gives the line where the device took it.
func enteredLine(x vendors.Exchange) []fact.Event {
	if refusedLine(x.Text) {
		return nil
	}
	line := strings.Join(strings.Fields(x.Command), " ")
	return []fact.Event{{Kind: fact.Entered, Lines: []string{line}, Span: fact.Span{Line: 1}, Text: "entered: " + line}}
}

// refusedLine reports the device's refusal of a line of configuration. Other
// lines that begin with % are notices.
func refusedLine(text string) bool {
	for line := range strings.Lines(text) {
		low := strings.ToLower(strings.TrimSpace(line))
		if strings.HasPrefix(low, "command rejected") || strings.HasPrefix(low, "command authorization failed") || strings.HasPrefix(low, "error") {
			return true
		}
		if rest, ok := strings.CutPrefix(low, "%"); ok && hasAny(rest, "invalid", "incomplete", "ambiguous", "unrecognized", "unknown", "rejected", "error", "cannot", "can't", "failed", "not allowed", "not supported", "not permitted", "denied", "exceed", "out of range", "must be", "bad ") {
			return true
		}
	}
	return false
}

func hasAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// saves reports `copy running-config startup-config` and `write memory`.
func saves(w []string) bool {
	switch {
	case Word("write", w[0], 1) && w[0] != "w" || w[0] == "wr":
		return len(w) == 1 || Word("memory", w[1], 1)
	case Word("copy", w[0], 3) && len(w) > 2:
		from := Word("running-config", w[1], 1) || strings.HasPrefix(w[1], "system:")
		return from && (Word("startup-config", w[2], 1) || strings.HasPrefix(w[2], "nvram:"))
	}
	return false
}

// saved needs the device's own word for it: a question on the way (the file name,
// "Overwrite the previous NVRAM configuration?[confirm]") may have been answered
// with no.
func saved(x vendors.Exchange) []fact.Event {
	low := strings.ToLower(x.Text)
	at := max(strings.LastIndex(low, "[ok]"), strings.LastIndex(low, "bytes copied in"))
	if at < 0 || hasAny(low[at:], "%error", "failed") {
		return nil
	}
	return []fact.Event{{Kind: fact.Saved, Text: "saved: " + x.Command}}
}

// replaces reports commands that put another configuration in place, of which
// the log does not show what it sets.
func replaces(w []string) bool {
	if len(w) < 2 {
		return false
	}
	last := w[len(w)-1]
	switch {
	case Word("configure", w[0], 4):
		return Word("replace", w[1], 3) || Word("memory", w[1], 1) || Word("network", w[1], 1) || Word("overwrite-network", w[1], 1) || Word("revert", w[1], 4)
	case Word("copy", w[0], 3):
		return len(w) > 2 && (Word("running-config", last, 1) || last == "system:running-config")
	}
	return false
}

// Replaced is the line that stands for a configuration that was put in place
// whole.
const Replaced = "configure replace"

func replaced(x vendors.Exchange) []fact.Event {
	if low := strings.ToLower(x.Text); refusedLine(x.Text) || strings.Contains(low, "aborted") {
		return nil
	}
	return []fact.Event{{Kind: fact.Entered, Lines: []string{Replaced}, Span: fact.Span{Line: 1}, Text: "another configuration was put in place: " + x.Command}}
}
