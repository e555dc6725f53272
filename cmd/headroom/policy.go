package main

import (
	"fmt"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
)

// policy is the policy of --policy, the built-in one where none is given.
func (g *globals) policy() (p policy.Policy, err error) {
	if p, err = g.written(); err == nil {
		p.Growth, err = g.model(p.Growth)
	}
	return p, err
}

func (g *globals) written() (policy.Policy, error) {
	if g.policyFile == "" {
		return policy.Default(), nil
	}
	raw, err := host.Read(nil, g.policyFile)
	if err != nil {
		return policy.Policy{}, usagef("read policy: %v", err)
	}
	p, err := policy.Load(g.policyFile, raw, rules.IDs())
	if err != nil {
		return policy.Policy{}, usagef("%v", err)
	}
	return p, nil
}

// tellUnused tells of waivers that no finding of a scan needs: a name in them is
// misspelt, or what they waived is gone.
func (g *globals) tellUnused(doc *report.Scan) {
	p, err := g.written()
	if err != nil {
		return // it was loaded before, and told
	}
	for _, text := range report.UnusedWaivers(doc, p.Waivers) {
		fmt.Fprintf(g.std.err, "headroom: %s:%s\n", safeterm.CleanLine(g.policyFile), safeterm.CleanLine(text))
	}
}
