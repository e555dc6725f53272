package solve

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// The memory of a Nexus 3500 in normal mode, the step and the bounds by which it
// is divided, and the most that the warp mode takes: nxos:2.6 [S capture,
// DME, YANG]; that both sizes of the normal mode add up to it is inferred [I].
const (
	forwardingTotal = 32768
	forwardingStep  = 4096
	forwardingMost  = 28672
	warpRoutes      = 8192
	warpMulticast   = 16384
	forwardingKnob  = "hardware profile forwarding-mode"
)

// NormalMode names a division of the normal mode as it is entered.
func NormalMode(routes, multicast int) string {
	return fmt.Sprintf("normal lpm-entry %d mcast-entry %d", routes, multicast)
}

// ForwardingModes lists the divisions of the normal mode that leave nothing idle,
// and the warp mode, which is never proposed: of it only the largest sizes are
// known. need holds fact.FibIPv4 and fact.FibMcastIPv4; where the latter is not
// known no division takes from multicast. active is the one in use, with its sizes.
func ForwardingModes(need map[fact.Resource]Demand, active string, now map[fact.Resource]Memory) []Candidate {
	const source = "nxos:2.6, nxos:4.3 [S capture, YANG; the sum I]"
	_, counted := need[fact.FibMcastIPv4]
	back := []string{forwardingKnob + " " + active}
	if !strings.HasPrefix(active, "normal ") {
		back = []string{forwardingKnob + " {as configured before}"}
	}
	var list []Candidate
	known := false
	for routes := forwardingTotal - forwardingMost; routes <= forwardingMost; routes += forwardingStep {
		multicast := forwardingTotal - routes
		c := Candidate{
			Name: NormalMode(routes, multicast), Knob: forwardingKnob, Load: need, Undo: back, Source: source,
			Caps:    map[fact.Resource]Memory{fact.FibIPv4: {Capacity: float64(routes)}, fact.FibMcastIPv4: {Capacity: float64(multicast)}},
			Predict: []string{fmt.Sprintf("unicast IPv4 size     = %d", routes), fmt.Sprintf("multicast size        = %d", multicast)},
		}
		c.Lines = []string{forwardingKnob + " " + c.Name}
		known = known || same(c.Name, active)
		if was, told := now[fact.FibMcastIPv4]; !counted && !same(c.Name, active) && (!told || float64(multicast) < was.Capacity) {
			c.Unproven = fmt.Sprintf("it would hold the routes and leave multicast %s: how many multicast routes there are is not known", comma(multicast))
		}
		list = append(list, c)
	}
	if !known {
		list = append(list, Candidate{Name: active, Caps: now, Load: need, Source: source})
	}
	if !strings.HasPrefix(active, "warp") {
		list = append(list, Candidate{
			Name: "warp", Knob: forwardingKnob, Load: need, Source: "nxos:2.6 [S YANG]",
			Caps:     map[fact.Resource]Memory{fact.FibIPv4: {Capacity: warpRoutes}, fact.FibMcastIPv4: {Capacity: warpMulticast}},
			Unproven: "at most 8,192 routes and 16,384 multicast routes; what it gives of these was not seen",
		})
	}
	return list
}
