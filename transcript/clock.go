package transcript

import (
	"strings"
	"time"
)

// stampForms are the ways in which terminal programs write the time before a
// line. A day and month in figures alone are read day first only where dots
// stand between; with slashes nobody can tell.
var stampForms = []string{
	"2006-01-02 15:04:05", "2006/01/02 15:04:05", "2006.01.02 15:04:05", "02.01.2006 15:04:05", "Jan _2 2006 15:04:05", "Mon Jan _2 2006 15:04:05",
}

// stampTime reads a time stamp, zero where it has no year or may mean two days.
// A stamp without a zone is taken for UTC.
func stampTime(s string) time.Time {
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10] + " " + s[11:]
	}
	s = strings.NewReplacer("_", " ", ",", ".").Replace(s)
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "UTC", "Z")), " ")
	s = strings.TrimSuffix(s, "Z")
	for _, zone := range []string{"", "Z07:00", " Z07:00", "-0700"} {
		for _, form := range stampForms {
			if t, err := time.Parse(form+zone, strings.TrimSpace(s)); err == nil {
				return t.UTC()
			}
		}
	}
	return time.Time{}
}
