package fact

import "testing"

// What a resource tells is told by whole words.
func TestWhatAResourceTells(t *testing.T) {
	for _, tt := range []struct {
		r            Resource
		v4, v6       bool
		group, short string
	}{
		{FibIPv4, true, false, "fib", "ipv4"},
		{FibTCAMv6, false, true, "fib", "tcam.ipv6"},
		{FibIPv4MPLS, true, false, "fib", "ipv4+mpls"},
		{FibShared, false, false, "fib", "shared"},
		{RIBIPv6, false, true, "rib", "rib.ipv6"},
		{"ofa.ipv4prefix", false, false, "ofa", "ofa.ipv4prefix"},
		{"", false, false, "", ""},
	} {
		if tt.r.Tells("ipv4") != tt.v4 || tt.r.Tells("ipv6") != tt.v6 || tt.r.Group() != tt.group || tt.r.InFIB() != tt.short {
			t.Errorf("%s: ipv4 %v, ipv6 %v, group %q, short %q", tt.r, tt.r.Tells("ipv4"), tt.r.Tells("ipv6"), tt.r.Group(), tt.r.InFIB())
		}
	}
}

func TestVendorsAndBits(t *testing.T) {
	for _, os := range Systems() {
		if v := os.Vendor(); v != "cisco" && v != "juniper" {
			t.Errorf("%s is made by %q", os, v)
		}
	}
	if UnknownOS.Vendor() != "" || UnitEntries144.Bits() != 144 || UnitEntries.Bits() != 0 {
		t.Error("what is not known has a value")
	}
}
