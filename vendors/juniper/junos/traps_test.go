package junos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/juniper/junos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// fixture reads one fixture by name.
func fixture(t testing.TB, name string) fact.Reading {
	t.Helper()
	return vendortest.Read(t, withRooms(), name)
}

// row finds a table by its name and scope.
func row(t testing.TB, r fact.Reading, name, scope string) fact.Table {
	t.Helper()
	for _, x := range r.Tables {
		if x.Name == name && (scope == "*" || x.Scope.String() == scope) {
			return x
		}
	}
	t.Fatalf("no row %q in scope %q", name, scope)
	return fact.Table{}
}

func flagOf(r fact.Reading, name string) any {
	for _, f := range r.Flags {
		if f.Name() == name {
			return f.Value
		}
	}
	return nil
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		fixture, row, scope string
		used, limit         float64
	}{
		{"resource-monitor-wide", junos.RowNH, "fpc0 pfe 1", 82, 100},
		{"resource-monitor-wide", junos.RowHeap, "fpc 2", 36, 100},
		{"resource-monitor-wide", junos.RowNH, "fpc2 pfe 0", 39, 100},
		{"resource-monitor-two-tables", junos.RowNH, "fpc3 pfe 1", 59, 100},
		{"resource-monitor-two-tables", junos.RowFW, "fpc3 pfe 0", 2, 100},
		{"resource-monitor-xml", junos.RowNH, "fpc1 pfe 0", 65, 100},
		{"resource-monitor-xml", junos.RowHeap, "fpc 1", 23, 100},
		{"jnh-detail-array", junos.PartNH, "fpc3 pfe 0", 4152361, 11267072},
		{"jnh-detail-array", junos.PartNH, "fpc3 pfe 1", 11239000, 11267072},
		{"mdb-usage", "TCAM_PMF_ALL_INTRN_80", "fpc0 asic 0", 712, 26624},
		{"mdb-usage", "KAPS", "fpc0 asic 0", 901234, 1184000},
		{"hw-routes", "IPv4 LPM", "", 17100, 16384},
		{"npu", "NH memory (jnh-nh)", "fpc0 npu NPU16", 1835008, 2097152},
		{"kernel-routes", "kernel FIB default.inet", "", 985006, -1},
		{"route-summary", "RIB active inet.0", "", 984999, -1},
		{"pfe-routes-evo", "PFE IPv4 routes", "fpc 0", 180000, -1},
	} {
		x := row(t, fixture(t, c.fixture), c.row, c.scope)
		if v, ok := x.Used.Get(); !ok || v != c.used {
			t.Errorf("%s %s: used is %v, want %v", c.fixture, c.row, x.Used, c.used)
		}
		if v, ok := x.Cap.Get(); ok != (c.limit >= 0) || ok && v != c.limit {
			t.Errorf("%s %s: cap is %v, want %v", c.fixture, c.row, x.Cap, c.limit)
		}
	}
}

// A Trio private chunk at 99 % is normal; out of memory is when the expansion
// has no step left (junos:9.1).
func TestTrap_PrivateChunkAt99PercentIsNormal(t *testing.T) {
	r := fixture(t, "jnh-detail-array")
	if len(r.Exceptions) != 1 || r.Exceptions[0].Scope.String() != "fpc3 pfe 1" {
		t.Fatalf("want one exception, about PFE 1; got %+v", r.Exceptions)
	}
	if flagOf(r, "overflow") != true {
		t.Error("PFE 1 is out of memory and the flag does not say so")
	}
}

// The printed percentage of a pool can be wrong: both stay, ours from the
// numbers (junos:9.3).
func TestTrap_PrintedPercentContradictsNumbers(t *testing.T) {
	x := row(t, fixture(t, "jnh-summary"), "Bulk DMEM", "*")
	used, _ := x.Used.Get()
	limit, _ := x.Cap.Get()
	printed, _ := x.Percent.Get()
	if printed != 21 || used/limit < 0.6 {
		t.Errorf("used %v of %v, printed %v", used, limit, printed)
	}
}

// A percentage gives no number of dwords that are in use.
func TestTrap_BarsGiveNoUse(t *testing.T) {
	for _, x := range fixture(t, "jnh-usage").Tables {
		if x.Used.Known() {
			t.Errorf("%s: used %v was not printed", x.Name, x.Used)
		}
	}
}

