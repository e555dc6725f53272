package audit

// policyWaiverExpired finds waivers whose time is over. What they waived counts
// again; that somebody promised to have it done by then is worth telling.
func policyWaiverExpired() Rule {
	return Rule{
		ID:    waiverExpiredID,
		Title: "a waiver of the policy has expired",
		Late: func(c *Case, found []Finding) []Finding {
			var out []Finding
			for i := range c.Policy.Waivers {
				w := &c.Policy.Waivers[i]
				if c.Now.Before(w.Until) || !w.about(c.Device.Name) {
					continue
				}
				n := 0
				for _, f := range found {
					if w.matches(f.Rule, c.Device.Name) && f.State != OK {
						n++
					}
				}
				f := Finding{Severity: SevInfo, State: OK, Action: None, Message: expired(w, n)}
				if n > 0 {
					f.Severity, f.State = SevWarn, Warn
				}
				out = append(out, f)
			}
			return out
		},
	}
}
