package main

import (
	"context"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

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
	return tui.Run(ctx, o)
}

// liveTUI runs a scan behind the screens; leaving them ends it, and what was
// collected is kept.
func (g *globals) liveTUI(ctx context.Context, job scanJob, title string) error {
	ctx, cancel := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer cancel()
	scanCtx, stopScan := context.WithCancel(ctx)
	defer stopScan()
	feed := tui.NewFeed()
	job.events = feed.Push
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
	err := tui.Run(ctx, o)
	stopScan()
	if scanErr := <-ended; err == nil {
		err = scanErr
	}
	return err
}
