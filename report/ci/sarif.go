// Package ci writes a scan for the pages of build servers: SARIF 2.1.0 and JUnit.
//
// What goes in: the document of a scan. What comes out: one document. It reads no
// clock and imports nothing above report.
package ci

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
)

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool    `json:"tool"`
		Invocations []invocation `json:"invocations"`
		Results     []result     `json:"results"`
		ColumnKind  string       `json:"columnKind"`
	}
	sarifTool struct {
		Driver driver `json:"driver"`
	}
	driver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string  `json:"id"`
		ShortDescription message `json:"shortDescription"`
		FullDescription  message `json:"fullDescription"`
		Help             help    `json:"help"`
	}
	message struct {
		Text string `json:"text"`
	}
	help struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	invocation struct {
		ExecutionSuccessful bool           `json:"executionSuccessful"`
		StartTimeUTC        string         `json:"startTimeUtc,omitempty"`
		EndTimeUTC          string         `json:"endTimeUtc,omitempty"`
		Notifications       []notification `json:"toolExecutionNotifications,omitempty"`
	}
	notification struct {
		Level   string  `json:"level"`
		Message message `json:"message"`
	}
	result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      message           `json:"message"`
		Locations    []location        `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Suppressions []suppression     `json:"suppressions"`
	}
	location struct {
		Physical *physical `json:"physicalLocation,omitempty"`
		Logical  []logical `json:"logicalLocations"`
	}
	physical struct {
		Artifact artifact `json:"artifactLocation"`
	}
	artifact struct {
		URI string `json:"uri"`
	}
	logical struct {
		Name string `json:"name"`
		Full string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	suppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// mostResults is as many as one run may hold where others read it: GitHub refuses a
// run with more than 25,000 (design/dependencies 6).
const mostResults = 25000

// WriteSARIF writes the findings of a scan, those on the worst devices first: a rule
// per rule, the device as logical location, the line of the capture as the place, a
// fingerprint that stays from scan to scan, a suppression for what the policy waives.
func WriteSARIF(w io.Writer, doc *report.Scan) error {
	rules := report.NewRules()
	run := sarifRun{Tool: sarifTool{driver{Name: "headroom", Version: doc.Scan.Version}}, ColumnKind: "unicodeCodePoints", Results: []result{}}
	index := map[string]int{}
	for i := range rules.Rules {
		r := &rules.Rules[i]
		index[r.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.ID, ShortDescription: message{r.Title}, FullDescription: message{r.Checks},
			Help: help{Text: r.Do, Markdown: "**Why it matters.** " + r.Why + "\n\n**What to do.** " + r.Do + "\n\n**How it may be wrong.** " + r.Doubt},
		})
	}
	left := 0
	for _, d := range report.WorstFirst(doc) {
		for i := range d.Findings {
			at, known := index[d.Findings[i].Rule]
			if !known || len(run.Results) == mostResults {
				left++
				continue
			}
			run.Results = append(run.Results, newResult(d, &d.Findings[i], at))
		}
	}
	run.Invocations = []invocation{newInvocation(doc, left)}
	enc := json.NewEncoder(report.PlainWriter(w))
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func newInvocation(doc *report.Scan, left int) invocation {
	inv := invocation{ExecutionSuccessful: true}
	const stamp = "2006-01-02T15:04:05.000Z"
	if !doc.Scan.Started.IsZero() {
		inv.StartTimeUTC = doc.Scan.Started.UTC().Format(stamp)
	}
	if doc.Scan.Finished != nil {
		inv.EndTimeUTC = doc.Scan.Finished.UTC().Format(stamp)
	}
	for _, gap := range doc.Gaps() {
		inv.ExecutionSuccessful = false
		inv.Notifications = append(inv.Notifications, notification{"error", message{clean(gap)}})
	}
	if left > 0 {
		inv.Notifications = append(inv.Notifications, notification{"warning", message{fmt.Sprintf("%d findings were left out", left)}})
	}
	return inv
}

func newResult(d *report.Device, f *audit.Finding, rule int) result {
	r := result{
		RuleID: f.Rule, RuleIndex: rule, Level: level(f), Message: message{clean(d.Name) + ": " + clean(f.Message)},
		Fingerprints: map[string]string{"deviceRuleResource/v1": fingerprint(d, f)}, Suppressions: []suppression{},
	}
	if f.Waived {
		r.Suppressions = append(r.Suppressions, suppression{"external", "accepted", clean(f.WaivedBy)})
	}
	loc := location{Logical: []logical{{Name: clean(d.Name), Full: clean(d.Name), Kind: "resource"}}, Physical: place(d, f)}
	r.Locations = []location{loc}
	return r
}

// place is where the proof of a finding stands: in the captured file, or in the
// transcript that --record writes.
func place(d *report.Device, f *audit.Finding) *physical {
	file := d.File
	if len(f.Evidence) > 0 && f.Evidence[0].File != "" {
		file = f.Evidence[0].File
	}
	if file == "" {
		file = scan.TranscriptFile(d.Name)
	}
	return &physical{artifact{uri(file)}}
}

// uri makes a URI of the path of a file; the member of an archive follows behind "!".
func uri(file string) string {
	file = filepath.ToSlash(file)
	if strings.HasPrefix(file, "/") {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).String()
}

// level is how bad a finding is to others: what is not known is at least a warning.
func level(f *audit.Finding) string {
	switch {
	case f.State == audit.Unkn || f.State == audit.Fail || f.State == audit.Stale:
		return "warning"
	case f.Severity == policy.Crit:
		return "error"
	case f.Severity == policy.Warn:
		return "warning"
	}
	return "note"
}

// fingerprint is the same for the same finding in every scan: it does not look at
// figures or lines.
func fingerprint(d *report.Device, f *audit.Finding) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{d.Name, f.Rule, string(f.Resource), f.Scope.String()}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func clean(s string) string { return string(safeterm.CleanLine(s)) }
