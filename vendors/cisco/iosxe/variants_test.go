package iosxe_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// What is in use and free makes the total; where it does not, it is not known. (synthetic)
func TestExmemThatContradictsItself(t *testing.T) {
	for free, known := range map[string]bool{"661741568": true, "1048576": false} {
		text := "QFP exmem statistics\n\nType: Name: DRAM, QFP: 0\n  Total: 1073741824\n  InUse: 412000256\n  Free: " + free + "\n"
		r, _, _ := whole().ReadOutput("show platform hardware qfp active infrastructure exmem statistics", text, 0, false)
		flagged := slices.ContainsFunc(r.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagImplausible })
		if len(r.Tables) != 1 || r.Tables[0].Used.Known() != known || flagged == known {
			t.Errorf("free %s: %+v, flags %+v", free, r.Tables, r.Flags)
		}
	}
}

// A template of resources waits for the reload, in whatever words. (synthetic)
func TestResourceTemplateWaits(t *testing.T) {
	head := "core-syn#show platform\n" + vendortest.Fixture(t, "platform").Text + "core-syn#configure terminal\n"
	for lines, want := range map[string]string{
		"core-syn(config)#platform resource service-plane-heavy\n":                                                              "platform resource service-plane-heavy",
		"core-syn(config)#platform ipsec flexvpn-bypass-tcam\nThis will take effect after reboot\n":                             "platform ipsec flexvpn-bypass-tcam",
		"core-syn(config)#ip domain name example.net\n":                                                                         "",
		"core-syn(config)#platform resource app-heavy\ncore-syn(config)#end\ncore-syn#reload\nProceed with reload? [confirm]\n": "",
	} {
		d := vendortest.Device(t, whole(), head+lines+"core-syn#\n")
		var got []string
		for _, p := range d.Pending {
			got = append(got, p.To)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", lines, got, want)
		}
	}
}

// TestTCAMRowsWithoutTheirTitle: a filter takes the title away, but only one
// layout has a Dir with a percentage third behind it. (synthetic)
func TestTCAMRowsWithoutTheirTitle(t *testing.T) {
	const row = "IP Route Table         EM/LPM       I      212992     4711    2.21%     4000      700        1       10\n"
	command := "show platform hardware fed switch 2 fwd-asic resource tcam utilization"
	r, _, _ := whole().ReadOutput(command+" | include IP Route", row, 0, false)
	if !r.Recognised || len(r.Tables) == 0 || r.Tables[0].Used.String() != "4711" || r.Tables[0].Cap.String() != "212992" {
		t.Errorf("filtered: %+v", r.Tables)
	}
	// Nor are the last two numbers of some other row a size and a use.
	if r, _, _ := whole().ReadOutput(command, "CAM Utilization for ASIC  [0]\n Something I 100 20 7 1\n", 0, false); len(r.Tables) != 0 {
		t.Errorf("a row of four numbers: %+v", r.Tables)
	}
}

// TestROMVarTakesOnlyWords: a spelling of MANUAL_BOOT that nobody has shown us
// stays unknown. (synthetic)
func TestROMVarTakesOnlyWords(t *testing.T) {
	for text, want := range map[string]any{
		"ROMMON variables:\n MANUAL_BOOT=\"yes\"\n SDM_TEMPLATE_ID=\"0\"\n": true,
		"MANUAL_BOOT=no\nBOOT=flash:packages.conf;\n":                       false,
		"MANUAL_BOOT=1\nBOOT=flash:packages.conf;\n":                        nil,
	} {
		r, _, _ := whole().ReadOutput("show romvar", text, 0, false)
		var got any
		for _, f := range r.Flags {
			got = f.Value
		}
		if got != want || !r.Recognised {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
