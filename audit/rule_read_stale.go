package audit

import (
	"fmt"
	"time"
)

// readStale finds readings older than the policy allows. Where a capture does
// not say when it was made its age is unknown, and nothing is said of it here.
func readStale() Rule {
	return Rule{
		ID:    "read/stale",
		Title: "what is known of the device is old",
		Check: func(c *Case) []Finding {
			at := c.Device.Recorded
			if at.IsZero() || c.Policy.StaleAfter <= 0 || c.Now.Sub(at) <= c.Policy.StaleAfter {
				return nil
			}
			return []Finding{{
				Severity: SevWarn, State: Stale, Action: Investigate,
				Message: fmt.Sprintf("recorded %s, %s ago; the policy asks for at most %s",
					at.UTC().Format("2006-01-02 15:04Z"), days(c.Now.Sub(at)), days(c.Policy.StaleAfter)),
			}}
		},
	}
}

// days writes a duration in whole days, or in hours below two days.
func days(d time.Duration) string {
	if d < 48*time.Hour {
		return plural(int(d.Hours()), "hour")
	}
	return plural(int(d.Hours()/24), "day")
}
