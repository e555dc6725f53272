package nexus

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// What is entered on a Nexus and waits has its way back: the mode and sizes that are
// printed, marked since no line need have stood before, and the toggle the other way.
func TestTheWayBackOfWhatWaitsOnANexus(t *testing.T) {
	at := func(v float64, line int32) fact.Figure { return fact.Read(v, fact.Span{Line: line, End: 1}) }
	sizes := []fact.Table{
		{Resource: fact.FibIPv4, Cap: at(24576, 1)}, {Resource: fact.FibMcastIPv4, Cap: at(8192, 1)},
	}
	for _, tt := range []struct {
		name, active, what string
		tables             []fact.Table
		want               string
		unproven           bool
	}{
		{"sizes that are printed", "normal", "`hardware profile forwarding-mode warp`", sizes, "hardware profile forwarding-mode normal lpm-entry 24576 mcast-entry 8192", true},
		{"sizes that are not", "normal", "`hardware profile forwarding-mode warp`", nil, "", false},
		{"warp", "warp", "`hardware profile forwarding-mode normal`", nil, "hardware profile forwarding-mode warp", true},
		{"hosts", "", "`hardware profile unicast enable-host-ecmp`", nil, "no hardware profile unicast enable-host-ecmp", false},
		{"hosts, taken back", "", "`no hardware profile unicast enable-host-ecmp`", nil, "hardware profile unicast enable-host-ecmp", false},
	} {
		d := &fact.Device{Tables: tt.tables, Pending: []fact.Change{{What: tt.what}}}
		d.Carve.Active.Text = tt.active
		p := (Box{division.Box{View: &ledger.View{Device: d, Family: &catalog.Family{}}}}).withBack(&solve.Proposal{})
		if strings.Join(p.Undo, ";") != tt.want || len(p.Unproven) > 0 != tt.unproven {
			t.Errorf("%s: %q, unproven %q", tt.name, p.Undo, p.Unproven)
		}
	}
}

// A double-wide region of the first generation is entered again as one; where the
// switch did not print it no line is known.
func TestTheWayBackOfAWideRegion(t *testing.T) {
	at := func(v float64, line int32) fact.Figure { return fact.Read(v, fact.Span{Line: line, End: 1}) }
	gen1 := &catalog.Family{Engines: []catalog.Engine{{PID: "N9K-C9396PX", Class: "gen1", Grade: fact.Documented}}}
	for _, tt := range []struct {
		tables []fact.Table
		family *catalog.Family
		want   string
	}{
		{[]fact.Table{{Name: "ARP-Ether ACL [arp-ether]", Pool: "acl-tcam", Cost: 2, Configured: at(256, 1)}}, gen1, "hardware access-list tcam region arp-ether 256 double-wide"},
		{[]fact.Table{{Name: "IPV4 RACL [arp-ether]", Pool: "acl-tcam", Configured: at(256, 1)}}, gen1, "hardware access-list tcam region arp-ether 256"},
		{nil, gen1, ""},
		{nil, &catalog.Family{}, "hardware access-list tcam region arp-ether 256"},
	} {
		c := Box{division.Box{View: &ledger.View{Device: &fact.Device{Identity: fact.Identity{Model: "N9K-C9396PX"}, Tables: tt.tables}, Family: tt.family}}}
		if got := strings.Join(c.regionBack("arp-ether", "256"), ";"); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
