package iosxr_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// Software that runs and is not committed is gone after a reload; one answer alone
// proves nothing.
func TestUncommittedSoftware(t *testing.T) {
	_, active := fixture(t, "install-active-xr7")
	_, other := fixture(t, "install-committed-xr7")
	const prompt = "RP/0/RP0/CPU0:syn#"
	const platform = prompt + "show platform\n0/RP0/CPU0 8201-32FH(Active) IOS XR RUN NSHUT\n"
	for name, c := range map[string]struct {
		committed string
		want      bool
	}{
		"the same":  {strings.Replace(active, "Active", "Committed", 1), false},
		"another":   {other, true},
		"not asked": {"", false},
	} {
		log := platform + prompt + "show install active summary\n" + active
		if c.committed != "" {
			log += prompt + "show install committed summary\n" + c.committed
		}
		d := vendortest.Device(t, whole(), log+prompt+"\n")
		_, got := d.Said(fact.FlagInstallUncommitted)
		if got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The packages of 32-bit and 64-bit XR stand in a list (synthetic, in the form of
// Cisco's parsers).
func TestPackages(t *testing.T) {
	r, _, _ := whole().ReadOutput("show install active", "Node 0/RP0/CPU0 [RP]\n  Boot Partition: xr_lv70\n  Active Packages: 2\n        ncs5500-xr-7.3.2 version=7.3.2 [Boot image]\n        ncs5500-mgbl-3.0.0.0-r732\n", 0, false)
	if len(r.Flags) != 1 || r.Flags[0] != (fact.Flag{Key: fact.FlagInstallActive, Value: "ncs5500-mgbl-3.0.0.0-r732 ncs5500-xr-7.3.2", Span: r.Flags[0].Span}) || len(r.Unread) != 0 {
		t.Errorf("%+v %+v", r.Flags, r.Unread)
	}
}

// An installation that is under way (synthetic, in the words that Cisco's CSM plug-ins
// look for).
func TestInstallRequest(t *testing.T) {
	for text, want := range map[string]bool{
		"The install operation 17 is 30% complete\n":    true,
		"The operation is 60% complete\n":               true,
		"No install operation in progress\n":            false,
		"There are no install requests in operation.\n": false,
	} {
		r, _, _ := whole().ReadOutput("show install request", text, 0, false)
		if !r.Recognised || len(r.Flags) > 0 != want {
			t.Errorf("%q: %v %+v", text, r.Recognised, r.Flags)
		}
	}
	if r, _, _ := whole().ReadOutput("show install request", "State: Ready\n", 0, false); r.Recognised {
		t.Error("words that nobody has shown are taken for understood")
	}
}
