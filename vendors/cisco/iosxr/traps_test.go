package iosxr_test

import (
	"os"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/release"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func fixture(t testing.TB, name string) (command, text string) {
	t.Helper()
	c := vendortest.Fixture(t, name)
	return c.Command, c.Text
}

func reading(t testing.TB, name string) fact.Reading {
	t.Helper()
	command, text := fixture(t, name)
	r, _, _ := whole().ReadOutput(command, text, 0, false)
	return r
}

// row finds a row by name and instance.
func row(t testing.TB, r fact.Reading, name, index string) fact.Table {
	t.Helper()
	for i := range r.Tables {
		if r.Tables[i].Name == name && r.Tables[i].Scope.Index == index && r.Tables[i].PartOf != name {
			return r.Tables[i]
		}
	}
	t.Fatalf("no row %s of %q", name, index)
	return fact.Table{}
}

func is(t testing.TB, what string, f fact.Figure, want string) {
	t.Helper()
	if f.String() != want {
		t.Errorf("%s is %s, want %s", what, f, want)
	}
}

// F1 nests the NPUs below two blocks: use and maximum of one NPU belong together.
func TestF1KeepsNPUsApart(t *testing.T) {
	r := reading(t, "npu-f1-lpm")
	for index, want := range map[string][3]string{"0": {"266001", "271500", "Red"}, "1": {"101002", "301122", "Green"}} {
		lpm := row(t, r, "lpm", index)
		is(t, "used of NPU "+index, lpm.Used, want[0])
		is(t, "cap of NPU "+index, lpm.Cap, want[1])
		if lpm.State != want[2] || lpm.CapKind != fact.CapEstimate || lpm.Scope.Node != "0/3/CPU0" {
			t.Errorf("NPU %s: %+v", index, lpm)
		}
	}
	if len(r.Exceptions) != 1 || r.Exceptions[0].Severity != "red" || r.Exceptions[0].Scope.Index != "0" {
		t.Errorf("exceptions %+v, want Red on NPU 0 only", r.Exceptions)
	}
}

// Consumers need not add up to the total and are never lines of the ledger.
func TestConsumersArePartOfTheResource(t *testing.T) {
	r := reading(t, "npu-f2-lem")
	if c := row(t, r, "srv6sid", "1"); c.PartOf != "lem" || c.Ledger {
		t.Errorf("a consumer of a name we do not know: %+v", c)
	}
	is(t, "lem of NPU 0", row(t, r, "lem", "0").Used, "779004")
}

// Cisco 8000 gives percentages: no cap in entries may come of them.
func TestSiliconOneIsPercentOnly(t *testing.T) {
	r := reading(t, "npu-f3-8000")
	lpm := row(t, r, "lpm_tcam", "0")
	is(t, "used", lpm.Used, "81")
	is(t, "cap", lpm.Cap, "100")
	if lpm.Unit != "percent" || lpm.CapKind != fact.CapPercent || lpm.Scope.Node != "0/2/CPU0" {
		t.Errorf("%+v", lpm)
	}
	if b := row(t, r, "lpm_tcam/v4_lpm", "0"); b.Cap.Known() || b.PartOf != "lpm_tcam" {
		t.Errorf("a bank without a maximum got one: %+v", b)
	}
	is(t, "peak", row(t, reading(t, "npu-f4-8000"), "lpm_tcam", "0").Peak, "29")
}

// "Estimated Max Entries : 0" is absent, not exhausted; a placeholder is unknown,
// not 0.
func TestAbsentAndPlaceholder(t *testing.T) {
	r := reading(t, "npu-absent")
	if len(r.Exceptions) != 0 {
		t.Errorf("an absent memory raised %+v", r.Exceptions)
	}
	v4 := row(t, r, "ext_tcam_ipv4", "0")
	if v4.Used.Known() || v4.CapKind != fact.CapCarve || v4.Max.Known() {
		t.Errorf("%+v", v4)
	}
}

