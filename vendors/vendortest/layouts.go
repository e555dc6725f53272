package vendortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Layouts reads c as other terminals hand it over (ios:0 section 1):
// with doubled line ends, moved to the right, with blanks behind the lines, with
// the prompt, the echoed command and what some routers print before any answer.
// The numbers and flags must be the same.
func Layouts(t testing.TB, o *vendors.OS, c Capture, whole fact.Reading) {
	t.Helper()
	eachLine := func(before, after string) string {
		lines := strings.Split(c.Text, "\n")
		for i, l := range lines {
			if l != "" {
				lines[i] = before + l + after
			}
		}
		return strings.Join(lines, "\n")
	}
	for _, v := range []struct{ name, text string }{
		{"doubled line ends", strings.ReplaceAll(c.Text, "\n", "\n\n")},
		{"moved to the right", eachLine("  ", "")},
		{"blanks behind the lines", eachLine("", "   ")},
		{"prompt and echo", "core-syn#" + c.Command + "\n" + c.Text + "\ncore-syn#"},
		{"time stamp", "Thu Feb  6 12:53:17.521 UTC\n" + c.Text},
		{"time and its source", "09:12:33.679 UTC Tue Nov 24 2026\nTime source is NTP\n" + c.Text},
		{"load preamble", "Load for five secs: 2%/0%; one minute: 3%; five minutes: 3%\nTime source is NTP, 10:11:12.123 UTC Mon Jan 1 2024\n\n" + c.Text},
	} {
		r, _, _ := o.ReadOutput(c.Command, v.text, 0, false)
		want, got := said(&whole), said(&r)
		for k, n := range want {
			if got[k] != n {
				t.Errorf("%s: %s: %d times, %d in the layout as printed", v.name, k, got[k], n)
				break
			}
		}
	}
}

// said counts what a reading states, without the places it is from.
func said(r *fact.Reading) map[string]int {
	m := map[string]int{}
	for i := range r.Tables {
		row := &r.Tables[i]
		m[fmt.Sprintf("row %q used %s cap %s configured %s max %s", row.Name, row.Used, row.Cap, row.Configured, row.Max)]++
	}
	for _, f := range r.Flags {
		m["flag "+f.Name()]++
	}
	if r.Recognised {
		m["recognised"]++
	}
	return m
}
