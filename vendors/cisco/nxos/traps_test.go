package nxos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/nxos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// fixture reads one fixture by its name.
func read(t *testing.T, name string) fact.Reading {
	t.Helper()
	c := vendortest.Fixture(t, name)
	r, _, _ := whole().ReadOutput(c.Command, c.Text, 0, false)
	return r
}

func row(t *testing.T, r fact.Reading, name, scope string) fact.Table {
	t.Helper()
	for _, x := range r.Tables {
		if x.Name == name && x.Scope.String() == scope {
			return x
		}
	}
	t.Fatalf("no row %q in %q", name, scope)
	return fact.Table{}
}

// values gives the figures of a row in one string, "-" for unknown.
func values(x fact.Table) string {
	var out []string
	for _, f := range []fact.Figure{x.Used, x.Cap, x.Configured, x.Max, x.Percent} {
		if f.Known() {
			out = append(out, f.String())
		} else {
			out = append(out, "-")
		}
	}
	return strings.Join(out, " ")
}

// TestRows checks used, cap, configured, max and percent of rows in every kind
// of output.
func TestRows(t *testing.T) {
	for _, c := range []struct{ fixture, row, scope, want string }{
		{"show-hardware-capacity-forwarding-n7k-f2", "IPv4 Unicast", "module 3 asic 1", "9201 27136 - - 34"},
		{"show-hardware-capacity-forwarding-n7k-f2", "IPv6 Unicast", "module 3 asic 0", "40 1270 - - 0"},
		{"show-hardware-capacity-forwarding-n7k-f2", "IPv6 Multicast", "module 3 asic 0", "5 636 - - 0"},
		{"show-hardware-capacity-forwarding-n7k-f2", "L2 entries", "module 3 asic 1", "4101 16384 - 16384 -"},
		{"show-hardware-capacity-forwarding-n7k-f2", "Bank 0 [Tcam 0 + Tcam 1]", "module 3 asic 0", "700 8192 - - 8.54"},
		{"show-hardware-capacity-forwarding-n7k-f2", "LS_MET UFIB ECMP", "asic 0", "10 32768 - - 0.03"},
		{"show-hardware-capacity-forwarding-n7k-f2", "Aggregate policers", "module 3", "100 12288 - 12288 -"},
		{"show-hardware-capacity-forwarding-n7k-m1", "IPv4 Unicast", "module 4", "60000 65536 - - 91"},
		{"show-hardware-capacity-forwarding-n9k", "IPv4 TCAM routes", "module 1", "99.1 100 - - -"},
		{"show-hardware-capacity-forwarding-json", "v6_trie_pctage", "module 1", "31 100 - - -"},
		{"show-hardware-capacity-forwarding-json", "v4_trie_pctage", "module 2", "43.75 100 - - -"},
		{"show-hardware-internal-forwarding-table-utilization", "Max IPv4 Trie route entries", "module 1", "- 1800000 - - 41.5"},
		{"show-hardware-internal-forwarding-table-utilization", "Max TCAM table entries", "module 1", "- 24576 - - -"},
		{"show-hardware-internal-forwarding-table-utilization", "Max V4 Ucast TCAM table entries", "module 1", "- 12288 - - 99.1"},
		{"show-hardware-internal-forwarding-table-utilization", "nexthop entries", "module 1", "0.7 100 - - -"},
		{"show-hardware-access-list-resource-utilization", "Ingress RACL", "module 1 asic 0", "1200 1792 - - 66.96"},
		{"show-hardware-access-list-resource-utilization-json", "Ingress IPv4 PACL", "module 1 asic 10", "12 1024 - - 1.17"},
		{"show-hardware-access-list-tcam-region", "Ingress System", "", "- - 256 - -"},
		{"show-hardware-access-list-tcam-region-json", "Ingress COPP [copp]", "", "- - 256 - -"},
		{"show-icam-fib-tcam-json", "IPv4 LPM Routes", "module 1 asic 0", "700100 1000000 - - 70.01"},
		{"show-icam-l2-table-json", "MAC table", "module 1 asic 0", "77 98304 - - 0.07"},
		{"show-icam-scale", "BGP Routes", "", "8500 - 9000 - 94.44"},
		{"show-system-internal-forwarding-ip-route-summary", "Total number of LPM Routes", "", "7700 8192 - - -"},
		{"show-hardware-profile-status-json", "used_v6_lpm_128", "", "100 128 - - -"},
		{"show-hardware-profile-status-json", "Total LPM Entries", "", "9000 16383 - 16383 -"},
		{"show-hardware-profile-forwarding-mode", "unicast IPv4 size", "", "- 20480 - - -"},
		{"show-ipv6-route-summary", "ipv6 routes in VRF default", "", "210450 - - - -"},
		{"show-ipv6-route-summary", "ipv6 routes in VRF management", "", "3 - - - -"},
		{"show-vdc-resource-detail", "u4route-mem", "vdc edge", "240 248 248 1536 -"},
		{"show-running-config", "u4route-mem", "vdc edge-n9k-1", "- - 512 - -"},
		{"show-running-config", "racl", "", "- - 1024 - -"},
		{"show-running-config", "vacl", "", "- - 512 - -"},
	} {
		t.Run(c.fixture+"/"+c.row, func(t *testing.T) {
			if got := values(row(t, read(t, c.fixture), c.row, c.scope)); got != c.want {
				t.Errorf("used cap configured max percent = %s, want %s", got, c.want)
			}
		})
	}
}

