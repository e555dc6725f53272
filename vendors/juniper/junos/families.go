package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// softwareRouter is vMX, vQFX, vSRX: no forwarding hardware, no claims about
// capacity [junos 1.1].
func softwareRouter() vendors.Platform {
	return &platform{
		family: "junos-virtual", title: "Juniper vMX, vQFX, vSRX (software)",
		match:    func(_ string, id fact.Identity) bool { return id.Virtual },
		commands: []vendors.Command{routeSummary()},
		parse:    func(*fact.Device, *catalog.Family) {},
	}
}

// qfxEvo is the family of Junos Evolved switches with a forwarding profile
// [junos 2C-Evo].
func qfxEvo() vendors.Platform {
	return &platform{
		family: "qfx-evo", title: "Juniper QFX5130/5220/5240/5700 (Junos Evolved)",
		match: func(m string, _ fact.Identity) bool { return hasPrefix(m, "qfx5130", "qfx5220", "qfx5240", "qfx5700") },
		commands: []vendors.Command{
			{Text: "show pfe uft-profile-info", Why: "active profile", Optional: true},
			configOf("system packet-forwarding-options", "configured profile"),
			routeSummary(), kernelRoutes(), queue(), alarms(), cards(),
			{Text: "show system nodes", Why: "who made the ASIC", Optional: true},
		},
		parse: func(d *fact.Device, _ *catalog.Family) { unifiedTable(d, "", "") },
	}
}

// acx7k is the Jericho family under Junos Evolved [junos 2D].
func acx7k() vendors.Platform {
	return &platform{
		family: "acx7k", title: "Juniper ACX7000 (Junos Evolved)",
		match: func(m string, _ fact.Identity) bool { return hasPrefix(m, "acx70", "acx71", "acx73", "acx75") },
		commands: []vendors.Command{
			{Text: "show system packet-forwarding-options hw-resource-utilization-info | display xml", Why: "use and size of each table (24.2 and later)", Optional: true},
			configOf("system packet-forwarding-options", "configured profile"),
			pfeLog("MDB_PROFILE"), routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines(),
		},
		parse: parseACX7k,
	}
}

// parseACX7k: KAPS is algorithmic, so its size is an estimate; the tables that
// the profile cuts are templates [junos 2D, 7]. What the profile calls KAPS1 and
// KAPS2 is the same memory as KAPS.
func parseACX7k(d *fact.Device, f *catalog.Family) {
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Resource == fact.FibShared && t.Unit == "entries":
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

// profileDB resolves the hw-db profile: without one configured the default
// depends on the release, balanced before 23.3R1, lean-edge from then on [junos
// 2D]. The commit restarts the PFE, so nothing waits.
func profileDB(d *fact.Device) {
	c := &d.Carve
	if !c.Configured.Known() && configRead(d, "system packet-forwarding-options") {
		if name := defaultDB(d.Identity.Version); name != "" {
			c.Configured = fact.Setting{Text: name, Grade: fact.Inferred, Note: "none is configured: the default of the release, domain/junos.md 2D"}
		}
	}
	if !c.Configured.Known() || !c.Active.Known() {
		return
	}
	if newName(c.Configured.Text) == newName(c.Active.Text) {
		c.AfterReload = c.Active
		d.PendingKnown = fact.No
	}
}

// newName maps the names before 23.4 to those since [junos 2D].
func newName(name string) string {
	switch name {
	case "balanced":
		return "cloud-metro"
	case "balanced-exem":
		return "bng"
	case "l2-xl":
		return "carrier-ethernet"
	case "l3-xl":
		return "lean-edge"
	}
	return name
}

// defaultDB is the default profile of a release; "" = the release is not known.
func defaultDB(version string) string {
	major, rest, ok := strings.Cut(version, ".")
	if !ok || len(major) != 2 || rest == "" || major[0] < '0' || major[0] > '9' {
		return ""
	}
	if major > "23" || major == "23" && rest[0] >= '3' {
		return "lean-edge"
	}
	return "balanced"
}

// ptx is the Express family: compressed FIB, nothing to divide [junos 2D].
func ptx() vendors.Platform {
	return &platform{
		family: "ptx", title: "Juniper PTX (Express)",
		match:    func(m string, _ fact.Identity) bool { return hasPrefix(m, "ptx") },
		commands: []vendors.Command{routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines(), replication()},
		parse: func(d *fact.Device, _ *catalog.Family) {
			for i := range d.Tables {
				t := &d.Tables[i]
				installed := t.Unit == "entries" && t.Resource == fact.FibIPv4 || t.Unit == "entries" && t.Resource == fact.FibIPv6
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
	}
}

// ex are the switches with fixed tables, and those whose profile is read but
// whose tables are not [junos 1.2].
func ex() vendors.Platform {
	return &platform{
		family: "ex", title: "Juniper EX2200–EX4500, EX4100/4400, EX8200",
		match:    func(m string, _ fact.Identity) bool { return hasPrefix(m, "ex") },
		commands: []vendors.Command{virtualChassis(), configOf("chassis", "configured profile"), routeSummary(), kernelRoutes(), queue(), alarms(), cards()},
		parse:    func(d *fact.Device, _ *catalog.Family) { unifiedTable(d, "", "") },
	}
}

// srx are the firewalls: no carve, no capacity that could be read [junos 1.2].
func srx() vendors.Platform {
	return &platform{
		family: "srx", title: "Juniper SRX",
		match: func(m string, _ fact.Identity) bool { return hasPrefix(m, "srx") },
		commands: []vendors.Command{
			{Text: "show chassis cluster status", Why: "whether the other node can take over", Optional: true},
			routeSummary(), kernelRoutes(), queue(), alarms(), cards(),
		},
		parse: func(*fact.Device, *catalog.Family) {},
	}
}

// other are the Juniper routers nobody has shown us the capacity of: M, T,
// QFX10000, ACX5448 and before, NFX.
func other() vendors.Platform {
	return &platform{
		family: "junos-other", title: "Other Juniper routers",
		match:    func(m string, _ fact.Identity) bool { return m != "" },
		commands: []vendors.Command{routeSummary(), kernelRoutes(), queue(), alarms(), cards(), routingEngines()},
		parse: func(d *fact.Device, _ *catalog.Family) {
			for i := range d.Tables {
				if strings.HasPrefix(d.Tables[i].Name, "jtree segment") {
					judge(&d.Tables[i])
				}
			}
		},
	}
}
