package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/yaml"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/spf13/cobra"
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
			if err := outcome.check(g, cmd, &out); err != nil {
				return err
			}
			if err := mayInvent(g, cmd.Context(), days, keep.noStore); err != nil {
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
			if err := invent(g, cmd.Context(), job, days); err != nil {
				return err
			}
			if !noTUI && console.IsTerminal(g.std.out) {
				return g.liveTUI(cmd.Context(), job, "demo fleet (simulated)")
			}
			job.events, job.forget = g.progress(), true
			return g.runScan(cmd.Context(), job, func(doc *report.Scan) error { return g.answerDocument(doc, &out, &outcome) })
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
func mayInvent(g *globals, ctx context.Context, days int, noStore bool) error {
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

// invent stores a past of the fleet: what it says today is read once without keeping it,
// so that the scan that follows is judged by that past.
func invent(g *globals, ctx context.Context, job scanJob, days int) error {
	if days == 0 {
		return nil
	}
	if !g.quiet {
		fmt.Fprintf(g.std.err, "inventing %s of scans\n", words.Plural(days, "day"))
	}
	var today []store.Reading
	var at time.Time
	job.keep, job.screens = keepFlags{noStore: true}, true
	err := g.readScan(ctx, job, func(r *scan.Result, _ report.Taken) error {
		if r.Interrupted {
			return &exitError{exitInterrupt, "ended before a past was invented; nothing is kept"}
		}
		at = r.Started
		for i := range r.Devices {
			today = append(today, scan.ReadingOf(&r.Devices[i].Verdict, r.Finished, version()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(today, func(a, b store.Reading) int { return strings.Compare(a.Device, b.Device) }) // the same past every time
	st, err := g.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // everything was committed
	for _, p := range lab.Past(today, days, at) {
		if err := st.Ingest(ctx, p.Head, p.Readings); err != nil {
			return err
		}
	}
	return nil
}

// labFlags say which routers the lab simulates.
type labFlags struct {
	devices int
	dir     string
	latency time.Duration
	faults  string
}

func (f *labFlags) register(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.devices, "devices", 0, "so many routers, made by repeating those there are (default: each once)")
	cmd.Flags().DurationVar(&f.latency, "latency", 0, "time a router thinks before each answer")
	cmd.Flags().StringVar(&f.faults, "faults", "", "shares of routers with faults: 5%:hang,2%:auth")
}

// start starts the routers: those of --dir, else the demo fleet.
func (f *labFlags) start(ctx context.Context) (*lab.Lab, error) {
	devices, err := f.routers()
	if err != nil {
		return nil, err
	}
	if f.devices > 0 {
		devices = lab.Generate(devices, f.devices)
	}
	shares, err := lab.ParseFaults(f.faults)
	if err != nil {
		return nil, usagef("--faults: %v", err)
	}
	if devices, err = lab.Apply(devices, shares); err != nil {
		return nil, usagef("--faults: %v", err)
	}
	l, err := lab.Start(ctx, lab.Config{Devices: devices, PerCommand: f.latency})
	if err != nil {
		return nil, usagef("start the lab: %v", err)
	}
	return l, nil
}

func (f *labFlags) routers() ([]lab.Device, error) {
	if f.dir != "" {
		detect := func(t *transcript.Transcript) string { return string(registry.All().DetectTranscript(t)) }
		devices, err := lab.FromDir(os.DirFS(f.dir), detect)
		if err != nil {
			return nil, usagef("--dir %s: %v", f.dir, err)
		}
		return devices, nil
	}
	members, err := fleet.Members()
	if err != nil {
		return nil, err
	}
	devices := make([]lab.Device, 0, len(members))
	for i := range members {
		m := &members[i]
		d := lab.Device{Name: m.Name, OS: m.OS, Site: m.Site, Role: m.Role, Pair: m.Pair, Tags: m.Tags, Transcript: m.Transcript, Fault: lab.Fault(m.Fault)}
		if m.Fault == "auth" {
			d.User = m.Name // its own account: one that is rejected stops for all that share it
		}
		devices = append(devices, d)
	}
	return devices, nil
}

func newLab(g *globals) *cobra.Command {
	var f labFlags
	var inventoryFile string
	cmd := &cobra.Command{
		Use:   "lab",
		Short: "Simulated routers over real SSH, until interrupted",
		Long: `Starts simulated routers on loopback, one port each: the demo fleet, or one router per
transcript or terminal log in --dir. They answer over real SSH with what was recorded.
--write-inventory writes an inventory that reaches them; the password lies beside it
in FILE.password, readable by you only.`,
		Example: `  headroom lab --write-inventory lab.yaml
  headroom lab --dir captures/ --write-inventory lab.yaml &
  headroom scan -i lab.yaml
  headroom lab --devices 1000 --faults 5%:hang,1%:auth --write-inventory lab.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			defer stop()
			l, err := f.start(ctx)
			if err != nil {
				return err
			}
			defer l.Close() //nolint:errcheck // it ends with the process
			if inventoryFile != "" {
				if err := writeLabInventory(l, inventoryFile); err != nil {
					return usagef("--write-inventory: %v", err)
				}
			}
			sayLab(g, l, inventoryFile)
			<-ctx.Done()
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.dir, "dir", "", "a router for each transcript or log in this folder")
	cmd.Flags().StringVar(&inventoryFile, "write-inventory", "", "write an inventory that reaches the lab")
	return cmd
}

func sayLab(g *globals, l *lab.Lab, inventoryFile string) {
	if !g.quiet {
		for _, r := range l.Devices() {
			fmt.Fprintf(g.std.out, "%-20s %s:%d\n", r.Name, r.Address, r.Port)
		}
	}
	fmt.Fprintf(g.std.err, "%d routers listen", len(l.Devices()))
	if inventoryFile != "" {
		fmt.Fprintf(g.std.err, "; scan them: headroom scan -i %s", inventoryFile)
	}
	fmt.Fprintf(g.std.err, ". Ctrl-C ends them.\n")
}

// writeLabInventory writes the password, then the inventory that refers to it:
// whoever waits for the inventory finds both.
func writeLabInventory(l *lab.Lab, file string) error {
	secret, err := filepath.Abs(file + ".password")
	if err != nil {
		return err
	}
	if err := atomicfile.Write(secret, l.Password(), 0o600); err != nil {
		return err
	}
	return atomicfile.Write(file, l.Inventory("file:"+secret), 0o644)
}
