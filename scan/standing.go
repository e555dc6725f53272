package scan

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
)

// standing says which verdicts of a stored scan would be the same today.
type standing struct {
	policy      policy.Policy
	rules, mark string
	then, now   time.Time
	none        bool // of this scan
}

// ofFiles is how long verdicts on files stand: how old each of their answers is, is seen
// only when they are read.
const ofFiles = 24 * time.Hour

func (p *Pipeline) standing(head store.Scan) *standing {
	s := &standing{policy: p.Policy, rules: p.Version, mark: p.Policy.Mark(), then: head.Started, now: p.Now()}
	s.none = head.Source == SourceFiles && s.now.Sub(s.then) > ofFiles ||
		slices.ContainsFunc(p.Policy.Waivers, func(w policy.Waiver) bool { return s.then.Before(w.Until) && !s.now.Before(w.Until) })
	return s
}

// stands reports whether a kept verdict was judged by the rules and the policy of today,
// and no day that it hangs on has come since.
func (s *standing) stands(k *store.Kept) bool {
	if s.none || k.Judged.Rules != s.rules || k.Judged.Policy != s.mark {
		return false
	}
	for _, full := range []time.Time{k.RunsOut.Low, k.RunsOut.Median, k.RunsOut.High} {
		for _, limit := range []time.Duration{0, s.policy.CritRunway, s.policy.WarnRunway} {
			if !full.IsZero() && full.Sub(s.then) > limit && full.Sub(s.now) <= limit {
				return false
			}
		}
	}
	return true
}

// age makes a verdict STALE that is older than the policy allows: rule read/stale, which
// only what was ok shows.
func (s *standing) age(v *audit.Verdict) {
	at := v.Device.Recorded
	if v.State == audit.OK && !at.IsZero() && s.policy.StaleAfter > 0 && s.now.Sub(at) > s.policy.StaleAfter {
		v.State, v.Action = audit.Stale, solve.Investigate
	}
}
