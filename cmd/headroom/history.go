package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/vendors/registry"
)

func newHistory(g *globals) *cobra.Command {
	var out outputFlags
	var last int
	var anew bool
	cmd := &cobra.Command{
		Use:   "history [DEVICE]",
		Short: "The scans that are stored, or the past of one device",
		Long: `Without a device it lists the stored scans, newest first: when, from where, how many
devices were planned and read, and their states as they were judged on that day. With
a device it draws each of its memories over time, the cap as a line, R under the axis
where it was reloaded and A where its allocation changed, and lists what happened.
Nothing is judged anew: what a scan found is kept beside its transcripts. With --rejudge
the transcripts are read again, by the parsers and rules of today, as of their day.`,
		Example: `  headroom history
  headroom history edge1
  headroom history edge1 -o json
  headroom history edge1 --rejudge
  headroom history --last 0 -o json       every scan`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			st, err := g.readStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // only read
			if len(args) == 1 {
				return deviceHistory(g, cmd.Context(), st, args[0], anew, &out)
			}
			return listHistory(g, cmd.Context(), st, last, anew, &out)
		},
		ValidArgsFunction: g.completeStored,
	}
	cmd.Flags().BoolVar(&anew, "rejudge", false, "read the transcripts again with the parsers and rules of today")
	cmd.Flags().IntVar(&last, "last", 30, "so many scans; 0 = all")
	out.register(cmd, report.Histories().Names()...)
	cmd.AddCommand(newHistoryPrune(g), newHistoryExport(g), newHistoryImport(g))
	return cmd
}

