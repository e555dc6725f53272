package main

import (
	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/vendors/registry"
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
