package iosxe_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// TestTCAMRowsWithoutTheirTitle: a filter takes the title away, but only one
// layout has a Dir with a percentage third behind it. (synthetic)
func TestTCAMRowsWithoutTheirTitle(t *testing.T) {
	const row = "IP Route Table         EM/LPM       I      212992     4711    2.21%     4000      700        1       10\n"
	command := "show platform hardware fed switch 2 fwd-asic resource tcam utilization"
	r, _, _ := iosxe.OS().ReadOutput(command+" | include IP Route", row, 0, false)
	if !r.Recognised || len(r.Tables) == 0 || r.Tables[0].Used.String() != "4711" || r.Tables[0].Cap.String() != "212992" {
		t.Errorf("filtered: %+v", r.Tables)
	}
	// Nor are the last two numbers of some other row a size and a use.
	if r, _, _ := iosxe.OS().ReadOutput(command, "CAM Utilization for ASIC  [0]\n Something I 100 20 7 1\n", 0, false); len(r.Tables) != 0 {
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
		r, _, _ := iosxe.OS().ReadOutput("show romvar", text, 0, false)
		var got any
		for _, f := range r.Flags {
			got = f.Value
		}
		if got != want || !r.Recognised {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
