package cap

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// judged is a state and the rows of one table that are in it, fullest first.
type judged struct {
	state audit.State
	rows  []*ledger.Row
}

// byTable puts the instances of one table together: a chassis with twelve NPUs
// gets one finding, about its fullest one.
func byTable(c *audit.Case, state func(*ledger.Row) audit.State) []judged {
	var out []judged
	for i := range c.Rows {
		r := &c.Rows[i]
		s := state(r)
		if s == audit.OK {
			continue
		}
		if r.Unverified {
			s = audit.Unkn
		}
		at := slices.IndexFunc(out, func(j judged) bool {
			return j.state == s && j.rows[0].Name == r.Name && j.rows[0].Resource == r.Resource && j.rows[0].Kind == r.Kind
		})
		if at < 0 {
			out = append(out, judged{state: s})
			at = len(out) - 1
		}
		out[at].rows = append(out[at].rows, r)
	}
	return out
}

// finding is what j says, with the words of amount about its fullest instance.
func finding(c *audit.Case, j judged, sev policy.Severity, after string) audit.Finding {
	r := j.rows[0]
	f := audit.Finding{Severity: sev, State: j.state, Action: c.Remedy(r), Resource: r.Resource, Scope: r.Scope, Evidence: c.RowProof(r)}
	f.Message = ledger.Where(r.Name, r.Scope) + ": " + ledger.Amount(r)
	if n := len(j.rows) - 1; n > 0 {
		f.Message += fmt.Sprintf("; %s in the same state", words.Plural(n, "other instance"))
	}
	if after != "" {
		f.Message += "; " + after
	}
	if j.state == audit.Unkn {
		f.Severity, f.Action = policy.Warn, solve.Investigate
		f.Message += "; read by a parser that no real output has proven, so this is not certain"
	}
	return f
}
