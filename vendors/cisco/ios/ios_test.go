package ios_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat6500"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestConformance(t *testing.T) { vendortest.Conform(t, whole()) }

func read(t *testing.T, name string) fact.Reading {
	t.Helper()
	return vendortest.Read(t, whole(), name)
}

// device makes a log of fixtures, as one would paste it, and reads it.
func device(t *testing.T, names ...string) *fact.Device {
	t.Helper()
	return vendortest.Device(t, whole(), vendortest.Log(t, "core-syn#", names...))
}

// row finds a row by name; extra picks among several by a part of its scope.
func row(t *testing.T, tables []fact.Table, name string, scope ...string) *fact.Table {
	t.Helper()
	for i := range tables {
		if tables[i].Name == name && (len(scope) == 0 || tables[i].Scope.String() == scope[0]) {
			return &tables[i]
		}
	}
	t.Fatalf("no row %q in %d rows", name, len(tables))
	return nil
}

func TestValues(t *testing.T) {
	tests := []struct {
		fixture, row, scope string
		used, limit, then   string
	}{
		{"maxroutes-default", "IPv4 + MPLS", "", "unknown", "524288", "unknown"},
		{"maxroutes-split", "IPv4", "", "unknown", "614400", "unknown"},
		{"maxroutes-pending", "IPv4", "", "unknown", "unknown", "786432"},
		{"maxroutes-pending", "IPv6 + IP Multicast", "", "unknown", "262144", "122880"},
		{"mls-summary", "MPLS routes", "", "12300", "unknown", "unknown"},
		{"capacity-pfc3", "72 bits (IPv4, MPLS, EoM)", "", "701234", "802816", "unknown"},
		{"capacity-pfc4", "288 bits (IPv6 mcast)", "", "100", "262144", "unknown"},
		{"capacity-pfc4", "IPv6", "", "19990", "unknown", "unknown"},
		{"capacity-pfc4", "MAC Table", "module 5", "498", "131072", "unknown"},
		{"capacity-pfc4", "Adjacency", "", "9000", "1048576", "unknown"},
		{"sdm-pending", "indirect IPv4 routes", "", "unknown", "2048", "unknown"},
		{"tcam-masks", "IPv4 unicast directly-connected routes", "asic 1", "5600", "6144", "unknown"},
		{"cef-summary-old", "routes", "", "200111", "unknown", "unknown"},
		{"route-summary", "routes", "vrf default", "807017", "unknown", "unknown"},
		{"cef-resource", "E3 Rx PLU", "slot 3", "61", "100", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.fixture+" "+tt.row, func(t *testing.T) {
			r := read(t, tt.fixture)
			got := row(t, r.Tables, tt.row, tt.scope)
			if d := cmp.Diff([]string{tt.used, tt.limit, tt.then}, []string{got.Used.String(), got.Cap.String(), got.Pending.String()}); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	tests := []struct {
		fixture, flag string
		want          any
	}{
		{"maxroutes-default", "pending_reload", false},
		{"maxroutes-pending", "pending_reload", true},
		{"mls-exception", "exception_state", true},
		{"sdm-pending", "active_template", "desktop default"},
		{"sdm-pending", "pending_template", "desktop routing"},
		{"sdm-pending", "pending_reload", true},
		{"sdm-whatif", "pending_reload", false},
		{"version-6500", "chassis", "WS-C6509-E"},
		{"version-6500", "config_register", "0x2142"},
		{"version-6500", "config_register_next", "0x2102"},
		{"boot-3750", "manual_boot", true},
	}
	for _, tt := range tests {
		r := read(t, tt.fixture)
		var got any
		for _, f := range r.Flags {
			if f.Name() == tt.flag {
				got = f.Value
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s = %v, want %v", tt.fixture, tt.flag, got, tt.want)
		}
	}
}

// TestWhatIfTemplateIsNotACap: `show sdm prefer NAME` tells what could be.
func TestWhatIfTemplateIsNotACap(t *testing.T) {
	for _, tb := range read(t, "sdm-whatif").Tables {
		if tb.Cap.Known() {
			t.Errorf("%s has a cap of %s", tb.Name, tb.Cap)
		}
		if tb.Template != "vlan" || !tb.WhatIf.Known() {
			t.Errorf("%s: %s in template %q", tb.Name, tb.WhatIf, tb.Template)
		}
	}
	mac := row(t, read(t, "sdm-whatif").Tables, "unicast mac addresses")
	if n, _ := mac.WhatIf.Get(); n != 12*1024 {
		t.Errorf("12K MAC addresses became %s", mac.WhatIf)
	}
}

// TestDisplayedCarveHidesTheBlock: 600k is shown, 608k is taken; only so does the
// carve add up to a size that a PFC has.
func TestDisplayedCarveHidesTheBlock(t *testing.T) {
	d := device(t, "maxroutes-split", "mls-summary")
	v4 := row(t, d.Tables, "IPv4")
	if v4.Cap.String() != "614400" || v4.Used.String() != "590001" || v4.Max.String() != "1048576" || !v4.Ledger {
		t.Errorf("IPv4: used %s cap %s max %s ledger %v", v4.Used, v4.Cap, v4.Max, v4.Ledger)
	}
	if v6 := row(t, d.Tables, "IPv6 + IP Multicast"); v6.Used.String() != "10044" || v6.Cost != 2 || v6.Max.String() != "524288" {
		t.Errorf("IPv6: used %s cost %v max %s", v6.Used, v6.Cost, v6.Max)
	}
	if d.PendingKnown != fact.No || d.Carve.Default {
		t.Errorf("pending %v default %v", d.PendingKnown, d.Carve.Default)
	}
}

// TestSup2TTotalsAreOnePool: 800000 + 2×20000 + 4×100 of 1048576 cells, though
// the box prints 77 %.
func TestSup2TTotalsAreOnePool(t *testing.T) {
	d := device(t, "capacity-pfc4")
	pool := row(t, d.Tables, "FIB TCAM")
	if pool.Used.String() != "840400" || pool.Cap.String() != "1048576" || !pool.Ledger {
		t.Errorf("pool: %s of %s, ledger %v", pool.Used, pool.Cap, pool.Ledger)
	}
	n := 0
	for i := range d.Tables {
		if d.Tables[i].Ledger {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d rows are in the ledger, want the pool and the adjacencies", n)
	}
}

// What a line does that gives a protocol of a Sup2T a maximum, no document tells.
func TestMaximumEnteredOnASup2T(t *testing.T) {
	d := &fact.Device{Identity: fact.Identity{Image: "s2t54-x.bin"}, Events: []fact.Event{{Kind: fact.Entered, Lines: []string{"platform cef maximum-routes ip 256"}}}}
	open := func() (n int) {
		for _, v := range cat6500.Room().Platform.(vendors.Covered).Vital(d) {
			if v.Kind == fact.Beside && !v.Known {
				n++
			}
		}
		return n
	}
	if open() != 1 {
		t.Error("the line does not stand open")
	}
	d.Outputs = []fact.Output{{}, {Parser: "cef-maximum-routes", State: "complete"}}
	if open() != 0 {
		t.Error("the answer to its question does not close it")
	}
}

// TestExceptionIsLatched: the state outlives its cause until a reload.
func TestExceptionIsLatched(t *testing.T) {
	for _, e := range device(t, "capacity-pfc3", "mls-exception").Exceptions {
		if !e.Latched || (e.Raised == fact.Yes) != (e.Resource == fact.FibIPv6) {
			t.Errorf("%s: raised %v latched %v", e.Resource, e.Raised, e.Latched)
		}
	}
}

// TestConfiguredIsNotActive: the configuration asks for 768k, the box runs the
// default: a reload is outstanding, and the change was not saved either.
func TestConfiguredIsNotActive(t *testing.T) {
	d := device(t, "maxroutes-default", "config")
	if d.PendingKnown != fact.Yes || len(d.Pending) != 2 {
		t.Errorf("pending %v %v", d.PendingKnown, d.Pending)
	}
	if d.Boot.Unsaved != fact.Yes {
		t.Errorf("unsaved %v", d.Boot.Unsaved)
	}
	if d.Carve.Active.Text == d.Carve.AfterReload.Text || !d.Carve.Default {
		t.Errorf("carve %+v", d.Carve)
	}
	// The same configuration on a box whose 72-bit total is 768k + one block.
	d = device(t, "capacity-pfc3", "config")
	if d.PendingKnown != fact.No {
		t.Errorf("768k in whole blocks runs, yet pending is %v: %v", d.PendingKnown, d.Pending)
	}
}

// TestCarveThatIsNoLongerConfigured: a reload would bring the default back.
func TestCarveThatIsNoLongerConfigured(t *testing.T) {
	d := device(t, "maxroutes-split", "config-bare")
	if d.PendingKnown != fact.Yes || d.Carve.AfterReload.Text != "factory default" {
		t.Errorf("pending %v, after reload %+v", d.PendingKnown, d.Carve.AfterReload)
	}
	if d = device(t, "maxroutes-default", "config-bare"); d.PendingKnown != fact.No {
		t.Errorf("the default needs no configuration: pending %v", d.Pending)
	}
}

// TestCutCapacityIsNoLedger: a Sup2T whose answer ends before its 288-bit row
// looks like a PFC3; nothing may be judged by it.
func TestCutCapacityIsNoLedger(t *testing.T) {
	text, _, _ := strings.Cut(vendortest.Fixture(t, "capacity-pfc4").Text, "                 288 bits")
	tr := &transcript.Transcript{Device: "a", OS: "cisco_ios", Records: []transcript.Record{{
		Kind: transcript.Command, Command: "show platform hardware capacity", Raw: []byte(text), BodyEnd: len(text), State: transcript.Truncated,
	}}}
	d := vendors.Registry{whole()}.Parse(tr, "")
	for i := range d.Tables {
		if tb := &d.Tables[i]; tb.Ledger && strings.HasPrefix(string(tb.Resource), "fib.") {
			t.Errorf("%s is in the ledger", tb.Name)
		}
	}
}

// TestLeastEngineBoundsTheChassis: a DFC3B beside an XL supervisor.
func TestLeastEngineBoundsTheChassis(t *testing.T) {
	d := device(t, "module", "mls-summary")
	if got := row(t, d.Tables, "FIB TCAM cells").Max.String(); got != "262144" {
		t.Errorf("cells %s, want those of the DFC3B", got)
	}
	if v4 := row(t, d.Tables, "IPv4 unicast routes"); !v4.Ledger || v4.Cap.Known() {
		t.Errorf("without the carve the cap is unknown, got %s", v4.Cap)
	}
}

// TestFullTCAMIsTheValuesNotTheMasks: 6144 of 6144 hosts on ASIC 0.
func TestFullTCAMIsTheValuesNotTheMasks(t *testing.T) {
	d := device(t, "sdm-pending", "tcam-masks")
	r := row(t, d.Tables, "IPv4 unicast directly-connected routes", "asic 0")
	if r.Used.String() != "6144" || r.Cap.String() != "6144" || !r.Ledger {
		t.Errorf("%s of %s, ledger %v", r.Used, r.Cap, r.Ledger)
	}
	if row(t, d.Tables, "indirect IPv4 routes").Ledger {
		t.Error("the nominal row of the template is in the ledger beside the measured one")
	}
}

func TestStackMemberBlocksReload(t *testing.T) {
	r := read(t, "switch")
	if r.Redundancy.Ready != fact.No || r.Redundancy.Standby.Text != "member 2 is SDM Mismatch" {
		t.Errorf("%+v", r.Redundancy)
	}
}

// TestForwardingMemoryOfA4500IsUnknown: nothing of it is printed, so nothing is
// claimed; a dead standby and the register of the next reload are seen.
func TestForwardingMemoryOfA4500IsUnknown(t *testing.T) {
	d := device(t, "version-4500", "module-4500")
	if d.Family != "cat4500" || len(d.Tables) != 0 || d.PendingKnown != fact.Unknown {
		t.Errorf("family %q, %d rows, pending %v", d.Family, len(d.Tables), d.PendingKnown)
	}
	if d.Redundancy.Ready != fact.No || d.Boot.RegisterNext.Text != "0x2102" {
		t.Errorf("standby %v, next register %q", d.Redundancy.Ready, d.Boot.RegisterNext.Text)
	}
}

// TestLogIsHistory: messages are latched evidence; QFP load is not memory.
func TestLogIsHistory(t *testing.T) {
	r := read(t, "logging")
	if len(r.Exceptions) != 2 {
		t.Fatalf("%d exceptions, want the two about the FIB", len(r.Exceptions))
	}
	for _, e := range r.Exceptions {
		if e.Latched != (e.Severity == "red") {
			t.Errorf("%q is not latched", e.Text)
		}
	}
}

// A template that is asked for by its name is what could be, in either layout.
func TestANamedTemplateIsNotTheActiveOne(t *testing.T) {
	for command, cap := range map[string]bool{"show sdm prefer": true, "show sdm prefer custom": true, "show sdm prefer distribution": false} {
		name := "Distribution"
		if command == "show sdm prefer custom" {
			name = "Custom"
		}
		r, _, _ := whole().ReadOutput(command, "This is the "+name+" template.\n  Unicast MAC addresses*:    81920\n", 0, false)
		if len(r.Tables) != 1 || r.Tables[0].Cap.Known() != cap || r.Tables[0].WhatIf.Known() == cap {
			t.Errorf("%s: %+v", command, r.Tables)
		}
	}
}

func TestRejected(t *testing.T) {
	if r := read(t, "rejected"); !r.Rejected || r.Recognised {
		t.Errorf("rejected %v recognised %v", r.Rejected, r.Recognised)
	}
	if why := ios.Rejection("line\nbanner motd ^ % Invalid input detected at '^' marker. ^\n"); why != "" {
		t.Errorf("a quotation was taken for a refusal: %q", why)
	}
}

// TestDetect: nobody mistakes another system for IOS.
func TestDetect(t *testing.T) {
	o := whole()
	tests := []struct {
		text string
		is   bool
	}{
		{"Cisco IOS Software, s72033_rp Software (s72033_rp-X-M), Version 12.2(33)SXJ9", true},
		{"FIB TCAM maximum routes :", true},
		{"Cisco IOS XR Software, Version 7.5.2", false},
		{"Cisco Nexus Operating System (NX-OS) Software", false},
		{"JUNOS 21.4R3", false},
	}
	for _, tt := range tests {
		if got := o.Detect(tt.text) > 0; got != tt.is {
			t.Errorf("%q: detected %v", tt.text, got)
		}
	}
}

func TestCommandsOnlyShow(t *testing.T) {
	for _, p := range whole().Platforms {
		for _, c := range append(ios.Identify(), p.Commands(fact.Identity{})...) {
			if !strings.HasPrefix(c.Text, "show ") && c.Text != "remote command switch show bootvar" || c.Why == "" {
				t.Errorf("%s asks %q for %q", p.Family(), c.Text, c.Why)
			}
		}
	}
}

func TestGoldenDevices(t *testing.T) {
	tests := map[string][]string{
		"cat6500-pfc3": {"version-6500", "module", "maxroutes-split", "mls-summary", "mls-exception", "capacity-pfc3", "bootvar-6500", "redundancy", "config", "logging"},
		"cat6500-pfc4": {"inventory", "capacity-pfc4", "adjacency-level"},
		"cat3k-2k":     {"sdm-pending", "tcam-masks", "boot-3750", "switch", "tcam-errors"},
		"cat4500":      {"version-4500", "module-4500"},
		"gsr12000":     {"cef-resource", "cef-summary-old"},
	}
	for name, from := range tests {
		t.Run(name, func(t *testing.T) { vendortest.Golden(t, device(t, from...), name) })
	}
}

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, whole()) }

func BenchmarkTCAM(b *testing.B) {
	c, o := vendortest.Fixture(b, "tcam-masks"), whole()
	b.SetBytes(int64(len(c.Text)))
	for b.Loop() {
		o.ReadOutput(c.Command, c.Text, 0, false)
	}
}

// A number of entries that is not whole is written in a way that nobody knows.
func TestOddNotation(t *testing.T) {
	for command, text := range map[string]string{
		"show mls cef summary":                       "Total routes: 300120\n    IPv4 unicast routes: 280.111\n    MPLS routes: 6\n",
		"show platform hardware capacity forwarding": "L3 Forwarding Resources\n FIB TCAM usage:   Total   Used   %Used\n  72 bits (IPv4, MPLS, EoM)   524288   280.111   54%\n",
	} {
		r, _, _ := whole().ReadOutput(command, text, 0, false)
		odd := false
		for _, f := range r.Flags {
			odd = odd || f.Key == fact.FlagImplausible
		}
		for _, tb := range r.Tables {
			if v, ok := tb.Used.Get(); ok && v == 280.111 {
				t.Errorf("%s: %+v", command, tb)
			}
		}
		if !odd || !r.Recognised {
			t.Errorf("%s: not said, or not recognised: %+v", command, r.Flags)
		}
	}
}

// whole is the operating system with its rooms.
func whole() *vendors.OS { return registry.All().Find(fact.IOS) }
