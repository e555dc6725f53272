package history_test

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/history"
)

func TestATrendSaysWhatChanged(t *testing.T) {
	day := func(n int) time.Time { return day0.AddDate(0, 0, n) }
	at := func(n int, c history.Config) history.Config { c.At = day(n); return c }
	got, ok := history.TrendOf("edge1", []history.Config{
		at(0, history.Config{Name: "edge1", Configured: "512", Release: "1"}),
		at(1, history.Config{Name: "edge1", Configured: "512", Release: "1"}),
		at(2, history.Config{Why: "no configuration"}),
		at(3, history.Config{Why: "no configuration"}),
		at(4, history.Config{Name: "core9", Configured: "768", Release: "2", Register: "0x2102"}),
		at(5, history.Config{Gone: true}),
	})
	var said []string
	for _, e := range got.Events {
		said = append(said, e.At.Format("01-02")+" "+string(e.Kind)+": "+e.Text)
	}
	want := []string{
		day(0).Format("01-02") + " first seen: configured: 512; release 1",
		day(2).Format("01-02") + " not read: no configuration",
		day(4).Format("01-02") + " allocation: configured: 768, was 512",
		day(4).Format("01-02") + " software: release: 2, was 1",
		day(4).Format("01-02") + " allocation: configuration register: 0x2102, was nothing",
		day(4).Format("01-02") + " renamed: host name: core9, was edge1",
		day(5).Format("01-02") + " gone: the file was removed",
	}
	if !ok || strings.Join(said, "\n") != strings.Join(want, "\n") || got.Device != "core9" || got.Versions != 6 {
		t.Errorf("%+v\n%s", got, strings.Join(said, "\n"))
	}
	if _, ok := history.TrendOf("notes", []history.Config{at(0, history.Config{Why: "no configuration"})}); ok {
		t.Error("a file that is no configuration has a trend")
	}
}
