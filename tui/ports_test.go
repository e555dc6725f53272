package tui

import (
	"errors"
	"maps"
	"os/exec"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// memoryKeeper keeps a session as the store would.
type memoryKeeper struct{ kept screen.Kept }

func (k *memoryKeeper) Load() (screen.Kept, error) { return k.kept, nil }
func (k *memoryKeeper) Save(change func(screen.Kept) screen.Kept) (screen.Kept, error) {
	s := change(k.kept)
	k.kept = screen.Kept{Planning: s.Planning, Marks: slices.Clone(s.Marks)}
	k.kept.Ticks, k.kept.Devices = maps.Clone(s.Ticks), slices.Clone(s.Devices)
	return k.kept, nil
}

// lent are ports that show a result and its invented past.
func lent(r *scan.Result) screen.Ports {
	yesterday := screen.Head{ID: "20261123T100000Z-0badcafe", Source: "ssh", Inventory: "inventory.yaml", Started: clock().AddDate(0, 0, -1), Planned: 9, Interrupted: true}
	today := screen.Head{ID: r.ID, Source: "ssh", Inventory: "inventory.yaml", Started: r.Started, Planned: r.Planned}
	find := func(name string) (*scan.Device, error) {
		for i := range r.Devices {
			if r.Devices[i].Inventory.Name == name {
				return &r.Devices[i], nil
			}
		}
		return nil, errors.New("no such device: " + name)
	}
	return screen.Ports{
		Keep: &memoryKeeper{}, Judge: find, Policy: policy.Default(), Remedies: rules.Auditor(registry.All()),
		Waive: func(string, string, string, time.Time) (func() error, error) { return func() error { return nil }, nil },
		Hand: func(string, safeterm.Text, bool) (*exec.Cmd, func(), error) {
			return exec.Command("true"), func() {}, nil
		},
		Pause:  func(string) (string, bool, error) { return hostile, true, nil },
		Export: func(*plan.Plan, string) error { return nil },
		Scans: func() ([]screen.ScanLine, error) {
			return []screen.ScanLine{{Head: today, Read: 9, Worst: "OVER 1 CRIT 1"}, {Head: yesterday, Read: 4, Worst: hostile}}, nil
		},
		Open: func(id string) (*scan.Result, screen.Head, error) {
			if id == yesterday.ID {
				return &scan.Result{ID: id, Planned: 9, Interrupted: true, Devices: r.Devices[:4]}, yesterday, nil
			}
			return r, today, nil
		},
		Past: func(name string) ([]store.Reading, error) {
			d, err := find(name)
			if err != nil {
				return nil, err
			}
			now := scan.ReadingOf(&d.Verdict, clock(), "test")
			before := now
			before.At, before.Judged.State, before.Judged.Version = clock().AddDate(0, 0, -30), "ok", "15.0"
			return []store.Reading{before, now}, nil
		},
		Diff: func(a, b string) (*report.Diff, error) {
			return &report.Diff{
				A: report.DiffSide{ID: "20261123T100000Z-0badcafe", Started: yesterday.Started, Devices: 4, Planned: 9, Interrupted: true}, B: report.DiffSide{ID: r.ID, Started: r.Started, Devices: 9, Planned: 9},
				Notes: []string{"20261123T100000Z-0badcafe was interrupted: 4 of 9 devices; what is gone or new may only be unvisited"},
				Changes: []history.Change{
					{Kind: history.Worse, Device: "ams1-edge-05", Text: "WARN -> CRIT"},
					{Kind: history.Beyond, Device: "fra3-edge-01", Text: "IPv4: 1,048,576 entries, 900,000 at most were to be expected"},
					{Kind: history.New, Device: "gone-from-here", Text: hostile},
					{Kind: history.Better, Device: "lhr5-edge-02", Text: "WARN -> ok"},
				},
			}, nil
		},
	}
}
