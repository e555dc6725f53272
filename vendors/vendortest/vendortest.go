// Package vendortest is the conformance suite of an operating system's
// parsers: every vendors.OS passes Run over its own fixtures, and over the
// captures of a corpus where one is at hand.
//
// Checked for every output: the same bytes give the same facts; every line is
// accounted for; every span lies inside the text and its bytes hold the number
// they prove; no control byte leaves; nothing panics; and a capture cut at any
// byte and marked truncated never gives a number that the whole one does not;
// the same output in another layout gives the same numbers (Layouts).
package vendortest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// Capture is one output with the command that gave it.
type Capture struct {
	Name    string
	Command string
	Text    string
}

// Fixtures reads the captures below dir: NAME.txt, whose first line is
// "# command: show …" and whose further leading "#" lines are a comment that
// says where the format is from.
func Fixtures(t testing.TB, dir string) []Capture {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures in %s (%v)", dir, err)
	}
	var out []Capture
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(raw), "\n")
		cmd, ok := strings.CutPrefix(head, "# command: ")
		if !ok {
			t.Fatalf("%s: the first line is not \"# command: …\"", f)
		}
		for strings.HasPrefix(body, "#") {
			_, body, _ = strings.Cut(body, "\n")
		}
		out = append(out, Capture{strings.TrimSuffix(filepath.Base(f), ".txt"), cmd, body})
	}
	return out
}

