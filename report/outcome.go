package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
)

// Terms say what a scan must be for a scheduler to call it good.
type Terms struct {
	FailOn        string // over, crit, warn, never: from which state on there are findings
	FailOnPending bool   // PEND counts as crit
	AllowUnread   string // so many devices (N or N%) may be unread
	// Known tells of a finding that a baseline had already: only what is new fails, nil =
	// all is. What is not read stays unread, known or not.
	Known func(device string, f *audit.Finding) bool
}

// DefaultTerms are those of a verb without flags.
func DefaultTerms() Terms { return Terms{FailOn: "crit", AllowUnread: "0"} }

// Outcome is what an exit code tells: in this order findings, gaps, nothing.
type Outcome struct {
	Findings   int      // devices at or above FailOn
	Below      int      // devices that are not ok, and below it
	Incomplete []string // why the scan does not tell all; none = it does, or it is tolerated
}

// Check refuses terms that mean nothing.
func (t Terms) Check() error {
	_, err := t.tolerated(100)
	return err
}

// tolerated is how many of n devices may be unread.
func (t Terms) tolerated(n int) (int, error) {
	text, percent := strings.CutSuffix(t.AllowUnread, "%")
	v, err := strconv.Atoi(text)
	if err != nil || v < 0 || percent && v > 100 {
		return 0, fmt.Errorf("--allow-unread %q is neither a number of devices nor a percentage", t.AllowUnread)
	}
	if percent {
		return n * v / 100, nil
	}
	return v, nil
}

// reached reports whether a state is at or above FailOn.
func (t Terms) reached(s audit.State) bool {
	switch s {
	case audit.Over:
		return t.FailOn != "never"
	case audit.Crit:
		return t.FailOn == "crit" || t.FailOn == "warn"
	case audit.Pend:
		return t.FailOn == "warn" || t.FailOnPending && t.FailOn == "crit"
	case audit.Warn:
		return t.FailOn == "warn"
	default:
		return false
	}
}

// fails reports whether a device is at or above FailOn, by a finding that is new where
// there is a baseline.
func (t Terms) fails(d *Device) bool {
	if t.Known == nil || !t.reached(d.State) {
		return t.reached(d.State)
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; !f.Waived && t.reached(f.State) && !t.Known(d.Name, f) {
			return true
		}
	}
	return false
}

// Of weighs a scan. What was planned and not visited, and a file that was passed
// over, count as a device that was not read; an interrupted scan and one without a
// device are incomplete whatever is tolerated.
func (t Terms) Of(doc *Scan) Outcome {
	var o Outcome
	for i := range doc.Devices {
		d := &doc.Devices[i]
		switch s := d.State; {
		case t.fails(d):
			o.Findings++
		case s != audit.OK && !unsure(s):
			o.Below++
		}
	}
	n, text := doc.unread()
	absent := doc.NotVisited() + len(doc.Lost())
	allowed, err := t.tolerated(len(doc.Devices) + absent)
	gaps := doc.Gaps()
	if err == nil && n+absent <= allowed && !doc.Scan.Interrupted && (len(doc.Devices) > 0 || doc.part) {
		return o
	}
	if text != "" {
		gaps = append(gaps, text)
	}
	o.Incomplete = gaps
	return o
}

// Nagios gives the code and the word of the plugin interface: what is at --fail-on is
// critical, what is not known is unknown before what only warns.
func (o Outcome) Nagios() (code int, word string) {
	switch {
	case o.Findings > 0:
		return 2, "CRITICAL"
	case len(o.Incomplete) > 0:
		return 3, "UNKNOWN"
	case o.Below > 0:
		return 1, "WARNING"
	}
	return 0, "OK"
}
