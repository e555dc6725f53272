package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/scan"
)

// metricsLine is what a scan cost, in one line of the table.
func metricsLine(m *scan.Metrics) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if m.Seconds > 0 {
		add("took %s, %.1f devices/s", Span(m.Seconds), m.PerSecond)
	}
	if f := Causes(m.Failed); f != "" {
		add("not read: %s", f)
	}
	add("%s, %d rejected", words.Plural(m.Logins, "login"), m.AuthRejects)
	add("%s", words.Plural(m.Commands, "command"))
	add("%s received", size(m.Received))
	if m.Retries > 0 {
		add("%d retried", m.Retries)
	}
	if m.PeakRSS > 0 {
		add("peak %s of memory", size(m.PeakRSS))
	}
	if m.Runs > 1 {
		add("in %d runs", m.Runs)
	}
	if m.Killed > 0 {
		add("%d of them killed, whose open sessions are not counted", m.Killed)
	}
	return strings.Join(parts, "; ")
}

// Causes lists how often each cause of failure is, most frequent first: "timeout
// 3, auth 1"; "" = none.
func Causes(n map[string]int) string {
	causes := slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	for i, c := range causes {
		causes[i] = fmt.Sprintf("%s %d", c, n[c])
	}
	return strings.Join(causes, ", ")
}

// Span writes seconds as a duration that a person reads: 4.2s, 3m20s.
func Span(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}

// size writes bytes in units of 1,000.
func size(n int64) string {
	switch v := float64(n); {
	case v >= 1e9:
		return fmt.Sprintf("%.1f GB", v/1e9)
	case v >= 1e6:
		return fmt.Sprintf("%.1f MB", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%.1f kB", v/1e3)
	}
	return words.Plural(int(n), "byte")
}