// A filter leaves out which NPU a number is of: the fullest stands for all.
func TestFilteredTakesTheFullest(t *testing.T) {
	lem := row(t, reading(t, "npu-filtered"), "lem", "")
	is(t, "used", lem.Used, "411207")
}

// Free is shared by all databases of a bank, so a bank's size counts them all.
func TestBankSize(t *testing.T) {
	r := reading(t, "tcam-internal")
	for name, index := range map[string]string{"INGRESS_LPTS_IPV4": `0/0\1`, "INGRESS_RX_ISIS": `0/0\1`, "free-bank": "0/2"} {
		is(t, "bank of "+name, row(t, r, name, index).Cap, "2048")
	}
	is(t, "bank of an owner that is blank", row(t, r, "ext_FG_INGR_V4_ACL", "0/15").Cap, "4096")
	command, text := fixture(t, "tcam-internal")
	cut, _, _ := whole().ReadOutput(command, text, 0, true)
	for i := range cut.Tables {
		if cut.Tables[i].Cap.Known() {
			t.Errorf("a cut answer gave bank %s a size", cut.Tables[i].Scope.Index)
		}
	}
}

// Refused inserts: per NPU, latched; those of tables without routes are evidence.
func TestRefusedInserts(t *testing.T) {
	r := reading(t, "dpa-iproute-errors")
	if len(r.Exceptions) != 1 {
		t.Fatalf("%+v", r.Exceptions)
	}
	e := r.Exceptions[0]
	is(t, "count", e.Count, "812")
	if e.Kind != fact.InsertFailures || !e.Latched || e.Scope != (fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: "0"}) {
		t.Errorf("%+v", e)
	}
	if r = reading(t, "dpa-ippbr"); len(r.Exceptions) != 0 || len(r.Tables) != 1 || len(r.Tables[0].Notes) == 0 {
		t.Errorf("ippbr: %+v %+v", r.Exceptions, r.Tables)
	}
	is(t, "in use of the fullest NPU", r.Tables[0].Used, "8906")
}

// A histogram that was cut or filtered has no total.
func TestHistogramMustBeWhole(t *testing.T) {
	command, text := fixture(t, "dpa-iproute-errors")
	half := text[:strings.Index(text, "/22")]
	r, _, _ := whole().ReadOutput(command, half, 0, true)
	if len(r.Histograms) != 0 || len(r.Tables) != 0 {
		t.Errorf("a cut answer gave %+v", r.Tables)
	}
	elided := strings.Replace(text, " /16 ", "[...]\n /16 ", 1)
	if r, _, _ = whole().ReadOutput(command, elided, 0, false); len(r.Histograms) != 0 {
		t.Error("a distribution with lines left out got a total")
	}
	r, _, _ = whole().ReadOutput(command+" | include /24", " /24      640002       /25      130\n", 0, false)
	if !r.Recognised || len(r.Histograms) != 0 {
		t.Errorf("a filtered answer gave %+v", r.Histograms)
	}
}

// An empty answer to a filter for hw-module means all defaults; to another
// filter it means nothing.
func TestEmptyMeansDefaults(t *testing.T) {
	for command, want := range map[string]bool{
		"show running-config | include hw-module": true,
		"sh run | i hw":                               true,
		"show running-config | in hw-m":               true,
		"show running-config | include tcam":          false,
		"show running-config | include hw-module fib": false,
		"show running-config interface":               false,
	} {
		r, _, _ := whole().ReadOutput(command, "Building configuration...\n", 0, false)
		got := false
		for _, f := range r.Flags {
			got = got || f.Key == fact.FlagHwModuleAll
		}
		if got != want {
			t.Errorf("%s: all defaults = %v, want %v", command, got, want)
		}
	}
	r, _, _ := whole().ReadOutput("show running-config | include hw-module", "Building configuration...\n", 0, true)
	if len(r.Flags) != 0 {
		t.Error("a cut answer proved that nothing is configured")
	}
}