// A counter that fell below zero and a maximum of 0 are unknown, never an
// overflow and never 0 [nxos:7 rule 3].
func TestGarbageCounterIsUnknown(t *testing.T) {
	x := row(t, read(t, "show-icam-fib-tcam-json"), "IPv4 Hosts", "module 1 asic 0")
	if x.Used.Known() || x.Cap.Known() {
		t.Errorf("4294633084 of 0 became %s of %s", x.Used, x.Cap)
	}
	if len(x.Notes) != 2 {
		t.Errorf("the reader is not told why: %q", x.Notes)
	}
	neg := row(t, read(t, "show-hardware-internal-forwarding-table-utilization"), "IPv4 hosts used count", "module 1")
	if neg.Used.Known() {
		t.Errorf("-3 became %s", neg.Used)
	}
}

// The three numbers below "Free Logical Entries" are one free quantity
// [nxos:2.1]: 18432 entries, not their sum 32256.
func TestFreeAlternativesAreNeverSummed(t *testing.T) {
	r := read(t, "show-hardware-capacity-forwarding-n7k-f2")
	pool := row(t, r, "FIB TCAM", "module 3 asic 0")
	// 9200 + 0 + 12 + 80 + 20 in use, 18432 free.
	if got := values(pool); got != "9312 27744 - - -" {
		t.Errorf("pool = %s", got)
	}
	c := vendortest.Fixture(t, "show-hardware-capacity-forwarding-n7k-f2")
	odd := strings.Replace(c.Text, "18432          9216                      4608", "18432          9000                      4608", 1)
	r, _, _ = whole().ReadOutput(c.Command, odd, 0, false)
	if got := values(row(t, r, "FIB TCAM", "module 3 asic 0")); got != "9312 32220 - - -" {
		t.Errorf("alternatives that contradict each other were taken: %s", got)
	}
}

// 97 % of a region is not 97 % of the pool [nxos:7 rule 1].
func TestRegionIsNotThePool(t *testing.T) {
	r := read(t, "show-hardware-capacity-forwarding-n7k-m1")
	if got := values(row(t, r, "FIB TCAM", "module 4")); got != "61040 131072 - - -" {
		t.Errorf("pool = %s", got)
	}
	if kind := row(t, r, "IPv4 Unicast", "module 4").CapKind; kind != fact.CapEstimate {
		t.Errorf("a region is %q, want an estimate", kind)
	}
}

// A region of 0/0 has no memory; it is neither full nor unknown [nxos:7 rule 3].
func TestUnallocatedRegion(t *testing.T) {
	x := row(t, read(t, "show-hardware-capacity-forwarding-n7k-m1"), "MPLS", "module 4")
	if got := values(x); got != "0 0 - - 0" {
		t.Errorf("MPLS = %s", got)
	}
	nxos.Judge(&x)
	if x.Ledger {
		t.Error("an unallocated region is judged")
	}
}