// completeStored completes the names of devices with a past.
func (g *globals) completeStored(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	st, err := g.readStore(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	defer st.Close() //nolint:errcheck // only read
	names, err := st.Devices(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func listHistory(g *globals, ctx context.Context, st store.Store, last int, anew bool, out *outputFlags) error {
	scans, err := st.Scans(ctx)
	if err != nil {
		return usagef("%v", err)
	}
	if len(scans) == 0 {
		return noScans(st)
	}
	if last > 0 {
		scans = scans[:min(last, len(scans))]
	}
	doc := &report.History{Schema: "headroom.history/1"}
	for i := range scans {
		tally, err := g.tally(ctx, st, scans[i].ID, anew)
		if err != nil {
			return usagef("%v", err)
		}
		doc.Scans = append(doc.Scans, report.NewHistoryScan(&scans[i], tally, time.Now()))
	}
	return write(g, out, report.Histories(), doc)
}

// tally counts what a scan found, as it was judged on its day or anew.
func (g *globals) tally(ctx context.Context, st store.Store, id string, anew bool) (store.Tally, error) {
	if !anew {
		return st.Tally(ctx, id)
	}
	readings, err := st.Readings(ctx, id)
	if err == nil {
		readings, err = rejudge(g, ctx, st, readings)
	}
	return store.TallyOf(readings), err
}

// rejudge reads the past with the parsers and rules of today, and says where it cannot.
func rejudge(g *globals, ctx context.Context, st store.Store, readings []store.Reading) ([]store.Reading, error) {
	p, err := g.policy()
	if err != nil {
		return nil, err
	}
	out, kept, err := scan.Rejudge(ctx, &scan.Pipeline{Registry: registry.All(), Policy: p, Store: st, Now: g.clock, Version: version()}, readings)
	if err != nil {
		return nil, usagef("%v", err)
	}
	if kept > 0 {
		fmt.Fprintf(g.std.err, "headroom: %s without a transcript: as judged on its day\n", words.Plural(kept, "reading"))
	}
	return out, nil
}

func noScans(st store.Store) error {
	return usagef("no scan is stored yet in %s: run 'headroom scan -i inventory.yaml', or 'headroom demo' to look around", st.Path())
}

func deviceHistory(g *globals, ctx context.Context, st store.Store, device string, anew bool, out *outputFlags) error {
	series, err := st.Series(ctx, device)
	if err != nil {
		return usagef("%v", err)
	}
	if len(series) == 0 {
		names, err := st.Devices(ctx)
		if err != nil {
			return usagef("%v", err)
		}
		hint := ""
		if best := query.Nearest(device, names); best != "" {
			hint = fmt.Sprintf(": did you mean %q?", best)
		}
		return usagef("%q is in no stored scan%s", device, hint)
	}
	if anew {
		if series, err = rejudge(g, ctx, st, series); err != nil {
			return err
		}
	}
	scans, err := st.Scans(ctx)
	if err != nil {
		return usagef("%v", err)
	}
	doc := report.NewDeviceHistory(device, series, history.Without(scans, series[len(series)-1].Scan))
	return write(g, out, report.DeviceHistories(), doc)
}

// days reads a time like 400d, 12h or 2y.
func days(s string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour} {
		if n, ok := strings.CutSuffix(s, unit); ok {
			v, err := strconv.ParseUint(n, 10, 16)
			if err != nil {
				break
			}
			return time.Duration(v) * length, nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return d, nil
	}
	return 0, fmt.Errorf("%q is not a time like 400d, 52w or 2y", s)
}

func newHistoryPrune(g *globals) *cobra.Command {
	var keep string
	var last int
	var dry bool
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Delete old scans with their transcripts",
		Long: `Deletes the scans that are older than --keep, but never the last ones, and gives the
disk what they took. --dry-run only lists them.`,
		Example: `  headroom history prune --keep 400d --keep-last 30
  headroom history prune --keep 90d --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			age, err := days(keep)
			if err != nil {
				return usagef("--keep: %v", err)
			}
			if last < 1 {
				return usagef("--keep-last %d: at least the last scan stays", last)
			}
			st, err := g.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // everything was committed
			gone, err := st.Prune(cmd.Context(), g.clock().Add(-age), last, dry)
			if err != nil {
				return usagef("%v", err)
			}
			verb := "deleted"
			if dry {
				verb = "would delete"
			}
			for _, id := range gone {
				fmt.Fprintf(g.std.out, "%s %s\n", verb, safeterm.CleanLine(id))
			}
			if !dry && len(gone) > 0 {
				err = st.Shrink(cmd.Context())
			}
			if !g.quiet {
				fmt.Fprintf(g.std.err, "%s %s\n", verb, words.Plural(len(gone), "scan"))
			}
			if err != nil {
				return usagef("the scans are deleted, but their room is not given back yet: %v", err)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&keep, "keep", "400d", "how long a scan is kept: 400d, 52w, 2y")
	cmd.Flags().IntVar(&last, "keep-last", 30, "so many scans are kept, however old")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "delete nothing, only list")
	return cmd
}

func newHistoryExport(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "What was read and judged, as lines of JSON, without transcripts",
		Long: `Writes every stored scan, oldest first: a line for the scan (headroom.past-scan/1),
then one for each device (headroom.past-reading/1) with its verdict of that day and its
memories. Transcripts are not in it. 'headroom history import' reads it back.`,
		Example: `  headroom history export > past.jsonl
  headroom history export | headroom history import --store copy.db -`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			st, err := g.readStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // only read
			scans, err := st.Scans(ctx)
			if err != nil {
				return usagef("%v", err)
			}
			w := bufio.NewWriter(g.std.out)
			for i := len(scans) - 1; i >= 0; i-- {
				tally, err := st.Tally(ctx, scans[i].ID)
				if err != nil {
					return usagef("%v", err)
				}
				readings, err := st.Readings(ctx, scans[i].ID)
				if err != nil {
					return usagef("%v", err)
				}
				if err := report.WritePast(w, report.NewHistoryScan(&scans[i], tally, time.Now()), readings); err != nil {
					return usagef("write: %v", err)
				}
			}
			return w.Flush()
		},
	}
}

func newHistoryImport(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Take over what 'history export' wrote",
		Long: `Stores the scans of an exported history that the store does not have yet. A scan whose
id is there already is passed over. A line that cannot be read is named with its
number, and the rest is taken: exit status 3. - is standard input.`,
		Example: `  headroom history import past.jsonl`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := host.Read(g.std.in, args[0])
			if err != nil {
				return usagef("%v", err)
			}
			st, err := g.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // everything was committed
			return importPast(g, cmd.Context(), st, args[0], raw)
		},
	}
}

// mostTold is how many bad lines are told one by one.
const mostTold = 5

func importPast(g *globals, ctx context.Context, st store.Store, name string, raw []byte) error {
	took, had, badLines := 0, 0, 0
	err := report.ReadPast(bytes.NewReader(raw), func(p *report.PastScan) error {
		sc, err := st.Scan(ctx, p.Head.ID)
		switch {
		case err == nil && sc.ID == p.Head.ID:
			had++
			return nil
		case err != nil && !errors.Is(err, store.ErrNoScan):
			return err
		}
		took++
		return st.Ingest(ctx, p.Head, p.Readings)
	}, func(line int, err error) {
		if badLines++; badLines <= mostTold {
			fmt.Fprintf(g.std.err, "headroom: %s:%d: passed over: %s\n", safeterm.CleanLine(name), line, safeterm.CleanLine(err.Error()))
		}
	})
	if err != nil {
		return usagef("%s: %v", name, err)
	}
	fmt.Fprintf(g.std.out, "%s taken over", words.Plural(took, "scan"))
	if had > 0 {
		fmt.Fprintf(g.std.out, ", %d there already", had)
	}
	fmt.Fprintln(g.std.out)
	if badLines > 0 {
		return &exitError{exitIncomplete, fmt.Sprintf("%s of %s could not be read", words.Plural(badLines, "line"), name)}
	}
	return nil
}
