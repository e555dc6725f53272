package iosxe_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
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
		{"tcam-uadp2", "IP Route Table EM", "asic 1", "4001", "24576", "unknown"},
		{"tcam-uadp2", "QOS ACL TCAM IO", "asic 0", "85", "3072", "unknown"},
		{"tcam-uadp2", "QOS ACL TCAM IO share O", "asic 0", "40", "unknown", "unknown"},
		{"tcam-uadp2", "CTS Cell Matrix/VPN Label EM O", "asic 0", "0", "8192", "unknown"},
		{"tcam-uadp3", "IP Route Table EM/LPM", "asic 0", "150000", "212992", "unknown"},
		{"tcam-uadp3", "IP Route Table EM/LPM V6", "asic 0", "10000", "unknown", "unknown"},
		{"tcam-pairs", "Directly or indirectly connected routes EM", "asic 0", "2222", "24576", "unknown"},
		{"sdm-custom-pending", "Ipv4/Ipv6 shared unicast routes", "", "unknown", "212992", "131072"},
		{"sdm-s1", "EM", "", "unknown", "622592", "unknown"},
		{"s1-resource", "LPM IPv6 Routes", "device 0", "200000", "1178000", "unknown"},
		{"s1-resource", "Egress Large Encap Exact Match", "slice pair 0", "300", "65568", "unknown"},
		{"s1-tcam", "IPv4 LPTS TCAM entries", "slice 0", "35", "unknown", "unknown"},
		{"s1-feature", "FNF Flow OUT", "asic 0 slice 0", "0", "unknown", "unknown"},
		{"rewrite", "PHF_EGRESS_destMacAddress", "asic 0", "97000", "98304", "unknown"},
		{"label-filtered", "RSC_LABEL_STACK_ID", "asic ordinal 1", "101", "65537", "unknown"},
		{"sgacl", "CTS Cell Matrix Entries", "switch 1 asic 0", "2", "8192", "unknown"},
		{"platform-resources", "DRAM", "qfp ESP0", "665706", "4194304", "unknown"},
		{"platform-resources", "DRAM", "slot RP0", "14200", "15803", "unknown"},
		{"platform-resources", "harddisk", "slot RP0", "0", "unknown", "unknown"},
		{"cp-brief", "control processor memory", "slot RP0", "3100000", "3900000", "unknown"},
		{"exmem", "QFP exmem DRAM", "qfp 0", "700000256", "1073741824", "unknown"},
		{"qfp-tcam", "TCAM #0 on CPP #0", "qfp 0", "20", "65536", "unknown"},
		{"class-tcam", "acl", "", "28", "unknown", "unknown"},
		{"fp-cef", "IPv4 prefixes", "vrf BLUE", "512", "unknown", "unknown"},
		{"ipv6-route-summary", "routes", "vrf default", "30", "unknown", "unknown"},
		{"mpls-summary", "mpls labels", "", "1234", "unknown", "unknown"},
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
		{"sdm-custom-pending", "pending_reload", true},
		{"sdm-custom-pending", "active_template", nil},
		{"sdm-core-not-pending", "pending_reload", false},
		{"sdm-core-not-pending", "active_template", "Core"},
		{"sdm-s1", "active_template", "Core"},
		{"fed-routes", "exception_state", "latched_counter"},
		{"boot-stack", "manual_boot", true},
		{"boot-stack", "boot_next", "flash:other.conf;"},
		{"boot-cat9k", "manual_boot", false},
		{"version-9500", "chassis", "C9500-48Y4C"},
		{"version-9500", "config_register", nil},
		{"platform", "chassis", "ASR1006-X"},
		{"issu", "issu_in_progress", false},
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

// TestProposedIsNotPending: the words stand there even when nothing waits; only
// different numbers do.
func TestProposedIsNotPending(t *testing.T) {
	if r := read(t, "sdm-core-not-pending"); r.PendingKnown != fact.No || len(r.Pending) != 0 {
		t.Errorf("pending %v %v", r.PendingKnown, r.Pending)
	}
	if r := read(t, "sdm-custom-pending"); r.PendingKnown != fact.Yes || len(r.Pending) != 2 {
		t.Errorf("pending %v %v, want MACs and routes", r.PendingKnown, r.Pending)
	}
}

// TestPendingSizesReachTheASIC: the proposed size stands beside what is used.
func TestPendingSizesReachTheASIC(t *testing.T) {
	d := device(t, "version-9500", "tcam-uadp3", "sdm-custom-pending")
	if d.Family != "cat9k-uadp" {
		t.Fatalf("family %q", d.Family)
	}
	r := row(t, d.Tables, "IP Route Table EM/LPM", "asic 0")
	if r.Pending.String() != "131072" || r.Used.String() != "150000" || !r.Ledger {
		t.Errorf("used %s cap %s pending %s ledger %v", r.Used, r.Cap, r.Pending, r.Ledger)
	}
	if row(t, d.Tables, "Ipv4/Ipv6 shared unicast routes").Ledger {
		t.Error("the template's row is in the ledger beside the measured one")
	}
}

