package n9kjericho

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// The LPM table counts for its shares where it could be made of them; without it, or
// where it belongs to another module, the shares are judged (nxos:2.4).
func TestSharesOfTheTable(t *testing.T) {
	at := fact.Scope{Kind: fact.ScopeModule, Index: "1"}
	percent := func(name string, resource fact.Resource, pool string, scope fact.Scope) fact.Table {
		f := func(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1, End: 1}) }
		return fact.Table{Name: name, Resource: resource, Pool: pool, Scope: scope, Unit: fact.UnitPercent, Used: f(40), Cap: f(100)}
	}
	shares := []fact.Table{
		percent("LPM - IPv4", fact.FibIPv4, "lpm", at), percent("LPM - IPv6", fact.FibIPv6, "lpm", at), percent("host", fact.HostIPv4, "", at),
	}
	for _, c := range []struct {
		name  string
		whole []fact.Table
		share bool
	}{
		{"with the table", []fact.Table{percent("LPM table", fact.FibLPM, "lpm", at)}, false},
		{"without", nil, true},
		{"that of another module", []fact.Table{percent("LPM table", fact.FibLPM, "lpm", fact.Scope{Kind: fact.ScopeModule, Index: "2"})}, true},
	} {
		d := &fact.Device{Outputs: []fact.Output{{}}, Tables: append(append([]fact.Table{}, shares...), c.whole...)}
		parse(d, nil)
		for i, want := range []bool{c.share, c.share, true} {
			if d.Tables[i].Ledger != want || (d.Tables[i].PartOf != "") == want {
				t.Errorf("%s: %s judged %v, part of %q", c.name, d.Tables[i].Name, d.Tables[i].Ledger, d.Tables[i].PartOf)
			}
		}
		if n := len(d.Tables); n > 3 && !d.Tables[3].Ledger {
			t.Errorf("%s: the table is not judged", c.name)
		}
	}
}
