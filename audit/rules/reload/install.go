package reload

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// reloadInstall finds software work that is not finished: an upgrade under way,
// or an image that was activated and not committed, which a reload may undo
// (ios:1 "Reload pre-check rules").
func reloadInstall() audit.Rule {
	return audit.Rule{
		ID:    "reload/install",
		Title: "an upgrade is under way or not committed: a reload may come back with other software",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, n := range []struct {
				flag fact.FlagKey
				says string
			}{
				{fact.FlagISSU, "a software upgrade (ISSU, install) is under way: a reload would break into it"},
				{fact.FlagInstallUncommitted, "the installed software is not committed: a reload may fall back to the one before"},
			} {
				for _, f := range c.Flags(n.flag) {
					if f.Value == true {
						out = append(out, audit.Finding{Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(f.Span), Message: n.says})
						break
					}
				}
			}
			for _, f := range c.Flags(fact.FlagUnsafeReload) {
				out = append(out, audit.Finding{Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(f.Span), Message: fmt.Sprintf("the log says that a reload would not come back as it should: %q", f.Value)})
			}
			return append(out, installNotUnderstood(c)...)
		},
	}
}

// installNotUnderstood finds the question whether software is being installed where
// its answer is in words that nobody has shown: no reload into what may be under way.
func installNotUnderstood(c *audit.Case) []audit.Finding {
	for _, n := range c.Installing {
		return []audit.Finding{{
			Severity: policy.Warn, State: audit.OK, Action: solve.None, Unsafe: true, Evidence: c.Proof(n.Spans...),
			Message: "whether software is being installed is not known: " + n.Says,
		}}
	}
	return nil
}
