package main

import (
	"context"
	"errors"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/forms"
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
		resume  string
		screens bool
	)
	cmd := &cobra.Command{
		Use:   "scan -i INVENTORY",
		Short: "Visit the devices of an inventory, judge them, keep and report",
		Long: `Visits every device of the inventory once over SSH with read-only commands, judges
what they say, keeps the transcripts and prints the answer.

Ctrl-C takes no more devices, lets commands that run finish (15 s at most), keeps what
was collected and prints it; a second Ctrl-C ends every session at once. --resume goes
on with a scan that was stopped or killed: the same inventory, the devices that were
not read yet, one answer with all of them.
` + exitHelp,
		Example: `  headroom scan -i inventory.yaml
  headroom scan -i inventory.yaml --filter "site:fra3 role:edge" -o json
  headroom scan -i inventory.yaml --fail-on warn --allow-unread 2% -q
  headroom scan -i inventory.yaml --record transcripts/
  headroom scan -i inventory.yaml --resume`,
		Args: func(cmd *cobra.Command, args []string) error {
			if resume == lastScan && len(args) == 1 { // --resume ID
				resume, args = args[0], nil
			}
			return cobra.NoArgs(cmd, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := outcome.check(g, cmd, &out); err != nil {
				return err
			}
			job := scanJob{
				source: scan.SourceSSH, timeout: timeout, noRetry: noRetry, keep: keep, events: g.progress(),
				inventory: invPath, filter: filter, resume: resume, forget: true,
			}
			if err := job.load(g, workers, cmd.Flags().Changed("workers")); err != nil {
				return err
			}
			if screens {
				if !console.IsTerminal(g.std.out) {
					return usagef("--tui needs a terminal, and standard output is none")
				}
				job.forget = false
				return g.liveTUI(cmd.Context(), job, "")
			}
			return g.runScan(cmd.Context(), job, func(doc *report.Scan) error {
				if !keep.noStore {
					outcome.resume = resumeCommand(g, invPath, doc.Scan.ID)
				}
				return g.answerDocument(doc, &out, &outcome)
			})
		},
	}
	f := cmd.Flags()
	f.StringVarP(&invPath, "inventory", "i", "inventory.yaml", "the inventory file; - = standard input")
	f.StringVar(&filter, "filter", "", "only these devices: names, or the filter language (site:fra3 -role:core)")
	f.StringVar(&filter, "limit", "", "the same as --filter")
	f.IntVar(&workers, "workers", scan.DefaultWorkers, "devices at once (default limits.sessions of the inventory, 64 where it has none)")
	f.StringVar(&resume, "resume", "", "go on with the scan of this id that was stopped or killed; without an id the last one of this inventory")
	f.Lookup("resume").NoOptDefVal = lastScan
	f.DurationVar(&timeout, "timeout", 0, "time for one device, all of it (default 5m)")
	f.BoolVar(&noRetry, "no-retry", false, "visit every device once; else a refused or lost connection is tried again after 5 s and 30 s")
	_ = cmd.RegisterFlagCompletionFunc("filter", completeDevices(&invPath))
	f.BoolVar(&screens, "tui", false, "watch it in the screens; -o and --fail-on then say nothing")
	keep.register(cmd)
	outcome.register(cmd)
	out.register(cmd, forms.Scans().Names()...)
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

	inventory string // file of inv, so that the scan can be resumed; "" = it cannot
	filter    string
	resume    string                  // id of the scan to go on with, lastScan, "" = a new one
	forget    bool                    // nobody reads more than the answer after the scan
	taken     report.Taken            // of a job that forgets: what the answer needs of each device
	passed    func() []collect.Passed // files that were not read
	stop      <-chan struct{}         // closes with the first signal, where somebody listens already
	screens   bool                    // the terminal belongs to the screens
	gate      *collect.Gate           // keeps sites waiting; nil = none
}

// load reads the inventory of a live scan, and settles how many sessions there
// are at once: the flag, else the inventory.
func (job *scanJob) load(g *globals, workers int, chosen bool) (err error) {
	if job.resume != "" && job.keep.noStore {
		return usagef("--resume goes on with a scan that is in the store: leave --no-store away")
	}
	if job.inv, err = reachInventory(job.inventory, g.std.in); err != nil {
		return err
	}
	if chosen {
		if workers < 1 || workers > maxWorkers {
			return usagef("--workers %d: from 1 to %d", workers, maxWorkers)
		}
		job.inv.Limits.Sessions = workers
	}
	job.workers = job.inv.Limits.Sessions
	if job.resume == "" {
		job.devices, err = visitable(job.inv, job.filter, job.inventory)
	}
	return err
}

