package qfx5k

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

const askUFT = "show pfe route summary hw"

const askConfig = "show configuration chassis | display inheritance"

// vital: the hardware table of each member, and what is configured against what
// each runs.
func vital(d *fact.Device) []vendors.Vital {
	run, down := junos.Present(d)
	for i := range d.Tables {
		t := &d.Tables[i]
		if m := junos.MemberOf(t.Scope); (t.Pool == junos.LPMPool || t.Pool == junos.HostPool) && m != "" && !slices.Contains(run, m) && !slices.Contains(down, m) {
			run = append(run, m)
		}
	}
	for _, e := range junos.CardsOf(d) {
		if e.Member == "" && !slices.Contains(run, e.Slot) && !slices.Contains(down, e.Slot) {
			if e.Down {
				down = append(down, e.Slot)
			} else {
				run = append(run, e.Slot)
			}
		}
	}
	if len(run) == 0 {
		run = []string{""}
	}
	var out []vendors.Vital
	for _, m := range run {
		out = append(out, uftRoom(d, m, len(run) == 1), uftSettled(d, m, len(run) == 1))
	}
	for _, m := range down {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "the hardware table of routes", Engine: "member " + m, Ask: []string{askUFT}, Down: true})
	}
	return out
}

func uftRoom(d *fact.Device, member string, alone bool) vendors.Vital {
	got := map[fact.Resource]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if m := junos.MemberOf(t.Scope); (t.Pool == junos.LPMPool || t.Pool == junos.HostPool) && (m == member || m == "" && alone) && t.Used.Known() && t.Cap.Known() {
			got[t.Resource] = true
		}
	}
	v := vendors.Vital{Kind: fact.Room, Name: "the hardware table of routes", Ask: []string{askUFT}, Known: got[fact.FibIPv4] && got[fact.FibIPv6] && got[fact.HostIPv4]}
	if member != "" && !alone {
		v.Engine = "member " + member
	}
	return v
}

func uftSettled(d *fact.Device, member string, alone bool) vendors.Vital {
	v := vendors.Vital{Kind: fact.Settled, Name: "the profile that is configured, and the one that runs"}
	if member != "" && !alone {
		v.Engine = "member " + member
	}
	got := junos.Runs(d)
	active := len(got[member]) > 0 || alone && len(got[""]) > 0
	switch {
	case !d.Carve.Configured.Known():
		v.Ask = []string{askConfig, "show configuration", "show configuration chassis **"}
	case !active:
		v.Ask = []string{askUFT, "show chassis forwarding-options"}
	case len(junos.Differing(d)) > 0 && junos.Members(d) == 0:
		v.Ask = []string{"show virtual-chassis", "show virtual-chassis **"}
	default:
		v.Known, v.Ask = true, []string{askConfig, askUFT}
		v.Wrong = conflict(d)
	}
	return v
}

// conflict says what cannot be true together: on a standalone box the commit itself
// restarts the PFE, so that what is configured runs.
func conflict(d *fact.Device) string {
	old := junos.Differing(d)
	if len(old) == 0 || junos.Members(d) > 1 && !junos.CommitActs(d) && !junos.Overtaken(d) {
		return ""
	}
	from, _ := old[0].Value.(string)
	if junos.Overtaken(d) {
		return "one answer shows that " + from + " runs, a later one " + d.Carve.Configured.Text
	}
	return d.Carve.Configured.Text + " is configured and " + from + " runs, though here the commit itself makes the profile active"
}
