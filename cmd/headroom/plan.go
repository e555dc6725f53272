package main

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/forms"
	"github.com/headroom-audit/headroom/report/pick"
	"github.com/headroom-audit/headroom/scan"
)

// planFlags say what a plan is made of.
type planFlags struct {
	id, invPath      string
	filter           string
	perSite, perWave int
}

func newPlan(g *globals) *cobra.Command {
	var out outputFlags
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "The remediation checklist: what to check, enter, save, reload, verify",
		Long: `Writes the checklist people carry into the maintenance window: per device why, with
the lines that prove it, the commands in order, how to save, what the reload takes
down, checks before and after, and the rollback. headroom never sends a configuration
line. A device whose reload would not come back is refused, with the rule that says so.

The devices are put into waves: never a pair or more of a redundancy group than may be
down, never more of a site than --per-site, changes pending a reload before what is
divided anew. With -i the windows and freezes of the inventory give them times.

Exit status:
  0    written
  2    could not run
  3    written, but the scan it stands on is incomplete: it was interrupted, a device
       was not visited, a file was passed over, or there is no device in it`,
		Example: `  headroom plan -o md > tonight.md
  headroom plan --filter edge1,edge2
  headroom plan -i inventory.yaml -o html -o ics --output-file plan.html --output-file plan.ics
  headroom plan verify plan.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			p, err := buildPlan(g, cmd, &f)
			if err != nil {
				return err
			}
			if err := write(g, &out, report.Plans(), &p); err != nil {
				return err
			}
			if len(p.Gaps) > 0 {
				return &exitError{exitIncomplete, "the plan stands on scan " + p.Scan + ", which is incomplete: " + strings.Join(p.Gaps, "; ")}
			}
			return nil
		},
	}
	scanFlag(cmd, g, &f.id)
	cmd.Flags().StringVarP(&f.invPath, "inventory", "i", "", "the inventory with windows, freezes and redundancy groups")
	cmd.Flags().StringVar(&f.filter, "filter", "", filterHelp)
	cmd.Flags().IntVar(&f.perSite, "per-site", plan.DefaultPerSite, "devices of one site that may be down at once")
	cmd.Flags().IntVar(&f.perWave, "per-wave", plan.DefaultPerWave, "devices of one wave")
	out.register(cmd, report.Plans().Names()...)
	cmd.AddCommand(newPlanVerify(g))
	return cmd
}

func buildPlan(g *globals, cmd *cobra.Command, f *planFlags) (plan.Plan, error) {
	if f.perSite < 1 || f.perWave < 1 {
		return plan.Plan{}, usagef("--per-site and --per-wave must be 1 or more")
	}
	o := plan.Options{Rooms: registry.All(), Now: g.clock(), PerSite: f.perSite, PerWave: f.perWave}
	if f.invPath != "" {
		inv, err := loadInventory(f.invPath, g.std.in)
		if err != nil {
			return plan.Plan{}, err
		}
		sayWarnings(g.std.err, inv)
		o.Inventory = inv
	}
	result, err := g.openScan(cmd.Context(), f.id)
	if err != nil {
		return plan.Plan{}, err
	}
	doc := report.NewScan(result)
	if f.filter != "" {
		names, err := pick.Names(&doc, f.filter, g.clock())
		if err != nil {
			return plan.Plan{}, usagef("--filter: %v", err)
		}
		o.Only = func(name string) bool { return names[name] }
	}
	p := plan.BuildWith(verdicts(result), o)
	p.Scan, p.Gaps = result.ID, doc.Gaps()
	return p, nil
}

func newPlanVerify(g *globals) *cobra.Command {
	var out outputFlags
	var id string
	cmd := &cobra.Command{
		Use:   "verify PLAN",
		Short: "Compare a later scan with what a plan promised",
		Long: `Compares a stored scan (the newest, or --scan) with a plan that was written with
-o json: per device done, not done, worse, drifted (changed to something that was not
planned) or unknown.

Exit status:
  0    all is done
  1    something is not done, worse or drifted
  2    could not run
  3    of some devices it is not known, and nothing is wrong with the others`,
		Example: `  headroom plan -o json > plan.json
  headroom scan -i inventory.yaml
  headroom plan verify plan.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			p, err := readPlan(g.std.in, args[0])
			if err != nil {
				return err
			}
			result, err := g.openScan(cmd.Context(), id)
			if err != nil {
				return err
			}
			v := plan.Verify(p, verdicts(result))
			if err := write(g, &out, report.Verifications(), &v); err != nil {
				return err
			}
			return verifyExit(&v)
		},
	}
	scanFlag(cmd, g, &id)
	out.register(cmd, report.Verifications().Names()...)
	return cmd
}

func readPlan(in io.Reader, file string) (*plan.Plan, error) {
	raw, err := host.Read(in, file)
	if err != nil {
		return nil, usagef("read plan: %v", err)
	}
	var p plan.Plan
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, usagef("%s: %v (a plan is what 'headroom plan -o json' writes)", file, err)
	}
	if p.Schema != plan.Schema {
		return nil, usagef("%s: schema %q is not %s: write the plan with 'headroom plan -o json'", file, p.Schema, plan.Schema)
	}
	return &p, nil
}

func verifyExit(v *plan.Verification) error {
	switch wrong, unknown := v.Open(); {
	case wrong:
		return &exitError{exitFindings, ""}
	case unknown:
		return &exitError{exitIncomplete, ""}
	}
	return nil
}

func verdicts(r *scan.Result) []audit.Verdict {
	out := make([]audit.Verdict, 0, len(r.Devices))
	for i := range r.Devices {
		out = append(out, r.Devices[i].Verdict)
	}
	return out
}

const filterHelp = "only these devices: names, or the filter language (state:CRIT free4<10% -role:core)"

func newReport(g *globals) *cobra.Command {
	var out outputFlags
	var outcome outcomeFlags
	var id, filter string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "A stored scan again, in another form",
		Long:  "Renders a stored scan: its transcripts are read and judged anew, by the parsers and\nrules of today.\n" + exitHelp,
		Example: `  headroom report
  headroom report --scan 20261124 -o json
  headroom report --filter "sev>=warn" -o html > worst.html
  headroom report -o sarif -o junit --output-file headroom.sarif --output-file junit.xml
  headroom report --nagios`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := outcome.check(g, cmd, &out); err != nil {
				return err
			}
			outcome.stored = true
			doc, err := g.scanDocument(cmd.Context(), id)
			if err != nil {
				return err
			}
			return answerPart(g, doc, filter, &out, &outcome)
		},
	}
	scanFlag(cmd, g, &id)
	cmd.Flags().StringVar(&filter, "filter", "", filterHelp)
	outcome.register(cmd)
	out.register(cmd, forms.Scans().Names()...)
	return cmd
}

// answerPart is answerDocument for the devices that a filter matches.
func answerPart(g *globals, doc *report.Scan, filter string, out *outputFlags, outcome *outcomeFlags) error {
	if filter != "" {
		if err := pick.Keep(doc, filter, g.clock()); err != nil {
			return usagef("--filter: %v", err)
		}
	}
	return g.answerDocument(doc, out, outcome)
}
