package registry_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// The traps that the dossiers name, one test each by its name. All outputs are
// synthetic, in the formats of the dossiers.

func reading(t *testing.T, os fact.OS, command, text string) fact.Reading {
	t.Helper()
	r, _, _ := registry.All().Find(os).ReadOutput(command, text, 0, false)
	if !r.Recognised {
		t.Fatalf("%q is not recognised: %s", command, r.Why)
	}
	return r
}

// rowOf finds the one row of that name.
func rowOf(t *testing.T, tables []fact.Table, name string) *fact.Table {
	t.Helper()
	for i := range tables {
		if tables[i].Name == name {
			return &tables[i]
		}
	}
	t.Fatalf("no row %q in %d rows", name, len(tables))
	return nil
}

func wantRow(t *testing.T, row *fact.Table, used, limit string) {
	t.Helper()
	if row.Used.String() != used || row.Cap.String() != limit {
		t.Errorf("%s: %s of %s, want %s of %s", row.Name, row.Used, row.Cap, used, limit)
	}
}

// The three totals of a Sup2T are the same cells: 77 % is printed beside 840,400
// of 1,048,576, which is 80.1 %.
func TestTrap_PrintedPercentOfSup2T(t *testing.T) {
	tr, err := transcript.ParseLog([]byte(`core-syn#show platform hardware capacity forwarding
L3 Forwarding Resources
             FIB TCAM usage:                     Total        Used       %Used
                  72 bits (IPv4, MPLS, EoM)    1048576      800000         77%
                 144 bits (IP mcast, IPv6)      524288       20000          4%
                 288 bits (IPv6 mcast)          262144         100          1%
core-syn#
`))
	if err != nil {
		t.Fatal(err)
	}
	d := registry.All().Parse(tr, "")
	pool := rowOf(t, d.Tables, "FIB TCAM")
	wantRow(t, pool, "840400", "1048576")
	for i := range d.Tables {
		if row := &d.Tables[i]; row.Ledger && strings.Contains(row.Name, " bits ") {
			t.Errorf("%s is judged beside the pool it is a view of", row.Name)
		}
	}
}

func TestTrap_CurrentEqualsProposed(t *testing.T) {
	text := "Showing SDM Template Info\n\nThis is the Custom template.\n" +
		"  Security Ingress IPv4 Access Control Entries*:       7168 (current) - 7168 (proposed)\n" +
		"  Unicast MAC addresses*:                             98304 (current) - 98304 (proposed)\n"
	if r := reading(t, fact.IOSXE, "show sdm prefer", text); r.PendingKnown == fact.Yes || len(r.Pending) > 0 {
		t.Errorf("equal numbers are pending a reload: %+v", r.Pending)
	}
	text = strings.Replace(text, "- 98304", "- 65536", 1)
	if r := reading(t, fact.IOSXE, "show sdm prefer", text); r.PendingKnown != fact.Yes {
		t.Error("unequal numbers are not pending a reload")
	}
}

// UADP2 prints IPv6 in double entries already: the use of a row is its Used, and
// no share of it is multiplied.
func TestTrap_UADP2CountsIPv6Double(t *testing.T) {
	text := `CAM Utilization for ASIC  [0]
 Table                  Subtype      Dir      Max     Used    %Used       V4       V6     MPLS    Other
 ------------------------------------------------------------------------------------------------------
 IP Route Table         EM           I       24576       30    0.12%       20       10        0        0
 IP Route Table         TCAM         I        8192      144    1.76%      100       44        0        0
 L2 Multicast           EM           I        8192        0    0.00%        0        0        0        0
`
	r := reading(t, fact.IOSXE, "show platform hardware fed switch active fwd-asic resource tcam utilization", text)
	wantRow(t, rowOf(t, r.Tables, "IP Route Table TCAM"), "144", "8192")
	v6 := rowOf(t, r.Tables, "IP Route Table TCAM V6")
	if v6.Used.String() != "44" || v6.Cost != 0 || v6.PartOf != "IP Route Table TCAM" {
		t.Errorf("IPv6 share: %s at cost %v, part of %q", v6.Used, v6.Cost, v6.PartOf)
	}
}

func TestTrap_HashAndTCAMAreNotMaxAndAllocated(t *testing.T) {
	text := `CAM Utilization for ASIC  [0]
 Table                                              Max Values        Used Values
 --------------------------------------------------------------------------------
 Directly or indirectly connected routes             24576/8192      4935/1997
`
	r := reading(t, fact.IOSXE, "show platform tcam utilization asic all", text)
	wantRow(t, rowOf(t, r.Tables, "Directly or indirectly connected routes EM"), "4935", "24576")
	wantRow(t, rowOf(t, r.Tables, "Directly or indirectly connected routes TCAM"), "1997", "8192")
}

