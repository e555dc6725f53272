package n5kn6k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n5kn6k"
)

// switched is a Nexus 5548 with the daughter card at hand and an LPM table (synthetic).
func switched(pid, descr string) *fact.Device {
	at := fact.Span{Line: 1, End: 1}
	return &fact.Device{
		Identity: fact.Identity{Model: "Nexus5548 Chassis", Parts: []fact.Part{{Slot: "2", PID: pid, Descr: descr}}},
		Outputs:  []fact.Output{{}},
		Tables: []fact.Table{
			{Name: "LPM", Resource: fact.FibIPv4, Pool: "lpm", Used: fact.Read(100, at), Cap: fact.Read(8192, at)},
			{Name: "hosts", Resource: fact.HostIPv4, Pool: "host", Used: fact.Read(10, at), Cap: fact.Read(8192, at)},
			{Name: "no size", Resource: fact.FibIPv4, Pool: "lpm", Used: fact.Read(100, at)},
			{Name: "other", Resource: fact.FibIPv4, Used: fact.Read(100, at), Cap: fact.Read(8192, at)},
		},
	}
}

// Without a layer 3 daughter card the switch routes nothing, and says so (nxos:1.1);
// with one the LPM and the host table are judged, where their size is known.
func TestLayer3(t *testing.T) {
	for _, c := range []struct {
		pid, descr string
		routes     bool
	}{
		{"N55-DL2", "O2 Non L3 Daughter Card", false},
		{"N55-DL2", "", false},
		{"", "O2 Non L3 Daughter Card", false},
		{"N55-D160L3", "O2 Daughter Card with L3 ASIC", true},
	} {
		d := switched(c.pid, c.descr)
		r := n5kn6k.Room()
		r.Parse(d)
		said := false
		for _, f := range d.Flags {
			said = said || f.Key == fact.FlagIdle
		}
		judged := ""
		for _, row := range d.Tables {
			if row.Ledger {
				judged += row.Name + " "
			}
		}
		if want := map[bool]string{true: "LPM hosts "}[c.routes]; said == c.routes || judged != want {
			t.Errorf("%+v: nothing to judge %v, judged %q", c, said, judged)
		}
		if n := len(r.Platform.(vendors.Covered).Vital(d)); (n > 0) != c.routes {
			t.Errorf("%+v: %d vital questions", c, n)
		}
	}
}
