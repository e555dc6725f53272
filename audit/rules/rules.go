// Package rules is the list of all rules: a new one is added to the list of its group,
// in a file of its own (<group>/<name>.go) with a page under docs/rules.
//
// What goes in: nothing. What comes out: the rules, and an auditor that judges by
// them. It does no I/O and imports no vendor.
package rules

import (
	"slices"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/rules/cap"
	"github.com/headroom-audit/headroom/audit/rules/carve"
	"github.com/headroom-audit/headroom/audit/rules/engine"
	"github.com/headroom-audit/headroom/audit/rules/host"
	"github.com/headroom-audit/headroom/audit/rules/overflow"
	"github.com/headroom-audit/headroom/audit/rules/policy"
	"github.com/headroom-audit/headroom/audit/rules/read"
	"github.com/headroom-audit/headroom/audit/rules/reload"
	"github.com/headroom-audit/headroom/audit/rules/session"
)

// All lists every rule, in the order of `headroom rules`.
func All() []audit.Rule {
	return slices.Concat(
		cap.Rules(),
		overflow.Rules(),
		carve.Rules(),
		engine.Rules(),
		read.Rules(),
		host.Rules(),
		session.Rules(),
		reload.Rules(),
		policy.Rules(), // last: it looks at what all others found
	)
}

// IDs gives the ids of all rules, in their order.
func IDs() []string {
	var ids []string
	for _, r := range All() {
		ids = append(ids, r.ID)
	}
	return ids
}

// Auditor judges by all rules, with what the families know.
func Auditor(f audit.Families) audit.Auditor { return audit.Auditor{Rules: All(), Families: f} }