// Capacity 0 means that the table shares a pool, not that it is full
// (junos:3.2).
func TestTrap_CapacityZeroIsUnknown(t *testing.T) {
	for _, name := range []string{"EEDB_7", "TCAM_IPMF1_80"} {
		if x := row(t, fixture(t, "mdb-usage"), name, "*"); x.Cap.Known() || !x.Used.Known() {
			t.Errorf("%s: used %v cap %v", name, x.Used, x.Cap)
		}
	}
}

// Where white space was lost, a name that runs into its number cannot be cut.
func TestTrap_NameRunsIntoNumberWithoutColumns(t *testing.T) {
	text := "UNIT 0 MDB Profile: custom_lean_edge_jnpr\nResource        Usage           Capacity        size\nTCAM_PMF_ALL_INTRN_80712 26624 1\n"
	r, _, _ := withRooms().ReadOutput(`request pfe execute target fpc0 command "show evo-pfemand resource terse-usage"`, text, 0, false)
	if len(r.Tables) != 1 || r.Tables[0].Used.Known() {
		t.Fatalf("want a row whose use is unknown, got %+v", r.Tables)
	}
}

// A refused command is no empty answer, and a log that quotes one is none.
func TestTrap_Rejection(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Aborted! This command can only be used on the master routing engine.\n", true},
		{"<rpc-error><error-message>permission denied</error-message></rpc-error>", true},
		{"             ^\nsyntax error, expecting <command>.\n", true},
		{"error: Chassis cluster is not enabled\n", false},
		{"Jun 20 14:48:12  r1 sshd[100]: permission denied\n", false},
	} {
		if got := junos.Rejection(c.text) != ""; got != c.want {
			t.Errorf("%q: rejected %v, want %v", c.text, got, c.want)
		}
	}
	if r := fixture(t, "denied"); !r.Rejected || r.Recognised {
		t.Error("not the master: must be rejected")
	}
}

// A knob in a group counts only where the group is applied (junos:4).
func TestTrap_KnobInGroup(t *testing.T) {
	r := fixture(t, "config-set-group")
	if r.Carve.Configured.Text != "lpm-profile" || !strings.Contains(r.Carve.Configured.Note, "group UFT") {
		t.Errorf("configured %+v", r.Carve.Configured)
	}
	off, _, _ := withRooms().ReadOutput("show configuration | display set", "set groups UFT chassis forwarding-options lpm-profile\nset chassis network-services ip\n", 0, false)
	if off.Carve.Configured.Known() {
		t.Errorf("a group that is not applied configures nothing, got %+v", off.Carve.Configured)
	}
}

// A profile waits for a reboot on a virtual chassis only (junos:4).
func TestTrap_StandaloneIsNeverPending(t *testing.T) {
	log := `noc@l1> show version
Hostname: l1
Model: qfx5120-48y-8c
Junos: 21.4R3.15

noc@l1> show pfe route summary hw
Profile active: l2-profile-three
Type            Max       Used        Free       % free
----------------------------------------------------
IPv4 LPM        16384     100         16000      97.65

noc@l1> show configuration chassis | display inheritance
forwarding-options {
    lpm-profile;
}

noc@l1> `
	d := vendortest.Device(t, withRooms(), log)
	if d.Family != "qfx5k" || d.PendingKnown == fact.Yes || len(d.Pending) > 0 || d.Carve.AfterReload.Known() {
		t.Errorf("family %q pending %v %v after %+v", d.Family, d.PendingKnown, d.Pending, d.Carve.AfterReload)
	}
	if d.Carve.Configured.Text != "lpm-profile" || d.Carve.Active.Text != "l2-profile-three" {
		t.Errorf("configured %+v active %+v", d.Carve.Configured, d.Carve.Active)
	}
}

// Used above Max is legal: the rows stay guarantees (junos:9.4).
func TestTrap_UsedAboveMaxIsAGuarantee(t *testing.T) {
	x := row(t, fixture(t, "hw-routes"), "IPv4 LPM", "")
	if x.CapKind != fact.CapGuaranteed {
		t.Errorf("kind %q", x.CapKind)
	}
	if free, ok := x.Free.Get(); !ok || free != 0 {
		t.Errorf("free as printed: %v", x.Free)
	}
}

// The host table is one pool only where its arithmetic fits.
func TestTrap_HostPoolMustAddUp(t *testing.T) {
	log := func(free string) *fact.Device {
		return vendortest.Device(t, withRooms(), "noc@l1> show pfe route summary hw\nProfile active: l3-profile\nType            Max       Used        Free       % free\n------\n"+
			"IPv4 Host       8192      1000        "+free+"       63.38\nIPv6 Host       4096      1000        2596       63.38\nnoc@l1> ")
	}
	if got := log("5192").Tables[0].CapKind; got != fact.CapPool {
		t.Errorf("the numbers add up: kind %q", got)
	}
	if got := log("7192").Tables[0].CapKind; got != fact.CapGuaranteed {
		t.Errorf("the numbers do not add up: kind %q", got)
	}
}

