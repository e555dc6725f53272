package junos_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/juniper/junos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// monitorOf prints `show system resource-monitor fpc` of slots with two PFEs each.
func monitorOf(nh string, slots ...string) string {
	var b strings.Builder
	b.WriteString("noc@pe4> show system resource-monitor fpc\nFPC Resource Usage Summary\n\nFree NH Mem Watermark           : 20  %\n\nSlot #         % Heap Free        RTT      Average RTT\n")
	for _, s := range slots {
		b.WriteString("     " + s + "             61\n\n                 PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free\n                    0                NA                  46                 99\n                    1                NA                  " + nh + "                 99\n\n")
	}
	return b.String()
}

const (
	router = "noc@pe4> show version\nHostname: pe4\nModel: mx480\nJunos: 18.4R3\n\n"
	fpcs   = `noc@pe4> show chassis fpc
                     Temp  CPU Utilization (%)   CPU Utilization (%)  Memory    Utilization (%)
Slot State            (C)  Total  Interrupt      1min   5min   15min  DRAM (MB) Heap     Buffer
  0  Online            39     15          0       14     14     13    3136        39         26
  1  Empty
  2  Offline         ---FPC taken offline---
  3  Online            39     15          0       14     14     13    3136        39         26

`
	dpcs = `noc@pe4> show chassis hardware
Hardware inventory:
Item             Version  Part number  Serial number     Description
Chassis                                SYN0000001        MX480
FPC 0            REV 09   750-000000   SYN0000002        DPCE 4x 10GE R
FPC 3            REV 31   750-000000   SYN0000003        MPC7E 3D 40XGE

`
)

// jtree prints a segment of a jtree, after the format of junos:2A.
func jtreeSegment(n string) string {
	return "GOT: Jtree memory segment " + n + " (Context: 0x45a00000)\nGOT: Memory Statistics:\nGOT:    16777216 bytes total\nGOT:     9104000 bytes used\nGOT:     7600000 bytes available (40960 bytes from free pages)\nGOT:        3024 bytes wasted\n"
}

// Every card that is online must be read, with the memory that holds its routes: the
// heap of its CPU stands for nothing, and a card that is offline is information.
func TestVitalMX(t *testing.T) {
	ask := "noc@pe4> request pfe execute target fpc0 command \"show jtree 0 memory\"\nSENT: Ukern command: show jtree 0 memory\n"
	for _, tt := range []struct {
		name string
		log  string
		open string // the engines that are not known
	}{
		{"all read", router + fpcs + monitorOf("46", "0", "3"), ""},
		{"one not read", router + fpcs + monitorOf("46", "0"), "fpc3"},
		{"only the heap", router + fpcs, "fpc0 fpc3"},
		{"a PFE without its number", router + fpcs + monitorOf("NA", "0", "3"), "fpc0 pfe 1 fpc3 pfe 1"},
		{"who printed is taken for all", router + monitorOf("46", "0"), ""},
		{"the inventory names another", router + dpcs + monitorOf("46", "3"), "fpc0"},
		{"a DPC with both segments", router + dpcs + monitorOf("46", "3") + ask + jtreeSegment("0") + jtreeSegment("1") + "LOCAL: End of file\n", ""},
		{"a DPC with one segment", router + dpcs + monitorOf("46", "3") + ask + jtreeSegment("0") + "LOCAL: End of file\n", "fpc0"},
		{"behind the prompt of the PFE", router + dpcs + monitorOf("46", "3") + "noc@pe4> start shell pfe network fpc0\n\nADPC0(pe4 vty)# show jtree 0 memory\n" + strings.ReplaceAll(jtreeSegment("0")+jtreeSegment("1"), "GOT: ", "") + "\nADPC0(pe4 vty)# exit\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := vendortest.Device(t, withRooms(), tt.log+"noc@pe4> \n")
			var open []string
			for _, v := range d.Coverage {
				if v.Open() {
					open = append(open, v.Engine)
				}
				if v.Engine == "fpc2" && v.Answer != fact.Down {
					t.Errorf("a card that is offline: %+v", v)
				}
			}
			if got := strings.Join(open, " "); got != tt.open {
				t.Errorf("open: %q, want %q", got, tt.open)
			}
		})
	}
}

