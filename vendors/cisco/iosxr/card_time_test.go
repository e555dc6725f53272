package iosxr

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// The log of an IOS XR router tells how long a card took; half of it tells nothing.
// (synthetic, in the form of xr:5)
func TestCardTime(t *testing.T) {
	const down = "RP/0/RP0/CPU0:Apr  3 09:10:11.475 UTC: shelfmgr[212]: %PLATFORM-SHELFMGR-4-CARD_RELOAD : Reloading 0/4/CPU0: User initiated card reload\n"
	const up = "RP/0/RP0/CPU0:Apr  3 09:14:41.040 UTC: shelfmgr[212]: %PLATFORM-SHELFMGR-6-INFO_LOG : 0/4/CPU0 is operational\n"
	for text, want := range map[string]string{
		down + up: "0/4/CPU0 took 4m30s",
		down:      "",
		up:        "",
		up + down: "",
		down + strings.ReplaceAll(up, "0/4/CPU0 is", "0/5/CPU0 is"): "",
	} {
		d := &fact.Device{Outputs: []fact.Output{{Text: text}}}
		if got := cardTime(d); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q, want %q\n%s", got, want, text)
		}
	}
}
