package scan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

// List reads a stored scan for a list: each device as it was judged on its day, with
// its memories, but without findings, evidence and transcript. Kept marks such devices;
// OpenDevice judges one of them anew, with all of that. It takes a scan of 10,000 devices
// in the time in which Open judges some hundred. What would be judged otherwise today (see
// stands) is judged anew where its transcript is kept; where it is not, an ok is unknown.
func List(ctx context.Context, p *Pipeline, head store.Scan) (*Result, error) {
	res, err := resultOf(head)
	if err != nil {
		return res, err
	}
	s := p.standing(head)
	res.Devices = slices.Grow(res.Devices, head.Visited)
	var fallen []int
	if err := p.Store.Kept(ctx, head.ID, func(k *store.Kept) error {
		if !s.stands(k) {
			fallen = append(fallen, len(res.Devices))
		}
		d := listed(k)
		s.age(&d.Verdict)
		res.Devices = append(res.Devices, d)
		return nil
	}); err != nil {
		return res, err
	}
	for _, i := range fallen {
		switch d, err := OpenDevice(ctx, p, head, res.Devices[i].Inventory.Name); {
		case err == nil:
			res.Devices[i] = d
		case !errors.Is(err, store.ErrNoVisit):
			return res, err
		case res.Devices[i].Verdict.State == audit.OK: // nothing is kept to judge it by
			v := &res.Devices[i].Verdict
			v.State, v.Action = audit.Unkn, solve.Investigate
		}
	}
	if res.Metrics != nil {
		res.Metrics.tally(res)
	}
	return res, nil
}

// OpenDevice judges one device of a stored scan, by the parsers and rules of today;
// store.ErrNoVisit where no transcript of it is kept.
func OpenDevice(ctx context.Context, p *Pipeline, head store.Scan, name string) (Device, error) {
	v, err := p.Store.Visit(ctx, head.ID, name)
	if err != nil {
		return Device{}, err
	}
	past, err := p.past(ctx, name)
	if err != nil {
		return Device{}, fmt.Errorf("the past of %s: %w", name, err)
	}
	return p.again(v, deviceOf(v.Device, &v.Meta), past), nil
}

func deviceOf(name string, m *store.Meta) inventory.Device {
	return inventory.Device{Name: name, OS: m.OS, Site: m.Site, Role: m.Role, Pair: m.Pair, Tags: m.Tags}
}

// listed is a device as a list shows it.
func listed(k *store.Kept) Device {
	j := &k.Judged
	f := &fact.Device{Name: k.Device, Family: j.Family, Site: j.Site, Role: j.Role, Pair: k.Meta.Pair, Tags: k.Meta.Tags, Failure: k.Failure}
	f.Identity.OS, f.Identity.Model, f.Identity.Version = fact.OS(j.OS), j.Model, j.Version
	f.Carve.Active.Text, f.Carve.AfterReload.Text, f.Boot.Register.Text = j.Active, j.After, j.Register
	if f.Failure.Cause == "" {
		f.Failure.Cause = j.Cause
	}
	if !j.Undated {
		f.Recorded = k.At
	}
	if j.Pending {
		f.PendingKnown = fact.Yes
	}
	v := audit.Verdict{Device: f, State: audit.State(j.State), Action: solve.Action(j.Action), Pools: poolsOf(k)}
	if j.RunsOut != "" {
		v.RunsOut = &audit.RunsOut{Runway: solve.Runway(k.RunsOut), Pool: j.RunsOut}
	}
	return Device{Inventory: deviceOf(k.Device, &k.Meta), Verdict: v, Transcript: &transcript.Transcript{Device: k.Device}, File: k.File, Kept: j}
}

// scopeOf reads the words of a scope back: its String is instance again.
func scopeOf(instance string) fact.Scope {
	words := strings.Split(instance, " ")
	n := len(words)
	switch {
	case instance == "":
		return fact.System()
	case n < 3:
		kind, index, _ := strings.Cut(instance, " ")
		return fact.Scope{Kind: fact.ScopeKind(kind), Index: index}
	}
	return fact.Scope{Node: strings.Join(words[:n-2], " "), Kind: fact.ScopeKind(words[n-2]), Index: words[n-1]}
}

// poolsOf gives the worst memory of a device first, then of each other one that was kept
// the instance with the least room; of those whose room is not known the first.
func poolsOf(k *store.Kept) []ledger.Pool {
	out := make([]ledger.Pool, 0, min(4, len(k.Samples)))
	worst := k.Worst()
	if worst != nil {
		out = append(out, poolOf(worst))
	}
	fixed := len(out)
	for i := range k.Samples {
		if &k.Samples[i] == worst {
			continue
		}
		p := poolOf(&k.Samples[i])
		share, known := p.FreeShare()
		at := slices.IndexFunc(out, func(o ledger.Pool) bool {
			_, knew := o.FreeShare()
			return o.Name == p.Name && o.Resource == p.Resource && knew == known
		})
		if at < 0 {
			out = append(out, p)
		} else if before, _ := out[at].FreeShare(); at >= fixed && share < before {
			out[at] = p
		}
	}
	return out
}

func poolOf(m *store.Sample) ledger.Pool {
	return ledger.Pool{
		Name: m.Name, Resource: m.Resource, Unit: m.Unit, Kind: m.Kind, Scope: scopeOf(m.Instance),
		Capacity: m.Cap, Used: m.Used, Max: m.Max, Free: m.Free.Or(ledger.FreeOf(m.Cap, m.Used)),
	}
}
