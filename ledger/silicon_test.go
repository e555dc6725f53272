package ledger

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// What the catalog calls the parts of a device: what it does not vouch for has no class.
func TestClassesOfADevice(t *testing.T) {
	f := &catalog.Family{Engines: []catalog.Engine{
		{PID: "A-*", Class: "a", Grade: fact.Documented}, {PID: "A-B", Class: "b", Grade: fact.Documented}, {PID: "C", Class: "c", Grade: fact.Unverified}, {PID: "N", Grade: fact.Documented},
	}}
	for _, tt := range []struct {
		model, engine, part string
		class               catalog.Class
		silicon             []catalog.Class
		ofEngine            catalog.Class
	}{
		{"", "", "", "", nil, ""},
		{"A-1", "", "", "a", []catalog.Class{"a"}, ""},
		{"A-1", "A-2", "A-3", "a", []catalog.Class{"a"}, "a"},
		{"A-1", "A-B", "", "", []catalog.Class{"a", "b"}, "b"},
		{"X", "A-B", "", "b", []catalog.Class{"b"}, "b"},
		{"X", "C", "A-1", "a", []catalog.Class{"a"}, ""},
		{"X", "C", "", "", nil, ""},
		{"N", "", "A-B", "b", []catalog.Class{"b"}, ""},
	} {
		d := &fact.Device{Identity: fact.Identity{Model: tt.model, Engines: []fact.Engine{{PID: tt.engine}}, Parts: []fact.Part{{PID: tt.part}}}}
		v := Look(View{Device: d, Family: f, Terms: DefaultTerms(), Now: testNow})
		if got := v.Class(); got != tt.class {
			t.Errorf("%s %s %s: class %q, want %q", tt.model, tt.engine, tt.part, got, tt.class)
		}
		if diff := cmp.Diff(tt.silicon, v.Silicon()); diff != "" {
			t.Errorf("%s %s %s: silicon\n%s", tt.model, tt.engine, tt.part, diff)
		}
		if got := v.ClassOf(d.Identity.Engines[0]); got != tt.ofEngine {
			t.Errorf("%s: %q, want %q", tt.engine, got, tt.ofEngine)
		}
	}
	d := &fact.Device{Identity: fact.Identity{Parts: []fact.Part{{PID: "X", Descr: "A-B"}}}}
	if got := (&View{Device: d, Family: f}).Silicon(); len(got) != 1 || got[0] != "b" {
		t.Errorf("a part that only its description names: %q", got)
	}
}

func TestAtLeast(t *testing.T) {
	for _, tt := range []struct {
		version, least string
		want           bool
	}{{"7.5.2", "7.5.2", true}, {"7.6.1", "7.5.2", true}, {"7.5.1", "7.5.2", false}, {"", "7.5.2", false}, {"of today", "7.5.2", false}} {
		if got := AtLeast(tt.version, tt.least); got != tt.want {
			t.Errorf("%q from %q: %v", tt.version, tt.least, got)
		}
	}
}

func TestAmounts(t *testing.T) {
	of := func(kind fact.CapKind, unit fact.Unit, used, capacity float64, with func(t *fact.Table)) Row {
		t := row(kind, used, capacity)
		t.Unit = unit
		if with != nil {
			with(&t)
		}
		return RowOf(&t)
	}
	none := func(t *fact.Table) { t.Cap = fact.Figure{} }
	for _, tt := range []struct {
		row  Row
		want string
	}{
		{of(fact.CapFixed, "entries", 1234, 5000, nil), "1,234 of 5,000 entries used, 3,766 (75.3 %) free"},
		{of(fact.CapPool, "cells", 5000, 5000, nil), "5,000 of 5,000 cells used, 0 (0 %) free"},
		{of(fact.CapPercent, "percent", 61.25, 100, nil), "61.3 % used (the device gives a percentage, not a number of routes)"},
		{of(fact.CapFixed, fact.UnitPercent, 7, 100, nil), "7.0 % used (the device gives a percentage, not a number of routes)"},
		{of(fact.CapEstimate, "entries", 900, 1000, nil), "900 entries used, about 90.0 % of an estimated 1,000"},
		{of(fact.CapGuaranteed, "entries", 1200, 1000, nil), "1,200 used, 1,000 guaranteed"},
		{of(fact.CapGuaranteed, "entries", 1200, 1000, func(t *fact.Table) { t.Free = at(50, 2) }), "1,200 used, 1,000 guaranteed, 50 free as printed"},
		{of(fact.CapFixed, "entries", 5, 0, none), "used or capacity unknown"},
	} {
		if got := Amount(&tt.row); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestShareInWords(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.0001: "less than 0.1 %", 0.001: "0.1 %", 0.5: "50.0 %", 0.9999: "more than 99.9 %", 1: "100 %", 1.2: "120.0 %", 0.0488: "4.9 %",
	} {
		if got := Percent(share); got != want {
			t.Errorf("%v: %q, want %q", share, got, want)
		}
	}
	for n, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 374036: "374,036", 2.5: "2.5", 2.04: "2"} {
		if got := Count(n); got != want {
			t.Errorf("%v: %q, want %q", n, got, want)
		}
	}
}

func TestNamesInMessages(t *testing.T) {
	engines := []fact.Engine{{PID: " VS-S720 ", Slot: "5"}, {PID: "WS-X6708"}, {PID: "VS-S720", Slot: "5"}}
	v := look(device(nil))
	pool := RowOf(&fact.Table{Used: at(7, 1), Cap: at(9, 1), CapKind: fact.CapPool})
	unsized := RowOf(&fact.Table{Used: at(7, 1)})
	for got, want := range map[string]string{
		EngineNames(engines): "VS-S720 (slot 5), WS-X6708",
		Where("lem", fact.Scope{Kind: fact.ScopeNPU, Node: "0/0/CPU0", Index: "1"}): "lem (0/0/CPU0 npu 1)",
		Where("IPv4", fact.System()): "IPv4",
		ResourceName("np.tcam"):      "np.tcam",
		ResourceName(fact.FibIPv4):   "IPv4 routes",
		Quoted("  full \n"):          `: "full"`,
		Quoted(" "):                  "",
		ModelWords(&fact.Device{Identity: fact.Identity{Model: "X"}}): " (X)",
		ModelWords(&fact.Device{}):                                    "",
		v.Cells(&pool):                                                "; it needs 7 cells of 9",
		v.Cells(&unsized):                                             "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for why, known := range map[string]bool{"its size is not known": false, "the table was not read": false, "needs 9, has 7": true} {
		if got := HoldsNot(why); strings.HasPrefix(got, "it is too small") != known || !strings.Contains(got, why) {
			t.Errorf("%q", got)
		}
	}
	for _, tt := range []struct {
		text, word string
		want       bool
	}{{"Level is RED.", "red", true}, {"redundant", "red", false}, {"", "red", false}, {"not-red", "red", true}} {
		if got := HasWord(tt.text, tt.word); got != tt.want {
			t.Errorf("%s in %q: %v", tt.word, tt.text, got)
		}
	}
}
