package acx7k

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// propose chooses among the hw-db profiles of an ACX7000. What the active one
// gives the device prints; the figures of the others are from one box of the
// class each. The longest-prefix memory (KAPS) is algorithmic: no hardware limit.
func (c box) propose() *solve.Proposal {
	about := []fact.Resource{fact.FibShared, fact.FibLEM}
	need, caps := c.acx()
	if len(need) == 0 {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "what the profile must hold is not known: `show system packet-forwarding-options hw-resource-utilization-info | display xml` (24.2 and later)"}, about...)
	}
	active := c.activeACX()
	if active == "" {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Knob: "system packet-forwarding-options hw-db-profile", Reason: "which hw-db profile is active is not known: `show log messages | match MDB_PROFILE`, or the size of KAPS beside one that was seen"}, about...)
	}
	if why := c.acxUnsure(active); why != "" {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Knob: "system packet-forwarding-options hw-db-profile", Reason: why}, about...)
	}
	list := division.Templates(c.Family, c.Class(), active, need, caps)
	for i := range list {
		x := &list[i]
		x.Predict = []string{"Converted Config: custom_" + strings.ReplaceAll(x.Name, "-", "_") + "_jnpr"}
		x.Undo = c.acxUndo()
		if strings.EqualFold(x.Name, active) {
			continue
		}
		for resource, m := range x.Caps {
			m.Soft, m.Note = true, "seen on one box of the class"
			x.Caps[resource] = m
			if resource == fact.FibShared {
				x.Predict = append(x.Predict, "KAPS: a capacity of about "+ledger.Count(m.Capacity))
			}
		}
		for j := range x.Lines {
			x.Lines[j] = strings.Replace(x.Lines[j], "hw-db-profile "+x.Name, "hw-db-profile "+c.profileWord(x.Name), 1)
		}
	}
	p := c.Proposal(solve.Choose(list, active, c.Until()), about...)
	p.Verify = verifyACX(p.Predict)
	return p
}

// verifyACX names the commands that print what is predicted (lines-junos:common
// lines-junos:acx7k [log TP-HW]; junos:2D).
func verifyACX(predict []string) []solve.Check {
	var out []solve.Check
	for _, line := range predict {
		command := "show system packet-forwarding-options hw-resource-utilization-info | display xml"
		if strings.HasPrefix(line, "Converted Config") {
			command = "show evo-pfemand mdb-info"
		}
		out = append(out, solve.Check{Command: command, Expect: line, Why: "as the solver computed it"})
	}
	return out
}

// acxUnsure says why no profile can be weighed against another: before 23.3R1 public
// and VRF routes have parts of their own (lpm-distribution), and l3-xl may hold fewer
// of them than balanced; carrier-ethernet keeps host routes in the LEM
// (lines-junos:acx7k [doc TP-HW]).
func (c box) acxUnsure(active string) string {
	version := c.Device.Identity.Version
	switch {
	case version == "":
		return "the release is not known, and before 23.3R1 the longest-prefix memory is divided between public and VRF routes: `show version`"
	case junosBefore(version, 23, 3):
		return "before 23.3R1 the longest-prefix memory is divided between public and VRF routes (lpm-distribution, by default 1), so that the figures of the profiles do not hold: l3-xl may hold fewer routes than balanced. What helps for certain: fewer routes; or a release from 23.3R1 on, whose default divides the memory anew"
	case active == "carrier-ethernet":
		return "carrier-ethernet keeps host routes in the LEM, the other profiles in KAPS: what they would hold there is not known"
	}
	return ""
}

// acxUndo are the lines that enter again what was configured: the profile, or none
// where none was.
func (c box) acxUndo() []string {
	const knob = "system packet-forwarding-options hw-db-profile"
	switch set := c.Device.Carve.Configured; {
	case !set.Known():
		return nil
	case set.Grade == fact.Inferred:
		return []string{"delete " + knob}
	default:
		return []string{"set " + knob + " " + set.Text}
	}
}

// activeACX is the profile that runs: as the box says, or the only one of its class
// that was seen to give KAPS the size it prints.
func (c box) activeACX() string {
	if c.Device.Carve.Active.Known() {
		return newProfile(c.Device.Carve.Active.Text)
	}
	size, ok := c.CapOf(fact.FibShared)
	for i := range c.Family.Profiles {
		p := &c.Family.Profiles[i]
		if ok && p.Class == c.Class() && p.Grade.Confirmed() && p.Caps[fact.FibShared] == size {
			return p.Name
		}
	}
	return ""
}

// flips is what an upgrade does to a box on which no profile is configured:
// junos:2D [TP], 9.6.
const flips = "no profile is configured, and the default becomes lean-edge with 23.3R1: an upgrade divides the memory anew without asking"

func (c box) defaultFlips() bool {
	set := c.Device.Carve.Configured
	return set.Grade == fact.Inferred && newProfile(set.Text) == "cloud-metro"
}

// acx reads what is in use of KAPS and LEM, and what the active profile gives.
func (c box) acx() (need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) {
	need, caps = map[fact.Resource]solve.Demand{}, map[fact.Resource]solve.Memory{}
	for _, resource := range []fact.Resource{fact.FibShared, fact.FibLEM} {
		used, ok := c.InUse(resource)
		size, sized := c.CapOf(resource)
		if !ok || !sized {
			continue
		}
		need[resource], caps[resource] = c.Demand(used, ledger.Growth{}), solve.Memory{Capacity: size}
		if resource == fact.FibShared {
			need[resource] = c.kaps(used)
			caps[resource] = solve.Memory{Capacity: size, Soft: true, Note: "algorithmic"}
		}
	}
	return need, caps
}

// kaps is the need of the longest-prefix memory, in which routes of both families
// grow at their cost. What compression saves of the growth is not counted.
func (c box) kaps(used float64) solve.Demand {
	d := c.Demand(used, ledger.Growth{})
	if cost, ok := c.Family.Cost("", "KAPS", fact.FibIPv6); ok {
		g4, g6 := c.Growth4(), c.Growth6()
		if !g4.Known && !g6.Known {
			return d
		}
		grows := c.Demand(0, g4).Add(c.Demand(0, g6).Scale(cost))
		d = solve.Demand{Now: used, Dated: true, Year: grows.Year, Spare: grows.Spare, Least: grows.Least}
	}
	return d
}

// newProfile maps the names of profiles before 23.4 to those since: junos:0
// 2D [Y].
func newProfile(name string) string {
	for _, n := range profileNames() {
		if n[0] == name {
			return n[1]
		}
	}
	return name
}

// profileWord is the name that the release of the device knows: the old ones are
// taken by all, the new ones since 23.4.
func (c box) profileWord(name string) string {
	if !junosBefore(c.Device.Identity.Version, 23, 4) {
		return name
	}
	for _, n := range profileNames() {
		if n[1] == name {
			return n[0]
		}
	}
	return name
}

func profileNames() [4][2]string {
	return [4][2]string{{"balanced", "cloud-metro"}, {"balanced-exem", "bng"}, {"l2-xl", "carrier-ethernet"}, {"l3-xl", "lean-edge"}}
}

// junosBefore reports whether a release is older than major.minor; one that is not
// known, or not written like 23.4R1, is not.
func junosBefore(version string, major, minor int) bool {
	a, rest, ok := strings.Cut(version, ".")
	have, err := strconv.Atoi(a)
	if !ok || err != nil {
		return false
	}
	var second int
	if _, err := fmt.Sscanf(rest, "%d", &second); err != nil {
		return false
	}
	return have < major || have == major && second < minor
}