// The default of ACX7000 flips with 23.3R1 (junos:2D).
func TestTrap_DefaultFlipsOnUpgrade(t *testing.T) {
	for v, want := range map[string]string{"23.2R2.9-EVO": "balanced", "23.3R1.3-EVO": "lean-edge", "24.1R1-EVO": "lean-edge", "": "", "x": ""} {
		if got := junos.DefaultDB(v); got != want {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
}

// White space that is no blank (found by fuzzing) is an empty line as well.
func TestTrap_LineOfOtherWhiteSpace(t *testing.T) {
	for _, p := range withRooms().Parsers {
		for _, text := range []string{"\v", "\f\n", "\u00a0", "GOT:", "SENT:", "<", "{", ":\n--", "\v\v\n[\n"} {
			for _, c := range p.Commands {
				withRooms().ReadOutput(strings.NewReplacer("**", "x", "*", "0").Replace(c), text, 0, false)
			}
		}
	}
}

func TestModelNames(t *testing.T) {
	for _, c := range []struct {
		id     fact.Identity
		family string
	}{
		{fact.Identity{Model: "JNP204 [MX204]"}, "mx"},
		{fact.Identity{Model: "MX480"}, "mx"},
		{fact.Identity{Model: "ex9208"}, "mx"},
		{fact.Identity{Model: "JNP48Y8C-CHAS", Parts: []fact.Part{{Name: "Routing Engine 0", Descr: "RE-QFX5120-48Y-8C"}}}, "qfx5k"},
		{fact.Identity{Model: "Virtual Chassis", Parts: []fact.Part{{Name: "Routing Engine 0", Descr: "RE-EX4650-48Y-8C"}}}, "qfx5k"},
		{fact.Identity{Model: "JNP7024X [ACX7024X]"}, "acx7k"},
		{fact.Identity{Model: "QFX5240-64OD"}, "qfx-evo"},
		{fact.Identity{Model: "ptx10008"}, "ptx"},
		{fact.Identity{Model: "ex4300-48p"}, "ex"},
		{fact.Identity{Model: "srx5800"}, "srx"},
		{fact.Identity{Model: "vqfx-10000", Virtual: true}, "junos-virtual"},
		{fact.Identity{Model: "qfx10002-36q"}, "junos-other"},
		{fact.Identity{Model: "t1600"}, "junos-other"},
	} {
		p := withRooms().Platform(c.id)
		if p == nil || p.Family() != c.family {
			t.Errorf("%s: got %v, want %s", c.id.Model, p, c.family)
		}
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]bool{
		"noc@mx1> show system resource-monitor fpc\n":  true,
		"Hostname: x\nModel: mx204\nJunos: 21.4R3\n":   true,
		"router#show version\nCisco IOS Software\n":    false,
		"RP/0/RP0/CPU0:r1#show version\n":              false,
		"plain text with an @ and a > in one line a@b": false,
	} {
		if got := junos.Detect(text) > 0; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestCutAnywhere cuts every fixture at every byte: a number that was cut is no
// number.
func TestCutAnywhere(t *testing.T) {
	for _, c := range vendortest.Fixtures(t, "testdata/fixtures") {
		whole := map[float64]bool{}
		r, _, _ := withRooms().ReadOutput(c.Command, c.Text, 0, false)
		for _, x := range r.Tables {
			for _, f := range []fact.Figure{x.Used, x.Cap, x.Free, x.Percent, x.Peak} {
				if v, ok := f.Get(); ok {
					whole[v] = true
				}
			}
		}
		for at := range c.Text {
			r, _, _ := withRooms().ReadOutput(c.Command, c.Text[:at], 0, true)
			for _, x := range r.Tables {
				for what, f := range map[string]fact.Figure{"used": x.Used, "cap": x.Cap, "free": x.Free, "percent": x.Percent, "peak": x.Peak} {
					if v, ok := f.Get(); ok && !whole[v] {
						t.Fatalf("%s cut at %d: %s %s = %v", c.Name, at, x.Name, what, v)
					}
				}
			}
			if r.PendingKnown == fact.No {
				t.Fatalf("%s cut at %d: says that nothing is pending", c.Name, at)
			}
		}
	}
}
