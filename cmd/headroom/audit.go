package main

import (
	"fmt"
	"runtime"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/replay"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/scan"
)

func newAudit(g *globals) *cobra.Command {
	var (
		out     outputFlags
		outcome outcomeFlags
		keep    keepFlags
		workers int
		files   replay.Options
		tree    gitFlags
	)
	cmd := &cobra.Command{
		Use:   "audit PATH…",
		Short: "The same verdict from files: transcripts, terminal logs, show-tech",
		Long: `Reads captures instead of routers: headroom's own transcripts, terminal logs as
people paste them (prompt#command and what came), show-tech files, backups of RANCID
and Oxidized, packed with gzip, bzip2, zstd, zip or tar or not, or folders of any of
these; - is standard input. A file may hold several devices, and a device may lie in
several files: its newest answers count. What was not read is named; a file that is
no capture is a finding, not a reason to stop. With --git the commits of a repository of
backups are replayed: what was configured when, and which release ran; nothing is kept.
` + exitHelp,
		Example: `  headroom audit captures/
  headroom audit edge1.log core2.transcript -o json
  headroom audit rancid/ --include "configs/*" --exclude "*.new"
  headroom audit --git /var/lib/rancid/core --since 2y
  zcat logs-of-all.gz | headroom audit -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := outcome.check(g, cmd, &out); err != nil {
				return err
			}
			if err := tree.check(args, &out); err != nil {
				return err
			}
			if tree.dir != "" {
				return g.trend(cmd.Context(), &tree, &out)
			}
			files.Workers = workers
			if err := files.Check(); err != nil {
				return usagef("%v", err)
			}
			ctx, stop, release := console.Interrupts(cmd.Context(), g.sayer(false))
			defer release()
			files.Stop = stop
			c, err := replay.Open(args, g.std.in, files)
			if err != nil {
				return usagef("%v", err)
			}
			for _, p := range c.Passed {
				if !p.Known || g.verbose {
					fmt.Fprintf(g.std.err, "headroom: not read: %s: %s\n", safeterm.CleanLine(p.File), safeterm.CleanLine(p.Why))
				}
			}
			job := scanJob{source: scan.SourceFiles, devices: c.Devices, keep: keep, passed: func() []collect.Passed { return c.Passed }, workers: workers, forget: true, stop: stop, events: g.progress()}
			job.collect = func(*scan.Pipeline) (collect.Collector, func() error, error) {
				return c, func() error { return nil }, nil
			}
			return g.runScan(ctx, job, func(doc *report.Scan) error { return g.answerDocument(doc, &out, &outcome) })
		},
	}
	cmd.Flags().IntVar(&workers, "workers", runtime.GOMAXPROCS(0), "files read at once (default the processors of this machine)")
	cmd.Flags().StringSliceVar(&files.Include, "include", nil, "only files of folders that match: a pattern of the name or of the path (*.log, configs/*)")
	cmd.Flags().StringSliceVar(&files.Exclude, "exclude", nil, "not the files and folders that match")
	keep.register(cmd)
	outcome.register(cmd)
	tree.register(cmd)
	out.register(cmd, forms.Scans().Names()...)
	return cmd
}
