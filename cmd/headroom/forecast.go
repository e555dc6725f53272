package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
)

func newForecast(g *globals) *cobra.Command {
	var out outputFlags
	var id string
	cmd := &cobra.Command{
		Use:   "forecast [DEVICE…]",
		Short: "When each memory is full, by its own past and by the tables of the internet",
		Long: `Says for every memory whose size is a hardware limit when it is full: about which month, and
between which two in four of five cases. A device that was read for 14 days or more is
reckoned by its own readings, else by the growth of the tables of the internet; both
are shown, with the reason for the one that counts. A past of less than 90 days may
bring a date nearer, and puts none off. What is more than ten years away is not in
sight. A device that was not read has no date, which is not good news: exit status 3, also
where the scan is incomplete.`,
		Example: `  headroom forecast
  headroom forecast -o json
  headroom forecast --growth-file bgp-active.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			result, err := g.openScan(cmd.Context(), id)
			if err != nil {
				return err
			}
			if err := allIn(result, args); err != nil {
				return err
			}
			p, err := g.policy()
			if err != nil {
				return err
			}
			doc := report.NewForecast(result, p.Growth, g.clock(), func(name string) bool { return len(args) == 0 || slices.Contains(args, name) })
			doc.Gaps = gapsOf(result, args)
			if err := write(g, &out, report.Forecasts(), doc); err != nil {
				return err
			}
			if doc.Unread+len(doc.Gaps) > 0 {
				return &exitError{exitIncomplete, ""}
			}
			return nil
		},
		ValidArgsFunction: g.completeStored,
	}
	scanFlag(cmd, g, &id)
	cmd.Flags().StringVar(&g.growth4, "growth-file", "", "growth of the IPv4 table: lines of epoch and entries, as potaroo's bgp-active.txt")
	cmd.Flags().StringVar(&g.growth6, "growth-file-v6", "", "the same of the IPv6 table")
	out.register(cmd, report.Forecasts().Names()...)
	return cmd
}

// allIn refuses devices that a scan does not have.
func allIn(r *scan.Result, names []string) error {
	var have []string
	for i := range r.Devices {
		have = append(have, r.Devices[i].Inventory.Name)
	}
	for _, name := range names {
		if slices.Contains(have, name) {
			continue
		}
		if best := query.Nearest(name, have); best != "" {
			return usagef("%q is not in scan %s: did you mean %q?", name, r.ID, best)
		}
		return usagef("%q is not in scan %s", name, r.ID)
	}
	return nil
}

// model gives the growth of the tables of the internet: by files where there are
// some, else the built-in one, as it is to be believed now.
func (g *globals) model(m solve.Model) (solve.Model, error) {
	if g.growth4 != "" {
		trend, at, err := g.growth(g.growth4, m.IPv4)
		if err != nil {
			return m, err
		}
		m = m.WithIPv4(trend, at, g.growth4)
	}
	if g.growth6 != "" {
		trend, at, err := g.growth(g.growth6, m.IPv6)
		if err != nil {
			return m, err
		}
		m = m.WithIPv6(trend, at, g.growth6)
	}
	return m.Aged(g.clock()), nil
}

// growth fits a file of growth; lines that are none are told.
func (g *globals) growth(file string, old solve.Trend) (solve.Trend, time.Time, error) {
	raw, err := host.Read(g.std.in, file)
	if err != nil {
		return old, time.Time{}, usagef("%v", err)
	}
	samples, bad := solve.ReadGrowth(string(raw), g.clock())
	for _, err := range bad[:min(mostTold, len(bad))] {
		fmt.Fprintf(g.std.err, "headroom: %s: passed over: %s\n", safeterm.CleanLine(file), safeterm.CleanLine(err.Error()))
	}
	trend, at, err := solve.FromGrowth(samples, old)
	if err != nil {
		return old, at, usagef("%s: %v", file, err)
	}
	return trend, at, nil
}
