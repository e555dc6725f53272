package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/cmd/headroom/stores"
	"github.com/headroom-audit/headroom/internal/doctor"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
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

func newStore(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Prepare, copy and move the store of scans",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStoreInit(g), newStoreCopy(g))
	return cmd
}

func newStoreInit(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Make the tables of the store, or bring them up to date",
		Long: `Makes the tables of the store of --store, or brings them up to date. In PostgreSQL it is
run by the owner of the database; the roles headroom_reader and headroom_writer, where
they are there, are granted what they need and no more.`,
		Example: `  headroom store init --store 'postgres://headroom_owner@db1/headroom?password=file:/etc/headroom/owner'`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := g.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // everything was committed
			if granting, ok := st.(interface{ Grant(context.Context) error }); ok {
				if err := granting.Grant(cmd.Context()); err != nil {
					return usagef("%v", err)
				}
			}
			fmt.Fprintf(g.std.out, "%s is ready\n", safeterm.CleanLine(st.Path()))
			return nil
		},
	}
}

func newStoreCopy(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "copy FROM TO",
		Short: "Copy every scan of a store into another one",
		Long: `Copies the scans of a store, with transcripts and verdicts, that the other one does not
have yet: from SQLite to PostgreSQL, back, or from one file to another. What the
screens kept (plans, ticks) stays where it is. A copy that was broken off is run again.`,
		Example: `  headroom store copy ~/.local/state/headroom/headroom.db postgres://headroom_writer@db1/headroom
  headroom store copy 'postgres://headroom_reader@db1/headroom?password=env:PW' copy.db`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			from, err := stores.Open(ctx, args[0], true)
			if err != nil {
				return usagef("%v", err)
			}
			defer from.Close() //nolint:errcheck // only read
			to, err := stores.Open(ctx, args[1], false)
			if err != nil {
				return usagef("%v", err)
			}
			defer to.Close() //nolint:errcheck // everything was committed
			return copyStore(ctx, g, from, to)
		},
	}
}

func copyStore(ctx context.Context, g *globals, from, to store.Store) error {
	took, had, err := stores.Copy(ctx, from, to, func(done, all int) { g.sayer(false)(fmt.Sprintf("%d of %d scans", done, all)) })
	if err != nil {
		return usagef("%v", err)
	}
	fmt.Fprintf(g.std.out, "%s copied", words.Plural(took, "scan"))
	if had > 0 {
		fmt.Fprintf(g.std.out, ", %d there already", had)
	}
	fmt.Fprintln(g.std.out)
	return nil
}

// openStore opens the store of scans, or says what to do about it.
func (g *globals) openStore(ctx context.Context) (store.Store, error) {
	return g.openNamed(ctx, g.storePath, false)
}

// readStore is openStore for verbs that only read: also of a store that this user may
// not write.
func (g *globals) readStore(ctx context.Context) (store.Store, error) {
	return g.openNamed(ctx, g.storePath, true)
}

func (g *globals) openNamed(ctx context.Context, where func() (string, error), read bool) (store.Store, error) {
	name, err := where()
	if err != nil {
		return nil, usagef("%v", err)
	}
	st, err := stores.Open(ctx, name, read)
	if err != nil {
		return nil, usagef("%v (use --store PATH, or --no-store)", err)
	}
	return st, nil
}

// storeToExamine opens the store for doctor, which says in its own words what to do.
func (g *globals) storeToExamine(ctx context.Context) (store.Store, error) {
	name, err := g.storePath()
	if err != nil {
		return nil, err
	}
	return stores.Open(ctx, name, false)
}
