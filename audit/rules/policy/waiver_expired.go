package policy

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// policyWaiverExpired finds waivers whose time is over. What they waived counts
// again; that somebody promised to have it done by then is worth telling.
func policyWaiverExpired() audit.Rule {
	return audit.Rule{
		ID:    audit.WaiverExpired,
		Title: "a waiver of the policy has expired",
		Late: func(c *audit.Case, found []audit.Finding) []audit.Finding {
			var out []audit.Finding
			for i := range c.Policy.Waivers {
				w := &c.Policy.Waivers[i]
				if c.Now.Before(w.Until) || !w.About(c.Device.Name) {
					continue
				}
				n := 0
				for _, f := range found {
					if w.Matches(f.Rule, c.Device.Name) && f.State != audit.OK {
						n++
					}
				}
				f := audit.Finding{Severity: policy.Info, State: audit.OK, Action: solve.None, Message: expired(w, n)}
				if n > 0 {
					f.Severity, f.State = policy.Warn, audit.Warn
				}
				out = append(out, f)
			}
			return out
		},
	}
}

// expired words what became of a waiver that no longer holds.
func expired(w *policy.Waiver, n int) string {
	s := fmt.Sprintf("a waiver of %s ended %s", w.Rule, w.Until.UTC().Format("2006-01-02 15:04Z"))
	if w.Change != "" {
		s = fmt.Sprintf("the time for change %s (%s) ended %s", w.Change, w.Rule, w.Until.UTC().Format("2006-01-02 15:04Z"))
	}
	if n > 0 {
		return s + ", and what it waived is still there"
	}
	return s + "; there is nothing left to waive: take it out of the policy"
}
