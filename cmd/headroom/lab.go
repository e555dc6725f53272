package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

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
			g.sayLab(l, inventoryFile)
			<-ctx.Done()
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.dir, "dir", "", "a router for each transcript or log in this folder")
	cmd.Flags().StringVar(&inventoryFile, "write-inventory", "", "write an inventory that reaches the lab")
	return cmd
}

func (g *globals) sayLab(l *lab.Lab, inventoryFile string) {
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