func TestTrap_LPMTotalMoves(t *testing.T) {
	text := `Resource                                 Device   Utilized    Total
--------------------------------------------------------------------
LPM IPv4 Routes                             d-0        245  2357021
LPM IPv6 Routes                             d-0         42  1177170
`
	r := reading(t, fact.IOSXE, "show platform hardware fed active fwd-asic resource utilization", text)
	for i := range r.Tables {
		if row := &r.Tables[i]; row.CapKind != fact.CapEstimate || row.Pool != "lpm" {
			t.Errorf("%s: kind %q, pool %q", row.Name, row.CapKind, row.Pool)
		}
	}
}

func npu(name, limit string) string {
	return "HW Resource Information\n    Name                            : " + name + "\n    Asic Type                       : Jericho Plus\n\nNPU-0\nOOR Summary\n" +
		"        Estimated Max Entries       : " + limit + "\n        OOR State                   : Red\n\nCurrent Usage\n        Total In-Use                : 0        (0 %)\n"
}

func TestTrap_EstimatedMaxZeroIsAbsent(t *testing.T) {
	r := reading(t, fact.IOSXR, "show controllers npu resources exttcamipv6short location 0/0/CPU0", npu("ext_tcam_ipv6_short", "0"))
	if len(r.Exceptions) != 0 {
		t.Errorf("memory that is not there is exhausted: %+v", r.Exceptions)
	}
	if r = reading(t, fact.IOSXR, "show controllers npu resources lem location 0/0/CPU0", npu("lem", "786432")); len(r.Exceptions) != 1 {
		t.Error("Red of a memory that is there raises nothing")
	}
}

func TestTrap_UnderflowedCounterWithMaxZero(t *testing.T) {
	text := `{"TABLE_fib_resource": {"ROW_fib_resource": {"Class": "IPv4 Hosts", "TABLE_fib_stats": {"ROW_fib_stats": {"Used_Entries": "4294633084", "Max_Entries": "0", "Percent_Util": "0.00"}}}}}`
	wantRow(t, rowOf(t, reading(t, fact.NXOS, "show icam resource fib_tcam module 1 inst 0 | json", text).Tables, "IPv4 Hosts"), "unknown", "unknown")
}

func TestTrap_Jericho2IsSpelledTwoWays(t *testing.T) {
	for _, asic := range []string{"Jericho 2", "Jericho Two"} {
		text := strings.Replace(npu("lpm", "2621440"), "Jericho Plus", asic, 1)
		if r := reading(t, fact.IOSXR, "show controllers npu resources lpm location 0/0/CPU0", text); r.Family != "ncs5700" {
			t.Errorf("%s is of family %q", asic, r.Family)
		}
	}
}

// The distribution counts refused inserts too: the proof of an overflow is the
// counter, per NPU.
func TestTrap_DPAActualIncludesFailures(t *testing.T) {
	text := `"iproute" OFA Table (Id: 37, Scope: Global)
--------------------------------------------------
                     IPv4 Prefix len distribution
Prefix   Actual       Prefix   Actual
 /24     600000        /25     10

                          NPU ID: NPU-0           NPU-1
          Create Server API Err: 4777            0
`
	r := reading(t, fact.IOSXR, "show dpa resources iproute location 0/0/CPU0", text)
	if len(r.Exceptions) != 1 || r.Exceptions[0].Count.String() != "4777" || r.Exceptions[0].Scope.Index != "0" || !r.Exceptions[0].Latched {
		t.Errorf("%+v", r.Exceptions)
	}
}

func TestTrap_WrappedRow(t *testing.T) {
	text := `CAM Utilization for ASIC  [0]
 Table                  Subtype      Dir      Max     Used    %Used       V4       V6     MPLS    Other
 ------------------------------------------------------------------------------------------------------
 CTS Cell Matrix/VPN
 Label                  EM           O        8192       12    0.15%        0        0        0       12
`
	r := reading(t, fact.IOSXE, "show platform hardware fed active fwd-asic resource tcam utilization", text)
	wantRow(t, rowOf(t, r.Tables, "CTS Cell Matrix/VPN Label EM O"), "12", "8192")
	if len(r.Unread) != 0 {
		t.Errorf("unread: %+v", r.Unread)
	}
}

// Echo, prompt, doubled line ends and the preamble of `terminal exec prompt
// timestamp`, all at once, around an abbreviated command.
func TestTrap_EchoCRLFAndPreamble(t *testing.T) {
	raw := strings.Join([]string{
		"edge-syn#sh mls cef max", "Load for five secs: 2%/0%; one minute: 3%; five minutes: 3%", "Time source is NTP, 10:11:12.123 UTC Mon Jan 1 2024", "",
		"FIB TCAM maximum routes :", "=======================", "Current :-", "-------", " IPv4 + MPLS         - 512k (default)", " IPv6 + IP Multicast - 256k (default)", "edge-syn#",
	}, "\r\r\n\r\n")
	r := reading(t, fact.IOS, "sh mls cef max", transcript.CleanText([]byte(raw)))
	wantRow(t, rowOf(t, r.Tables, "IPv4 + MPLS"), "unknown", "524288")
	if len(r.Tables) != 2 || len(r.Unread) != 0 {
		t.Errorf("%d rows, unread %+v", len(r.Tables), r.Unread)
	}
}
