package main

import (
	"bytes"
	"context"
	"os/signal"
	"slices"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/plan"
	"github.com/headroom-audit/headroom/catalog"
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

// openTUI opens the screens on a stored scan.
func openTUI(ctx context.Context, g *globals, id string) error {
	if !isTerminal(g.std.out) {
		return usagef("the screens need a terminal, and standard output is none: use 'headroom report'")
	}
	result, err := g.openScan(ctx, id)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	o := g.tuiOptions()
	o.Result = result
	o.Plan = func(names []string) (string, error) { return g.writeChecklist(verdicts(result), names) }
	return tui.Run(ctx, o)
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
	p := plan.Build(chosen, catalog.Default(), now)
	var b bytes.Buffer
	if err := report.WriteChecklist(&b, &p); err != nil {
		return "", err
	}
	file := "headroom-plan-" + now.UTC().Format("20060102T150405Z") + ".md"
	return file, writeFile(file, b.Bytes(), 0o644)
}

// liveTUI runs a scan behind the screens; leaving them ends it, and what was
// collected is kept.
func (g *globals) liveTUI(ctx context.Context, job scanJob, title string) error {
	ctx, cancel := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer cancel()
	scanCtx, stopScan := context.WithCancel(ctx)
	defer stopScan()
	feed := tui.NewFeed()
	job.screens = true
	var mu sync.Mutex
	var judged []audit.Verdict // so far: the checklist may be asked for at any time
	job.events = func(e scan.Event) {
		if e.Kind == scan.Judged {
			mu.Lock()
			judged = append(judged, e.Device.Verdict)
			mu.Unlock()
		}
		feed.Push(e)
	}
	ended := make(chan error, 1)
	go func() {
		err := g.runScan(scanCtx, job, func(*scan.Result) error { return nil })
		if !feed.Ended() {
			cancel() // it did not even begin: the screens have nothing to show
		}
		ended <- err
	}()
	o := g.tuiOptions()
	o.Feed, o.Cancel, o.Title = feed, stopScan, title
	o.Plan = func(names []string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		return g.writeChecklist(judged, names)
	}
	err := tui.Run(ctx, o)
	stopScan()
	if scanErr := <-ended; err == nil {
		err = scanErr
	}
	return err
}
