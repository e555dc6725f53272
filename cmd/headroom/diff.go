package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/store"
)

func newDiff(g *globals) *cobra.Command {
	var out outputFlags
	var failOn string
	var anew bool
	cmd := &cobra.Command{
		Use:   "diff [A] [B]",
		Short: "What changed between two scans",
		Long: `Compares two scans, by default the last two whole ones of one inventory: which
devices are worse, better, new, gone or not read any more, which were reloaded, where an
allocation or the software changed or a change waits, and which memories grew beyond the
band of their own past. A scan is an id or the start of it, last, last-1, a date (the
last scan of that day), or a file that -o json wrote. Nothing is judged anew: each side
stands as it was judged on its day; with --rejudge both are read by the rules of today.

Exit status:
  0    compared; with --fail-on worse nothing is worse
  1    --fail-on worse: something is worse, not read any more, or grew beyond its band
  2    could not run: usage or store error
  3    one of the two was interrupted: what is gone may only be unvisited`,
		Example: `  headroom diff
  headroom diff last-1 last --fail-on worse
  headroom diff -o md`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			st, err := g.readStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close() //nolint:errcheck // only read
			doc, err := g.diff(cmd.Context(), st, args, anew)
			if err != nil {
				return err
			}
			if err := write(g, &out, report.Diffs(), doc); err != nil {
				return err
			}
			bad := []history.ChangeKind{history.Worse, history.NotRead, history.Beyond}
			switch {
			case failOn == "worse" && slices.ContainsFunc(doc.Changes, func(c history.Change) bool { return slices.Contains(bad, c.Kind) }):
				return &exitError{exitFindings, ""}
			case doc.A.Interrupted || doc.B.Interrupted:
				return &exitError{exitIncomplete, ""}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&anew, "rejudge", false, "read the transcripts of both again with the parsers and rules of today")
	enumVar(cmd, &failOn, "fail-on", "never", "exit 1 where something is worse", "worse", "never")
	out.register(cmd, report.Diffs().Names()...)
	return cmd
}

// side is one of two scans.
type side struct {
	report.DiffSide
	at       time.Time
	readings []store.Reading
}

func (g *globals) diff(ctx context.Context, st store.Store, args []string, anew bool) (*report.Diff, error) {
	scans, err := st.Scans(ctx)
	if err != nil {
		return nil, usagef("%v", err)
	}
	var a, b side
	switch len(args) {
	case 0:
		b, a, err = g.lastTwo(ctx, st, scans)
	case 1:
		if a, err = g.side(ctx, st, scans, args[0]); err == nil {
			b, err = g.side(ctx, st, scans, "last")
		}
	default:
		if a, err = g.side(ctx, st, scans, args[0]); err == nil {
			b, err = g.side(ctx, st, scans, args[1])
		}
	}
	if err != nil {
		return nil, err
	}
	if anew {
		for _, s := range []*side{&a, &b} {
			if s.readings, err = rejudge(g, ctx, st, s.readings); err != nil {
				return nil, err
			}
		}
	}
	doc := &report.Diff{Schema: "headroom.diff/1", A: a.DiffSide, B: b.DiffSide, Notes: notes(&a, &b)}
	var lost error
	past := func(device string) []store.Reading {
		series, err := st.Series(ctx, device)
		lost = errors.Join(lost, err)
		return slices.DeleteFunc(series, func(r store.Reading) bool { return r.At.After(a.at.Add(time.Hour)) || r.Scan == b.ID })
	}
	rank := func(state string) int { return audit.State(state).Rank() }
	if doc.Changes = history.Diff(a.readings, b.readings, rank, past); doc.Changes == nil {
		doc.Changes = []history.Change{}
	}
	if lost != nil {
		doc.Notes = append(doc.Notes, "the past of some devices could not be read: "+lost.Error())
	}
	return doc, nil
}

// notes say why two scans may not be compared as they stand.
func notes(a, b *side) []string {
	out := []string{}
	for _, s := range []*side{a, b} {
		if s.Interrupted {
			out = append(out, fmt.Sprintf("%s was interrupted: %d of %d devices; what is gone or new may only be unvisited", s.ID, s.Devices, s.Planned))
		}
	}
	if a.Inventory != b.Inventory {
		out = append(out, "the two are of different inventories")
	}
	if a.at.After(b.at) {
		out = append(out, "the first is later than the second")
	}
	return out
}

// lastTwo are the last whole scan that has a whole one of its inventory before it,
// and that one.
func (g *globals) lastTwo(ctx context.Context, st store.Store, scans []store.Scan) (b, a side, err error) {
	first, second, ok := history.LastTwo(scans)
	if !ok {
		return b, a, usagef("there are no two whole scans of one inventory in %s ('headroom history' lists what there is)", st.Path())
	}
	if b, err = g.side(ctx, st, scans, second); err == nil {
		a, err = g.side(ctx, st, scans, first)
	}
	return b, a, err
}

// side reads one of two scans.
func (g *globals) side(ctx context.Context, st store.Store, scans []store.Scan, name string) (side, error) {
	if isDocument(name) {
		doc, err := g.openDocument(name)
		if err != nil {
			return side{}, err
		}
		h := &doc.Scan
		return side{report.DiffSide{ID: h.ID, Started: h.Started, Devices: len(doc.Devices), Planned: h.Planned, Interrupted: h.Finished == nil}, h.Started, report.ReadingsOf(doc)}, nil
	}
	sc, err := history.Pick(ctx, st, scans, name)
	if err != nil {
		return side{}, usagef("%v", err)
	}
	readings, err := st.Readings(ctx, sc.ID)
	switch {
	case err != nil:
		return side{}, usagef("%v", err)
	case len(readings) == 0 && sc.Visited > 0:
		return side{}, usagef("scan %s was stored before verdicts were kept: 'headroom report --scan %s -o json' makes a file to compare", sc.ID, sc.ID)
	}
	return side{report.DiffSide{ID: sc.ID, Started: sc.Started, Devices: len(readings), Planned: sc.Planned, Interrupted: sc.Finished.IsZero(), Inventory: sc.Inventory}, sc.At(), readings}, nil
}
