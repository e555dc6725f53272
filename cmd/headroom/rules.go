package main

import (
	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/report"
)

func newRules(g *globals) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "Every rule and what it means",
		Long: `Lists the rules that judge a device. A rule's id is its page under docs/rules and
never changes its meaning; a policy waives rules and sets severities by it.

Exit status: 0 written, 2 could not run.`,
		Example: `  headroom rules
  headroom rules -o json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			doc := report.NewRules()
			return write(g, &out, report.RuleLists(), &doc)
		},
	}
	out.register(cmd, report.RuleLists().Names()...)
	return cmd
}
