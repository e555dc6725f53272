package iosxr_test

import "testing"

// TestResourceWithoutItsTitles: lines that a copy lost (Name, Current Usage) are
// made up for by the command and the order. (synthetic)
func TestResourceWithoutItsTitles(t *testing.T) {
	text := `HW Resource Information
    Asic Type                       : Jericho Plus
NPU-0
OOR Summary
        Estimated Max Entries       : 786432
        Red Threshold               : 95 %
        OOR State                   : Green
        Total In-Use                : 501234   (63 %)
        iproute                     : 400111   (50 %)
`
	r, _, _ := whole().ReadOutput("show controllers npu resources lem location 0/5/CPU0", text, 0, false)
	if len(r.Tables) != 2 || r.Tables[0].Name != "lem" || r.Tables[0].Used.String() != "501234" || r.Tables[0].Cap.String() != "786432" || r.Tables[1].PartOf != "lem" {
		t.Errorf("%+v", r.Tables)
	}
	// Asked for all, nothing tells which resource it is.
	if r, _, _ = whole().ReadOutput("show controllers npu resources all location 0/5/CPU0", text, 0, false); len(r.Tables) != 0 {
		t.Errorf("of all: %+v", r.Tables)
	}
}