// TestTemplateRowsStandOnce: two commands print them, one line each remains.
func TestTemplateRowsStandOnce(t *testing.T) {
	for _, order := range [][]string{{"sdm-core-not-pending", "sdm-custom-pending"}, {"sdm-custom-pending", "sdm-core-not-pending"}} {
		d := device(t, append([]string{"version-9500"}, order...)...)
		n := 0
		for i := range d.Tables {
			if tb := &d.Tables[i]; tb.Ledger && tb.Resource == fact.FibShared {
				n++
				if !tb.Pending.Known() {
					t.Errorf("%v: the line does not tell what is proposed", order)
				}
			}
		}
		if n != 1 || d.PendingKnown != fact.Yes {
			t.Errorf("%v: %d lines, pending %v", order, n, d.PendingKnown)
		}
	}
}

// TestMembersAreInstances: the same ASIC number on two members of a stack.
func TestMembersAreInstances(t *testing.T) {
	const cam = "CAM Utilization for ASIC  [0]\n Table  Subtype  Dir  Max  Used  %Used  V4  V6  MPLS  Other\n IP Route Table  EM/LPM  I  212992  14  0.01%  13  0  1  0\n"
	for command, want := range map[string]string{
		"show platform hardware fed switch active fwd-asic resource tcam utilization":  "asic 0",
		"show platform hardware fed switch standby fwd-asic resource tcam utilization": "switch standby asic 0",
		"show platform hardware fed switch 3 fwd-asic resource tcam utilization":       "switch 3 asic 0",
	} {
		r, _, _ := whole().ReadOutput(command, cam, 0, false)
		if got := row(t, r.Tables, "IP Route Table EM/LPM").Scope.String(); got != want {
			t.Errorf("%s: scope %q, want %q", command, got, want)
		}
	}
}

// TestACLAndControlPlaneAreNoLedger: full by design, or not about routes.
func TestACLAndControlPlaneAreNoLedger(t *testing.T) {
	d := device(t, "version-9500", "tcam-uadp2")
	for i := range d.Tables {
		if tb := &d.Tables[i]; tb.Ledger && !strings.HasPrefix(tb.Name, "IP Route Table") {
			t.Errorf("%s is in the ledger", tb.Name)
		}
	}
	if got := row(t, d.Tables, "IP Route Table EM", "asic 0").CapKind; got != fact.CapHashed {
		t.Errorf("the exact-match half is %q, want hashed", got)
	}
}

// TestLPMIsOneFloatingPool: 1000000 + 2×200000 of an estimate that moves.
func TestLPMIsOneFloatingPool(t *testing.T) {
	d := device(t, "s1-resource", "sdm-s1", "s1-feature", "fed-routes")
	p := row(t, d.Tables, "LPM routes")
	if p.Used.String() != "1400000" || p.CapKind != fact.CapEstimate || !p.Ledger {
		t.Errorf("used %s kind %s ledger %v", p.Used, p.CapKind, p.Ledger)
	}
	if row(t, d.Tables, "LPM IPv4 Routes").Ledger {
		t.Error("a view of the pool is in the ledger")
	}
	if e := row(t, d.Tables, "central exact match"); e.Used.String() != "1450" || e.Cap.String() != "622592" {
		t.Errorf("exact match: %s of %s", e.Used, e.Cap)
	}
}

// TestAllocationFailuresAreLatched: 17 and 9 since boot, whatever is used now.
func TestAllocationFailuresAreLatched(t *testing.T) {
	d := device(t, "s1-feature", "fed-routes")
	if len(d.Exceptions) != 2 {
		t.Fatalf("%d exceptions", len(d.Exceptions))
	}
	for _, e := range d.Exceptions {
		if !e.Latched || e.Kind != fact.InsertFailures || !e.Count.Known() {
			t.Errorf("%+v", e)
		}
	}
}

// TestPeakIsNotACap: the column Max of `sdm feature`.
func TestPeakIsNotACap(t *testing.T) {
	r := row(t, read(t, "s1-feature").Tables, "MAC entry")
	if r.Peak.String() != "2001" || r.Cap.String() != "131072" || r.Max.Known() {
		t.Errorf("peak %s cap %s max %s", r.Peak, r.Cap, r.Max)
	}
}