// route_count is [updates, inserts, deletes, count] [nxos:3.2].
func TestRouteCountIsTheLastOfFour(t *testing.T) {
	r := read(t, "show-forwarding-ipv4-route-summary-json")
	if got := values(r.Tables[0]); got != "12010 - - - -" {
		t.Errorf("routes = %s, want 12010 (940000 are inserts since boot)", got)
	}
	if len(r.Histograms) != 1 || r.Histograms[0].Total() != 12010 {
		t.Errorf("histogram %v", r.Histograms)
	}
	c := vendortest.Fixture(t, "show-forwarding-ipv4-route-summary-json")
	r, _, _ = whole().ReadOutput(c.Command, strings.Replace(c.Text, `"11000"`, `"11001"`, 1), 0, false)
	if r.Tables[0].Used.Known() {
		t.Errorf("a count that the masks deny was taken: %s", r.Tables[0].Used)
	}
}

// Counters that the printed percentage denies are not taken.
func TestDestInfoTableIsGarbage(t *testing.T) {
	x := row(t, read(t, "show-hardware-capacity-forwarding-n7k-f2"), "Ingress Dest info table", "module 3 asic 0")
	if x.Used.Known() || x.Cap.Known() {
		t.Errorf("65538 used and 255 free at 0.39 %% became %s", values(x))
	}
}

// The display name of a mode is not the word of the configuration: both are
// compared only with their like [nxos:3.1].
func TestModesAreComparedAsPrinted(t *testing.T) {
	same, differ := read(t, "show-system-routing-mode-same"), read(t, "show-system-routing-mode-pending")
	if same.PendingKnown != fact.No || len(same.Pending) != 0 {
		t.Errorf("equal modes: pending %s %v", same.PendingKnown, same.Pending)
	}
	if differ.PendingKnown != fact.Yes || len(differ.Pending) != 1 || differ.Pending[0].To != "Internet Peering" {
		t.Errorf("different modes: pending %s %v", differ.PendingKnown, differ.Pending)
	}
	if cfg := read(t, "show-running-config"); cfg.Carve.Configured.Known() {
		t.Errorf("the word %q of the configuration stands where display names are compared", cfg.Carve.Configured.Text)
	}
}

// An answer that was cut after the configured mode says nothing of what runs.
func TestCutModeIsNotPending(t *testing.T) {
	c := vendortest.Fixture(t, "show-system-routing-mode-pending")
	first, _, _ := strings.Cut(c.Text, "\n")
	for _, text := range []string{first + "\n", first + "\nApplied System Routing Mode: Hier"} {
		r, _, _ := whole().ReadOutput(c.Command, text, 0, true)
		if r.PendingKnown != fact.Unknown || len(r.Pending) != 0 {
			t.Errorf("%q: pending %s", text, r.PendingKnown)
		}
	}
}

