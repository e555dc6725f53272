package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os/signal"
	"slices"
	"sync"
	"syscall"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui"
)

func newTUI(g *globals) *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:   "tui",
		Short: "The screens on a stored scan",
		Long: `Opens the screens on the newest stored scan, or on --scan. They need a terminal;
'headroom report' prints the same as a table.

If a session is killed and the terminal behaves oddly: printf '\033[<u\033[>4m'; reset`,
		Example: "  headroom tui\n  headroom tui --scan 20261124",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return openTUI(cmd.Context(), g, id) },
	}
	scanFlag(cmd, g, &id)
	return cmd
}

// tuiOptions are what the screens get from the flags.
func (g *globals) tuiOptions() tui.Options {
	return tui.Options{ASCII: g.ascii || notUTF8(), NoColor: g.noColor, Now: g.clock}
}

// openTUI opens the screens on a stored scan. Devices can be read again where the
// inventory that they came from is known.
func openTUI(ctx context.Context, g *globals, id string) error {
	if !isTerminal(g.std.out) {
		return usagef("the screens need a terminal, and standard output is none: use 'headroom report'")
	}
	result, head, err := g.openStored(ctx, id)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	b := g.behind(ctx, scanJob{source: scan.SourceSSH, inventory: head.Inventory}, verdicts(result))
	o := b.options("")
	o.Result = result
	if head.Inventory == "" || head.Inventory == "-" {
		o.Rescan = nil
	}
	return errors.Join(tui.Run(ctx, o), b.end())
}

// writeChecklist writes the checklist of some devices into the folder headroom
// was started in, and gives the file's name.
func (g *globals) writeChecklist(all []audit.Verdict, names []string) (string, error) {
	var chosen []audit.Verdict
	for i := range all {
		if slices.Contains(names, all[i].Device.Name) {
			chosen = append(chosen, all[i])
		}
	}
	now := g.clock()
	p := plan.Build(chosen, vendors.Catalog(), now)
	var b bytes.Buffer
	if err := report.WriteChecklist(&b, &p); err != nil {
		return "", err
	}
	file := "headroom-plan-" + now.UTC().Format("20060102T150405Z") + ".md"
	return file, atomicfile.Write(file, b.Bytes(), 0o644)
}

// liveTUI runs a scan behind the screens; leaving them ends it, and what was
// collected is kept.
func (g *globals) liveTUI(ctx context.Context, job scanJob, title string) error {
	ctx, cancel := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer cancel()
	b := g.behind(ctx, job, nil)
	b.start(job, cancel)
	return errors.Join(tui.Run(ctx, b.options(title)), b.end())
}

// behind is the scans behind the screens: one at a time.
type behind struct {
	g    *globals
	ctx  context.Context
	stop context.CancelFunc
	job  scanJob
	feed *tui.Feed
	runs sync.WaitGroup

	mu     sync.Mutex
	judged map[string]audit.Verdict // the newest of each device: the checklist may be asked for at any time
	err    error                    // of all scans
}

func (g *globals) behind(ctx context.Context, job scanJob, judged []audit.Verdict) *behind {
	b := &behind{g: g, job: job, feed: tui.NewFeed(), judged: map[string]audit.Verdict{}}
	b.ctx, b.stop = context.WithCancel(ctx)
	for i := range judged {
		b.judged[judged[i].Device.Name] = judged[i]
	}
	return b
}

// options are those of the screens over b.
func (b *behind) options(title string) tui.Options {
	o := b.g.tuiOptions()
	o.Feed, o.Cancel, o.Title, o.Rescan, o.Plan = b.feed, b.stop, title, b.again, b.checklist
	return o
}

// start runs a scan; stillborn is called where it did not even begin.
func (b *behind) start(job scanJob, stillborn func()) {
	job.screens, job.events = true, b.event
	b.runs.Go(func() {
		err := b.g.runScan(b.ctx, job, func(*scan.Result) error { return nil })
		b.mu.Lock()
		b.err = errors.Join(b.err, err)
		b.mu.Unlock()
		if !b.feed.Ended() {
			stillborn()
		}
	})
}

func (b *behind) event(e scan.Event) {
	if e.Kind == scan.Judged {
		b.mu.Lock()
		b.judged[e.Device.Verdict.Device.Name] = e.Device.Verdict
		b.mu.Unlock()
	}
	b.feed.Push(e)
}

// again reads some devices again. That is not stored: the newest scan stays the
// one of the whole fleet.
func (b *behind) again(names []string) error {
	job := b.job
	job.keep.noStore = true
	if job.inv == nil {
		if err := job.load(b.g, 0, false); err != nil {
			return err
		}
	}
	job.devices = nil
	for _, name := range names {
		i := slices.IndexFunc(job.inv.Devices, func(d inventory.Device) bool { return d.Name == name && !d.Skip })
		if i < 0 {
			return fmt.Errorf("%s is not in %s, or is marked skip there", name, job.inv.Path)
		}
		job.devices = append(job.devices, job.inv.Devices[i])
	}
	job.inventory = "" // a part of it cannot be resumed
	b.start(job, func() { b.feed.Push(scan.Event{Kind: scan.Finished, At: b.g.clock()}) })
	return nil
}

// checklist writes the checklist of some devices and gives the file's name.
func (b *behind) checklist(names []string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.g.writeChecklist(slices.Collect(maps.Values(b.judged)), names)
}

// end stops the scan that runs and gives the errors of all.
func (b *behind) end() error {
	b.stop()
	b.runs.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}