// TestExmemIsOnePool: the same memory in bytes and in kB is counted once.
func TestExmemIsOnePool(t *testing.T) {
	d := device(t, "platform", "exmem", "platform-resources")
	n := 0
	for i := range d.Tables {
		if tb := &d.Tables[i]; tb.Ledger && tb.Resource == fact.FibMemory {
			n++
		}
		if strings.Contains(d.Tables[i].Name, "SRAM") {
			t.Error("a memory that is not there has a row")
		}
	}
	if n != 1 {
		t.Errorf("%d lines for the QFP's memory, want 1", n)
	}
}

func TestVirtualRouterMakesNoClaim(t *testing.T) {
	o := whole()
	r, _, _ := o.ReadOutput("show version", "Cisco IOS XE Software, Version 17.09.04a\ncisco C8000V (VXE) processor (revision VXE) with 1900130K/3075K bytes of memory.\n", 0, false)
	if !r.Identity.Virtual {
		t.Fatal("a C8000V is not taken for virtual")
	}
	d := &fact.Device{Identity: r.Identity, Tables: read(t, "exmem").Tables}
	o.Platform(d.Identity).Parse(d)
	for i := range d.Tables {
		if d.Tables[i].Ledger {
			t.Errorf("%s of a virtual router is in the ledger", d.Tables[i].Name)
		}
	}
}

func TestFamilies(t *testing.T) {
	tests := map[string]string{
		"C9300-24P": "cat9k-uadp", "C9500-32C": "cat9k-uadp", "C9606R": "", "C9500X-28C8D": "cat9k-s1", "C9610R": "cat9k-s1",
		"WS-C3850-24P": "cat3850", "ASR1001-X": "asr1k-qfp", "ISR4451-X/K9": "asr1k-qfp", "C8500-12X4QC": "asr1k-qfp",
		"ASR-920-24TZ-M": "asr900", "A901-6CZ-FT-D": "asr900", "WS-C4507R+E": "cat4500", "ROUTER-9": "",
	}
	for model, want := range tests {
		got := ""
		if p := whole().Platform(fact.Identity{Model: model}); p != nil {
			got = p.Family()
		}
		if got != want {
			t.Errorf("%s: family %q, want %q", model, got, want)
		}
	}
}

// TestSupervisorDecides: a C9606R takes supervisors of both kinds of silicon.
func TestSupervisorDecides(t *testing.T) {
	for pid, want := range map[string]string{"C9600-SUP-1": "cat9k-uadp", "C9600X-SUP-2": "cat9k-s1"} {
		p := whole().Platform(fact.Identity{Model: "C9606R", Parts: []fact.Part{{PID: pid}}})
		if p == nil || p.Family() != want {
			t.Errorf("%s: %v, want %s", pid, p, want)
		}
	}
}

func TestDetect(t *testing.T) {
	o := whole()
	tests := []struct {
		text string
		is   bool
	}{
		{"Cisco IOS XE Software, Version 17.09.04a", true},
		{"Showing SDM Template Info", true},
		{"Cisco IOS Software, s72033_rp Software, Version 12.2(33)SXJ9", false},
		{"Cisco IOS XR Software, Version 7.5.2", false},
	}
	for _, tt := range tests {
		if got := o.Detect(tt.text) > 0; got != tt.is {
			t.Errorf("%q: detected %v", tt.text, got)
		}
	}
}

// TestCommandsAreCheap: only show, and none that Cisco warns of.
func TestCommandsAreCheap(t *testing.T) {
	for _, p := range whole().Platforms {
		for _, c := range p.Commands(fact.Identity{}) {
			if !strings.HasPrefix(c.Text, "show ") || c.Why == "" || strings.Contains(c.Text, "insight") {
				t.Errorf("%s asks %q for %q", p.Family(), c.Text, c.Why)
			}
		}
	}
}

func TestGoldenDevices(t *testing.T) {
	tests := map[string][]string{
		"cat9k-uadp": {"version-9500", "tcam-uadp3", "sdm-custom-pending", "rewrite", "boot-cat9k", "issu", "ipv6-route-summary"},
		"cat9k-s1":   {"s1-resource", "sdm-s1", "s1-feature", "fed-routes", "s1-tcam"},
		"cat3850":    {"version-3850", "tcam-pairs", "boot-stack"},
		"asr900":     {"platform-903", "config-903"},
		"asr1k-qfp":  {"platform", "exmem", "platform-resources", "cp-brief", "fp-cef"},
	}
	for name, from := range tests {
		t.Run(name, func(t *testing.T) { vendortest.Golden(t, device(t, from...), name) })
	}
}

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, whole()) }

func BenchmarkTCAM(b *testing.B) {
	c, o := vendortest.Fixture(b, "tcam-uadp2"), whole()
	b.SetBytes(int64(len(c.Text)))
	for b.Loop() {
		o.ReadOutput(c.Command, c.Text, 0, false)
	}
}

// whole is the operating system with its rooms.
func whole() *vendors.OS { return registry.All().Find(fact.IOSXE) }
