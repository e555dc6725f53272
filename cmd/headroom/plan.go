package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/plan"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
)

func newPlan(g *globals) *cobra.Command {
	var out outputFlags
	var id string
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "The remediation checklist: what to check, enter, save, reload, verify",
		Long: `Writes the checklist people carry into the maintenance window: per device why, with
the lines that prove it, the commands in order, how to save, what the reload takes
down, checks before and after, and the way back. headroom never sends a configuration
line. A device whose reload would not come back is refused, with the rule that says so.

Exit status: 0 written, 2 could not run.`,
		Example: `  headroom plan -o md > tonight.md
  headroom plan --scan 20261124 -o json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			result, err := g.openScan(cmd.Context(), id)
			if err != nil {
				return err
			}
			p := plan.Build(verdicts(result), catalog.Default(), g.clock())
			return out.each(g.std, func(w io.Writer, format string, _ bool) error {
				if format == "json" {
					return report.WriteJSON(w, p)
				}
				return report.WriteChecklist(w, &p)
			})
		},
	}
	scanFlag(cmd, g, &id)
	out.register(cmd, "md", "json")
	return cmd
}

func verdicts(r *scan.Result) []audit.Verdict {
	out := make([]audit.Verdict, 0, len(r.Devices))
	for i := range r.Devices {
		out = append(out, r.Devices[i].Verdict)
	}
	return out
}

func newReport(g *globals) *cobra.Command {
	var out outputFlags
	var outcome outcomeFlags
	var id string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "A stored scan again, in another form",
		Long:  "Renders a stored scan: its transcripts are read and judged anew, by the parsers and\nrules of today.\n" + exitHelp,
		Example: `  headroom report
  headroom report --scan 20261124 -o json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if err := outcome.check(); err != nil {
				return err
			}
			result, err := g.openScan(cmd.Context(), id)
			if err != nil {
				return err
			}
			outcome.stored = true
			return g.answer(result, &out, &outcome)
		},
	}
	scanFlag(cmd, g, &id)
	outcome.register(cmd)
	out.register(cmd, scanForms()...)
	return cmd
}
