// Package policy is what a team wants to be told about: thresholds by role, the
// severity of rules, waivers with an end, and the file that says so.
//
// What goes in: the text of a policy file. What comes out: a Policy, or every
// mistake of the file with file:line:column. The package does no I/O, reads no
// clock and imports neither audit nor a vendor.
package policy

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/ledger"
)

// Severity says how bad a finding is.
type Severity string

// The severities, worst first.
const (
	Crit Severity = "crit"
	Warn Severity = "warn"
	Info Severity = "info"
)

// Policy is what the team wants to be told about. The zero Policy is not one:
// start from Default.
type Policy struct {
	ledger.Terms
	StaleAfter time.Duration
	// Roles have thresholds of their own, by the role of the inventory.
	Roles map[string]Thresholds
	// Severities are what the team makes of a rule, by id.
	Severities map[string]Severity
	// Waivers are looked at in order; the first that holds is named.
	Waivers []Waiver
}

// Default gives the thresholds of docs/03-states.md.
func Default() Policy {
	return Policy{
		StaleAfter: 7 * 24 * time.Hour,
		Terms:      ledger.DefaultTerms(),
	}
}

// Thresholds are the figures a role may have its own of; nil = as the policy.
type Thresholds struct {
	CritFree, WarnFree, Reserve, DefaultUsed *float64
	Table                                    ledger.TableKind
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

// Rank is the place of s among the severities; higher is milder.
func (s Severity) Rank() int {
	return slices.Index([]Severity{Crit, Warn, Info}, s)
}
