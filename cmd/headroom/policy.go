package main

import (
	"github.com/headroom-audit/headroom/audit"
)

// policy is the policy of --policy, the built-in one where none is given.
func (g *globals) policy() (audit.Policy, error) {
	if g.policyFile == "" {
		return audit.DefaultPolicy(), nil
	}
	raw, err := readInput(nil, g.policyFile)
	if err != nil {
		return audit.Policy{}, usagef("read policy: %v", err)
	}
	p, err := audit.LoadPolicy(g.policyFile, raw)
	if err != nil {
		return audit.Policy{}, usagef("%v", err)
	}
	return p, nil
}
