package acx7k

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/division"
)

// A full table grows in KAPS at one unit per IPv4 and two per IPv6 route.
func TestKAPSGrowsAtItsCost(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	at := func(n float64) fact.Figure { return fact.Read(n, fact.Span{Line: 2}) }
	d := &fact.Device{Family: "acx7k", Identity: fact.Identity{OS: fact.Junos, Model: "acx7100-48l", Version: "24.2R1-EVO"}, Tables: []fact.Table{
		{Name: "KAPS", Resource: fact.FibShared, Unit: "entries", Ledger: true, CapKind: fact.CapEstimate, Pool: "KAPS", Used: at(1_500_000), Cap: at(2_368_000)},
		{Name: "LEM", Resource: fact.FibLEM, Unit: "entries", Ledger: true, CapKind: fact.CapTemplate, Used: at(10), Cap: at(655_360)},
	}}
	for resource, n := range map[fact.Resource]float64{fact.RIBIPv4: 1_060_000, fact.RIBIPv6: 250_000} {
		d.Tables = append(d.Tables, fact.Table{Resource: resource, Used: at(n)})
	}
	c := box{division.Box{View: ledger.Look(ledger.View{Device: d, Family: vendors.Catalog().Family("acx7k"), Terms: ledger.DefaultTerms(), Now: now})}}
	need, _ := c.acx()
	want := c.Growth4().PerYear().Mid + 2*c.Growth6().PerYear().Mid
	if got := need[fact.FibShared]; got.Now != 1_500_000 || !got.Dated || got.Year != want || want <= 0 {
		t.Errorf("%+v, want %v a year", got, want)
	}
}

func TestJunosBefore(t *testing.T) {
	for version, want := range map[string]bool{"22.4R1": true, "23.3R1-EVO": true, "23.4R1-EVO": false, "24.1R1": false, "": false, "13.2X51-D35": true, "odd": false, "23.": false} {
		if got := junosBefore(version, 23, 4); got != want {
			t.Errorf("%q before 23.4: %v, want %v", version, got, want)
		}
	}
}

// What is predicted of an ACX stands at the command that prints it.
func TestWherePredictionsOfAnACXArePrinted(t *testing.T) {
	got := verifyACX([]string{"Converted Config: custom_lean_edge_jnpr", "KAPS: a capacity of about 2,368,000"})
	if len(got) != 2 || got[0].Command != "show evo-pfemand mdb-info" || !strings.Contains(got[1].Command, "hw-resource-utilization-info") {
		t.Errorf("%+v", got)
	}
}
