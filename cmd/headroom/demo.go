package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/scan"
)

func newDemo(g *globals) *cobra.Command {
	var (
		out     outputFlags
		outcome outcomeFlags
		keep    keepFlags
		f       labFlags
		noTUI   bool
		days    int
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "A lab fleet of simulated routers, scanned over real SSH, in the screens",
		Long: `Starts the demo fleet on loopback, scans it over real SSH and opens the screens. The
routers are simulated and what they print is synthetic; the road is the real one.
With --days a past of so many daily scans is invented for it, with growth, steps, leaks,
reloads and changed allocations: for history, forecast and diff.
With --no-tui, or where standard output is no terminal, it prints the table and exits
as scan does.
` + exitHelp,
		Example: `  headroom demo
  headroom demo --no-tui
  headroom demo --latency 300ms           watch the scan
  headroom demo --no-tui --days 400 --store demo.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := outcome.check(cmd, &out); err != nil {
				return err
			}
			if err := g.mayInvent(cmd.Context(), days, keep.noStore); err != nil {
				return err
			}
			l, err := f.start(cmd.Context())
			if err != nil {
				return err
			}
			defer l.Close() //nolint:errcheck // it ends with the process
			inv, clean, err := labInventory(l)
			if err != nil {
				return err
			}
			defer clean()
			job := scanJob{source: scan.SourceSSH, devices: inv.Devices, inv: inv, keep: keep, noRetry: true}
			job.pastDays = days
			if !noTUI && console.IsTerminal(g.std.out) {
				return g.liveTUI(cmd.Context(), job, "demo fleet (simulated)")
			}
			job.events, job.forget = g.progress(), true
			return g.runScan(cmd.Context(), job, func(r *scan.Result) error { return g.answer(r, &out, &outcome) })
		},
	}
	cmd.Flags().BoolVar(&noTUI, "no-tui", false, "print the table instead of opening the screens")
	cmd.Flags().IntVar(&days, "days", 0, "invent so many daily scans of before; only for a store without scans")
	f.register(cmd)
	keep.register(cmd)
	outcome.register(cmd)
	out.register(cmd, forms.Scans().Names()...)
	return cmd
}

// labInventory loads the inventory of a lab; its password lies in a file that
// clean removes.
func labInventory(l *lab.Lab) (inv *inventory.Inventory, clean func(), err error) {
	dir, err := os.MkdirTemp("", "headroom-lab-*") // 0700
	if err != nil {
		return nil, nil, usagef("the lab's password: %v", err)
	}
	clean = func() { _ = os.RemoveAll(dir) }
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, l.Password(), 0o600); err != nil {
		clean()
		return nil, nil, usagef("the lab's password: %v", err)
	}
	inv, err = yaml.Load("lab", l.Inventory("file:"+secret))
	if err != nil {
		clean()
		return nil, nil, usagef("the lab's inventory: %v", err)
	}
	// Loopback needs no manners: the demo should not take a minute.
	inv.Limits = inventory.Limits{Sessions: 256, LoginsPerSecond: 200}
	return inv, clean, nil
}

// mayInvent refuses to put invented scans beside real ones.
func (g *globals) mayInvent(ctx context.Context, days int, noStore bool) error {
	switch {
	case days == 0:
		return nil
	case days < 0 || days > 4000:
		return usagef("--days %d: from 1 to 4000", days)
	case noStore:
		return usagef("--days fills a store: leave --no-store away")
	}
	st, err := g.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	scans, err := st.Scans(ctx)
	if err != nil {
		return usagef("%v", err)
	}
	if len(scans) > 0 {
		return usagef("--days would put %s of invented scans beside the %d that %s holds: give another file with --store", words.Plural(days, "day"), len(scans), st.Path())
	}
	return nil
}

// invent stores the past of a scan.
func (g *globals) invent(ctx context.Context, r *scan.Result, days int) error {
	st, err := g.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // everything was committed
	today, err := st.Readings(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, p := range lab.Past(today, days, r.Started) {
		if err := st.Ingest(ctx, p.Head, p.Readings); err != nil {
			return err
		}
	}
	return nil
}
