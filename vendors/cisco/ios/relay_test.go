package ios_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/ios"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

func TestRelay(t *testing.T) {
	for command, want := range map[string][2]string{
		"remote command switch show mls cef exception status": {"sp", "show mls cef exception status"},
		"rem com sw sh mls cef exc":                           {"sp", "sh mls cef exc"},
		"remote command module 4 show mls cef summary":        {"module 4", "show mls cef summary"},
		"remote command 4 show mls cef summary":               {"module 4", "show mls cef summary"},
		"remote command standby-sp show version":              {"standby", "show version"},
		"remote login switch":                                 {},
		"show mls cef summary":                                {},
	} {
		if part, bare := ios.RelayOf(command); part != want[0] || bare != want[1] {
			t.Errorf("%q: %q, %q", command, part, bare)
		}
	}
}

// What the switch processor answers through the route processor counts, and what a
// log of its own tells.
func TestThroughTheRouteProcessor(t *testing.T) {
	for name, text := range map[string]string{
		"show mls cef exception status":      "Current IPv4 FIB exception state = TRUE\nCurrent IPv6 FIB exception state = FALSE\nCurrent MPLS FIB exception state = FALSE\n",
		"show logging":                       "Nov 20 02:11:09.115: %MLSCEF-SP-7-FIB_EXCEPTION: FIB TCAM exception, Some entries will be software switched\n",
		"show tcam nobody knows this one of": "Nov 20 02:11:09.115: %MLSCEF-SP-7-FIB_EXCEPTION: FIB TCAM exception, Some entries will be software switched\n",
	} {
		tr, err := transcript.ParseLog([]byte("r1#remote command switch " + name + "\n\n" + text + "\nr1#\n"))
		if err != nil {
			t.Fatal(err)
		}
		tr.OS = string(fact.IOS)
		raised := false
		for _, e := range (vendors.Registry{whole()}).Parse(tr, "").Exceptions {
			raised = raised || e.Raised == fact.Yes && e.Resource != fact.FibIPv6
		}
		if !raised {
			t.Errorf("%s: nothing is raised", name)
		}
	}
}
