// Package junos reads what Juniper Junos and Junos Evolved print: see vendors
// for the contract.
//
// What goes in: the text, XML or JSON that a router, switch or firewall
// answered. What comes out: fact.Reading, and with the room of its family a
// completed fact.Device.
// Formats and numbers are those of the Junos dossier (junos:0, quoted
// here as [junos:2B] and so on). The package does no I/O and imports neither
// collect nor inventory.
package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Juniper Junos without its families: each has a room.
func OS() *vendors.OS {
	return &vendors.OS{
		ID:        fact.Junos,
		Title:     "Juniper Junos and Junos Evolved",
		Detect:    detect,
		Identify:  identify(),
		Parsers:   parsers(),
		Rejection: rejection,
		Events:    events,
		Commits:   true,
		Place:     ofPart,
		Messages:  messages(),
		Manual:    manual(),
	}
}

// detect looks for what only Junos prints [junos:1.1, junos:8].
func detect(text string) int {
	sure := vendors.Marks{
		"\nJunos: ":            100,
		"xml.juniper.net/":     100,
		"\nJUNOS ":             95,
		"--- JUNOS ":           95,
		"<junos-version>":      95,
		"\"junos:seconds\"":    90,
		"{master}":             80,
		"{master:":             80,
		"SENT: Ukern command:": 90,
	}.In(text)
	if sure == 0 && cliPrompt(text) {
		return 60
	}
	return sure
}

// cliPrompt reports whether a line is a prompt of the CLI with a command:
// "user@host> show …".
func cliPrompt(text string) bool {
	for len(text) > 0 {
		line := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		line = strings.TrimSpace(line)
		at := strings.IndexByte(line, '@')
		gt := strings.IndexByte(line, '>')
		if at > 0 && gt > at+1 && !strings.ContainsAny(line[:gt], " \t\"<[") {
			return true
		}
	}
	return false
}

// identify asks for what tells family and model [junos:1].
func identify() []vendors.Command {
	return []vendors.Command{
		{Text: "show version", Why: "release and model"},
		{Text: "show chassis hardware", Why: "chassis and line cards, which decide the forwarding engine"},
	}
}

// refusals are the strings of refused commands [junos:8]. "Chassis cluster is
// not enabled" is an answer: see readCluster.
func refusals() []string {
	return []string{
		"Aborted! This command can only be used on the master routing engine",
		"permission denied", "syntax error", "unknown command", "is ambiguous", "No valid completions",
		"missing mandatory argument", "error: command is not valid on", "<rpc-error", "<xnm:error", "<error>",
		"error: subsystem not running", "not supported on this platform",
	}
}

// maxRefusal is how many lines with text a refusal has at most.
const maxRefusal = 16

// rejection finds the refusal of a command. A refusal is short; the same words
// may stand in a log.
func rejection(text string) string {
	if len(text) > 4096 || strings.Contains(text, "cluster is not enabled") {
		return ""
	}
	why := ""
	for _, m := range refusals() {
		if strings.Contains(text, m) {
			why = strings.Trim(m, "<")
			break
		}
	}
	if why == "" {
		return ""
	}
	filled := 0
	for rest := text; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) != "" {
			filled++
		}
		// A time stamp at the head of the line: this is a log, not a refusal.
		if strings.Contains(line, " LOG: ") || strings.Contains(line, "]: ") {
			return ""
		}
		rest = more
	}
	if filled > maxRefusal {
		return ""
	}
	return why
}

// ofPart fits the reading of another part. A PFE tells the profile that it runs, and
// its rows are of its card; a routing engine or a member tells the rest of itself.
func ofPart(c transcript.Context, r *fact.Reading) {
	card, ok := strings.CutPrefix(c.Part, "pfe ")
	if !ok && c.Part != "pfe" {
		vendors.Elsewhere(c, r)
		return
	}
	fpc := digits(card)
	for i := range r.Tables {
		r.Tables[i].Scope = onCard(fpc, r.Tables[i].Scope)
	}
	for i := range r.Exceptions {
		r.Exceptions[i].Scope = onCard(fpc, r.Exceptions[i].Scope)
	}
	r.Identity, r.Boot, r.Redundancy = fact.Identity{}, fact.Boot{}, fact.Redundancy{}
}

// onCard gives a place that a PFE names by itself the number of its card: "pfe 0"
// is "fpc3 pfe 0".
func onCard(fpc string, s fact.Scope) fact.Scope {
	switch {
	case fpc == "" || s.Node != "":
		return s
	case s.Kind == fact.ScopeSystem || s.Kind == "":
		return fact.Scope{Kind: fact.ScopeFPC, Index: fpc}
	case s.Kind == fact.ScopeFPC:
		return s
	}
	s.Node = "fpc" + fpc
	return s
}
