package n3k

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
	"github.com/headroom-audit/headroom/vendors/division"
)

// The past of the IPv4 hosts says how the host table grows only where no others lie in it.
func TestThePastOfIPv4HostsIsNotThatOfAll(t *testing.T) {
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	host := func(resource fact.Resource, pool string, used float64) fact.Table {
		return fact.Table{
			Name: string(resource), Resource: resource, Scope: fact.System(), Unit: fact.UnitEntries, Pool: pool, CapKind: fact.CapHashed, Ledger: true,
			Used: fact.Derived(used, fact.Span{}, "t"), Cap: fact.Derived(16384, fact.Span{}, "t"), Cost: 1,
		}
	}
	v4 := host(fact.HostIPv4, "host", 4000)
	var past []solve.Reading
	for day := 365; day > 0; day-- {
		past = append(past, solve.Reading{At: now.AddDate(0, 0, -day), Used: 4000, Cap: 16384})
	}
	r := ledger.RowOf(&v4)
	for _, tt := range []struct {
		name   string
		others []fact.Table
		cells  float64
		dated  bool
	}{
		{"no word of IPv6 hosts", nil, 8000, false},
		{"IPv6 hosts", []fact.Table{host(fact.HostIPv6, "", 1000)}, 5000, false},
		{"no IPv6 hosts", []fact.Table{host(fact.HostIPv6, "", 0)}, 4000, true},
	} {
		terms := ledger.DefaultTerms()
		terms.Past = map[ledger.Memory][]solve.Reading{ledger.MemoryOf(&r.Pool): past}
		view := ledger.Look(ledger.View{Device: &fact.Device{Family: "n3k", Recorded: now, Tables: append([]fact.Table{v4}, tt.others...)}, Terms: terms, Now: now})
		var n settings
		box{nexus.Box{Box: division.Box{View: view}}}.hosts3000(&n)
		if n.Hosts.Now != tt.cells || n.Hosts.Dated != tt.dated || !tt.dated && n.Hosts.Spare != tt.cells*terms.Reserve {
			t.Errorf("%s: %+v", tt.name, n.Hosts)
		}
	}
}
