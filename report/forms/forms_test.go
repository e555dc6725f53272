package forms_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/solve"
)

var update = flag.Bool("update", false, "write the golden files again")

// hostile is what a device may call itself that means harm to a terminal, a page, a
// spreadsheet, a build server or a monitoring system.
const hostile = "=HYPERLINK(\"http://x\")<script>alert(1)</script>|a`b\x1b[31m\u202e]]>&\n\"}\\ 1\xff"

// sample is a scan with a device of every state, names that mean harm, figures that
// are not known, and files that were passed over.
func sample() *report.Scan {
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	end := at.Add(5 * time.Minute)
	doc := &report.Scan{
		Schema: "headroom.scan/1",
		Scan:   report.ScanHead{ID: "20261124T020000Z-00000000", Started: at, Finished: &end, Version: "test", Source: "files", Planned: 10},
		Passed: []collect.Passed{{File: "tree/" + hostile, Why: "a binary file"}, {File: "tree/.git", Why: "a hidden folder", Known: true}},
	}
	year := func(y int) *time.Time { t := at.AddDate(y, 0, 0); return &t }
	pool := func(used, capacity float64) ledger.Pool {
		return ledger.Pool{Name: "IPv4 | x", Resource: "fib.ipv4", Unit: "entries", Used: fact.Read(used, fact.Span{}), Capacity: fact.Read(capacity, fact.Span{}), Free: fact.Read(capacity-used, fact.Span{})}
	}
	for _, s := range audit.States() {
		d := report.Device{Name: "edge-" + string(s), State: s, OS: fact.IOS, Family: "cat6500", Site: "fra3", Action: solve.None, File: "tree/edge " + string(s) + ".log"}
		if s != audit.OK {
			d.Findings = []audit.Finding{{
				Rule: "cap/near", Severity: policy.Warn, State: s, Message: "4.9 % of it is free", Resource: "fib.ipv4",
				Evidence: []audit.Evidence{{Command: "show mls cef summary", Line: 3, Text: "IPv4 unicast: 499", File: "/srv/tree/a%b.log"}},
			}}
			d.Pools = []ledger.Pool{pool(499, 524), {Name: "MPLS", Unit: "entries"}}
			d.RunsOut = &report.RunsOut{Low: year(1), Median: year(2), Pool: "IPv4"}
		}
		doc.Devices = append(doc.Devices, d)
	}
	bad := doc.Devices[1]
	bad.Name, bad.Site, bad.Model = hostile, hostile, hostile
	bad.Findings = []audit.Finding{{Rule: "overflow/latched", Severity: policy.Crit, State: audit.Over, Message: hostile, Waived: true, WaivedBy: hostile, Evidence: []audit.Evidence{{Command: hostile, Line: 1, Text: hostile}}}}
	bad.Pools = []ledger.Pool{pool(1, 2)}
	bad.Pools[0].Name = hostile
	doc.Devices = append(doc.Devices, bad)
	doc.Summary = report.Summary{Devices: len(doc.Devices), States: map[audit.State]int{}}
	for i := range doc.Devices {
		doc.Summary.States[doc.Devices[i].State]++
	}
	return doc
}

// empty is a scan of nothing.
func empty() *report.Scan {
	return &report.Scan{Schema: "headroom.scan/1", Summary: report.Summary{States: map[audit.State]int{}}, Devices: []report.Device{}}
}

func render(t *testing.T, form string, doc *report.Scan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := forms.Scans().Write(&b, form, doc, report.TableOptions{Terms: report.DefaultTerms()}); err != nil {
		t.Fatalf("%s: %v", form, err)
	}
	return b.Bytes()
}

// Every form is what lies in testdata, and holds nothing that a terminal obeys.
func TestForms(t *testing.T) {
	for _, form := range forms.Scans().Names() {
		got := render(t, form, sample())
		if i := bytes.IndexFunc(got, func(r rune) bool { return r == 0x1b || r == 0x202e || r == utf8.RuneError }); i >= 0 {
			t.Errorf("%s: %q", form, got[i:min(len(got), i+40)])
		}
		file := filepath.Join("testdata", "scan."+form)
		if *update {
			if err := os.WriteFile(file, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s (-update writes it again):\n%s", form, d)
		}
		_ = render(t, form, empty())
	}
}

func TestPagesHoldNoCodeOfADevice(t *testing.T) {
	page := string(render(t, "html", sample()))
	for _, bad := range []string{"<script", "http:", "url(", "src="} {
		if strings.Contains(strings.ReplaceAll(page, "&#34;http:", ""), bad) {
			t.Errorf("html: holds %q", bad)
		}
	}
	if !strings.Contains(page, "&lt;script&gt;") || !strings.Contains(page, "default-src 'none'") {
		t.Error("html: the name of the device is not there, or the policy")
	}
	if md := string(render(t, "md", sample())); strings.Contains(md, "<script") || strings.Contains(md, "](") {
		t.Errorf("md: %s", md)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	text, mark := strings.CutPrefix(string(render(t, "csv", sample())), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !mark || len(rows) != 10 {
		t.Fatalf("%d rows, mark %v, %v", len(rows), mark, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r|%", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
}

// Every document is one: JSON, lines of JSON, XML.
func TestDocumentsAreWhole(t *testing.T) {
	for _, doc := range []*report.Scan{sample(), empty()} {
		for _, form := range []string{"json", "sarif"} {
			if !json.Valid(render(t, form, doc)) {
				t.Errorf("%s is no JSON", form)
			}
		}
		for line := range bytes.Lines(render(t, "jsonl", doc)) {
			if !json.Valid(line) {
				t.Errorf("jsonl: %s", line)
			}
		}
		for d := xml.NewDecoder(bytes.NewReader(render(t, "junit", doc))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A figure that is not known has no sample and no cell, and is never 0.
func TestUnknownIsNeverZero(t *testing.T) {
	doc := sample()
	doc.Devices = doc.Devices[:1]
	doc.Devices[0].Pools = []ledger.Pool{{Name: "MPLS", Unit: "entries"}}
	if prom := string(render(t, "prom", doc)); strings.Contains(prom, "memory_used{") || strings.Contains(prom, "memory_free_ratio{") {
		t.Error(prom)
	}
	if sheet := string(render(t, "csv", doc)); !strings.Contains(sheet, "MPLS,entries,,,,,") {
		t.Error(sheet)
	}
	if page := string(render(t, "html", doc)); !strings.Contains(page, "how full is not known") {
		t.Error("html: a memory that nobody knows")
	}
}
