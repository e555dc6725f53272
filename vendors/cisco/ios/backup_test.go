package ios_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// A synthetic file after the format of RANCID (operators:0: lib/ios.pm.in).
const rancid = `!RANCID-CONTENT-TYPE: cisco
!
!Chassis type: WS-C3750X-24
!Image: Software: C3750E-UNIVERSALK9-M, 15.2(4)E7, RELEASE SOFTWARE (fc2)
!Image: flash:/c3750e-universalk9-mz.152-4.E7.bin
!SDM Template: desktop default
!SDM Template-Reload: desktop routing
!
version 15.2
hostname acc-syn-2
end
`

func TestBackup(t *testing.T) {
	r, _, _ := whole().ReadOutput("show running-config", rancid, 0, false)
	switch {
	case r.Identity.Model != "WS-C3750X-24", r.Identity.Version != "15.2(4)E7", r.Identity.Image != "flash:/c3750e-universalk9-mz.152-4.E7.bin":
		t.Errorf("identity %+v", r.Identity)
	case r.Carve.Active.Text != "desktop default", r.Carve.Configured.Text != "desktop routing", r.Carve.AfterReload.Text != "desktop routing":
		t.Errorf("carve %+v", r.Carve)
	case len(r.Pending) != 1, r.PendingKnown != fact.Yes:
		t.Errorf("pending %+v, %v", r.Pending, r.PendingKnown)
	}
}
