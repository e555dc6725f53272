package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// screenStore is the store as the screens use it: opened when something is asked for, and
// closed with them.
type screenStore struct {
	g    *globals
	name string // of the fleet, for what a person made in the screens
	p    policy.Policy
	off  bool                 // nothing is stored
	inv  *inventory.Inventory // loaded already; else it is read from path
	path string               // of the inventory, "" = none is known

	mu   sync.Mutex
	st   store.Store
	head store.Scan
}

// desk is the store for the screens; a policy that cannot be read is a mistake before they open.
func (g *globals) desk(fleet string, off bool) (*screenStore, error) {
	p, err := g.policy()
	return &screenStore{g: g, name: fleet, off: off, p: p}, err
}

// lend fills the ports that need a store.
func (d *screenStore) lend(p *screen.Ports) {
	p.Policy, p.Remedies = d.p, rules.Auditor(registry.All())
	if d.inv != nil || d.path != "" {
		p.Inventory = d.calendar
	}
	if d.off {
		return
	}
	p.Judge, p.Keep, p.Past, p.Scans, p.Open, p.Diff = d.judge, d, d.past, d.scans, d.show, d.diff
}

// calendar is the inventory with its windows.
func (d *screenStore) calendar() (*inventory.Inventory, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inv != nil {
		return d.inv, nil
	}
	inv, err := loadInventory(d.path, nil)
	if err == nil {
		d.inv = inv
	}
	return inv, err
}

// store opens the store once.
func (d *screenStore) store(ctx context.Context) (store.Store, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.st != nil {
		return d.st, nil
	}
	st, err := d.g.openStore(ctx)
	if err == nil {
		d.st = st
	}
	return st, err
}

func (d *screenStore) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.st != nil {
		_ = d.st.Close() // everything was committed
	}
}

// pipeline is what judges a stored scan for the screens.
func (d *screenStore) pipeline(st store.Store) *scan.Pipeline {
	return &scan.Pipeline{Registry: registry.All(), Policy: d.p, Store: st, Version: version(), Now: d.g.clock}
}

// open reads a stored scan for the screens: as it was judged on its day, where that would
// be said today too; one of before that was kept is judged anew.
func (d *screenStore) open(ctx context.Context, id string) (*scan.Result, store.Scan, error) {
	st, err := d.store(ctx)
	if err != nil {
		return nil, store.Scan{}, err
	}
	head, err := d.g.headOf(ctx, st, id)
	if err != nil {
		return nil, head, err
	}
	d.mu.Lock()
	d.head = head
	d.mu.Unlock()
	result, err := scan.List(ctx, d.pipeline(st), head)
	if err != nil {
		return nil, head, usagef("%v", err)
	}
	if len(result.Devices) < head.Visited {
		return d.g.openStored(ctx, head.ID)
	}
	return result, head, nil
}

// judge judges one device of the scan that is shown.
func (d *screenStore) judge(name string) (*scan.Device, error) {
	ctx := context.Background()
	st, err := d.store(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	head := d.head
	d.mu.Unlock()
	dev, err := scan.OpenDevice(ctx, d.pipeline(st), head, name)
	return &dev, err
}

// past gives what scans read of a device.
func (d *screenStore) past(name string) ([]store.Reading, error) {
	st, err := d.store(context.Background())
	if err != nil {
		return nil, err
	}
	return st.Series(context.Background(), name)
}

// Load gives what was kept of the screens of this fleet.
func (d *screenStore) Load() (screen.Kept, error) {
	ctx := context.Background()
	st, err := d.store(ctx)
	if err != nil {
		return screen.Kept{}, err
	}
	kept, _, err := d.session(ctx, st)
	return kept, err
}

func (d *screenStore) session(ctx context.Context, st store.Store) (kept screen.Kept, doc []byte, err error) {
	doc, err = st.Session(ctx, d.name)
	if err != nil || doc == nil {
		return kept, nil, err
	}
	return kept, doc, json.Unmarshal(doc, &kept)
}

// Save keeps the plan, its ticks and the marks: what change makes of what is kept by now.
func (d *screenStore) Save(change func(screen.Kept) screen.Kept) (screen.Kept, error) {
	ctx := context.Background()
	st, err := d.store(ctx)
	if err != nil {
		return screen.Kept{}, err
	}
	for range 100 { // each time another terminal was faster
		before, was, err := d.session(ctx, st)
		if err != nil {
			return before, err
		}
		after := change(before)
		doc, err := json.Marshal(after)
		if err != nil {
			return before, err
		}
		if done, err := st.KeepSession(ctx, d.name, was, doc); done || err != nil {
			return after, err
		}
	}
	return screen.Kept{}, errors.New("other terminals write without end")
}

// scans lists the scans of the store, newest first.
func (d *screenStore) scans() ([]screen.ScanLine, error) {
	ctx := context.Background()
	st, err := d.store(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := st.Scans(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]screen.ScanLine, 0, len(heads))
	for i := range heads {
		tally, err := st.Tally(ctx, heads[i].ID)
		if err != nil {
			return nil, err
		}
		worst := ""
		for _, s := range audit.States() {
			if n := tally.States[string(s)]; n > 0 && s != audit.OK && len(worst) < 12 {
				worst += fmt.Sprintf("%s %d ", s, n)
			}
		}
		out = append(out, screen.ScanLine{Head: headOf(&heads[i]), Read: tally.Read, Worst: worst})
	}
	return out, nil
}

// headOf is the head of a scan as the screens show it.
func headOf(sc *store.Scan) screen.Head {
	return screen.Head{ID: sc.ID, Source: sc.Source, Inventory: sc.Inventory, Started: sc.Started, Planned: sc.Planned, Interrupted: sc.Finished.IsZero()}
}

// show opens another scan of the store.
func (d *screenStore) show(id string) (*scan.Result, screen.Head, error) {
	res, head, err := d.open(context.Background(), id)
	return res, headOf(&head), err
}

// diff compares two scans, "" and "" the last two.
func (d *screenStore) diff(a, b string) (*report.Diff, error) {
	ctx := context.Background()
	st, err := d.store(ctx)
	if err != nil {
		return nil, err
	}
	var args []string
	if a != "" {
		args = []string{a, b}
	}
	return d.g.diff(ctx, st, args, false)
}
