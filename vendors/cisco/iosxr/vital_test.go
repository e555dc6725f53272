package iosxr_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

const at = "RP/0/RP0/CPU0:syn#"

// npu makes an answer about one memory of one card. (synthetic, F2 of xr:3.1)
func npu(name, word, node, used, percent, state string, npus ...string) string {
	s := at + "show controllers npu resources " + word + " location " + node + "\nHW Resource Information\n    Name                            : " + name + "\n    Asic Type                       : Jericho\n\n"
	for _, n := range npus {
		s += "NPU-" + n + "\nOOR Summary\n        Estimated Max Entries       : 786432\n        OOR State                   : " + state + "\n\nCurrent Usage\n        Total In-Use                : " + used + "   (" + percent + " %)\n        iproute                     : " + used + "   (" + percent + " %)\n\n"
	}
	return s
}

const twoCards = at + `show platform
Node              Type                       State             Config state
0/0/CPU0          NC55-36X100G               IOS XR RUN        NSHUT
0/0/NPU0          Slice                      UP
0/0/NPU1          Slice                      UP
0/1/CPU0          NC55-36X100G               IOS XR RUN        NSHUT
0/1/NPU0          Slice                      UP
0/2/CPU0          NC55-36X100G               SHUT DOWN         NSHUT
0/RP0/CPU0        NC55-RP-E(Active)          IOS XR RUN        NSHUT
`

// open lists the questions that stand in the way of an ok.
func open(d *fact.Device) string {
	var out []string
	for _, v := range d.Coverage {
		if v.Open() {
			out = append(out, strings.TrimSpace(v.Name+" "+v.Engine))
		}
	}
	return strings.Join(out, "; ")
}

// Every memory that holds routes or labels is known for every NPU of every card
// that runs; a card that does not run is information.
func TestEveryCardIsRead(t *testing.T) {
	lem := func(node string, npus ...string) string {
		return npu("lem", "lem", node, "85645", "10", "Green", npus...)
	}
	lpm := func(node string, npus ...string) string {
		return npu("lpm", "lpm", node, "85645", "10", "Green", npus...)
	}
	all := lem("0/0/CPU0", "0", "1") + lpm("0/0/CPU0", "0", "1") + lem("0/1/CPU0", "0") + lpm("0/1/CPU0", "0")
	const l, p, o = "exact-match memory (LEM)", "longest-prefix memory (LPM)", "the device's own alarm (OOR State)"
	for _, c := range []struct{ name, log, want string }{
		{"all", all, ""},
		{"one card only", lem("0/0/CPU0", "0", "1") + lpm("0/0/CPU0", "0", "1"), l + " 0/1/CPU0; " + p + " 0/1/CPU0; " + o + " 0/1/CPU0"},
		{"an NPU is missing", strings.Replace(all, lpm("0/0/CPU0", "0", "1"), lpm("0/0/CPU0", "0"), 1), p + " 0/0/CPU0; " + o + " 0/0/CPU0"},
		{"one memory only", lem("0/0/CPU0", "0", "1") + lem("0/1/CPU0", "0"), p + " 0/0/CPU0; " + o + " 0/0/CPU0; " + p + " 0/1/CPU0; " + o + " 0/1/CPU0"},
		{"no use is printed", strings.ReplaceAll(all, "Total In-Use ", "Total Unused "), l + " 0/0/CPU0; " + p + " 0/0/CPU0; " + l + " 0/1/CPU0; " + p + " 0/1/CPU0"},
		{"a state in other words", strings.ReplaceAll(all, "Green", "Lime"), o + " 0/0/CPU0; " + o + " 0/1/CPU0"},
	} {
		d := vendortest.Device(t, whole(), twoCards+c.log+at+"\n")
		got := open(d)
		for _, line := range []string{"; routes that the NPUs refused (iproute) 0/0/CPU0"} {
			got = strings.ReplaceAll(got, line, "")
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
		down := 0
		for _, v := range d.Coverage {
			if v.Answer == fact.Down && v.Engine == "0/2/CPU0" {
				down++
			}
		}
		if down != 1 {
			t.Errorf("%s: the card that is shut down: %d", c.name, down)
		}
	}
}

// A later answer counts, whichever question it answers: an alarm that is lowered is
// history.
func TestLaterAnswerToAnotherQuestion(t *testing.T) {
	later := strings.Replace(npu("lem", "all", "all", "85645", "10", "Green", "0"), "HW Resource Information\n", "HW Resource Information For Location: 0/1/CPU0\nHW Resource Information\n", 1)
	d := vendortest.Device(t, whole(), twoCards+npu("lem", "lem", "0/1/CPU0", "781632", "99", "Red", "0")+later+at+"\n")
	lems := 0
	for i := range d.Tables {
		if d.Tables[i].Name == "lem" {
			lems++
			is(t, "in use", d.Tables[i].Used, "85645")
		}
	}
	if lems != 1 || len(d.Exceptions) != 0 {
		t.Errorf("%d rows, %+v", lems, d.Exceptions)
	}
}

// The FPD table lists hardware versions, no states of cards.
func TestAnswerOfAnUnknownCommandProvesNothing(t *testing.T) {
	d := vendortest.Device(t, whole(), twoCards+at+"show hw-module fpd\n0/1       NC55-36X100G 0.304 MIFPGA               CURRENT    0.05    0.05\n"+at+"\n")
	for _, p := range d.Identity.Parts {
		if p.State == "0.304" {
			t.Errorf("%+v", p)
		}
	}
}

// A bank that is short is a row of the ledger, though its memory has room.
func TestBankOfACisco8000(t *testing.T) {
	d := vendortest.Device(t, whole(), at+"show platform\n0/RP0/CPU0 8201-32FH(Active) IOS XR RUN NSHUT\n"+at+`show controllers npu resources all location all
HW Resource Information For Location: 0/RP0/CPU0
HW Resource Information
    Name                            : egress_large_encap
    Asic Type                       : Q200

NPU-0
OOR Summary
        Estimated Max Entries       : 100
        OOR State                   : Red

Current Hardware Usage
    Name: egress_large_encap
        Estimated Max Entries       : 100
        Total In-Use                : 41       (41 %)
        OOR State                   : Red

       Name: bank_3
           Estimated Max Entries       : 100
           Total In-Use                : 97       (97 %)
           OOR State                   : Red
`+at+"\n")
	for i := range d.Tables {
		if b := &d.Tables[i]; b.Name == "egress_large_encap/bank_3" {
			if !b.Ledger || b.CapKind != fact.CapPercent || b.Unit != "percent" {
				t.Errorf("%+v", b)
			}
			return
		}
	}
	t.Error("no row of the bank")
}

// A part of the configuration that holds nothing is an answer, and what a banner
// quotes is no configuration.
func TestNothingIsConfigured(t *testing.T) {
	for text, want := range map[string]string{
		"% No such configuration item(s)\n": "",
		"banner motd ^C\nhw-module profile stats acl-permit\n^C\nhw-module profile qos max-classmap-size 4\n": "hw-module profile qos max-classmap-size 4",
	} {
		r, _, _ := whole().ReadOutput("show running-config hw-module", text, 0, false)
		got, all := "", false
		for _, f := range r.Flags {
			if f.Key == fact.FlagHwModule {
				got, _ = f.Value.(string)
			}
			all = all || f.Key == fact.FlagHwModuleAll
		}
		if !r.Recognised || got != want || want == "" && !all {
			t.Errorf("%q: %q, %+v", text, got, r.Flags)
		}
	}
}