// filesGC is how much, in percent, the heap of an audit of files may grow before what is
// not needed is collected.
const filesGC = 75

// maxWorkers is as many sessions as an inventory may ask for.
const maxWorkers = 2000

// pipeline makes the pipeline of a job, with the store and what a live scan
// needs of this machine; done closes the store.
func (g *globals) pipeline(ctx context.Context, job *scanJob) (p *scan.Pipeline, done func(), err error) {
	policy, err := g.policy()
	if err != nil {
		return nil, nil, err
	}
	p = &scan.Pipeline{
		Registry: registry.All(), Policy: policy, Version: version(), Now: g.clock,
		Workers: job.workers, Record: job.keep.record, Events: job.events, PeakRSS: host.PeakRSS, Passed: job.passed,
	}
	if job.forget {
		job.taken = report.Taken{}
		p.Take = job.taken.Take
	}
	done = func() {}
	var st store.Store
	if !job.keep.noStore {
		if st, err = g.openStore(ctx); err != nil {
			return nil, nil, err
		}
		done = func() { _ = st.Close() } // everything was committed
		p.Store = st
	}
	if job.inv == nil {
		host.SettleMemory(filesGC, host.FilesMemory)
		return p, done, nil
	}
	host.SettleMemory(collect.GCPercent, host.ScanMemory)
	if job.inventory != "" {
		p.Inventory, p.Filter = inventoryName(job.inventory), job.filter
	}
	if job.resume != "" {
		if p.Resume, err = g.pickUp(ctx, st, job); err != nil {
			done()
			return nil, nil, err
		}
	}
	sessions := job.workers
	if sessions <= 0 {
		sessions = scan.DefaultWorkers
	}
	per := host.PerSession(job.devices)
	if err := host.EnoughFiles(min(sessions, len(job.devices)), per); err != nil {
		done()
		return nil, nil, err
	}
	p.Workers = host.UnderWay(sessions, per)
	return p, done, nil
}

// runScan runs a scan and hands its result to answer. Errors of keeping it do
// not keep the answer back: they are told after it.
func (g *globals) runScan(ctx context.Context, job scanJob, answer func(*report.Scan) error) error {
	return g.readScan(ctx, job, func(r *scan.Result, taken report.Taken) error {
		doc := report.NewScanOf(r, taken)
		return answer(&doc)
	})
}

// readScan is runScan for who wants the result itself, and what was taken of it.
func (g *globals) readScan(ctx context.Context, job scanJob, answer func(*scan.Result, report.Taken) error) error {
	p, done, err := g.pipeline(ctx, &job)
	if err != nil {
		return err
	}
	defer done()
	build := job.collect
	if build == nil {
		if !job.screens { // which show it as a finding
			warnUnchecked(g, job.inv, job.devices)
		}
		build = overSSH(job)
	}
	c, stop, err := build(p)
	if err != nil {
		return err
	}
	p.Collector = c
	p.Stop = job.stop
	if p.Stop == nil {
		var release func()
		ctx, p.Stop, release = console.Interrupts(ctx, g.sayer(job.screens))
		defer release()
	}
	result, err := p.Run(ctx, job.source, job.devices)
	err = errors.Join(err, stop())
	if err != nil && len(result.Devices) == 0 && len(job.devices) > 0 && ctx.Err() == nil {
		return usagef("%v", err)
	}
	said := answer(result, job.taken)
	if err != nil {
		return errors.Join(said, usagef("the answer above is whole, but not all of it could be kept: %v", err))
	}
	return said
}

// answerDocument prints the document of a scan and gives its exit code.
func (g *globals) answerDocument(doc *report.Scan, out *outputFlags, outcome *outcomeFlags) error {
	if err := outcome.since.settle(g, doc, &outcome.terms); err != nil {
		return err
	}
	result := outcome.terms.Of(doc)
	g.tellUnused(doc)
	whole := *doc
	outcome.since.keep(doc)
	err := writeBy(g, out, forms.Scans(), doc, outcome.terms)
	outcome.notify.send(g, &whole) // also where the answer could not be written
	if err != nil {
		return err
	}
	return outcome.exit(doc, result)
}
