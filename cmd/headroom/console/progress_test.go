package console

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/scan"
)

func TestProgressSaysRateTimeLeftAndCauses(t *testing.T) {
	var w strings.Builder
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	p := &progress{
		w: &w, bar: true, ascii: true, states: map[audit.State]int{}, causes: map[string]int{},
		now: func() time.Time { return now }, width: func() int { return 200 },
	}
	judged := func(done int, state audit.State, cause string) {
		d := &scan.Device{}
		d.Verdict.State, d.Verdict.Device = state, &fact.Device{Failure: fact.Failure{Cause: cause}}
		p.event(scan.Event{Kind: scan.Judged, Planned: 100, Done: done, Device: d})
	}
	p.event(scan.Event{Kind: scan.Started, Planned: 100, Done: 40})
	for i := 1; i <= 40; i++ {
		judged(i, audit.OK, "")
	}
	for i := 41; i <= 50; i++ {
		now = now.Add(time.Second)
		judged(i, audit.Fail, []string{"timeout", "timeout", "auth"}[i%3])
	}
	last := w.String()[strings.LastIndexByte(w.String(), '\r'):]
	want := "\r\x1b[K############------------ 50/100  1.0/s  about 50s left  FAIL 10  ok 40  (timeout 6, auth 4)"
	if last != want {
		t.Errorf("\n got %q\nwant %q", last, want)
	}
	p.width, now = func() int { return 40 }, now.Add(time.Second)
	judged(51, audit.OK, "")
	if last := w.String()[strings.LastIndexByte(w.String(), '\r'):]; len(last) > len("\r\x1b[K")+40 {
		t.Errorf("%q wraps in a narrow terminal", last)
	}
}
