package audit

import (
	"slices"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// applyPolicy gives findings the severities of the policy and marks those that
// are waived.
func (c *Case) applyPolicy(found []Finding) {
	for i := range found {
		f := &found[i]
		if s, ok := c.Policy.Severities[f.Rule]; ok {
			regrade(f, s)
		}
		if f.Rule == WaiverExpired {
			continue
		}
		for j := range c.Policy.Waivers {
			w := &c.Policy.Waivers[j]
			if w.Matches(f.Rule, c.Device.Name) && c.Now.Before(w.Until) && c.enoughFree(w, f) {
				f.Waived, f.WaivedBy = true, w.By()
				break
			}
		}
	}
}

// regrade gives a finding the severity that the team wants. What is unknown, not
// read or old stays so: a severity cannot make it known.
func regrade(f *Finding, s policy.Severity) {
	if f.State == Unkn || f.State == Fail || f.State == Stale {
		return
	}
	f.Severity = s
	switch s {
	case policy.Info:
		f.State, f.Action = OK, solve.None
	case policy.Warn:
		if f.State.Rank() < Warn.Rank() && f.State != Pend || f.State == OK {
			f.State = Warn
		}
	case policy.Crit:
		if f.State.Rank() > Crit.Rank() {
			f.State = Crit
		}
	}
}

// enoughFree reports whether the condition of a waiver still holds for what a
// finding is about.
func (c *Case) enoughFree(w *policy.Waiver, f *Finding) bool {
	if w.UntilFreeBelow <= 0 {
		return true
	}
	known := false
	for _, r := range c.RowsOf(f.Resource) {
		left, ok := r.FreeShare()
		if !ok || left < w.UntilFreeBelow {
			return false
		}
		known = true
	}
	return known
}

// WaiverExpired is the rule about waivers, which no waiver waives.
const WaiverExpired = "policy/waiver-expired"

// settled is the state of a device from its findings. Where nothing judgeable
// was read, waiving that does not make the device ok.
func (c *Case) settled(found []Finding) State {
	state := worst(found)
	if state != OK || c.Device.Identity.Virtual || c.Layer2() {
		return state
	}
	if slices.ContainsFunc(c.Rows, func(r ledger.Row) bool { return r.Judgeable() && !r.Unverified }) {
		return OK
	}
	for _, f := range found {
		if f.Waived && (f.State == Unkn || f.State == Fail) {
			return f.State
		}
	}
	return state
}
