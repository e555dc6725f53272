package audit

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// reloadInstall finds software work that is not finished: an upgrade under way,
// or an image that was activated and not committed, which a reload may undo
// (ios:1 "Reload pre-check rules").
func reloadInstall() Rule {
	return Rule{
		ID:    "reload/install",
		Title: "an upgrade is under way or not committed: a reload may come back with other software",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, n := range []struct{ flag, says string }{
				{"issu_in_progress", "a software upgrade (ISSU, install) is under way: a reload would break into it"},
				{"install_uncommitted", "the installed software is not committed: a reload may fall back to the one before"},
			} {
				for _, f := range c.flags(n.flag) {
					if f.Value == true {
						out = append(out, Finding{Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(f.Span), Message: n.says})
						break
					}
				}
			}
			for _, f := range c.flags("unsafe_reload") {
				out = append(out, Finding{Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(f.Span), Message: fmt.Sprintf("the log says that a reload would not come back as it should: %q", f.Value)})
			}
			return append(out, c.installNotUnderstood()...)
		},
	}
}

// installNotUnderstood finds the question whether software is being installed where
// its answer is in words that nobody has shown: no reload into what may be under way.
func (c *Case) installNotUnderstood() []Finding {
	for i := range c.Device.Outputs {
		o := &c.Device.Outputs[i]
		if command := strings.TrimPrefix(o.Command, "admin "); !strings.HasPrefix(command, "show install request") || o.Parser != "" || o.State == "rejected" || !o.Current() || strings.TrimSpace(o.Text) == "" {
			continue
		}
		return []Finding{{
			Severity: SevWarn, State: OK, Action: None, Unsafe: true, Evidence: c.proof(fact.Span{Output: int32(i), Line: 1}),
			Message: "whether software is being installed is not known: the answer to `" + o.Command + "` was not understood",
		}}
	}
	return nil
}
