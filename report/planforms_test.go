package report

import (
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"slices"
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
	if strings.Count(b.String(), "<script") != 1 || !strings.Contains(b.String(), "script-src 'sha256-") || strings.Count(b.String(), `type="checkbox"`) != 4 {
		t.Error("one script, ours, and a box for each thing to do")
	}
	for _, bad := range []string{"<script>alert", "\x1b", "http://", "https://", "url("} {
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
	for _, want := range []string{"DTSTART:20261128T210000Z", "DTEND:20261129T020000Z", `a\;b\,c\\dé`, "DESCRIPTION:wave 1: reload only\\; only after cr1 is verified", "TRIGGER:-PT30M"} {
		if !strings.Contains(whole, want) {
			t.Errorf("does not hold %q:\n%s", want, whole)
		}
	}
	if strings.Count(whole, "BEGIN:VEVENT") != 2 || strings.Count(whole, "BEGIN:VTODO") != 2 {
		t.Errorf("a router without a time is a task:\n%s", whole)
	}
}

// uids gives the names of the events of a calendar.
func uids(t *testing.T, p *plan.Plan) []string {
	t.Helper()
	var b strings.Builder
	if err := WritePlanICS(&b, p); err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.SplitSeq(b.String(), "\r\n") {
		if id, ok := strings.CutPrefix(l, "UID:"); ok {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// A wave that moves, is renamed or loses its window leaves the names as they were; a
// plan of nothing is a calendar all the same.
func TestCalendarNamesStay(t *testing.T) {
	p := hostile()
	before := uids(t, &p)
	later := p.Waves[0].From.AddDate(0, 0, 7)
	p.Waves[0].Name, p.Waves[0].From = "wave 9", &later
	if got := uids(t, &p); !slices.Equal(got, before) || len(got) != 3 {
		t.Errorf("moved: %v, were %v", got, before)
	}
	p.Waves[0].From = nil
	if got := uids(t, &p); !slices.Equal(got, before) {
		t.Errorf("without a window: %v, were %v", got, before)
	}
	if got := uids(t, &plan.Plan{}); len(got) != 1 {
		t.Errorf("a plan of nothing: %v", got)
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

// The calendars that bench/conform/ reads with a parser of others.
func TestCalendarIsWhatLiesInTestdata(t *testing.T) {
	p := hostile()
	p.Waves = append(p.Waves, plan.Wave{Name: "wave 2", Devices: []string{"x"}})
	for file, p := range map[string]plan.Plan{"plan.ics": p, "nothing.ics": {Made: p.Made}} {
		var b strings.Builder
		if err := WritePlanICS(&b, &p); err != nil {
			t.Fatal(err)
		}
		file = filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || string(want) != b.String() {
			t.Errorf("%s is another (-update writes it again), %v:\n%s", file, err, b.String())
		}
	}
}

var update = flag.Bool("update", false, "write the golden files again")
