package n3k

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// The memories of a Nexus 3000: the LPM table, the small one of IPv6 prefixes from
// /65 to /127, and the host table, in cells (IPv4 1, IPv6 2).
const (
	longPrefixes               = nxos.LongPrefixes
	hostTable    fact.Resource = "host"
)

// The lines of its two knobs, and what turns them back: nxos:4.3 [S].
const (
	urpfOff        = "system urpf disable"
	hostsInLPM     = "hardware profile unicast enable-host-ecmp"
	settingsSource = "nxos:2.5, nxos:4.3 [S captures before and after `system urpf disable`; S TAC 225373]"
)

// settings is what divides the LPM table of a Nexus 3000: unicast RPF halves it,
// and with ECMP for hosts they lie in it. Sizes of 0 are not known.
type settings struct {
	LPM, Long, Hosts      solve.Demand // Hosts in cells of the host table
	HostRoutes            solve.Demand // hosts, one entry each
	Whole, Halved         float64      // LPM entries without and with unicast RPF
	LongWhole, LongHalved float64
	HostCells             float64
	URPF                  bool
	HostECMP              fact.Tri // whether the hosts lie in the LPM now
	HostsV6               fact.Tri // whether some hosts are IPv6: what these take there is not known
}

// settingName is what a setting is called.
func settingName(urpf, hosts bool) string {
	name := "urpf disabled"
	if urpf {
		name = "urpf enabled"
	}
	if hosts {
		name += ", hosts in the LPM"
	}
	return name
}

// Active names the setting in use.
func (n *settings) Active() string { return settingName(n.URPF, n.HostECMP == fact.Yes) }

// Candidates makes the settings, those that leave the hosts where they are first.
// Where they lie is left alone where that is not known.
func (n *settings) Candidates() []solve.Candidate {
	now := n.HostECMP == fact.Yes
	list := []solve.Candidate{n.setting(n.URPF, now), n.setting(!n.URPF, now)}
	if n.HostECMP != fact.Unknown {
		list = append(list, n.setting(n.URPF, !now), n.setting(!n.URPF, !now))
	}
	return list
}

// setting is one of the four.
func (n *settings) setting(urpf, hosts bool) solve.Candidate {
	c := solve.Candidate{Name: settingName(urpf, hosts), Source: settingsSource, Caps: map[fact.Resource]solve.Memory{}, Load: map[fact.Resource]solve.Demand{fact.FibLPM: n.LPM, longPrefixes: n.Long}}
	lpm, long := n.Whole, n.LongWhole
	if urpf {
		lpm, long = n.Halved, n.LongHalved
	}
	for name, size := range map[fact.Resource]float64{fact.FibLPM: lpm, longPrefixes: long, hostTable: n.HostCells} {
		if size > 0 {
			c.Caps[name] = solve.Memory{Capacity: size}
		}
	}
	was := n.HostECMP == fact.Yes
	if !hosts {
		c.Load[hostTable] = n.Hosts
	}
	switch {
	case hosts && !was:
		c.Load[fact.FibLPM] = n.LPM.Add(n.HostRoutes)
		if n.HostsV6 != fact.No {
			c.Unproven = "it may hold it, but what an IPv6 host takes of the LPM table is not known"
		}
	case !hosts && was:
		c.Load[fact.FibLPM] = n.LPM.Less(n.HostRoutes)
	}
	if urpf != n.URPF {
		turnOn(&c, urpfOff, !urpf)
		c.Knob = "system urpf"
		c.Predict = append(c.Predict, fmt.Sprintf("Total LPM Entries = %.0f.", lpm))
	}
	if hosts != was {
		turnOn(&c, hostsInLPM, hosts)
		c.Knob = hostsInLPM
		c.Predict = append(c.Predict, hostsPredicted(hosts, n.HostRoutes.Now))
	}
	if !urpf && n.URPF {
		c.Takes = "the unicast reverse path check of every interface"
	}
	return c
}

// turnOn adds the line that switches a knob on, or takes it away, and the rollback.
func turnOn(c *solve.Candidate, line string, on bool) {
	if on {
		c.Lines, c.Undo = append(c.Lines, line), append(c.Undo, "no "+line)
		return
	}
	c.Lines, c.Undo = append(c.Lines, "no "+line), append(c.Undo, line)
}

// hostsPredicted is where the hosts are counted afterwards; they come and go.
func hostsPredicted(inLPM bool, hosts float64) string {
	where := "Used Host Entries in Host (Total)"
	if inLPM {
		where = "Used Host Entries in LPM (Total)"
	}
	return fmt.Sprintf("%s = about %.0f.", where, hosts)
}
