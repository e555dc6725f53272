package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/store"
)

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
			from, err := openStoreAt(ctx, args[0], true)
			if err != nil {
				return usagef("%v", err)
			}
			defer from.Close() //nolint:errcheck // only read
			to, err := openStoreAt(ctx, args[1], false)
			if err != nil {
				return usagef("%v", err)
			}
			defer to.Close() //nolint:errcheck // everything was committed
			return g.copyStore(ctx, from, to)
		},
	}
}

func (g *globals) copyStore(ctx context.Context, from, to store.Store) error {
	scans, err := from.Scans(ctx)
	if err != nil {
		return usagef("%v", err)
	}
	took := 0
	for i := len(scans) - 1; i >= 0; i-- {
		copied, err := copyScan(ctx, from, to, scans[i])
		if err != nil {
			return usagef("copy scan %s: %v", scans[i].ID, err)
		}
		if copied {
			took++
		}
		g.sayer(false)(fmt.Sprintf("%d of %d scans", len(scans)-i, len(scans)))
	}
	fmt.Fprintf(g.std.out, "%s copied", words.Plural(took, "scan"))
	if had := len(scans) - took; had > 0 {
		fmt.Fprintf(g.std.out, ", %d there already", had)
	}
	fmt.Fprintln(g.std.out)
	return nil
}

// copyScan copies a scan that is not there yet, or not whole; it checks that what is
// there then is what was read.
func copyScan(ctx context.Context, from, to store.Store, sc store.Scan) (copied bool, err error) {
	had, err := to.Scan(ctx, sc.ID)
	there := err == nil && had.ID == sc.ID
	if err != nil && !errors.Is(err, store.ErrNoScan) {
		return false, err
	}
	if there && had.Visited == sc.Visited && had.Finished.Equal(sc.Finished) {
		return false, nil
	}
	readings, err := from.Readings(ctx, sc.ID)
	if err != nil {
		return false, err
	}
	visits, err := copyVisits(ctx, from, to, sc, there, readings)
	if err != nil {
		return false, err
	}
	if visits == 0 && !there {
		if err := to.Ingest(ctx, sc, readings); err != nil {
			return false, err
		}
	}
	a, err := from.Tally(ctx, sc.ID)
	if err != nil {
		return false, err
	}
	b, err := to.Tally(ctx, sc.ID)
	if err == nil && (a.Read != b.Read || fmt.Sprint(a.States) != fmt.Sprint(b.States)) {
		err = fmt.Errorf("%d devices were read and %v, the copy has %d and %v", a.Read, a.States, b.Read, b.States)
	}
	return true, err
}

// copyVisits copies what was kept with transcripts; 0 = the scan has none.
func copyVisits(ctx context.Context, from, to store.Store, sc store.Scan, begun bool, readings []store.Reading) (n int, err error) {
	of := make(map[string]*store.Reading, len(readings))
	for i := range readings {
		of[readings[i].Device] = &readings[i]
	}
	if sc.Devices, err = from.Planned(ctx, sc.ID); err != nil {
		return 0, err
	}
	begin := func() error {
		if begun {
			return nil
		}
		begun = true
		return to.Begin(ctx, sc)
	}
	err = from.Visits(ctx, sc.ID, func(v *store.Visit) error {
		n++
		if err := begin(); err != nil {
			return err
		}
		v.Reading = of[v.Device]
		return to.Append(ctx, sc.ID, v)
	})
	if err != nil || n == 0 && len(readings) > 0 {
		return n, err
	}
	if err := begin(); err != nil {
		return n, err
	}
	if sc.Metrics != nil {
		err = to.Measure(ctx, sc.ID, sc.Metrics)
	}
	if err == nil && !sc.Finished.IsZero() {
		err = to.Finish(ctx, sc.ID, sc.Finished)
	}
	return n, err
}
