package ledger

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
)

// of is a row of a resource with what is used, and a capacity unless it is 0.
func of(resource fact.Resource, used, capacity float64) fact.Table {
	t := row(fact.CapFixed, used, capacity)
	t.Name, t.Resource = string(resource), resource
	if capacity == 0 {
		t.Cap = fact.Figure{}
	}
	return t
}

// but is a row changed by with.
func but(t fact.Table, with func(t *fact.Table)) fact.Table {
	with(&t)
	return t
}

func percent(t *fact.Table)  { t.Unit = fact.UnitPercent }
func evidence(t *fact.Table) { t.Ledger = false }
func unused(t *fact.Table)   { t.Used = fact.Figure{} }

func look(d *fact.Device) *View { return Look(View{Device: d, Terms: DefaultTerms(), Now: testNow}) }

// number is a figure that may be unknown.
type number struct {
	N     float64
	Known bool
}

func num(n float64, known bool) number { return number{n, known} }

// What is in use, how much there is and how small it gets, over rows of all kinds:
// a percentage is never a number of entries, and nothing read is not 0.
func TestUseOfAResource(t *testing.T) {
	tests := []struct {
		name                    string
		rows                    []fact.Table
		inUse, capOf, size, min number
	}{
		{"no row", nil, number{}, number{}, number{}, number{}},
		{"one", []fact.Table{of(fact.FibIPv4, 7, 100)}, num(7, true), num(100, true), num(100, true), num(100, true)},
		{
			"the fullest instance, the smallest capacity",
			[]fact.Table{of(fact.FibIPv4, 7, 100), of(fact.FibIPv4, 9, 50), of(fact.FibIPv4, 3, 80)},
			num(9, true), num(50, true), num(100, true), num(50, true),
		},
		{"another resource", []fact.Table{of(fact.FibIPv6, 7, 100)}, number{}, number{}, number{}, number{}},
		{"a percentage", []fact.Table{but(of(fact.FibIPv4, 7, 100), percent)}, number{}, num(100, true), number{}, num(100, true)},
		{"beside the ledger", []fact.Table{but(of(fact.FibIPv4, 7, 100), evidence)}, num(7, true), number{}, num(100, true), num(100, true)},
		{"use not read", []fact.Table{but(of(fact.FibIPv4, 7, 100), unused)}, number{}, num(100, true), num(100, true), num(100, true)},
		{"size not read", []fact.Table{of(fact.FibIPv4, 7, 0)}, num(7, true), number{}, number{}, number{}},
		{
			"what another template would give is not what runs",
			[]fact.Table{of(fact.FibIPv4, 7, 100), but(of(fact.FibIPv4, 0, 20), func(t *fact.Table) { t.Template, t.Ledger = "vlan", false })},
			num(7, true), num(100, true), num(100, true), num(100, true),
		},
		{"nothing in use is known", []fact.Table{of(fact.FibIPv4, 0, 100)}, num(0, true), num(100, true), num(100, true), num(100, true)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := look(device(nil, tt.rows...))
			for _, got := range []struct {
				what      string
				got, want number
			}{
				{"in use", num(v.InUse(fact.FibIPv4)), tt.inUse},
				{"capacity", num(v.CapOf(fact.FibIPv4)), tt.capOf},
				{"size", num(v.SizeOf(fact.FibIPv4)), tt.size},
				{"smallest", num(v.Smallest(fact.FibIPv4)), tt.min},
			} {
				if got.got != got.want {
					t.Errorf("%s: %v, want %v", got.what, got.got, got.want)
				}
			}
		})
	}
}

func TestCapOfAKind(t *testing.T) {
	carve := but(of(fact.FibIPv4, 1, 30), func(t *fact.Table) { t.CapKind = fact.CapCarve })
	v := look(device(nil, carve, of(fact.FibIPv4, 1, 20)))
	if got := num(v.CapOf(fact.FibIPv4, fact.CapCarve)); got != num(30, true) {
		t.Errorf("carve %v, want 30", got)
	}
	if got := num(v.CapOf(fact.FibIPv4, fact.CapPool)); got.Known {
		t.Errorf("there is no pool, and it has %v", got)
	}
}