// Corpus reads the captures of one OS from a corpus folder (NAME.txt beside
// NAME.json with os and command); none where the folder is not there.
func Corpus(t testing.TB, dir string, id fact.OS) []Capture {
	t.Helper()
	var out []Capture
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return nil //nolint:nilerr // a folder that is not there is no corpus
		}
		var meta struct{ OS, Command string }
		raw, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &meta); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if meta.OS != string(id) {
			return nil
		}
		text, err := fs.ReadFile(files, strings.TrimSuffix(path, ".json")+".txt")
		if err != nil {
			return err
		}
		out = append(out, Capture{strings.TrimSuffix(path, ".json"), meta.Command, string(text)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Run checks every capture.
func Run(t *testing.T, o *vendors.OS, captures []Capture) {
	t.Helper()
	for _, c := range captures {
		t.Run(c.Name, func(t *testing.T) {
			whole := Check(t, o, c.Command, c.Text)
			Cut(t, o, c, whole)
			Layouts(t, o, c, whole)
		})
	}
}

// Check reads one output and checks what must hold of any reading.
func Check(t testing.TB, o *vendors.OS, command, text string) fact.Reading {
	t.Helper()
	r, _, s := o.ReadOutput(command, text, 0, false)
	again, _, _ := o.ReadOutput(command, text, 0, false)
	if d := diff(r, again); d != "" {
		t.Errorf("two readings of the same bytes differ:\n%s", d)
	}
	lines(t, s, &r)
	for i := range r.Tables {
		row := &r.Tables[i]
		for name, f := range figures(row) {
			figure(t, s, row.Name+" "+name, f)
		}
		if row.Line < 0 || row.Line > len(s.Lines()) {
			t.Errorf("%s: line %d of %d", row.Name, row.Line, len(s.Lines()))
		}
		declared(t, row)
	}
	for _, f := range r.Flags {
		if !f.Typed() {
			t.Errorf("flag %q is not declared, or its value %v is not of its type", f.Name(), f.Value)
		}
	}
	for what, sp := range spans(&r) {
		if lo, hi := int(sp.Start), int(sp.End); lo < 0 || hi > len(s.Text()) || lo > hi {
			t.Errorf("%s: evidence [%d,%d) is outside the text of %d bytes", what, lo, hi, len(s.Text()))
		}
	}
	return r
}

// declared reports words of a row that package fact does not know: a rule asks for
// rows by them.
func declared(t testing.TB, row *fact.Table) {
	t.Helper()
	if row.Resource != "" && !row.Resource.Known() || row.Unit != "" && !slices.Contains(fact.Units(), row.Unit) {
		t.Errorf("%s: resource %q or unit %q is not declared", row.Name, row.Resource, row.Unit)
	}
}

// spans gives the evidence of all that is not a row of a table.
func spans(r *fact.Reading) map[string]fact.Span {
	out := map[string]fact.Span{
		"redundancy": r.Redundancy.Span, "manual boot": r.Boot.ManualSpan, "unsaved": r.Boot.UnsavedSpan,
	}
	for name, set := range map[string]fact.Setting{
		"carve configured": r.Carve.Configured, "carve active": r.Carve.Active, "carve after reload": r.Carve.AfterReload,
		"register": r.Boot.Register, "register next": r.Boot.RegisterNext, "register of the standby": r.Boot.Standby, "boot variable": r.Boot.Variable,
		"redundancy mode": r.Redundancy.Mode, "standby": r.Redundancy.Standby,
	} {
		out[name] = set.Span
	}
	for i, f := range r.Flags {
		out[fmt.Sprintf("flag %d %s", i, f.Name())] = f.Span
	}
	for i, e := range r.Exceptions {
		out[fmt.Sprintf("exception %d", i)] = e.Span
	}
	for i, p := range r.Pending {
		out[fmt.Sprintf("pending change %d", i)] = p.Span
	}
	for i, h := range r.Histograms {
		out[fmt.Sprintf("histogram %d", i)] = h.Span
	}
	for i, p := range r.Identity.Parts {
		out[fmt.Sprintf("part %d", i)] = p.Span
	}
	for i, e := range r.Identity.Engines {
		out[fmt.Sprintf("engine %d", i)] = e.Span
	}
	for name, sp := range r.Identity.Spans {
		out["identity "+name] = sp
	}
	return out
}

// figures names the numbers of a row.
func figures(row *fact.Table) map[string]fact.Figure {
	return map[string]fact.Figure{
		"used": row.Used, "cap": row.Cap, "configured": row.Configured, "pending": row.Pending,
		"max": row.Max, "percent": row.Percent, "failures": row.Failures, "peak": row.Peak,
	}
}

// lines checks that each line with text is either claimed or reported unread.
func lines(t testing.TB, s *textscan.Scan, r *fact.Reading) {
	t.Helper()
	unread := map[int]bool{}
	for _, l := range r.Unread {
		unread[l.No] = true
	}
	for _, l := range s.Lines() {
		if !l.Blank() && !s.Claimed(l) && !unread[l.No] {
			t.Errorf("line %d is neither read nor reported as unread: %q", l.No, l.Text)
		}
	}
}

// figure checks that the evidence of f is inside the text and holds digits of
// the number, or that f says where else it is from.
func figure(t testing.TB, s *textscan.Scan, what string, f fact.Figure) {
	t.Helper()
	v, known := f.Get()
	if !known {
		return
	}
	if v < 0 || v > 1<<53 {
		t.Errorf("%s: %v is not a number a router could mean", what, v)
	}
	if f.Span.IsZero() {
		if f.Source == "" {
			t.Errorf("%s: %v has neither evidence nor a source", what, v)
		}
		return
	}
	lo, hi := int(f.Span.Start), int(f.Span.End)
	if lo < 0 || hi > len(s.Text()) || lo > hi {
		t.Errorf("%s: evidence [%d,%d) is outside the text of %d bytes", what, lo, hi, len(s.Text()))
		return
	}
	text := s.Text()[lo:hi]
	if f.Source == "" && !holds(text, v) {
		t.Errorf("%s: the evidence %q does not hold the number %v", what, text, v)
	}
}

// holds reports whether text, read as a number or as a figure in k, is v.
func holds(text string, v float64) bool {
	if n, ok := textscan.Number(text); ok && n == v {
		return true
	}
	n, ok := textscan.Kilo(text)
	return ok && n == v
}

// Cut reads c cut at many bytes and marked truncated: every number it then gives
// must be one that the whole output gives too, and so must every histogram and
// every word on whether something is pending a reload.
func Cut(t testing.TB, o *vendors.OS, c Capture, whole fact.Reading) {
	t.Helper()
	seen := map[string]int{}
	for i := range whole.Tables {
		for name, f := range figures(&whole.Tables[i]) {
			if f.Known() {
				seen[key(&whole.Tables[i], name, f)]++
			}
		}
	}
	step := max(1, len(c.Text)/97)
	for at := 0; at < len(c.Text); at += step {
		r, _, _ := o.ReadOutput(c.Command, c.Text[:at], 0, true)
		if why := overreach(&whole, &r); why != "" {
			t.Errorf("cut at byte %d: %s", at, why)
			return
		}
		for i := range r.Tables {
			for name, f := range figures(&r.Tables[i]) {
				if f.Known() && seen[key(&r.Tables[i], name, f)] == 0 {
					t.Errorf("cut at byte %d: row %q has %s = %v, which the whole output does not say", at, r.Tables[i].Name, name, f)
					return
				}
			}
		}
	}
}

// overreach says what the reading of a cut output concludes that the whole one
// does not.
func overreach(whole, cut *fact.Reading) string {
	if cut.PendingKnown != fact.Unknown && cut.PendingKnown != whole.PendingKnown {
		return fmt.Sprintf("pending is %s, the whole output says %s", cut.PendingKnown, whole.PendingKnown)
	}
	for _, h := range cut.Histograms {
		same := slices.ContainsFunc(whole.Histograms, func(w fact.Histogram) bool {
			return w.AFI == h.AFI && w.Node == h.Node && slices.Equal(w.Counts, h.Counts)
		})
		if !same {
			return fmt.Sprintf("a histogram of %s that adds up to %v, which the whole output does not have", h.AFI, h.Total())
		}
	}
	return ""
}

func key(row *fact.Table, name string, f fact.Figure) string {
	return fmt.Sprintf("%s|%s|%s|%s", row.Name, row.Scope, name, f)
}

func diff(a, b fact.Reading) string {
	return cmp.Diff(a, b, cmp.AllowUnexported(fact.Figure{}))
}
