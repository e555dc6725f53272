package ci

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/report"
)

type (
	testSuites struct {
		XMLName  xml.Name    `xml:"testsuites"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Suites   []testSuite `xml:"testsuite"`
	}
	testSuite struct {
		Name      string     `xml:"name,attr"`
		Tests     int        `xml:"tests,attr"`
		Failures  int        `xml:"failures,attr"`
		Errors    int        `xml:"errors,attr"`
		Skipped   int        `xml:"skipped,attr"`
		Timestamp string     `xml:"timestamp,attr,omitempty"`
		Cases     []testCase `xml:"testcase"`
	}
	testCase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Skipped *skipped `xml:"skipped,omitempty"`
		Error   *trouble `xml:"error,omitempty"`
		Failure *trouble `xml:"failure,omitempty"`
	}
	skipped struct {
		Message string `xml:"message,attr"`
	}
	trouble struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes a suite per device and a case per finding: a failure is a state
// that a finding gives, an error what was not read, not understood or is stale, skipped
// what the policy waives. What a scan does not hold at all is a suite of errors.
func WriteJUnit(w io.Writer, doc *report.Scan) error {
	all := testSuites{Name: "headroom"}
	stamp := ""
	if !doc.Scan.Started.IsZero() {
		stamp = doc.Scan.Started.UTC().Format("2006-01-02T15:04:05")
	}
	for _, d := range report.WorstFirst(doc) {
		s := testSuite{Name: clean(d.Name), Timestamp: stamp}
		s.add(testCase{Name: "state", Class: s.Name}, d.State, fmt.Sprintf("%s %s", d.State, report.Why(d)), dueBy(d))
		for i := range d.Findings {
			f := &d.Findings[i]
			c := testCase{Name: clean(caseName(f)), Class: s.Name}
			if f.Waived {
				c.Skipped = &skipped{"waived: " + clean(f.WaivedBy)}
			}
			s.add(c, f.State, f.Message, proof(f))
		}
		all.count(s)
	}
	if gaps := doc.Gaps(); len(gaps) > 0 {
		s := testSuite{Name: "headroom: what the scan does not hold", Timestamp: stamp}
		for _, gap := range gaps {
			s.Tests++
			s.Errors++
			s.Cases = append(s.Cases, testCase{Name: clean(gap), Class: "scan", Error: &trouble{Type: "incomplete", Message: clean(gap)}})
		}
		all.count(s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (t *testSuites) count(s testSuite) {
	t.Tests, t.Failures, t.Errors = t.Tests+s.Tests, t.Failures+s.Failures, t.Errors+s.Errors
	t.Suites = append(t.Suites, s)
}

// add puts a case into a suite, as bad as its state.
func (s *testSuite) add(c testCase, state audit.State, text, proof string) {
	bad := &trouble{Type: string(state), Message: clean(text), Text: proof}
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case state == audit.Unkn || state == audit.Fail || state == audit.Stale:
		s.Errors++
		c.Error = bad
	case state != audit.OK:
		s.Failures++
		c.Failure = bad
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
}

func caseName(f *audit.Finding) string {
	name := f.Rule
	if f.Resource != "" {
		name += " " + string(f.Resource)
	}
	if at := f.Scope.String(); at != "" {
		name += " " + at
	}
	return name
}

func dueBy(d *report.Device) string {
	if d.RunsOut == nil || d.RunsOut.Median == nil {
		return ""
	}
	return "runs out " + d.RunsOut.Median.Format(time.DateOnly)
}

func proof(f *audit.Finding) string {
	text := ""
	for _, e := range f.Evidence {
		where := ""
		if e.File != "" {
			where = e.File + ": "
		}
		text += "\n" + clean(fmt.Sprintf("%s%s, line %d: %s", where, e.Command, e.Line, e.Text))
	}
	return text
}
