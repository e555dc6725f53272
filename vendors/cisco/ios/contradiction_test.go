package ios_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// Answers that contradict themselves, synthetic after the formats of ios:0
// 2.3 and 6.3.
func TestSumsThatDoNotAddUp(t *testing.T) {
	const summary = "Total routes:                     TOTAL\n    IPv4 unicast routes:          41000\n    IPv4 Multicast routes:        7\n    MPLS routes:                  10\n    IPv6 unicast routes:          9000\n    IPv6 multicast routes:        3\n    EoM routes:                   0\n"
	for total, wrong := range map[string]bool{"50020": false, "50025": false, "410020": true} {
		r, _, _ := whole().ReadOutput("show mls cef summary", strings.Replace(summary, "TOTAL", total, 1), 0, false)
		if got := hasFlag(r, "contradicted "); got != wrong {
			t.Errorf("a total of %s: %v", total, got)
		}
	}
	const cam = "CAM Utilization for ASIC  [0]\n Table                  Subtype      Dir      Max     Used    %Used       V4       V6     MPLS    Other\n ----\n"
	for row, known := range map[string]bool{
		" IP Route Table         TCAM         I       65536     2020    3.08%     2000       10        2        8\n": true,
		" IP Route Table         TCAM         I       65536     2020    3.08%    52000       10        2        8\n": false,
		" IP Route Table         TCAM         I       65536     2020    3.08%     2000       10        2\n":          true,
		" IP Route Table         EM           I       49152    -2020    3.08%     2000       10        2        8\n": false,
	} {
		r, _, _ := whole().ReadOutput("show platform tcam utilization", cam+row, 0, false)
		if len(r.Tables) == 0 || r.Tables[0].Used.Known() != known {
			t.Errorf("%q: %+v", row, r.Tables)
		}
	}
}

// What a banner quotes is not configured.
func TestBannerIsNoConfiguration(t *testing.T) {
	const text = "version 12.2\nhostname r1\nbanner motd ^C\nmls cef maximum-routes ip 768\n^C\nmls cef maximum-routes mpls 16\nend\n"
	r, _, _ := whole().ReadOutput("show running-config", text, 0, false)
	if len(r.Tables) != 1 || r.Tables[0].Resource != fact.FibMPLS {
		t.Errorf("%+v", r.Tables)
	}
}

func hasFlag(r fact.Reading, prefix string) bool {
	for _, f := range r.Flags {
		if strings.HasPrefix(f.Name(), prefix) {
			return true
		}
	}
	return false
}

// A pool larger than any PFC has is not believed.
func TestPoolBeyondTheSilicon(t *testing.T) {
	const log = "c7#show version\nCisco IOS Software, s2t54 Software (s2t54-ADVENTERPRISEK9-M), Version 15.1(2)SY11, RELEASE SOFTWARE (fc4)\ncisco WS-C6506-E (M8572) processor (revision 1.1) with 1785856K/262144K bytes of memory.\nc7#show platform hardware capacity forwarding\nL3 Forwarding Resources\n             FIB TCAM usage:                     Total        Used       %Used\n                  72 bits (IPv4, MPLS, EoM)    SIZE      388200         PART%\n                 144 bits (IP mcast, IPv6)      524288       41100          8%\n                 288 bits (IPv6 mcast)          262144           3          1%\nc7#\n"
	for size, known := range map[string]bool{"1048576 37": true, "10485760 4": false} {
		s, part, _ := strings.Cut(size, " ")
		d := vendortest.Device(t, whole(), strings.NewReplacer("SIZE", s, "PART", part).Replace(log))
		for i := range d.Tables {
			if row := &d.Tables[i]; row.Ledger && row.Used.Known() != known {
				t.Errorf("%s: %+v", size, row)
			}
		}
	}
}
