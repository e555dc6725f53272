package qfx5k

import (
	"math"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// defaultUFT is the profile of a UFT box on which none is configured [junos:2C].
const defaultUFT = "l2-profile-three"

// platform is the family of Broadcom boxes with a unified forwarding table that run
// Junos: QFX5100, 5110, 5120, 5200, 5210, EX4600, EX4650 [junos:2C].
func platform() vendors.Platform {
	return junos.Router{
		Family: "qfx5k", Title: "Juniper QFX5100/5110/5120/5200/5210, EX4600, EX4650 (unified forwarding table)",
		Match: func(m string, _ fact.Identity) bool {
			return junos.HasPrefix(m, "qfx5100", "qfx5110", "qfx5120", "qfx5200", "qfx5210", "ex4600", "ex4650")
		},
		Commands: []vendors.Command{
			{Text: "show pfe route summary hw", Why: "active profile; used, guaranteed and free entries of each table"},
			{Text: "show chassis forwarding-options", Why: "active profile of each member", Optional: true},
			junos.ConfigOf("chassis", "configured profile"),
			junos.ConfigOf("forwarding-options", "VXLAN next hops and interfaces"),
			junos.VirtualChassis(), junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.PFELog(),
		},
		Parse: parse,
		Vital: vital,
	}.Platform()
}

// parse: the longest-prefix rows are guarantees, and Free is the honest
// column. The host rows are four views of one pool whose arithmetic the output
// itself proves or refutes.
func parse(d *fact.Device, _ *catalog.Family) {
	junos.Session(d, junos.UFTPath, junos.Restarts)
	kinds := map[fact.Scope]fact.CapKind{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Pool == junos.HostPool {
			if _, ok := kinds[t.Scope]; !ok {
				kinds[t.Scope] = hostKind(d, t)
			}
			t.CapKind = kinds[t.Scope]
			junos.Judge(t)
		}
		if t.Pool == junos.LPMPool {
			junos.Judge(t)
		}
	}
	junos.UnifiedTable(d, defaultUFT, "junos:2C")
}

// hostKind is a pool where Σ used x weight + free fills every view of it, else a
// guarantee of which nothing follows [junos:2C: exact on KB34576].
func hostKind(d *fact.Device, of *fact.Table) fact.CapKind {
	used, n := 0.0, 0
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Pool != junos.HostPool || t.Scope != of.Scope || t.Output != of.Output {
			continue
		}
		if t.Cost == 0 || !t.Used.Known() {
			return fact.CapGuaranteed
		}
		used += junos.Known(t.Used) * t.Cost
		n++
	}
	free, ok := of.Free.Get()
	if n < 2 || !ok || math.Abs(junos.Known(of.Cap)*of.Cost-used-free*of.Cost) > 4 {
		return fact.CapGuaranteed // rounding of the widest view is at most its weight
	}
	return fact.CapPool
}
