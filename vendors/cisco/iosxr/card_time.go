package iosxr

import (
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// cardTime is how long a card of IOS XR took from its reload until it was
// operational, by the device's own log (lines-xr:4, 8LC); "" = it does
// not say. Routes come later.
func cardTime(d *fact.Device) string {
	began, took := map[string]time.Time{}, ""
	for i := range d.Outputs {
		for line := range strings.Lines(d.Outputs[i].Text) {
			_, card, reload := strings.Cut(line, "CARD_RELOAD : Reloading ")
			_, up, operational := strings.Cut(line, "INFO_LOG : ")
			up, done, _ := strings.Cut(up, " ")
			card, _, _ = strings.Cut(card, ":")
			at, ok := stampOf(line)
			switch start, known := began[up]; {
			case !ok:
			case reload:
				began[card] = at
			case operational && strings.HasPrefix(done, "is operational") && known && at.After(start):
				took = fmt.Sprintf("%s took %s at its last reload, by the device's own log; routes come later", up, at.Sub(start).Round(time.Second))
			}
		}
	}
	return took
}

// stampOf reads the time of a message of IOS XR: "RP/0/RP0/CPU0:Jul 11 13:51:52.464
// UTC: shelfmgr…". It has no year.
func stampOf(line string) (time.Time, bool) {
	f := strings.Fields(line)
	for i := 0; i+2 < len(f) && i < 2; i++ {
		month := f[i][strings.LastIndexByte(f[i], ':')+1:]
		clock, _, _ := strings.Cut(f[i+2], ".")
		if at, err := time.Parse("Jan 2 15:04:05", month+" "+f[i+1]+" "+clock); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
