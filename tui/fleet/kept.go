package fleet

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
)

// NewKept makes the row of a device from what the store keeps of its verdict. What
// only judging tells (the lines to enter, whether they are refused) stays open.
func NewKept(k *store.Reading) *Row {
	j := &k.Judged
	r := &Row{Kept: k, Name: k.Device, State: audit.State(j.State), action: j.Action, Action: ActionWord(solve.Action(j.Action)), Share: 2}
	r.identify(j.Family, j.Model, j.OS, j.Site)
	r.Profile = safeterm.CleanLine(j.Active)
	r.pools(keptPools(k))
	r.Out = Out{Low: k.RunsOut.Low, Median: k.RunsOut.Median, High: k.RunsOut.High, Known: j.RunsOut != "", Pool: safeterm.CleanLine(j.RunsOut)}
	if r.State == audit.Over {
		r.Out = Out{Now: true, Known: true, Pool: safeterm.CleanLine(j.Pool)}
	}
	if j.Action != "" && j.Action != string(solve.None) {
		r.Fix = safeterm.CleanLine(j.Action)
	}
	return r
}

// keptPools makes the lines of the ledger of what was kept, the worst first.
func keptPools(k *store.Reading) []ledger.Pool {
	var out []ledger.Pool
	for i := range k.Samples {
		s := &k.Samples[i]
		p := ledger.Pool{Name: s.Name, Resource: s.Resource, Unit: s.Unit, Kind: s.Kind, Used: s.Used, Capacity: s.Cap, Max: s.Max}
		p.Scope.Node = s.Instance
		used, ok1 := s.Used.Get()
		limit, ok2 := s.Cap.Get()
		if ok1 && ok2 {
			p.Free = fact.Derived(max(0, limit-used), fact.Span{}, "cap - used")
		}
		if scan.Where(s.Name, s.Instance) == k.Judged.Pool {
			out = append([]ledger.Pool{p}, out...)
		} else {
			out = append(out, p)
		}
	}
	return out
}
