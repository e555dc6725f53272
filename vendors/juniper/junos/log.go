package junos

import (
	"cmp"
	"embed"
	"strings"
	"sync"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// messageLists are the messages of the rooms and those that several families print.
//
//go:embed messages.csv */messages.csv
var messageLists embed.FS

// messages are the log messages of Junos that bear on forwarding memory; a list that
// cannot be read fails a test.
var messages = sync.OnceValue(func() []vendors.Message {
	list, _ := vendors.LoadMessages(messageLists, pfeOf)
	return list
})

// readLog reads a log, or the nvram of a PFE. A line says that memory ran out once.
func readLog(b *block, r *fact.Reading) {
	before := len(r.Exceptions)
	vendors.ReadMessages(messages(), b.s, r)
	placed(b, r, before)
	for _, l := range b.lines {
		switch t := l.Text; {
		case strings.Contains(t, "EVO_PFEMAND_MDB_PROFILE"):
			mdbLine(b, r, l)
		case strings.Contains(t, "PFE next-hop memory utilization:"):
			expansionLine(b, r, l)
		}
	}
	if !strings.HasPrefix(b.command, "show log") || len(b.lines) == 0 {
		return
	}
	// A log without such a line is an answer, and no proof of anything; the lines
	// are about other things.
	r.Recognised = true
	b.s.Claim(b.lines...)
}

// placed gives what the log tells the place of the PFE that it names; the same
// message of the same PFE counts once, and one of two sections that are read.
func placed(b *block, r *fact.Reading, from int) {
	seen := map[string]bool{}
	for _, e := range r.Exceptions[:from] {
		seen[loggedKey(e)] = true
	}
	kept := r.Exceptions[:from]
	for _, e := range r.Exceptions[from:] {
		if fpc, pfe := cmp.Or(digits(b.target), logFPC(e.Text)), logPFE(e.Text); fpc != "" || pfe != "" {
			e.Scope = b.pfeScope(fpc, pfe)
		}
		e.Text = message(e.Text)
		if key := loggedKey(e); !seen[key] {
			seen[key] = true
			kept = append(kept, e)
		}
		if e.Raised == fact.Yes && e.Severity != "yellow" {
			overflowFlag(r, true, e.Span)
		}
	}
	r.Exceptions = kept
	for _, f := range r.Flags {
		if f.Key == fact.FlagUpdateFailed {
			overflowFlag(r, false, f.Span)
			break
		}
	}
}

// loggedKey is what makes two lines of the log the same message.
func loggedKey(e fact.Exception) string {
	return e.Scope.String() + "|" + strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return -1
		}
		return c
	}, e.Text[max(0, len(e.Text)-48):])
}

// message is what stands behind the priority "<163>", else the line.
func message(t string) string {
	if i := strings.Index(t, "jnh_"); i >= 0 {
		return t[i:]
	}
	return strings.TrimSpace(t)
}

// leading gives the digits that t begins with.
func leading(t string) string {
	n := 0
	for n < len(t) && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	return t[:n]
}

// pfeOf is the PFE, or its card, that a message names; else it is the device's.
func pfeOf(text string) fact.Scope {
	fpc, pfe := logFPC(text), logPFE(text)
	if fpc == "" && pfe == "" {
		return fact.System()
	}
	return (&block{}).pfeScope(fpc, pfe)
}

// logFPC is the card that a line names: "mx1 fpc3 …".
func logFPC(t string) string {
	_, rest, _ := strings.Cut(t, " fpc")
	return leading(rest)
}

// logPFE is the PFE that a line names: "inst 1", "pfe 1:", "JNH[1]".
func logPFE(t string) string {
	for _, mark := range []string{"inst ", "pfe ", "JNH["} {
		if _, rest, ok := strings.Cut(t, mark); ok {
			if n := leading(rest); n != "" {
				return n
			}
		}
	}
	return ""
}

// mdbLine reads `Default MDB profile configured to "lean-edge"`: the active
// profile, without privilege [junos:5].
func mdbLine(b *block, r *fact.Reading, l textscan.Line) {
	_, rest, ok := strings.Cut(l.Text, `configured to "`)
	name, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed || name == "" {
		return
	}
	span := b.s.SpanOf(l, name)
	r.Carve.Active = fact.Setting{Text: name, Grade: fact.Inferred, Span: span, Note: "as the log reports at the last start of the PFE"}
	r.Carve.Default = strings.Contains(l.Text, "Default MDB profile")
	r.Flag(fact.FlagActiveProfile, name, span)
	r.Recognised = true
	b.s.Claim(l)
}

// expansionLine reads a site's own log of the expansion that is left: "FPC0
// PFE1: 4451328 bytes". The unit in the line is wrong: it is the column of
// dwords [junos:2B]. The newest value of a PFE stands.
func expansionLine(b *block, r *fact.Reading, l textscan.Line) {
	_, rest, _ := strings.Cut(l.Text, "utilization:")
	w := strings.Fields(rest)
	if len(w) < 3 || !strings.HasPrefix(w[0], "FPC") || !strings.HasPrefix(w[1], "PFE") {
		return
	}
	v, ok := textscan.Number(w[2])
	if !ok {
		return
	}
	r.Recognised = true
	b.s.Claim(l)
	if b.cut {
		return // a newer line may be missing
	}
	row := fact.Table{
		Name: "Next Hop expansion left", Resource: resJNHExpansion, Unit: fact.UnitDwords, Line: l.No,
		Scope: b.pfeScope(digits(w[0]), digits(strings.TrimSuffix(w[1], ":"))), Free: fact.Read(v, b.s.SpanOf(l, w[2])),
		Notes: []string{"logged by a script of the site; the log says bytes, the value is dwords"},
	}
	for i := range r.Tables {
		if r.Tables[i].Name == row.Name && r.Tables[i].Scope == row.Scope {
			r.Tables[i] = row
			return
		}
	}
	r.Tables = append(r.Tables, row)
}
