package n9k

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
	"github.com/headroom-audit/headroom/vendors/division"
)

// A release that nobody read is not printed as an empty one.
func TestAReleaseThatIsNotKnown(t *testing.T) {
	c := box{nexus.Box{Box: division.Box{View: &ledger.View{Device: &fact.Device{}}}}}
	if got := c.thisRelease(); !strings.Contains(got, "was not read") || strings.Contains(got, "(") {
		t.Errorf("%q", got)
	}
	c.Device.Identity.Version = "10.4(3)"
	if got := c.thisRelease(); got != " (this is 10.4(3))" {
		t.Errorf("%q", got)
	}
}
