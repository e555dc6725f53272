package read

import (
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// readStale finds readings older than the policy allows: the device as a whole,
// or figures that only an older capture holds. Where a capture does not say when
// it was made its age is unknown, and nothing is said of it here.
func readStale() audit.Rule {
	return audit.Rule{
		ID:    "read/stale",
		Title: "what is known of the device is old",
		Check: func(c *audit.Case) []audit.Finding {
			at, what := oldest(c)
			if at.IsZero() || c.Policy.StaleAfter <= 0 || c.Now.Sub(at) <= c.Policy.StaleAfter {
				return nil
			}
			by := ""
			if clock := c.Device.Session.Clock; clock != "" {
				by = " (by " + clock + ")"
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.Stale, Action: solve.Investigate,
				Message: fmt.Sprintf("%srecorded %s%s, %s ago; the policy asks for at most %s",
					what, at.UTC().Format("2006-01-02 15:04Z"), by, days(c.Now.Sub(at)), days(c.Policy.StaleAfter)),
			}}
		},
	}
}

// oldest is the time of the oldest figures that count, and whose they are where
// that is not the time of the whole capture.
func oldest(c *audit.Case) (at time.Time, what string) {
	d := c.Device
	at = d.Recorded
	for i := range d.Tables {
		n := d.Tables[i].Output
		if n < 0 || n >= len(d.Outputs) {
			continue
		}
		if o := &d.Outputs[n]; !o.At.IsZero() && o.Current() && (at.IsZero() || o.At.Before(at)) {
			at, what = o.At, "the answer to "+o.Command+" was "
			if o.Loose {
				what = "text outside any answer was "
			}
		}
	}
	if d.Recorded.Sub(at) < time.Hour {
		what = "" // one session
	}
	return at, what
}

// days writes a duration in whole days, or in hours below two days.
func days(d time.Duration) string {
	if d < 48*time.Hour {
		return words.Plural(int(d.Hours()), "hour")
	}
	return words.Plural(int(d.Hours()/24), "day")
}
