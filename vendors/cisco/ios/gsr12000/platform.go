package gsr12000

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// platform is the Cisco 12000 with IOS: its line cards print the percentage in
// use of the lookup memories that hold the FIB.
type platform struct{}

func (platform) Family() string { return "gsr12000" }

func (platform) Title() string { return "Cisco 12000 with IOS" }

func (platform) Match(id fact.Identity) bool {
	number, _, slash := strings.Cut(id.Model, "/")
	return slash && len(number) == 5 && strings.HasPrefix(number, "12") || strings.HasPrefix(strings.ToUpper(id.Model), "GSR")
}

func (platform) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show ip cef resource", Why: "percent in use of the lookup memories per line card"},
		{Text: "show ip cef summary", Why: "routes in software, for the forecast"},
		ios.Log("line cards that ran low"),
	}
}

// Parse takes every lookup memory of a line card for a line of the ledger.
func (platform) Parse(d *fact.Device) {
	ios.Session(d)
	for i := range d.Tables {
		t := &d.Tables[i]
		t.Ledger = t.Ledger || t.Resource == fact.FibMemory && t.Scope.Kind == fact.ScopeSlot && t.Unit == fact.UnitPercent
	}
}

// Vital: the lookup memories of every line card that printed them; which cards run
// is told by no answer that headroom reads. The alert beside each row is the
// device's own word for an overflow.
func (platform) Vital(d *fact.Device) []vendors.Vital {
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

// readCEFResource reads the table of a 12000: "4    E3 Rx PLU    49    G".
func readCEFResource(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if ios.CEFProse(t) {
			r.Recognised = true
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if ios.ResourceRow(s, l, f, r) {
			s.Claim(l)
		}
	}
}
