package main

import (
	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/internal/doctor"
	"github.com/headroom-audit/headroom/inventory"
)

func newDoctor(g *globals) *cobra.Command {
	var out outputFlags
	var invPath string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Is this machine able to scan?",
		Long: `Looks at what a scan needs: the state folder, the pages of the store, host keys, the ssh-agent, the system's ssh
program, the limit of open files, the terminal, and the inventory where there is one:
every secret it refers to (nobody is asked, and no program is run), the agent, the
programs of proxy_command.

Exit status: 0 able to scan, 2 something must be mended first.`,
		Example: "  headroom doctor\n  headroom doctor -i inventory.yaml -o json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			found := doctor.Examine(cmd.Context(), g.site(invPath))
			if err := write(g, &out, doctor.Forms(), &found); err != nil || doctor.Able(found) {
				return err
			}
			return &exitError{exitUsage, ""}
		},
	}
	cmd.Flags().StringVarP(&invPath, "inventory", "i", "", "also check this inventory")
	out.register(cmd, doctor.Forms().Names()...)
	return cmd
}

// site is what doctor looks at.
func (g *globals) site(invPath string) doctor.Site {
	s := doctor.Site{Store: g.storeToExamine, KnownHosts: knownHostsPath, Now: g.clock, Terminal: console.IsTerminal(g.std.out), Path: invPath}
	if invPath != "" {
		s.Inventory = func() (*inventory.Inventory, error) { return reachInventory(invPath, g.std.in) }
	}
	return s
}
