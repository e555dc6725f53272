package ledger

import "github.com/headroom-audit/headroom/fact"

// Routes reports whether a resource holds routes or labels.
func Routes(resource fact.Resource) bool {
	return resource.Group() == "fib" && resource.InFIB() != ""
}

// RowsOf gives the ledger rows that hold a resource: its own, and the shared
// regions and memories that its routes lie in.
func (v *View) RowsOf(resource fact.Resource) []*Row {
	var out []*Row
	for i := range v.Rows {
		if Shares(v.Rows[i].Resource, resource) {
			out = append(out, &v.Rows[i])
		}
	}
	return out
}

// Shares reports whether entries of resource are kept in the memory that a row
// of the ledger counts.
func Shares(row, resource fact.Resource) bool {
	if row == resource || row == fact.FibShared && Routes(resource) {
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

// RoomyAt is roomy for the instances that at is about: the room of another card
// says nothing of the one that ran over. A card of which no row was read is not
// known to have room.
func (v *View) RoomyAt(resource fact.Resource, at fact.Scope) bool {
	if at.Node == "" && at.Index == "" {
		return v.Roomy(resource)
	}
	var rows []*Row
	for _, r := range v.RowsOf(resource) {
		if Within(r.Scope, at) {
			rows = append(rows, r)
		}
	}
	return v.allRoomy(rows)
}

// Within reports whether a row of scope row tells of the place at: it is about
// the whole device, about the same card, or about the same instance of it.
func Within(row, at fact.Scope) bool {
	if row.Node == "" && row.Index == "" {
		return true
	}
	return row.Node == at.Node && (row.Index == "" || at.Index == "" || row.Kind != at.Kind || row.Index == at.Index)
}

// Roomy reports whether everything that holds resource is known to have room
// again: at least the policy's margin free, in hard and printed numbers alike.
func (v *View) Roomy(resource fact.Resource) bool {
	return v.allRoomy(v.RowsOf(resource))
}

func (v *View) allRoomy(rows []*Row) bool {
	for _, r := range rows {
		left, ok := r.FreeShare()
		if !ok || left < v.Terms.WarnFree {
			return false
		}
	}
	return len(rows) > 0
}
