package audit

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// Thresholds are the figures a role may have its own of; nil = as the policy.
type Thresholds struct {
	CritFree, WarnFree, Reserve, DefaultUsed *float64
	Table                                    TableKind
}

// Waiver takes findings out of the state of a device for a time. They are still
// reported, as waived.
type Waiver struct {
	Rule   string // an id, or group/*
	Device string // a glob over names
	Reason string
	Change string    // number of the change that will end it (grace); "" = a waiver
	Until  time.Time // UTC; the waiver holds before it
	// UntilFreeBelow ends it once less than this share of the memory the finding
	// is about is free, 0 = no condition. Where what is free is not known the
	// waiver does not hold.
	UntilFreeBelow float64
	Line           int // of the policy file
}

// By names the waiver as it stands beside what it waives.
func (w *Waiver) By() string {
	s := w.Reason
	if w.Change != "" {
		s = strings.TrimSuffix("change "+w.Change+": "+s, ": ")
	}
	return s + " (until " + w.Until.UTC().Format("2006-01-02 15:04Z") + ")"
}

// matches reports whether the waiver is about findings of rule on device.
func (w *Waiver) matches(rule, device string) bool {
	if group, all := strings.CutSuffix(w.Rule, "/*"); all {
		if !strings.HasPrefix(rule, group+"/") {
			return false
		}
	} else if w.Rule != rule {
		return false
	}
	return w.about(device)
}

func (w *Waiver) about(device string) bool {
	ok, _ := path.Match(w.Device, device) // the pattern was checked as it was loaded
	return ok
}

// For gives the policy as it holds for a role.
func (p Policy) For(role string) Policy {
	t, ok := p.Roles[role]
	if !ok {
		return p
	}
	for _, f := range []struct {
		own *float64
		to  *float64
	}{{t.CritFree, &p.CritFree}, {t.WarnFree, &p.WarnFree}, {t.Reserve, &p.Reserve}, {t.DefaultUsed, &p.DefaultUsed}} {
		if f.own != nil {
			*f.to = *f.own
		}
	}
	p.Table = t.Table
	return p
}

// applyPolicy gives findings the severities of the policy and marks those that
// are waived.
func (c *Case) applyPolicy(found []Finding) {
	for i := range found {
		f := &found[i]
		if s, ok := c.Policy.Severities[f.Rule]; ok {
			regrade(f, s)
		}
		if f.Rule == waiverExpiredID {
			continue
		}
		for j := range c.Policy.Waivers {
			w := &c.Policy.Waivers[j]
			if w.matches(f.Rule, c.Device.Name) && c.Now.Before(w.Until) && c.enoughFree(w, f) {
				f.Waived, f.WaivedBy = true, w.By()
				break
			}
		}
	}
}

// regrade gives a finding the severity that the team wants. What is unknown, not
// read or old stays so: a severity can not make it known.
func regrade(f *Finding, s Severity) {
	if f.State == Unkn || f.State == Fail || f.State == Stale {
		return
	}
	f.Severity = s
	switch s {
	case SevInfo:
		f.State, f.Action = OK, None
	case SevWarn:
		if f.State.Rank() < Warn.Rank() && f.State != Pend || f.State == OK {
			f.State = Warn
		}
	case SevCrit:
		if f.State.Rank() > Crit.Rank() {
			f.State = Crit
		}
	}
}

// enoughFree reports whether the condition of a waiver still holds for what a
// finding is about.
func (c *Case) enoughFree(w *Waiver, f *Finding) bool {
	if w.UntilFreeBelow <= 0 {
		return true
	}
	known := false
	for _, r := range c.rowsOf(f.Resource) {
		left, ok := r.FreeShare()
		if !ok || left < w.UntilFreeBelow {
			return false
		}
		known = true
	}
	return known
}

const waiverExpiredID = "policy/waiver-expired"

// settled is the state of a device from its findings. Where nothing judgeable
// was read, waiving that does not make the device ok.
func (c *Case) settled(found []Finding) State {
	state := worst(found)
	if state != OK || c.Device.Identity.Virtual || c.layer2() {
		return state
	}
	if slices.ContainsFunc(c.Rows, func(r Row) bool { return r.Judgeable() && !r.Unverified }) {
		return OK
	}
	for _, f := range found {
		if f.Waived && (f.State == Unkn || f.State == Fail) {
			return f.State
		}
	}
	return state
}

// expired words what became of a waiver that no longer holds.
func expired(w *Waiver, n int) string {
	s := fmt.Sprintf("a waiver of %s ended %s", w.Rule, w.Until.UTC().Format("2006-01-02 15:04Z"))
	if w.Change != "" {
		s = fmt.Sprintf("the time for change %s (%s) ended %s", w.Change, w.Rule, w.Until.UTC().Format("2006-01-02 15:04Z"))
	}
	if n > 0 {
		return s + ", and what it waived is still there"
	}
	return s + "; there is nothing left to waive: take it out of the policy"
}
