package ios_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestTheFilterFetchesEveryMessage(t *testing.T) { vendortest.Fetched(t, whole()) }

// What the checklist takes from a log, and what may tell of memory on no list, comes
// through the filter too; the head of the answer proves that there was one.
func TestTheFilterFetchesTheRest(t *testing.T) {
	_, filter := vendors.SplitPipe(ios.Log("").Text)
	re := regexp.MustCompile(strings.TrimPrefix(filter, "include "))
	lines := []string{"    Buffer logging:  level debugging, 214 messages logged, xml disabled", "    Buffer logging: disabled, xml disabled", "*May  1 00:00:00: %SYS-6-BOOTTIME: Time taken to reboot after reload =  371 seconds"}
	for _, noun := range []string{"TCAM", "FIB", "CEF", "LPM", "next hop", "forwarding table", "adjacency table"} {
		for _, what := range []string{"exhausted", "overflow", "exceeded", "out of resources", "no free entries", "no more entries", "not enough", "insufficient"} {
			lines = append(lines, fmt.Sprintf("%%NEW-2-THING: %s: %s", noun, what))
		}
	}
	for _, line := range lines {
		if !re.MatchString(line) {
			t.Errorf("no scan fetches %q", line)
		}
	}
	if re.MatchString("*May  1 00:00:00: %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet1/1, changed state to up") {
		t.Error("it lets everything through")
	}
}

// A log that is not kept is no log without messages: the line that says so is quoted.
func TestALogThatIsNotKept(t *testing.T) {
	const off, on = "    Buffer logging:  disabled, xml disabled,\n", "    Buffer logging:  level debugging, 9 messages logged, xml disabled,\n"
	full := "*Nov 24 10:00:00: %MLSCEF-SP-7-FIB_EXCEPTION: FIB TCAM exception, Some entries will be software switched\n"
	for text, refused := range map[string]bool{off: true, on: false, off + full: false, "Syslog logging: enabled\n" + off: true} {
		r, _, _ := whole().ReadOutput("show logging", text, 0, false)
		if r.Rejected != refused || refused && r.Why != "Buffer logging:  disabled, xml disabled," || r.Recognised == refused {
			t.Errorf("%q: refused %v (%s), recognised %v", text, r.Rejected, r.Why, r.Recognised)
		}
	}
}
