package nxos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/nxos"

	"github.com/headroom-audit/headroom/fact"
)

// TestModulesThatDoNotRun: a card without power says nothing of its memory.
func TestModulesThatDoNotRun(t *testing.T) {
	d := &fact.Device{Identity: fact.Identity{Parts: []fact.Part{
		{Slot: "1", PID: "N7K-F248XP-25E", State: "ok"},
		{Slot: "2", PID: "N7K-M224XP-23L", State: "pwr-denied"},
		{Slot: "5", PID: "N7K-SUP2E", State: "active *, diagnostics Fail"},
		{Slot: "6", PID: "N7K-SUP2E", State: "ha-standby"},
		{Name: "Chassis", PID: "N7K-C7009"},
	}}}
	nxos.NotRunning(d)
	if len(d.Flags) != 1 || d.Flags[0].Value != "2 N7K-M224XP-23L: pwr-denied" {
		t.Errorf("%+v", d.Flags)
	}
}
