package main

import (
	"testing"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// Every command that a vendor asks for passes the collector's allow-list: the
// two know nothing of each other, so this is where it is held.
func TestVendorsAskOnlyWhatTheCollectorSends(t *testing.T) {
	for _, o := range registry.All() {
		check := func(where string, commands []vendors.Command) {
			for _, c := range commands {
				for _, text := range []string{c.Text, c.Instead} {
					if text == "" {
						continue
					}
					if err := (collect.Policy{}).Check(text); err != nil {
						t.Errorf("%s %s: %v", o.ID, where, err)
					}
				}
			}
		}
		check("identify", o.Identify)
		for _, p := range o.Platforms {
			check(p.Family(), p.Commands(fact.Identity{OS: o.ID}))
		}
	}
}
