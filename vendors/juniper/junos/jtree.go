package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// JtreeBack takes back a division of the jtree that was entered and waits for its
// FPCs: each of its words is a flag of its own (lines-junos:mx [doc ME]).
func JtreeBack(d *fact.Device, p *solve.Proposal) *solve.Proposal {
	if len(p.Commands) > 0 || len(p.Undo) > 0 {
		return p
	}
	for _, w := range d.Pending {
		line, gone := strings.CutPrefix(w.To, "no ")
		switch {
		case !strings.HasPrefix(line, "chassis memory-enhanced") && line != "chassis route-memory-enhanced":
			p.Undo = nil
			return p // half a way back is none
		case gone:
			p.Undo = append(p.Undo, "set "+line)
		default:
			p.Undo = append(p.Undo, "delete "+line)
		}
	}
	return p
}
