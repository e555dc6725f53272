package report

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/solve"
)

// hostile is a plan whose names come from a device that means harm.
func hostile() plan.Plan {
	at := time.Date(2026, 11, 28, 21, 0, 0, 0, time.UTC)
	to := at.Add(5 * time.Hour)
	d := plan.Device{
		Name: `=HYPERLINK("x")`, Site: "fra\x1b[31m3", State: audit.Pend, Action: solve.Reload,
		Why:    []plan.Why{{Rule: "carve/pending", State: audit.Pend, Message: `<script>alert(1)</script>`}},
		Reload: &plan.Reload{Scope: "chassis", Outage: "unknown"},
		Steps:  []plan.Step{{Phase: plan.Pre, Command: "show x", Expect: "-1"}, {Phase: plan.ReloadIt, Command: "reload", Why: "@takes down"}},
	}
	return plan.Plan{
		Schema: plan.Schema, Made: at.AddDate(0, 0, -4), Devices: []plan.Device{d},
		Waves: []plan.Wave{{
			Name: "wave 1", Kind: plan.WaveReload, Devices: []string{d.Name, "a;b,c\\d" + strings.Repeat("é", 60)}, Window: "weekend", Zone: "Europe/Berlin", From: &at, To: &to,
			After: []plan.After{{Device: d.Name, First: "cr1"}},
		}},
		Unplaced: []plan.Unplaced{{Device: "cr9", Why: "its pair was not read"}},
	}
}

func TestPlanHTML(t *testing.T) {
	p := hostile()
	var b strings.Builder
	if err := WritePlanHTML(&b, &p); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"default-src 'none'", "&lt;script&gt;", "Sat 2026-11-28 22:00 to Sun 03:00 Europe/Berlin", "only after cr1 is verified", "cr9: its pair was not read", "Reload (point of no return)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("does not hold %q", want)
		}
	}
	for _, bad := range []string{"<script", "\x1b", "http://", "https://", "url("} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("holds %q", bad)
		}
	}
}

func TestPlanCSV(t *testing.T) {
	p := hostile()
	var b strings.Builder
	if err := WritePlanCSV(&b, &p); err != nil {
		t.Fatal(err)
	}
	text, bom := strings.CutPrefix(b.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !bom || len(rows) != 3 {
		t.Fatalf("%d rows, mark %v, %v", len(rows), bom, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
	if rows[1][0] != `'=HYPERLINK("x")` || rows[1][5] != "wave 1" {
		t.Errorf("%q", rows[1])
	}
}

func TestPlanICS(t *testing.T) {
	p := hostile()
	p.Waves = append(p.Waves, plan.Wave{Name: "wave 2", Devices: []string{"x"}})
	var b strings.Builder
	if err := WritePlanICS(&b, &p); err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(b.String(), "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\n\r\x1b") {
			t.Errorf("%d octets: %q", len(l), l)
		}
	}
	whole := strings.ReplaceAll(b.String(), "\r\n ", "")
	for _, want := range []string{"DTSTART:20261128T210000Z", "DTEND:20261129T020000Z", `a\;b\,c\\dé`, "SUMMARY:headroom wave 1: reload only\\, 2 routers"} {
		if !strings.Contains(whole, want) {
			t.Errorf("does not hold %q:\n%s", want, whole)
		}
	}
	if strings.Count(whole, "BEGIN:VEVENT") != 1 {
		t.Error("a wave without a time has no place in a calendar")
	}
}

func TestChecklistHasTheWaves(t *testing.T) {
	p := hostile()
	var b strings.Builder
	if err := WriteChecklist(&b, &p); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"### wave 1: reload only", "only after cr1 is verified", "**In no wave:** cr9"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("does not hold %q", want)
		}
	}
}