// session makes a log of one fixed router without external TCAM.
func session(t testing.TB, version string, lem string, config string) *fact.Device {
	t.Helper()
	_, platform := fixture(t, "platform-55a1")
	_, dpa := fixture(t, "dpa-iproute-errors")
	const prompt = "RP/0/RP0/CPU0:syn#"
	return vendortest.Device(t, whole(), prompt+"show version\nCisco IOS XR Software, Version "+version+"\ncisco NCS-5500 () processor\n"+
		prompt+"show platform\n"+platform+
		prompt+"show running-config | include hw-module\nBuilding configuration...\n"+config+
		prompt+"show controllers npu resources lem location 0/0/CPU0\nHW Resource Information\n    Name : lem\nNPU-0\nOOR Summary\n"+
		"  Estimated Max Entries : 786432\n  OOR State : Green\nCurrent Usage\n  Total In-Use : "+lem+"\n  iproute : "+lem+"\n"+
		prompt+"show dpa resources iproute location 0/0/CPU0\n"+dpa+prompt+"\n")
}

// Which profile is active is told by where the /24 lie, whatever the
// configuration says [xr:3.4]; an old line can be a lie [xr:0.8].
func TestProfileByPlacement(t *testing.T) {
	disable, optimized := dnx.HostOptimizedDisable, dnx.HostOptimized
	for _, c := range []struct {
		name, version, lem, config  string
		active, configured, pending string
	}{
		{"default", "7.5.2", "654201", "", optimized, optimized, "unknown"},
		{"disabled and active", "7.5.2", "15011", "hw-module fib ipv4 scale host-optimized-disable\n", disable, disable, "unknown"},
		{"disabled, not reloaded", "7.5.2", "654201", "hw-module fib ipv4 scale host-optimized-disable\n", optimized, disable, "yes"},
		{"taken back, not reloaded", "7.5.2", "15011", "", disable, optimized, "yes"},
		{"a line that the release ignores", "7.5.2", "654201", "hw-module fib ipv4 scale internet-optimized\n", optimized, "internet-optimized", "unknown"},
		{"the same line where it counts", "6.6.3", "654201", "hw-module fib ipv4 scale internet-optimized\n", optimized, "internet-optimized", "yes"},
		{"a place that fits no profile", "7.5.2", "300000", "", "", optimized, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := session(t, c.version, c.lem, c.config)
			if d.Carve.Active.Text != c.active || d.Carve.Configured.Text != c.configured || d.PendingKnown.String() != c.pending {
				t.Errorf("active %q configured %q pending %s", d.Carve.Active.Text, d.Carve.Configured.Text, d.PendingKnown)
			}
			if c.active != "" && d.Carve.Active.Grade != fact.Fingerprinted {
				t.Errorf("grade %s", d.Carve.Active.Grade)
			}
		})
	}
}

// A card with external TCAM never holds /24 in its LEM: that proves no profile,
// alone or beside a base card, nor does a card of unknown part number.
func TestPlacementOfOtherCardsProvesNothing(t *testing.T) {
	_, dpa := fixture(t, "dpa-iproute-errors")
	for _, cards := range []string{"0/0/CPU0 NC55-24X100G-SE IOS XR RUN NSHUT\n0/1/CPU0 NC55-36X100G IOS XR RUN NSHUT\n", "0/0/CPU0 NC55-36X100G-A-SE IOS XR RUN NSHUT\n", ""} {
		const prompt = "RP/0/RP0/CPU0:syn#"
		d := vendortest.Device(t, whole(), prompt+"show platform\n"+cards+prompt+"show running-config | include hw-module\nBuilding configuration...\n"+
			prompt+"show controllers npu resources lem location 0/0/CPU0\nHW Resource Information\n    Name : lem\nNPU-0\nOOR Summary\n"+
			"  Estimated Max Entries : 786432\nCurrent Usage\n  Total In-Use : 15011\n  iproute : 15011\n"+
			prompt+"show dpa resources iproute location 0/0/CPU0\n"+dpa+prompt+"\n")
		if d.Carve.Active.Known() || d.PendingKnown == fact.Yes {
			t.Errorf("%q: active %q, pending %s", cards, d.Carve.Active.Text, d.PendingKnown)
		}
	}
}

