package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

const famGSR = "gsr12000"

// GSR12000 is the Cisco 12000 with IOS: its line cards print the percentage in
// use of the lookup memories that hold the FIB.
func GSR12000() vendors.Platform { return gsr12000{} }

type gsr12000 struct{}

func (gsr12000) Family() string { return famGSR }
func (gsr12000) Title() string  { return "Cisco 12000 with IOS" }

func (gsr12000) Match(id fact.Identity) bool {
	number, _, slash := strings.Cut(id.Model, "/")
	return slash && len(number) == 5 && strings.HasPrefix(number, "12") || strings.HasPrefix(strings.ToUpper(id.Model), "GSR")
}

func (gsr12000) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show ip cef resource", Why: "percent in use of the lookup memories per line card"},
		{Text: "show ip cef summary", Why: "routes in software, for the forecast"},
		Log("line cards that ran low"),
	}
}

// Parse takes every lookup memory of a line card for a line of the ledger.
func (gsr12000) Parse(d *fact.Device) {
	Session(d)
	for i := range d.Tables {
		t := &d.Tables[i]
		t.Ledger = t.Ledger || t.Resource == fact.FibMemory && t.Scope.Kind == fact.ScopeSlot && t.Unit == fact.UnitPercent
	}
}

// Vital: the lookup memories of every line card that printed them; which cards run
// is told by no answer that headroom reads. The alert beside each row is the
// device's own word for an overflow.
func (gsr12000) Vital(d *fact.Device) []vendors.Vital {
	ask := []string{"show ip cef resource", "show ip cef summary"}
	var out []vendors.Vital
	seen := map[string]bool{}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Ledger && vendors.HasRoom(t) && !seen[t.Scope.Node] {
			seen[t.Scope.Node] = true
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "lookup memories", Engine: "slot " + t.Scope.Node, Ask: ask, Known: true})
		}
	}
	if len(out) == 0 {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "lookup memories of the line cards", Ask: ask})
	}
	return append(out, vendors.Vital{Kind: fact.Engines, Name: "line cards", Ask: ask[:1], Known: len(seen) > 0, Spare: true})
}
