package main

import (
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
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
	raw, err := readInput(nil, g.policyFile)
	if err != nil {
		return policy.Policy{}, usagef("read policy: %v", err)
	}
	p, err := policy.Load(g.policyFile, raw, rules.IDs())
	if err != nil {
		return policy.Policy{}, usagef("%v", err)
	}
	return p, nil
}
