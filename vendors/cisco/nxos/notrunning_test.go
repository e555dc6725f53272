package nxos

import (
	"testing"

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
	notRunning(d)
	if len(d.Flags) != 1 || d.Flags[0].Value != "2 N7K-M224XP-23L: pwr-denied" {
		t.Errorf("%+v", d.Flags)
	}
}

// TestRecognisedAndNothingToJudge says why no row of a device is judged.
func TestRecognisedAndNothingToJudge(t *testing.T) {
	d := &fact.Device{Identity: fact.Identity{Parts: []fact.Part{{Slot: "2", PID: "N55-DL2", Descr: "O2 Non L3 Daughter Card"}}}}
	parseN5K(d, nil)
	a := &fact.Device{}
	ACI().Parse(a)
	for _, flags := range [][]fact.Flag{d.Flags, a.Flags} {
		said := false
		for _, f := range flags {
			said = said || f.Name == "nothing_to_judge" && f.Value != ""
		}
		if !said {
			t.Errorf("no reason in %+v", flags)
		}
	}
}
