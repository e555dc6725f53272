package audit

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// resourceName gives the words for a resource, as they stand in messages.
func resourceName(resource string) string {
	names := map[string]string{
		fact.FibIPv4: "IPv4 routes", fact.FibIPv6: "IPv6 routes", fact.FibMPLS: "MPLS labels",
		fact.FibMcastIPv4: "IPv4 multicast routes", fact.FibMcastIPv6: "IPv6 multicast routes",
		fact.FibLEM: "exact-match memory (LEM)", fact.FibLPM: "longest-prefix memory (LPM)",
		fact.FibShared: "routes", fact.FibMemory: "forwarding memory", fact.FibIPv4MPLS: "IPv4 routes and MPLS labels",
		fact.FibIPv6Mcast: "IPv6 and multicast routes", fact.FibETCAMv4: "external TCAM for IPv4", fact.FibETCAMv6: "external TCAM for IPv6",
		fact.Adjacency: "adjacencies", fact.NextHop: "next hops", "": "forwarding memory",
	}
	if n, ok := names[resource]; ok {
		return n
	}
	return resource
}

// quoted appends what the device said.
func quoted(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	return `: "` + text + `"`
}

// rowsOf gives the ledger rows that hold a resource: its own, and the shared
// regions and memories that its routes lie in.
func (c *Case) rowsOf(resource string) []*Row {
	var out []*Row
	for i := range c.Rows {
		if shares(c.Rows[i].Resource, resource) {
			out = append(out, &c.Rows[i])
		}
	}
	return out
}

// shares reports whether entries of resource are kept in the memory that a row
// of the ledger counts.
func shares(row, resource string) bool {
	if row == resource || row == fact.FibShared && routes(resource) {
		return true
	}
	switch resource {
	case fact.FibIPv4:
		return row == fact.FibIPv4MPLS || row == fact.FibLEM || row == fact.FibLPM || row == fact.FibETCAMv4
	case fact.FibMPLS:
		return row == fact.FibIPv4MPLS || row == fact.FibLEM
	case fact.FibIPv6:
		return row == fact.FibIPv6Mcast || row == fact.FibLEM || row == fact.FibLPM || row == fact.FibETCAMv6
	case fact.FibMcastIPv4, fact.FibMcastIPv6:
		return row == fact.FibIPv6Mcast
	}
	return false
}

// remedyFor is the action that gives a resource more room.
func (c *Case) remedyFor(resource string) Action {
	rows := c.rowsOf(resource)
	if len(rows) == 0 {
		return Investigate
	}
	return c.remedy(rows[0])
}

// roomyAt is roomy for the instances that at is about: the room of another card
// says nothing of the one that ran over. A card of which no row was read is not
// known to have room.
func (c *Case) roomyAt(resource string, at fact.Scope) bool {
	if at.Node == "" && at.Index == "" {
		return c.roomy(resource)
	}
	var rows []*Row
	for _, r := range c.rowsOf(resource) {
		if within(r.Scope, at) {
			rows = append(rows, r)
		}
	}
	return c.allRoomy(rows)
}

// within reports whether a row of scope row tells of the place at: it is about
// the whole device, about the same card, or about the same instance of it.
func within(row, at fact.Scope) bool {
	if row.Node == "" && row.Index == "" {
		return true
	}
	return row.Node == at.Node && (row.Index == "" || at.Index == "" || row.Kind != at.Kind || row.Index == at.Index)
}

// roomy reports whether everything that holds resource is known to have room
// again: at least the policy's margin free, in hard and printed numbers alike.
func (c *Case) roomy(resource string) bool {
	return c.allRoomy(c.rowsOf(resource))
}

func (c *Case) allRoomy(rows []*Row) bool {
	for _, r := range rows {
		left, ok := r.FreeShare()
		if !ok || left < c.Policy.WarnFree {
			return false
		}
	}
	return len(rows) > 0
}

// red reports whether the device says Red (out of resource) anywhere that holds
// resource; "" asks for any.
func (c *Case) red(resource string) bool {
	for _, o := range c.outOfResource() {
		if o.severity == "red" && (resource == "" || shares(o.resource, resource)) {
			return true
		}
	}
	return false
}

// oor is one out-of-resource statement.
type oor struct {
	resource, name, severity string
	scope                    fact.Scope
	span                     fact.Span
	text                     string
}

// outOfResource collects what the device says of its own thresholds: Yellow and
// Red, from exceptions and from the state words of ledger rows, each resource
// and instance once, its worst word.
func (c *Case) outOfResource() []oor {
	var out []oor
	add := func(n oor) {
		for i := range out {
			if out[i].resource == n.resource && out[i].scope == n.scope {
				if n.severity == "red" && out[i].severity != "red" {
					out[i] = n
				}
				return
			}
		}
		out = append(out, n)
	}
	for _, e := range c.Device.Exceptions {
		sev := strings.ToLower(e.Severity)
		if e.Kind == fact.OutOfResource && e.Raised == fact.Yes && !e.Latched && (sev == "yellow" || sev == "red") {
			add(oor{e.Resource, resourceName(e.Resource), sev, e.Scope, e.Span, e.Text})
		}
	}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if sev := strings.ToLower(t.State); t.Ledger && (sev == "yellow" || sev == "red") {
			add(oor{t.Resource, t.Name, sev, t.Scope, fact.Span{Output: int32(t.Output), Line: int32(t.Line)}, t.State})
		}
	}
	return out
}
