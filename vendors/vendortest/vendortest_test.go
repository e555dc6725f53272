package vendortest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// recorder keeps what a check has to say.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper()                   {}
func (r *recorder) Errorf(f string, a ...any) { r.said = append(r.said, fmt.Sprintf(f, a...)) }

// osOf is an OS with one parser.
func osOf(read func(*textscan.Scan, *fact.Reading)) *vendors.OS {
	return &vendors.OS{ID: "test", Parsers: []vendors.Parser{{Name: "x", Commands: []string{"show x"}, Read: read}}}
}

// TestSuiteFinds shows that each check fails where it should, and only there.
func TestSuiteFinds(t *testing.T) {
	text := "used 10\nused 20\ntotal 30\n"
	calls := 0
	for _, c := range []struct {
		name, want string
		read       func(*textscan.Scan, *fact.Reading)
	}{
		{"an honest parser", "", func(s *textscan.Scan, r *fact.Reading) {
			for l, ok := s.Next(); ok; l, ok = s.Next() {
				ts := textscan.Fields(l, nil)
				r.Tables = append(r.Tables, fact.Table{Name: "a", Used: s.Figure(l, ts[1]), Line: l.No})
				s.Claim(l)
			}
		}},
		{"a number without evidence", "neither evidence nor a source", func(_ *textscan.Scan, r *fact.Reading) {
			r.Tables = []fact.Table{{Name: "a", Used: fact.Read(10, fact.Span{})}}
		}},
		{"evidence of another number", "does not hold the number", func(s *textscan.Scan, r *fact.Reading) {
			l, _ := s.Next()
			if l.Text != "" {
				r.Tables = []fact.Table{{Name: "a", Used: fact.Read(11, s.Span(l, 5, 7))}}
			}
		}},
		{"evidence outside the text", "outside the text", func(_ *textscan.Scan, r *fact.Reading) {
			r.Tables = []fact.Table{{Name: "a", Used: fact.Read(10, fact.Span{Line: 1, Start: 1, End: 999})}}
		}},
		{"a flag outside the text", "outside the text", func(_ *textscan.Scan, r *fact.Reading) {
			r.Flag("x", true, fact.Span{Line: 1, Start: 5, End: 999})
		}},
		{"a negative number", "could mean", func(_ *textscan.Scan, r *fact.Reading) {
			r.Tables = []fact.Table{{Name: "a", Used: fact.Derived(-1, fact.Span{}, "x")}}
		}},
		{"a reading that changes", "differ", func(_ *textscan.Scan, r *fact.Reading) {
			calls++
			r.Flag("n", calls, fact.Span{})
		}},
		{"a sum over a cut output", "which the whole output does not say", func(s *textscan.Scan, r *fact.Reading) {
			r.Tables = []fact.Table{{Name: "lines", Used: fact.Derived(float64(len(s.Lines())), fact.Span{}, "sum")}}
		}},
		{"nothing pending in a cut output", "pending is no", func(s *textscan.Scan, r *fact.Reading) {
			r.PendingKnown = fact.TriOf(strings.Contains(s.Text(), "total"))
		}},
		{"a histogram of a cut output", "a histogram", func(s *textscan.Scan, r *fact.Reading) {
			r.Histograms = []fact.Histogram{{AFI: "ipv4", Counts: []float64{float64(len(s.Lines()))}}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := &recorder{TB: t}
			o := osOf(c.read)
			whole := Check(rec, o, "show x", text)
			Cut(rec, o, Capture{"x", "show x", text}, whole)
			got := strings.Join(rec.said, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("the suite says %q, want %q", got, c.want)
			}
		})
	}
}

func TestFixtures(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/one.txt", []byte("# command: show x | json\n# synthetic\n# more\nrow 1\n# row 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := Fixtures(t, dir)
	if len(got) != 1 || got[0] != (Capture{"one", "show x | json", "row 1\n# row 2\n"}) {
		t.Errorf("%+v", got)
	}
	if n := len(Corpus(t, dir+"/none", fact.IOS)); n != 0 {
		t.Errorf("%d captures of a folder that is not there", n)
	}
}