// In a virtual chassis of routers the slots count in each member, and its banner is
// no line that nobody understood.
func TestRoutersInOneChassis(t *testing.T) {
	banner := func(log string) string {
		return strings.ReplaceAll(log, "noc@pe4> ", "{master:member0-re0}\nnoc@pe4> ")
	}
	d := vendortest.Device(t, withRooms(), banner(router+fpcs+monitorOf("46", "0", "3"))+"{master:member0-re0}\nnoc@pe4> \n")
	for _, o := range d.Outputs {
		if o.Unread > 0 {
			t.Errorf("%s: %d lines unread", o.Command, o.Unread)
		}
	}
	list := router + "noc@pe4> show chassis fpc\nmember0:\n" + rule + `Slot State            (C)  Total  Interrupt      1min   5min   15min  DRAM (MB) Heap     Buffer
  0  Online            39     15          0       14     14     13    3136        39         26

member1:
` + rule + `Slot State            (C)  Total  Interrupt      1min   5min   15min  DRAM (MB) Heap     Buffer
  0  Online            39     15          0       14     14     13    3136        39         26

`
	var engines []string
	for _, v := range vendortest.Device(t, withRooms(), list+"noc@pe4> \n").Coverage {
		if v.Kind == fact.Room {
			engines = append(engines, v.Engine)
		}
	}
	if want := []string{"member0 fpc0", "member1 fpc0"}; !slices.Equal(engines, want) {
		t.Errorf("engines %q, want %q", engines, want)
	}
}

// An entry of the queue that found no memory is an overflow, one that found no buffer
// is not; a routing table at its limit takes no more.
func TestQueueAndLimit(t *testing.T) {
	for text, over := range map[string]bool{
		"Routing table add queue: 1 queued\n        ADD nhtype Router index 0 (311) error 'ENOMEM -- Cannot allocate memory' kqp '0x8a00000'\n":     true,
		"Routing table add queue: 1 queued\n        ADD nhtype Router index 0 (311) error 'ENOBUFS -- No buffer space available' kqp '0x8a00000'\n": false,
	} {
		r, _, _ := withRooms().ReadOutput("show krt queue", text, 0, false)
		if len(r.Exceptions) > 0 != over {
			t.Errorf("%q: %+v", text, r.Exceptions)
		}
	}
	log := "noc@sw4> show version\nHostname: sw4\nModel: ex4200-48t\nJUNOS Base OS boot [12.3R12.4]\n\nnoc@sw4> show route summary\nRouter ID: 192.0.2.4\n\ninet.0: 9216 destinations, 9300 routes (511 active, 0 holddown, 8705 hidden)\nLimit/Threshold: 9216/9216 destinations\n              Direct:      6 routes,      6 active\n\nnoc@sw4> \n"
	d := vendortest.Device(t, withRooms(), log)
	if x := row(t, fact.Reading{Tables: d.Tables}, "RIB destinations inet.0 (limit)", "*"); !x.Ledger || junos.Known(x.Used) != 9216 || junos.Known(x.Cap) != 9216 {
		t.Errorf("%+v", x)
	}
	d = vendortest.Device(t, withRooms(), strings.ReplaceAll(log, "inet.0", "CUST-A.inet.0")) // somebody configured it
	if x := row(t, fact.Reading{Tables: d.Tables}, "RIB destinations CUST-A.inet.0 (limit)", "*"); x.Ledger || !slices.ContainsFunc(d.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagLimitReached }) {
		t.Errorf("%+v, flags %+v", x, d.Flags)
	}
}

// The text of the summary is read where it says what is a percentage; synthetic, after
// the names of its fields.
func TestSummaryAsText(t *testing.T) {
	const head = "Resource Usage Summary\n\nExpansion Threshold              : 95  %\n\nSlot # 0\n        Heap memory used  : 1036458472  In % : 49\n"
	for text, want := range map[string]float64{
		head + "     PFE # 0                used | used %\n         Expansion memory : 1310720 | 97\n": 97,
		head + "     PFE # 0\n         Expansion memory used : 41 %\n":                                 41,
		head + "     PFE # 0\n         Expansion memory : 1310720\n":                                   -1,
	} {
		r, _, _ := withRooms().ReadOutput("show system resource-monitor summary", text, 0, false)
		x := row(t, r, junos.RowExpansion, "fpc0 pfe 0")
		if v, ok := x.Used.Get(); ok != (want >= 0) || ok && v != want {
			t.Errorf("%q: %v, want %v", text, x.Used, want)
		}
		if junos.Known(row(t, r, junos.RowHeap, "fpc 0").Used) != 49 {
			t.Errorf("heap %+v", r.Tables)
		}
	}
}
