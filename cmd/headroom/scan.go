package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// keepFlags say what is kept of a scan.
type keepFlags struct {
	record  string
	noStore bool
}

func (k *keepFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&k.record, "record", "", "also write every transcript into this folder")
	cmd.Flags().BoolVar(&k.noStore, "no-store", false, "do not keep the scan")
}

// scanForms are the forms of a scan's answer.
func scanForms() []string { return []string{"table", "json", "jsonl"} }

func newScan(g *globals) *cobra.Command {
	var (
		out     outputFlags
		outcome outcomeFlags
		keep    keepFlags
		invPath string
		filter  string
		workers int
		timeout time.Duration
		noRetry bool
	)
	cmd := &cobra.Command{
		Use:   "scan -i INVENTORY",
		Short: "Visit the devices of an inventory, judge them, keep and report",
		Long: `Visits every device of the inventory once over SSH with read-only commands, judges
what they say, keeps the transcripts and prints the answer. Ctrl-C ends it and keeps
what was collected.
` + exitHelp,
		Example: `  headroom scan -i inventory.yaml
  headroom scan -i inventory.yaml --filter "site:fra3 role:edge" -o json
  headroom scan -i inventory.yaml --fail-on warn --allow-unread 2% -q
  headroom scan -i inventory.yaml --record transcripts/`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := errors.Join(out.check(), outcome.check()); err != nil {
				return err
			}
			inv, devices, err := selectDevices(invPath, filter)
			if err != nil {
				return err
			}
			pr := newProgress(g)
			return g.runScan(cmd.Context(), scanJob{
				source: scan.SourceSSH, devices: devices, inv: inv, timeout: timeout, workers: workers, noRetry: noRetry, keep: keep, events: pr.event,
			}, func(r *scan.Result) error { return g.answer(r, &out, &outcome) })
		},
	}
	f := cmd.Flags()
	f.StringVarP(&invPath, "inventory", "i", "inventory.yaml", "the inventory file; - = standard input")
	f.StringVar(&filter, "filter", "", "only these devices: names, or the filter language (site:fra3 -role:core)")
	f.StringVar(&filter, "limit", "", "the same as --filter")
	f.IntVar(&workers, "workers", scan.DefaultWorkers, "devices at once")
	f.DurationVar(&timeout, "timeout", 0, "time for one device, all of it (default 5m)")
	f.BoolVar(&noRetry, "no-retry", false, "visit every device once; else a refused or lost connection is tried again after 5 s and 30 s")
	_ = cmd.RegisterFlagCompletionFunc("filter", completeDevices(&invPath))
	keep.register(cmd)
	outcome.register(cmd)
	out.register(cmd, scanForms()...)
	return cmd
}

// scanJob is one scan to run.
type scanJob struct {
	source  string
	devices []inventory.Device
	inv     *inventory.Inventory // nil = files
	collect collectorFor         // nil = live
	timeout time.Duration
	workers int
	noRetry bool
	keep    keepFlags
	events  func(scan.Event)
}

// runScan runs a scan and hands its result to answer. Errors of keeping it do
// not keep the answer back: they are told after it.
func (g *globals) runScan(ctx context.Context, job scanJob, answer func(*scan.Result) error) error {
	policy, err := g.policy()
	if err != nil {
		return err
	}
	p := &scan.Pipeline{
		Registry: registry.All(), Policy: policy, Version: version(), Now: g.clock,
		Workers: job.workers, Record: job.keep.record, Events: job.events,
	}
	if !job.keep.noStore {
		st, err := g.openStore(ctx)
		if err != nil {
			return err
		}
		defer st.Close() //nolint:errcheck // everything was committed
		p.Store = st
	}
	build := job.collect
	if build == nil {
		build = live(job)
	}
	c, stop, err := build(p)
	if err != nil {
		return err
	}
	p.Collector = c
	ctx, cancel := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer cancel()
	result, err := p.Run(ctx, job.source, job.devices)
	err = errors.Join(err, stop())
	if err != nil && len(result.Devices) == 0 && len(job.devices) > 0 && ctx.Err() == nil {
		return usagef("%v", err)
	}
	said := answer(result)
	if err != nil {
		return errors.Join(said, usagef("the answer above is whole, but not all of it could be kept: %v", err))
	}
	return said
}

// openStore opens the store of scans, or says what to do about it.
func (g *globals) openStore(ctx context.Context) (*store.Store, error) {
	path, err := g.storePath()
	if err != nil {
		return nil, usagef("%v", err)
	}
	st, err := store.Open(ctx, path)
	if err != nil {
		return nil, usagef("%v (use --store PATH, or --no-store)", err)
	}
	return st, nil
}

// answer prints a result in the wanted forms and gives its exit code.
func (g *globals) answer(r *scan.Result, out *outputFlags, outcome *outcomeFlags) error {
	doc := report.NewScan(r)
	return g.answerDocument(&doc, out, outcome)
}

// answerDocument prints the document of a scan and gives its exit code.
func (g *globals) answerDocument(doc *report.Scan, out *outputFlags, outcome *outcomeFlags) error {
	if outcome.nagios {
		return outcome.exitNagios(g, doc)
	}
	err := out.each(g.std, func(w io.Writer, format string, stdout bool) error {
		return g.writeScan(w, doc, format, stdout)
	})
	if err != nil {
		return err
	}
	return outcome.exit(doc)
}
