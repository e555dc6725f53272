package main

import (
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/spf13/cobra"
)

func newPlatforms(g *globals) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "platforms",
		Short: "What is supported, and how well it is proven",
		Long: `Lists every family of routers that headroom knows, and for each how well it is
identified, how well its configured and active carve, use, cap, silicon limit,
overflow and reload safety are read, and whether a change is computed: proven by real
captures, documented, unverified, unknown, or n/a where there is nothing of the kind.`,
		Example: `  headroom platforms
  headroom platforms -o md > docs/platforms/README.md`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			doc := report.NewPlatforms(registry.All(), vendors.Catalog())
			return write(g, &out, report.PlatformLists(), &doc)
		},
	}
	out.register(cmd, report.PlatformLists().Names()...)
	return cmd
}

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