// Routes of the software count for the hardware where they are more, all VRFs together.
func TestRoutesOf(t *testing.T) {
	rib := func(n float64) fact.Table { return but(of(fact.RIBIPv4, n, 0), evidence) }
	for _, tt := range []struct {
		name string
		rows []fact.Table
		want number
	}{
		{"nothing", nil, number{}},
		{"hardware alone", []fact.Table{of(fact.FibIPv4, 8, 100)}, num(8, true)},
		{"software alone", []fact.Table{rib(5)}, num(5, true)},
		{"VRFs are added", []fact.Table{of(fact.FibIPv4, 8, 100), rib(5), rib(6)}, num(11, true)},
		{"more in hardware", []fact.Table{of(fact.FibIPv4, 18, 100), rib(5), rib(6)}, num(18, true)},
	} {
		if got := num(look(device(nil, tt.rows...)).RoutesOf(fact.FibIPv4, fact.RIBIPv4)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The histogram nearest to the hardware counts, and of its nodes the largest.
func TestHistogramNearestToTheHardware(t *testing.T) {
	h := func(afi, source string, counts ...float64) fact.Histogram {
		return fact.Histogram{AFI: afi, Source: source, Counts: counts}
	}
	tests := []struct {
		name string
		all  []fact.Histogram
		want []float64
	}{
		{"none", nil, nil},
		{"of the other family", []fact.Histogram{h("ipv6", "dpa", 9)}, nil},
		{"the largest node", []fact.Histogram{h("ipv4", "cef", 1, 2), h("ipv4", "cef", 2, 3), h("ipv4", "cef", 1, 1)}, []float64{2, 3}},
		{"hardware before CEF, however large", []fact.Histogram{h("ipv4", "cef", 100), h("ipv4", "dpa", 1)}, []float64{1}},
		{"CEF before routes", []fact.Histogram{h("ipv4", "route", 100), h("ipv4", "cef", 1)}, []float64{1}},
		{"another source is better than none", []fact.Histogram{h("ipv4", "bgp", 4)}, []float64{4}},
	}
	for _, tt := range tests {
		v := look(device(func(d *fact.Device) { d.Histograms = tt.all }))
		got, ok := v.Histogram("ipv4")
		if !slices.Equal(got, tt.want) || ok != (tt.want != nil) {
			t.Errorf("%s: %v %v, want %v", tt.name, got, ok, tt.want)
		}
	}
}

func TestFlags(t *testing.T) {
	v := look(device(func(d *fact.Device) {
		d.Flags = []fact.Flag{{Key: "xl", Value: true}, {Key: "xl", Value: "no"}, {Key: "other", Value: "x"}}
	}))
	if n := len(v.Flags("xl")); n != 2 {
		t.Errorf("%d flags, want both of that name", n)
	}
	for name, want := range map[fact.FlagKey]string{"xl": "no", "other": "x", "absent": ""} {
		if got := v.FlagText(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A device that routes nothing is one of which the memories were read and are empty:
// nothing read is not nothing in use.
func TestRoutesNothing(t *testing.T) {
	tests := []struct {
		name     string
		rows     []fact.Table
		nothing  bool
		most     float64
		resource fact.Resource
	}{
		{"nothing read", nil, false, 0, fact.FibIPv4},
		{"empty", []fact.Table{of(fact.FibIPv4, 0, 100)}, true, 0, fact.FibIPv4},
		{"empty shared memory", []fact.Table{of(fact.FibShared, 0, 100)}, true, 0, fact.FibIPv4},
		{"shared memory in use", []fact.Table{of(fact.FibShared, 1, 100)}, false, 0, fact.FibIPv4},
		{"only IPv6 was read", []fact.Table{of(fact.FibIPv6, 0, 100)}, false, 0, fact.FibIPv4},
		{"routes", []fact.Table{of(fact.FibIPv4, 3, 100)}, false, 3, fact.FibIPv4},
		{"hardware is empty, the software is not", []fact.Table{of(fact.FibIPv4, 0, 100), but(of(fact.RIBIPv4, 9, 0), evidence)}, false, 9, fact.RIBIPv4},
		{"the larger one is named", []fact.Table{of(fact.FibIPv4, 3, 100), of(fact.FibIPv6, 4, 100), but(of(fact.CEFIPv4, 4, 0), evidence)}, false, 4, fact.FibIPv6},
	}
	for _, tt := range tests {
		v := look(device(nil, tt.rows...))
		most, resource := v.Routed()
		if got := v.RoutesNothing(); got != tt.nothing || most != tt.most || resource != tt.resource {
			t.Errorf("%s: routes nothing %v, most %v of %s; want %v, %v of %s", tt.name, got, most, resource, tt.nothing, tt.most, tt.resource)
		}
	}
}

// Both families are counted or the counts are not: CEF's sum over VRFs, or what the NPU
// holds where that is more.
func TestRouteCounts(t *testing.T) {
	cef := func(r fact.Resource, n float64) fact.Table { return but(of(r, n, 0), evidence) }
	npu4, npu6 := of(fact.FibLPM+".v4_lpm", 50, 100), of(fact.FibLPM+".v6_lpm", 5, 100)
	part := but(cef(fact.CEFIPv4, 40), func(t *fact.Table) { t.PartOf = "cef/ipv4" })
	for _, tt := range []struct {
		name    string
		rows    []fact.Table
		v4, v6  float64
		counted bool
	}{
		{"nothing", nil, 0, 0, false},
		{"one family", []fact.Table{cef(fact.CEFIPv4, 3)}, 3, 0, false},
		{"both by CEF, VRFs added", []fact.Table{cef(fact.CEFIPv4, 30), cef(fact.CEFIPv4, 4), cef(fact.CEFIPv6, 2)}, 34, 2, true},
		{"a part is in its whole already", []fact.Table{cef(fact.CEFIPv4, 30), part, cef(fact.CEFIPv6, 2)}, 30, 2, true},
		{"the NPU holds more", []fact.Table{cef(fact.CEFIPv4, 30), npu4, npu6}, 50, 5, true},
		{"the NPU alone", []fact.Table{npu4, npu6}, 50, 5, true},
	} {
		v4, v6, counted := look(device(nil, tt.rows...)).RouteCounts()
		if v4 != tt.v4 || v6 != tt.v6 || counted != tt.counted {
			t.Errorf("%s: %v %v %v, want %v %v %v", tt.name, v4, v6, counted, tt.v4, tt.v6, tt.counted)
		}
	}
}

func TestRouteMemories(t *testing.T) {
	v := look(device(nil, of(fact.FibIPv4, 1, 100), of(fact.MAC, 1, 100), of(fact.FibIPv4, 2, 100), of(fact.FibLPM, 1, 1000)))
	if d := cmp.Diff([]fact.Resource{fact.FibIPv4, fact.FibLPM}, v.RouteMemories()); d != "" {
		t.Error(d)
	}
	if got := Extend([]string{"a"}, ""); len(got) != 1 {
		t.Errorf("an empty word was added: %q", got)
	}
}
