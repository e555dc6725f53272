package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// softwareRouter is vMX, vQFX, vSRX: no forwarding hardware, no claims about
// capacity [junos:1.1].
func softwareRouter() vendors.Platform {
	return &platform{
		family: "junos-virtual", title: "Juniper vMX, vQFX, vSRX (software)",
		match:    func(_ string, id fact.Identity) bool { return id.Virtual },
		commands: []vendors.Command{routeSummary()},
		parse:    func(*fact.Device, *catalog.Family) {},
		vital:    vitalNone,
	}
}

// QFXEvo is the family of Junos Evolved switches with a forwarding profile
// [junos:2C-Evo].
func QFXEvo() vendors.Platform {
	return &platform{
		family: "qfx-evo", title: "Juniper QFX5130/5140/5220/5230/5240/5250/5700 (Junos Evolved)",
		match: func(m string, _ fact.Identity) bool {
			return hasPrefix(m, "qfx5130", "qfx5140", "qfx5220", "qfx5230", "qfx5240", "qfx5250", "qfx5700")
		},
		commands: []vendors.Command{
			{Text: "show pfe uft-profile-info", Why: "active profile", Optional: true},
			configOf("system packet-forwarding-options", "configured profile"),
			routeSummary(), kernelRoutes(), queue(), alarms(), cards(), pfeLog(),
			{Text: "show system nodes", Why: "who made the ASIC", Optional: true},
		},
		parse: func(d *fact.Device, _ *catalog.Family) { session(d, hwPath, always) },
		vital: func(d *fact.Device) []vendors.Vital {
			return append(vitalNone(d), settledHW(d, func(name string) string { return name }, ""))
		},
	}
}

// ACX7k is the Jericho family under Junos Evolved [junos:2D].
func ACX7k() vendors.Platform {
	return &platform{
		family: "acx7k", title: "Juniper ACX7000 (Junos Evolved)",
		match: func(m string, _ fact.Identity) bool { return hasPrefix(m, "acx70", "acx71", "acx73", "acx75") },
		commands: []vendors.Command{
			{Text: "show system packet-forwarding-options hw-resource-utilization-info | display xml", Why: "use and size of each table (24.2 and later)", Optional: true},
			configOf("system packet-forwarding-options", "configured profile"),
			{Text: "show log messages | match MDB_PROFILE", Why: "the profile of the last start", Optional: true},
			pfeLog(), routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines(),
		},
		parse: parseACX7k,
		vital: vitalACX,
	}
}

// parseACX7k: KAPS is algorithmic, so its size is an estimate; the tables that
// the profile cuts are templates [junos:2D, junos:7]. What the profile calls KAPS1 and
// KAPS2 is the same memory as KAPS.
func parseACX7k(d *fact.Device, _ *catalog.Family) {
	session(d, hwPath, always)
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Resource == fact.FibShared && t.Unit == fact.UnitEntries:
			t.CapKind, t.Pool = fact.CapEstimate, "KAPS"
			t.Notes = append(t.Notes, "entries of IPv4 routes; an IPv6 route takes two. The memory is algorithmic: how many fit depends on the prefixes")
			judge(t)
		case t.Resource == fact.FibLEM, t.Resource == fact.NextHop, t.Resource == fact.ECMP, t.Resource == fact.Adjacency:
			judge(t)
		case strings.HasPrefix(t.Name, "KAPS"):
			t.PartOf = "KAPS"
		}
	}
	profileDB(d)
}

// always: the commit itself restarts the PFE [junos:4].
func always(*fact.Device) bool { return true }

// ptx is the Express family: compressed FIB, nothing to divide [junos:2D].
func ptx() vendors.Platform {
	return &platform{
		family: "ptx", title: "Juniper PTX (Express)",
		match:    func(m string, _ fact.Identity) bool { return hasPrefix(m, "ptx") },
		commands: []vendors.Command{routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines(), replication(), pfeLog()},
		parse: func(d *fact.Device, _ *catalog.Family) {
			session(d, "", always)
			for i := range d.Tables {
				t := &d.Tables[i]
				installed := t.Unit == fact.UnitEntries && t.Resource == fact.FibIPv4 || t.Unit == fact.UnitEntries && t.Resource == fact.FibIPv6
				switch {
				case t.Resource == fact.FibMemory:
					judge(t)
				case installed && t.Used.Known():
					t.Ledger = true // in use is known, the size is not printed
				}
			}
			if !d.Carve.Configured.Known() {
				d.PendingKnown = fact.No
			}
		},
		vital: vitalPTX,
	}
}

// ex are the switches with fixed tables, and those whose profile is read but
// whose tables are not [junos:1.2].
func ex() vendors.Platform {
	return &platform{
		family: "ex", title: "Juniper EX2200–EX4500, EX4100/4400, EX8200",
		match:    func(m string, _ fact.Identity) bool { return hasPrefix(m, "ex") },
		commands: []vendors.Command{virtualChassis(), configOf("chassis", "configured profile"), routeSummary(), kernelRoutes(), queue(), alarms(), cards(), pfeLog()},
		parse: func(d *fact.Device, _ *catalog.Family) {
			session(d, uftPath, restarts)
			unifiedTable(d, "", "")
		},
		vital: vitalNone,
	}
}

// srx are the firewalls: no carve, no capacity that could be read [junos:1.2].
func srx() vendors.Platform {
	return &platform{
		family: "srx", title: "Juniper SRX",
		match: func(m string, _ fact.Identity) bool { return hasPrefix(m, "srx") },
		commands: []vendors.Command{
			{Text: "show chassis cluster status", Why: "whether the other node can take over", Optional: true},
			routeSummary(), kernelRoutes(), queue(), alarms(), cards(), pfeLog(),
		},
		parse: func(d *fact.Device, _ *catalog.Family) { session(d, "", always) },
		vital: vitalNone,
	}
}

// Other are the Juniper routers nobody has shown us the capacity of: M, T,
// QFX10000, ACX5448 and before, NFX.
func Other() vendors.Platform {
	return &platform{
		family: "junos-other", title: "Other Juniper routers",
		match:    func(m string, _ fact.Identity) bool { return m != "" },
		commands: []vendors.Command{routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines(), pfeLog()},
		parse: func(d *fact.Device, _ *catalog.Family) {
			session(d, "", always)
			waitsForCards(d)
			for i := range d.Tables {
				if strings.HasPrefix(d.Tables[i].Name, jtreeRow) {
					judge(&d.Tables[i])
				}
			}
		},
		vital: vitalOther,
	}
}