// The maximum of an NL12k TCAM tells its division [xr:3.4].
func TestProfileBySize(t *testing.T) {
	for size, want := range map[string]string{"2048000": "whole", "1638400": "acl-prefix 20 percent", "1024000": "scaledisable", "1500000": ""} {
		d := vendortest.Device(t, whole(), "RP/0/RP0/CPU0:syn#show platform\n0/7/CPU0 NC55-24X100G-SE IOS XR RUN NSHUT\n"+
			"RP/0/RP0/CPU0:syn#show controllers npu resources exttcamipv4 location 0/7/CPU0\nHW Resource Information\n    Name : ext_tcam_ipv4\n"+
			"OOR Information\n    NPU-0\n  Estimated Max Entries : "+size+"\nCurrent Usage\n    NPU-0\n  Total In-Use : 700001\nRP/0/RP0/CPU0:syn#\n")
		if d.Carve.Active.Text != want {
			t.Errorf("%s: %q, want %q", size, d.Carve.Active.Text, want)
		}
	}
}

// The estimate of an OP TCAM follows its use: it is no limit, even when full.
func TestFloatingEstimateIsNoLimit(t *testing.T) {
	d := vendortest.Device(t, whole(), "RP/0/RP0/CPU0:syn#show platform\n0/1/CPU0 NC55-36X100G-A-SE IOS XR RUN NSHUT\n"+
		"RP/0/RP0/CPU0:syn#show controllers npu resources exttcamipv4 location 0/1/CPU0\nHW Resource Information\n    Name : ext_tcam_ipv4\n"+
		"OOR Information\n    NPU-0\n  Estimated Max Entries : 4200012\nCurrent Usage\n    NPU-0\n  Total In-Use : 4200012\nRP/0/RP0/CPU0:syn#\n")
	if len(d.Tables) != 1 || d.Tables[0].CapKind != fact.CapEstimate || !d.Tables[0].Ledger {
		t.Errorf("%+v", d.Tables)
	}
}

// A message in a log may be older than the last reload: it proves no pending.
func TestLogProvesNoPending(t *testing.T) {
	if r := reading(t, "logging"); r.PendingKnown != fact.Unknown || len(r.Pending) != 0 {
		t.Errorf("%s %+v", r.PendingKnown, r.Pending)
	}
}

func TestNodes(t *testing.T) {
	r := reading(t, "platform-overrun")
	if p := r.Identity.Parts[0]; p.PID != "NCS-57B1-5DSE-SYS" || p.State != "IOS XR RUN" || p.Name != "Active" {
		t.Errorf("a part number longer than its column: %+v", p)
	}
	r = reading(t, "platform-crs")
	if p := r.Identity.Parts[0]; p.PID != "MSC-140G" || p.State != "IOS XR RUN" {
		t.Errorf("CRS: %+v", p)
	}
}

func TestPlatformVMIsNoListOfCards(t *testing.T) {
	r, _, _ := whole().ReadOutput("show platform vm", "0/RP0/CPU0 RP (ACTIVE) NONE FINAL Band 192.0.0.4\n", 0, false)
	if r.Recognised || len(r.Identity.Parts) != 0 {
		t.Errorf("%+v", r.Identity.Parts)
	}
}