// "entries" holds the letters of "trie": next hops are no trie routes.
func TestEntriesAreNoTrie(t *testing.T) {
	for name, want := range map[string]fact.Resource{
		"nexthop entries": fact.NextHop, "IPv4 TCAM routes": fact.FibTCAMv4, "IPv4 trie routes": fact.FibIPv4,
		"Max V4 Ucast TCAM table entries": fact.FibTCAMv4, "Max TCAM table entries": "fib.tcam",
	} {
		if got := row(t, read(t, "show-hardware-internal-forwarding-table-utilization"), name, "module 1").Resource; got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// Two rules with nothing between them say that nothing waits; a cut or filtered
// answer does not.
func TestReloadPending(t *testing.T) {
	if r := read(t, "show-system-config-reload-pending"); len(r.Pending) != 2 || r.Pending[0].What != "system routing template-internet-peering" {
		t.Errorf("pending %v", r.Pending)
	}
	if r := read(t, "show-system-config-reload-pending-none"); r.PendingKnown != fact.No {
		t.Errorf("pending %s, want no", r.PendingKnown)
	}
	c := vendortest.Fixture(t, "show-system-config-reload-pending-none")
	if r, _, _ := whole().ReadOutput(c.Command, c.Text, 0, true); r.PendingKnown != fact.Unknown {
		t.Errorf("cut: pending %s", r.PendingKnown)
	}
	if r, _, _ := whole().ReadOutput(c.Command+" | include tcam", c.Text, 0, false); r.PendingKnown != fact.Unknown {
		t.Errorf("filtered: pending %s", r.PendingKnown)
	}
}

// The exhaustion that a later line clears is over, the one after it is not
// [nxos:5: it flaps]; a message that names its module is about it.
func TestLogIsLatched(t *testing.T) {
	d := vendortest.Device(t, whole(), vendortest.Log(t, "x# ", "show-version-n3k", "show-logging"))
	var got []string
	for _, e := range d.Exceptions {
		if e.Raised == fact.Yes {
			got = append(got, string(e.Resource)+" in "+e.Scope.String())
		}
	}
	if s := strings.Join(got, ", "); s != "fib.ipv4 in module 2, acl in module 3" {
		t.Errorf("raised: %s, want fib.ipv4 in module 2, acl in module 3", s)
	}
	empty, _, _ := whole().ReadOutput(`show logging logfile | include "IPFIB"`, "", 0, false)
	if !empty.Recognised || len(empty.Exceptions) != 0 {
		t.Errorf("an empty filtered log: %v %v", empty.Recognised, empty.Why)
	}
}

// A system controller's "standby" is not a supervisor, and a standby supervisor
// whose diagnostics failed is not ready.
func TestStandbySupervisor(t *testing.T) {
	r := read(t, "show-module-9508")
	if r.Redundancy.Ready != fact.No || r.Redundancy.Standby.Text != "ha-standby (diagnostics Fail)" {
		t.Errorf("standby %q ready %s", r.Redundancy.Standby.Text, r.Redundancy.Ready)
	}
	if p := r.Identity.Parts[1]; p.PID != "" || p.State != "pwr-denied" {
		t.Errorf("a denied module has PID %q and state %q", p.PID, p.State)
	}
	if r := read(t, "show-module-wrapped"); len(r.Identity.Parts) != 2 || r.Identity.Parts[0].State != "ok" || r.Identity.Parts[0].PID != "N9K-C93600CD-GX" {
		t.Errorf("wrapped rows: %+v", r.Identity.Parts)
	}
}

// The halved LPM table tells that uRPF is on [nxos:2.5].
func TestLPMShowsURPF(t *testing.T) {
	x := row(t, read(t, "show-hardware-profile-status"), "Total LPM Entries", "")
	if got := values(x); got != "7900 8191 - 16383 -" {
		t.Errorf("LPM = %s", got)
	}
	if x.Max.Source == "" {
		t.Error("16383 was not printed and does not say where it is from")
	}
}

// What startup-config lacks is lost by a reload; where the two were not asked alike
// only what must be in both is compared.
func TestUnsavedLines(t *testing.T) {
	const mode, region = "system routing template-lpm-heavy\n", "hardware access-list tcam region ing-racl 2048\n"
	for name, c := range map[string]struct {
		runAsk, run, startAsk, start string
		want                         fact.Tri
	}{
		"a mode":                   {` | include "system routing"`, mode, ` | include "system routing"`, "", fact.Yes},
		"a region":                 {"", mode + region, "", mode + "hardware access-list tcam region ing-racl 1792\n", fact.Yes},
		"taken away and not saved": {` | include tcam`, "", ` | include tcam`, region, fact.Yes},
		"the same":                 {"", mode + region, "", mode + region, fact.No},
		"asked otherwise":          {"", mode + region, ` | include tcam`, region, fact.Unknown},
		"asked otherwise, missing": {` | include tcam`, region, "", mode, fact.Yes},
	} {
		log := "x# show version\n" + vendortest.Fixture(t, "show-version-n9k").Text + "x# show running-config" + c.runAsk + "\n" + c.run + "x# show startup-config" + c.startAsk + "\n" + c.start + "x# \n"
		if d := vendortest.Device(t, whole(), log); d.Boot.Unsaved != c.want || c.want == fact.Yes && d.Boot.UnsavedSpan.End == 0 {
			t.Errorf("%s: unsaved %s %+v", name, d.Boot.Unsaved, d.Boot.UnsavedSpan)
		}
	}
}

// Virtual switches, the ACI image and layer-2 switches get no claim about
// capacity, whatever they print.
func TestNoClaims(t *testing.T) {
	for _, name := range []string{"n9k-virtual", "aci", "n5k-n6k-layer2", "n3500"} {
		for _, x := range vendortest.DeviceFile(t, whole(), "testdata/devices/"+name+".log").Tables {
			if x.Ledger {
				t.Errorf("%s: %s is judged", name, x.Name)
			}
		}
	}
}

func TestFamilies(t *testing.T) {
	for _, c := range []struct{ model, pid, want string }{
		{"Nexus9000 93180YC-EX chassis", "", "n9k"},
		{"Nexus9300 C93180YC-FX3H Chassis", "", "n9k"},
		{"Nexus3000 C3232C Chassis (Nexus 9000 Series)", "", "n9k"},
		{"Nexus9000 N9324C-SE1U Chassis", "", "n9k"},
		{"Nexus9000 C9508 (8 Slot) Chassis (\"Supervisor Module\")", "N9K-X9636C-RX", "n9k-jericho"},
		{"N3K-C36180YC-R", "", "n9k-jericho"},
		{"Nexus9000 C9504 (4 Slot) Chassis", "N9K-X9736C-FX", "n9k"},
		{"Nexus 3048 Chassis", "", "n3k"},
		{"Nexus 3548 Chassis (\"48x10GE Supervisor\")", "", "n3500"},
		{"Nexus7700 C7706 (6 Slot) Chassis (\"Supervisor Module-2E\")", "", "n7k"},
		{"Nexus 5596 Chassis (\"O2 48X10GE/Modular Supervisor\")", "", "n5k-n6k"},
		{"Nexus 6001 Chassis", "", "n5k-n6k"},
		{"", "N77-C7706-FAN", "n7k"},
	} {
		id := fact.Identity{Model: c.model, Parts: []fact.Part{{PID: c.pid}}}
		got := ""
		if p := whole().Platform(id); p != nil {
			got = p.Family()
		}
		if got != c.want {
			t.Errorf("%q with %q is %q, want %q", c.model, c.pid, got, c.want)
		}
	}
}

func TestCommandsAreReadOnly(t *testing.T) {
	for _, p := range whole().Platforms {
		for _, c := range p.Commands(fact.Identity{}) {
			if !strings.HasPrefix(c.Text, "show ") || c.Why == "" || c.Instead != "" && !strings.HasPrefix(c.Instead, "show ") {
				t.Errorf("%s: %+v", p.Family(), c)
			}
			if r, parser, _ := whole().ReadOutput(c.Text, "", 0, false); parser == nil {
				t.Errorf("%s: nothing reads %q: %s", p.Family(), c.Text, r.Why)
			}
		}
	}
}

// Two answers about one memory that cannot both be true: the fuller one counts, and
// the device is not ok. Synthetic sessions after [nxos:2.5, nxos:3.1, nxos:3.2].
func TestAnswersThatDisagree(t *testing.T) {
	capacity := strings.Replace(utilized, "show hardware internal forwarding table utilization", "show hardware capacity forwarding", 1)
	icam := func(used, percent string) string {
		return `tor9# show icam resource fib-tcam module 1 inst 0 | json
{"module": "1", "instance": "0", "TABLE_fib_resource": {"ROW_fib_resource": [
 {"Class": "IPv4 LPM Routes", "TABLE_fib_stats": {"ROW_fib_stats": {"Used_Entries": "` + used + `", "Max_Entries": "1000000", "Percent_Util": "` + percent + `"}}}
]}}
`
	}
	for _, c := range []struct {
		name, log string
		disagree  bool
		most      float64
	}{
		{"the same twice", capacity, false, 31.4},
		{"a little later", strings.Replace(capacity, "31.40", "33.00", 1), false, 31.4},
		{"the second is fuller", strings.Replace(capacity, "9.30", "99.30", 1), true, 99.3},
		{"the first is fuller", strings.Replace(capacity, "31.40", "2.00", 1), true, 31.4},
		{"iCAM is fuller", icam("991000", "99.10"), true, 99.1},
		{"iCAM counts a part", icam("5000", "0.50"), false, 31.4},
	} {
		d := vendortest.Device(t, whole(), switch9k+utilized+c.log+"tor9# \n")
		most, disagree := 0.0, false
		for i := range d.Tables {
			used, _ := d.Tables[i].Used.Get()
			if size, ok := d.Tables[i].Cap.Get(); ok && d.Tables[i].Ledger {
				most = max(most, 100*used/size)
			}
		}
		for _, f := range d.Flags {
			disagree = disagree || f.Key == fact.FlagDisagree
		}
		if disagree != c.disagree || most < c.most-0.01 || most > c.most+0.01 {
			t.Errorf("%s: disagree %v, fullest %.2f", c.name, disagree, most)
		}
	}
}
