package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
)

func newDemo(g *globals) *cobra.Command {
	var (
		out     outputFlags
		outcome outcomeFlags
		keep    keepFlags
		f       labFlags
		noTUI   bool
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "A lab fleet of simulated routers, scanned over real SSH, in the screens",
		Long: `Starts the demo fleet on loopback, scans it over real SSH and opens the screens. The
routers are simulated and what they print is synthetic; the road is the real one.
With --no-tui, or where standard output is no terminal, it prints the table and exits
as scan does.
` + exitHelp,
		Example: `  headroom demo
  headroom demo --no-tui
  headroom demo --latency 300ms           watch the scan`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := errors.Join(out.check(), outcome.check()); err != nil {
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
			if !noTUI && isTerminal(g.std.out) {
				return g.liveTUI(cmd.Context(), job, "demo fleet (simulated)")
			}
			job.events, job.forget = newProgress(g).event, true
			return g.runScan(cmd.Context(), job, func(r *scan.Result) error { return g.answer(r, &out, &outcome) })
		},
	}
	cmd.Flags().BoolVar(&noTUI, "no-tui", false, "print the table instead of opening the screens")
	f.register(cmd)
	keep.register(cmd)
	outcome.register(cmd)
	out.register(cmd, report.Scans().Names()...)
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
	inv, err = inventory.Load("lab", l.Inventory("file:"+secret))
	if err != nil {
		clean()
		return nil, nil, usagef("the lab's inventory: %v", err)
	}
	// Loopback needs no manners: the demo should not take a minute.
	inv.Limits = inventory.Limits{Sessions: 256, LoginsPerSecond: 200}
	return inv, clean, nil
}
