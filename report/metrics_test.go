package report

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/scan"
)

func TestMetricsInOneLine(t *testing.T) {
	for _, tt := range []struct {
		m    scan.Metrics
		want string
	}{
		{scan.Metrics{Runs: 1, Logins: 1}, "1 login, 0 rejected; 0 commands; 0 bytes received"},
		{scan.Metrics{
			Seconds: 204.7, PerSecond: 48.85, Logins: 9876, AuthRejects: 1, Commands: 60000, Received: 362_400_000, Retries: 12, PeakRSS: 212_000_000,
			Runs: 3, Killed: 2, Failed: map[string]int{"auth": 1, "timeout": 30, "breaker": 30},
		}, "took 3m25s, 48.9 devices/s; not read: breaker 30, timeout 30, auth 1; 9,876 logins, 1 rejected; 60,000 commands; 362.4 MB received; 12 retried; peak 212.0 MB of memory; in 3 runs; " +
			"2 of them killed, whose open sessions are not counted"},
	} {
		if got := metricsLine(&tt.m); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestMetricsStandInTheTableAndTheDocument(t *testing.T) {
	doc := NewScan(&scan.Result{Metrics: &scan.Metrics{Planned: 2, Runs: 1, Commands: 7, Failed: map[string]int{}}})
	var table, lines strings.Builder
	if err := WriteTable(&table, &doc, TableOptions{}); err != nil || !strings.Contains(table.String(), "; 7 commands;") {
		t.Errorf("%v\n%s", err, table.String())
	}
	if err := WriteJSONL(&lines, doc); err != nil || !strings.Contains(lines.String(), `"metrics":{"planned":2,"visited":0,"failed":{},"logins":0,"auth_rejects":0,"retries":0,"commands":7,"bytes_received":0,"runs":1}`) {
		t.Errorf("%v\n%s", err, lines.String())
	}
	files := NewScan(&scan.Result{})
	if files.Metrics != nil {
		t.Error("files cost nothing to reach")
	}
}
