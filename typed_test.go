package headroom_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/vendors/registry"
)

// typedThere are the files that may hold what is typed on routers, with the reason.
var typedThere = map[string]string{
	"collect/allow.go":             "what may be sent at all stands apart from the rooms that want it sent",
	"cmd/headroom/parse.go":        "an example in a help text",
	"transcript/backup.go":         "a configuration file says how it was fetched: it is cut before its system is known",
	"transcript/loose.go":          "a pasted log is cut at its commands before its system is known",
	"transcript/place.go":          "which commands lead elsewhere, or end the session: it is cut there before its system is known",
	"transcript/tech.go":           "the headings of a collection of outputs: it is cut there before its system is known",
	"store/storetest/storetest.go": "a test's own transcript",
}

// What is typed on a router is said by its vendor: no other package holds a command, a
// line of the configuration or a question of a device. The words are those of the rooms.
func TestNoLineIsTypedOutsideItsRoom(t *testing.T) {
	lines := typed()
	if len(lines.heads) < 80 || len(lines.single) < 5 || len(lines.asked) < 10 {
		t.Fatalf("%d heads, %d single words, %d questions: the rooms were not asked", len(lines.heads), len(lines.single), len(lines.asked))
	}
	used := map[string]bool{}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if slices.ContainsFunc(outside, func(o string) bool { return below(path, o) }) {
			continue
		}
		for _, f := range p.GoFiles {
			for _, l := range literals(t, filepath.Join(p.Dir, f)) {
				word, file := lines.in(l.text), path+"/"+f
				if _, known := typedThere[file]; word == "" || known {
					used[file] = used[file] || word != ""
					continue
				}
				t.Errorf("%s types %q (%.80q): it belongs into the room of the system or the family", l.at, word, l.text)
			}
		}
	}
	for file := range typedThere {
		if !used[file] {
			t.Errorf("%s types nothing any more: take it out of the list", file)
		}
	}
}

// Lines that were once outside the rooms are found, words that only look like them are
// not.
func TestTypedLinesAreFound(t *testing.T) {
	lines := typed()
	for text, want := range map[string]string{
		"show running-config":                              "show running-config",
		"keep it: `copy running-config startup-config`":    "copy running-config",
		"then Configure Terminal and the line":             "configure terminal",
		"where it fails, `commit` again":                   "`commit`",
		"request system configuration rescue save":         "request system",
		"hw-module location all reload":                    "hw-module location",
		"mls cef maximum-routes ip 768":                    "mls cef",
		"no mls cef maximum-routes ip":                     "no mls",
		"it asks: Proceed with reload? [confirm]":          "Proceed with reload? [confirm]",
		"limit what they may send (maximum-prefix)":        "maximum-prefix",
		" fed switch active ":                              "fed switch",
		"admin show platform":                              "admin show",
		"show the devices of this inventory":               "",
		"reload":                                           "",
		"a reload of the whole commit, admin aside":        "",
		"the commit itself is the outage":                  "",
		"the routing table and the hardware differ":        "",
		"show only devices that match":                     "",
		"the lines are documented; `headroom plan` is not": "",
	} {
		if got := lines.in(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// typing is what is typed on routers, and what they ask then.
type typing struct {
	heads  map[string]bool // the first two words of lines
	single map[string]bool // lines of one word
	asked  []string
}

// typed asks the rooms for all that they would have a person or a collector type.
func typed() typing {
	out := typing{heads: map[string]bool{}, single: map[string]bool{}}
	add := func(list ...string) {
		for _, line := range list {
			switch w := strings.Fields(strings.ToLower(line)); {
			case len(w) == 1:
				out.single[w[0]] = true
			case len(w) > 1 && !strings.ContainsAny(w[0]+w[1], "*{}"):
				out.heads[w[0]+" "+w[1]] = true
			}
		}
	}
	addQuoted := func(text string) {
		for i, part := range strings.Split(text, "`") {
			if i%2 == 1 {
				add(part)
			}
		}
	}
	checks := func(list []catalog.Check) {
		for _, c := range list {
			add(c.Command)
		}
	}
	for _, o := range registry.All() {
		d := &fact.Device{Identity: fact.Identity{OS: o.ID}}
		m := registry.All().Manual(d)
		e := m.Entry(d, catalog.Situation{Standby: "yes"})
		checks(slices.Concat(e.Before, e.After))
		for _, b := range m.Backup {
			add(b.Command)
		}
		for _, a := range m.Asks {
			add(a.Command)
			out.asked = append(out.asked, a.Asks)
		}
		out.asked = append(out.asked, m.Limits)
		for _, s := range m.Spellings {
			add(s[:]...)
		}
		for _, c := range m.Cures {
			addQuoted(c.Why)
		}
		for _, c := range o.Identify {
			add(c.Text)
		}
		for _, p := range o.Parsers {
			add(p.Commands...)
		}
	}
	for _, f := range vendors.Catalog().Families() {
		checks(slices.Concat(f.Pre, f.Pending, f.Post))
		for _, c := range f.Changes {
			add(slices.Concat(c.Commands, c.Save, c.Rollback, []string{c.Shows})...)
		}
		for _, r := range append(f.Reload.Variants, f.Reload) {
			add(r.Commands...)
		}
		for _, e := range f.Entries {
			checks(slices.Concat(e.Before, e.After))
		}
	}
	return out
}

var quotedWord = regexp.MustCompile("`([a-z-]+)`")

// in gives what of it a text holds, "" = nothing.
func (t typing) in(text string) string {
	text = strings.ToLower(text)
	for _, a := range t.asked {
		if a == "" {
			continue
		}
		if strings.Contains(text, strings.ToLower(a)) {
			return a
		}
	}
	for _, m := range quotedWord.FindAllStringSubmatch(text, -1) {
		if t.single[m[1]] {
			return m[0]
		}
	}
	w := strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) })
	for i := 0; i+1 < len(w); i++ {
		if head := w[i] + " " + w[i+1]; t.heads[head] {
			return head
		}
	}
	return ""
}
