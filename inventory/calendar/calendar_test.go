package calendar_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/calendar"
)

// sample is synthetic, in the format of RFC 5545.
const sample = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Berlin\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:freeze: end of\r\n  year\\, all\r\nDTSTART;VALUE=DATE:20261218\r\nDTEND;VALUE=DATE:20270107\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:freeze sales\r\nDTSTART:20261126T230000Z\r\nDURATION:P3DT9H\r\nBEGIN:VALARM\r\nDTSTART:20200101T000000Z\r\nEND:VALARM\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:night of the core\r\nDTSTART;TZID=Europe/Berlin:20261103T230000\r\nDTEND;TZID=Europe/Berlin:20261104T030000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;WKST=MO\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:gone\r\nSTATUS:CANCELLED\r\nDTSTART:20261126T230000Z\r\nDURATION:P1D\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:yearly freeze\r\nDTSTART:20261126T230000Z\r\nDURATION:P1D\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n" +
	"END:VCALENDAR\r\n"

func read(t *testing.T, text string, filter ...string) (*inventory.Inventory, error) {
	t.Helper()
	h := inventory.Here{Open: func(string) ([]byte, error) { return []byte(text), nil }}
	return calendar.Source{}.Read(t.Context(), inventory.Query{Place: "f.ics", Filter: filter}, h)
}

func at(s string) time.Time {
	when, _ := time.Parse(time.RFC3339, s)
	return when
}

func TestRead(t *testing.T) {
	inv, err := read(t, sample)
	if err != nil || len(inv.Freezes) != 2 {
		t.Fatal(inv, err)
	}
	f := inv.Freezes
	if f[0].Reason != "freeze: end of year, all" || !f[0].From.Equal(at("2026-12-18T00:00:00+01:00")) || !f[0].To.Equal(at("2027-01-07T00:00:00+01:00")) {
		t.Errorf("%+v", f[0])
	}
	if !f[1].From.Equal(at("2026-11-26T23:00:00Z")) || !f[1].To.Equal(at("2026-11-30T08:00:00Z")) {
		t.Errorf("%+v", f[1])
	}
	w := inv.Windows["night-of-the-core"]
	if w.From != "23:00" || w.To != "03:00" || w.Zone != "Europe/Berlin" || len(w.Days) != 2 || w.Days[0] != time.Tuesday {
		t.Errorf("%+v", inv.Windows)
	}
	if warned := strings.Join(inv.Warnings, " "); len(inv.Warnings) != 1 || !strings.Contains(warned, `"yearly freeze" is not understood`) || !strings.Contains(warned, "f.ics:") {
		t.Error(inv.Warnings)
	}
	if inv, err := read(t, sample, "sales"); err != nil || len(inv.Freezes) != 1 || len(inv.Windows) != 0 {
		t.Error(inv, err)
	}
}

// A time without a zone is that time everywhere.
func TestWithoutZone(t *testing.T) {
	for _, zone := range []string{"", ";TZID=W. Europe Standard Time"} {
		inv, err := read(t, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART"+zone+":20261218T000000\nDTEND"+zone+":20261219T000000\nEND:VEVENT\nEND:VCALENDAR")
		if err != nil || len(inv.Freezes) != 1 || !inv.Freezes[0].From.Equal(at("2026-12-17T10:00:00Z")) || !inv.Freezes[0].To.Equal(at("2026-12-19T12:00:00Z")) {
			t.Errorf("%+v %v", inv, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string]string{"<html>": "no calendar", "": "no calendar", sample[:300]: "ends in the middle", strings.TrimSuffix(sample, "END:VCALENDAR\r\n"): "ends in the middle"} {
		if _, err := read(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	if _, err := (calendar.Source{}).Read(t.Context(), inventory.Query{Place: "http://calendar.example.net/x.ics"}, inventory.Here{Open: os.ReadFile}); err == nil || !strings.Contains(err.Error(), "not encrypted") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, text string) {
		inv, err := read(t, text)
		if err != nil {
			return
		}
		for _, z := range inv.Freezes {
			if !z.To.After(z.From) {
				t.Errorf("%+v", z)
			}
		}
	})
}
