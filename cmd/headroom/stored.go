package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/baseline"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// scanFlag registers --scan with completion of the stored ids.
func scanFlag(cmd *cobra.Command, g *globals, id *string) {
	cmd.Flags().StringVar(id, "scan", "", "a stored scan by its id or the start of it; report also takes a file that -o json wrote (default the newest scan)")
	_ = cmd.RegisterFlagCompletionFunc("scan", func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		st, err := g.readStore(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		defer st.Close() //nolint:errcheck // only read
		scans, err := st.Scans(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var out []string
		for _, s := range scans {
			out = append(out, cobra.CompletionWithDesc(s.ID, s.Source))
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	})
}

// isDocument reports whether --scan names a file rather than an id.
func isDocument(id string) bool {
	info, err := os.Stat(id)
	return id == "-" || err == nil && info.Mode().IsRegular()
}

// openDocument reads a headroom.scan/1 document that -o json wrote.
func (g *globals) openDocument(path string) (*report.Scan, error) {
	raw, err := host.Read(g.std.in, path)
	if err != nil {
		return nil, usagef("%v", err)
	}
	doc, err := report.ReadScan(raw)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	return doc, nil
}

// scanDocument gives the document of a scan: of a file, or of one that is stored.
func (g *globals) scanDocument(ctx context.Context, id string) (*report.Scan, error) {
	if isDocument(id) {
		return g.openDocument(id)
	}
	result, err := g.openScan(ctx, id)
	if err != nil {
		return nil, err
	}
	doc := report.NewScan(result)
	return &doc, nil
}

// openScan reads a stored scan: the one with that id, else the newest.
func (g *globals) openScan(ctx context.Context, id string) (*scan.Result, error) {
	result, _, err := g.openStored(ctx, id)
	return result, err
}

// headOf gives the head of the scan with that id, else of the newest.
func (g *globals) headOf(ctx context.Context, st store.Store, id string) (head store.Scan, err error) {
	if id == "" {
		head, err = st.Newest(ctx)
	} else {
		head, err = st.Scan(ctx, id)
	}
	switch {
	case errors.Is(err, store.ErrNoScan) && id == "":
		return head, noScans(st)
	case err != nil:
		return head, usagef("%v", err)
	case id == "" && head.Ahead(time.Now()):
		fmt.Fprintf(g.std.err, "headroom: scan %s says that it is of %s, and was stored %s: a clock was ahead\n", head.ID, head.Started.Format(time.RFC3339), head.Stored.Format(time.RFC3339))
	}
	return head, nil
}

// openStored is openScan with what the store knows of the scan.
func (g *globals) openStored(ctx context.Context, id string) (result *scan.Result, head store.Scan, err error) {
	if isDocument(id) {
		return nil, head, usagef("--scan %s is a file: it holds no transcripts to judge anew; 'headroom report --scan %s' renders it, 'headroom audit' reads transcripts", id, id)
	}
	policy, err := g.policy()
	if err != nil {
		return nil, head, err
	}
	st, err := g.readStore(ctx)
	if err != nil {
		return nil, head, err
	}
	defer st.Close() //nolint:errcheck // only read
	if head, err = g.headOf(ctx, st, id); err != nil {
		return nil, head, err
	}
	p := &scan.Pipeline{Registry: registry.All(), Policy: policy, Store: st, Now: g.clock}
	if result, err = scan.Open(ctx, p, head); err != nil {
		return nil, head, usagef("%v", err)
	}
	for _, lost := range result.Lost {
		fmt.Fprintf(g.std.err, "headroom: its past is not read: %s\n", safeterm.CleanLine(lost.Error()))
	}
	return result, head, nil
}

// sinceFlags say what a scan is compared with, so that only what is new fails.
type sinceFlags struct {
	file  string
	scan  string
	fresh bool
	base  *baseline.Baseline // nil = everything counts
}

func (f *sinceFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "baseline", "", "only what this scan (a file that -o json wrote) did not have yet fails")
	enumVar(cmd, &f.scan, "since", "", "only what the scan stored before this one did not have yet fails", "last")
	cmd.Flags().BoolVar(&f.fresh, "new", false, "show only what is new (with --baseline or --since)")
}

// load reads the baseline before a scan is started.
func (f *sinceFlags) load(g *globals) error {
	switch {
	case f.file != "" && f.scan != "":
		return usagef("--baseline and --since are two baselines: give one")
	case f.fresh && f.file == "" && f.scan == "":
		return usagef("--new: since when? give --baseline FILE or --since last")
	case f.file == "":
		return nil
	}
	doc, err := g.openDocument(f.file)
	if err != nil {
		return err
	}
	f.base = baseline.New(doc)
	return nil
}

// settle finds the baseline of a scan, and has the terms ask it.
func (f *sinceFlags) settle(g *globals, doc *report.Scan, terms *report.Terms) error {
	if f.scan != "" {
		if err := f.before(g, doc); err != nil {
			return err
		}
	}
	if f.base == nil {
		return nil
	}
	if err := f.base.Check(doc); err != nil {
		return usagef("%v", err)
	}
	terms.Known = f.base.Known
	return nil
}

// before takes the newest whole scan that was stored before this one, of the same
// inventory where this one is stored, too.
func (f *sinceFlags) before(g *globals, doc *report.Scan) error {
	ctx := context.Background()
	st, err := g.readStore(ctx)
	if err != nil {
		return err
	}
	scans, err := st.Scans(ctx)
	_ = st.Close() // only read
	if err != nil {
		return usagef("%v", err)
	}
	inventory, stored := "", false
	for i := range scans {
		if scans[i].ID == doc.Scan.ID {
			inventory, stored = scans[i].Inventory, true
		}
	}
	for i := range scans {
		s := &scans[i]
		if s.ID == doc.Scan.ID || s.Finished.IsZero() || s.Source != doc.Scan.Source || s.Started.After(doc.Scan.Started) || stored && s.Inventory != inventory {
			continue
		}
		result, err := g.openScan(ctx, s.ID)
		if err != nil {
			return err
		}
		old := report.NewScan(result)
		f.base = baseline.New(&old)
		return nil
	}
	fmt.Fprintln(g.std.err, "headroom: --since last: no earlier scan is stored, so all of this one is new")
	return nil
}

// keep leaves in a scan what is new, where that is asked for.
func (f *sinceFlags) keep(doc *report.Scan) {
	if f.fresh && f.base != nil {
		f.base.Keep(doc)
	}
}
