package n3500

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
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

// forwardingModes lists the divisions of the normal mode that leave nothing idle,
// and the warp mode, which is never proposed: of it only the largest sizes are
// known. need holds fact.FibIPv4 and fact.FibMcastIPv4; where the latter is not
// known no division takes from multicast. active is the one in use, with its sizes.
func forwardingModes(need map[fact.Resource]solve.Demand, active string, now map[fact.Resource]solve.Memory) []solve.Candidate {
	const source = "nxos:2.6, nxos:4.3 [S capture, YANG; the sum I]"
	_, counted := need[fact.FibMcastIPv4]
	back := []string{forwardingKnob + " " + active}
	if !strings.HasPrefix(active, "normal ") {
		back = []string{forwardingKnob + " {as configured before}"}
	}
	var list []solve.Candidate
	known := false
	for routes := forwardingTotal - forwardingMost; routes <= forwardingMost; routes += forwardingStep {
		multicast := forwardingTotal - routes
		c := solve.Candidate{
			Name: nexus.NormalMode(routes, multicast), Knob: forwardingKnob, Load: need, Undo: back, Source: source,
			Caps:    map[fact.Resource]solve.Memory{fact.FibIPv4: {Capacity: float64(routes)}, fact.FibMcastIPv4: {Capacity: float64(multicast)}},
			Predict: []string{fmt.Sprintf("unicast IPv4 size     = %d", routes), fmt.Sprintf("multicast size        = %d", multicast)},
		}
		c.Lines = []string{forwardingKnob + " " + c.Name}
		known = known || solve.Same(c.Name, active)
		if was, told := now[fact.FibMcastIPv4]; !counted && !solve.Same(c.Name, active) && (!told || float64(multicast) < was.Capacity) {
			c.Unproven = fmt.Sprintf("it would hold the routes and leave multicast %s: how many multicast routes there are is not known", words.Thousands(float64(multicast)))
		}
		list = append(list, c)
	}
	if !known {
		list = append(list, solve.Candidate{Name: active, Caps: now, Load: need, Source: source})
	}
	if !strings.HasPrefix(active, "warp") {
		list = append(list, solve.Candidate{
			Name: "warp", Knob: forwardingKnob, Load: need, Source: "nxos:2.6 [S YANG]",
			Caps:     map[fact.Resource]solve.Memory{fact.FibIPv4: {Capacity: warpRoutes}, fact.FibMcastIPv4: {Capacity: warpMulticast}},
			Unproven: "at most 8,192 routes and 16,384 multicast routes; what it gives of these was not seen",
		})
	}
	return list
}