func TestLogSeverity(t *testing.T) {
	for line, want := range map[string]string{
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : fib_mgr[169]: %ROUTING-FIB-4-RSRC_LOW : CEF running low on X": "red",
		"SLOT 2:Jun 20 00:55:46.777: %HW_RES_FAIL-4-LOW_CEF_MEM: SLOT 2 is running low on E2_Rx_TLU":     "yellow",
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : ofa[1]: %PLATFORM-OFA-4-OOR : lem is Yellow":                  "yellow",
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : ofa[1]: %PLATFORM-OFA-4-OOR : lem is Green":                   "lowered",
	} {
		r, _, _ := whole().ReadOutput("show logging", line+"\n", 0, false)
		got := ""
		for _, e := range r.Exceptions {
			if got = e.Severity; e.Raised == fact.No {
				got = "lowered"
			}
		}
		if got != want || !r.Recognised {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestRedundancyNeedsEveryPair(t *testing.T) {
	if r := reading(t, "redundancy-summary"); r.Redundancy.Ready != fact.No {
		t.Errorf("one pair of two is not ready, got %s", r.Redundancy.Ready)
	}
	if r := reading(t, "redundancy"); r.Redundancy.Ready != fact.Yes {
		t.Errorf("got %s", r.Redundancy.Ready)
	}
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string][2]bool{
		"7.3.1": {true, true}, "7.3": {false, true}, "7.2.9": {false, true}, "24.1.2": {true, true}, "6.1.4.10I": {false, true}, "": {false, false}, "x": {false, false},
	} {
		if later, known := release.AtLeast(version, "7.3.1"); later != want[0] || known != want[1] {
			t.Errorf("%q: %v %v, want %v", version, later, known, want)
		}
	}
}

// Every question that is asked has a parser, and only shows.
func TestCommandsAreReadOnlyAndRead(t *testing.T) {
	o := whole()
	for _, p := range o.Platforms {
		for _, c := range p.Commands(fact.Identity{Parts: []fact.Part{{Slot: "0/1/CPU0", PID: "NC55-36X100G", State: "IOS XR RUN"}}}) {
			if !strings.HasPrefix(c.Text, "show ") && !strings.HasPrefix(c.Text, "admin show ") || c.Why == "" {
				t.Errorf("%s asks %q (why: %q)", p.Family(), c.Text, c.Why)
			}
			if _, parser, _ := o.ReadOutput(c.Text, "x\n", 0, false); parser == nil || parser.Name == "session" {
				t.Errorf("%s asks %q and nobody reads the answer", p.Family(), c.Text)
			}
		}
		if vendors.Catalog().Family(p.Family()) == nil {
			t.Errorf("%s is not in the catalog", p.Family())
		}
		if _, err := os.Stat("../../../docs/platforms/" + p.Family() + ".md"); err != nil {
			t.Errorf("%s has no page: %v", p.Family(), err)
		}
	}
}

func BenchmarkResources(b *testing.B) {
	command, text := fixture(b, "npu-f2-lem")
	text = strings.Repeat(text, 50)
	o := whole()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		o.ReadOutput(command, text, 0, false)
	}
}

// No line of a log behind a filter is an answer; nothing at all from a whole log,
// a cut answer or another text is none.
func TestEmptyLogBehindAFilter(t *testing.T) {
	for _, c := range []struct {
		command, text string
		cut, want     bool
	}{
		{"show logging | include RSRC_LOW", "", false, true},
		{"show logging | include OOR", "Tue Nov 24 09:14:31.004 UTC\n", false, true},
		{"show logging | include RSRC_LOW", "", true, false},
		{"show logging", "", false, false},
		{"show logging | include RSRC_LOW", "the line was lost\n", false, false},
	} {
		r, _, _ := whole().ReadOutput(c.command, c.text, 0, c.cut)
		if r.Recognised != c.want || len(r.Exceptions) != 0 {
			t.Errorf("%s of %q: recognised %v, want %v; %v", c.command, c.text, r.Recognised, c.want, r.Exceptions)
		}
	}
}
