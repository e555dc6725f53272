package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/replay"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/scan"
)

func newAudit(g *globals) *cobra.Command {
	var (
		out     outputFlags
		outcome outcomeFlags
		keep    keepFlags
	)
	cmd := &cobra.Command{
		Use:   "audit PATH…",
		Short: "The same verdict from files: transcripts, terminal logs, show-tech",
		Long: `Reads captures instead of routers: headroom's own transcripts, terminal logs as
people paste them (prompt#command and what came), show-tech files, backups of RANCID
and Oxidized, packed with gzip, bzip2, zstd, zip or tar or not, or folders of any of
these; - is standard input. A file may hold several devices, and a device may lie in
several files: its newest answers count. What was not read is named; a file that is
no capture is a finding, not a reason to stop.
` + exitHelp,
		Example: `  headroom audit captures/
  headroom audit edge1.log core2.transcript -o json
  zcat logs-of-all.gz | headroom audit -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := outcome.check(cmd, &out); err != nil {
				return err
			}
			c, err := replay.Open(args, g.std.in)
			if err != nil {
				return usagef("%v", err)
			}
			for _, p := range c.Passed {
				if !p.Known || g.verbose {
					fmt.Fprintf(g.std.err, "headroom: not read: %s: %s\n", safeterm.CleanLine(p.File), safeterm.CleanLine(p.Why))
				}
			}
			job := scanJob{source: scan.SourceFiles, devices: c.Devices, keep: keep, passed: func() []collect.Passed { return c.Passed }, workers: 4, events: newProgress(g).event}
			job.collect = func(*scan.Pipeline) (collect.Collector, func() error, error) {
				return c, func() error { return nil }, nil
			}
			return g.runScan(cmd.Context(), job, func(r *scan.Result) error { return g.answer(r, &out, &outcome) })
		},
	}
	keep.register(cmd)
	outcome.register(cmd)
	out.register(cmd, forms.Scans().Names()...)
	return cmd
}
