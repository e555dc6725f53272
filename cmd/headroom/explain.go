package main

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/sources"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/spf13/cobra"
)

func newExplain(g *globals) *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:   "explain RULE|DEVICE|SOURCE",
		Short: "Why a device got its state, or what a rule means",
		Long: `For a rule: what it checks, why it matters, what to do and how it may be wrong.
For a device of a stored scan: every finding with the lines that prove it, the
arithmetic of its memory, and what can be changed with the reason. For a source
(ios:2.4, as a plan or an explanation cites it): what it proves, and the documents.

Exit status: 0 written, 2 no such rule or device, or could not run.`,
		Example: `  headroom explain cap/near
  headroom explain edge7609.ams1 --scan 20261124
  headroom explain ios:2.4`,
		Args: cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, r := range report.NewRules().Rules {
				ids = append(ids, cobra.CompletionWithDesc(r.ID, r.Title))
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			rules := report.NewRules()
			if r := rules.Find(args[0]); r != nil {
				return report.WriteRule(g.std.out, r)
			}
			if cited := sources.Cited(args[0]); len(cited) == 1 && cited[0] == args[0] {
				if s, ok := sources.Default().Find(args[0]); ok {
					return report.WriteSource(g.std.out, &s)
				}
			}
			return explainDevice(g, cmd, id, args[0], &rules)
		},
	}
	scanFlag(cmd, g, &id)
	return cmd
}

// explainDevice explains a device of a stored scan. A word with a slash that is
// no device was meant as a rule.
func explainDevice(g *globals, cmd *cobra.Command, id, name string, rules *report.Rules) error {
	var words []string
	for _, r := range rules.Rules {
		words = append(words, r.ID)
	}
	result, err := g.openScan(cmd.Context(), id)
	if err != nil {
		if strings.Contains(name, "/") {
			return usagef("there is no rule %q%s", name, near(name, words))
		}
		return err
	}
	policy, err := g.policy()
	if err != nil {
		return err
	}
	for i := range result.Devices {
		v := &result.Devices[i].Verdict
		if v.Device.Name == name {
			return report.WriteExplanation(g.std.out, v, policy)
		}
		words = append(words, v.Device.Name)
	}
	return usagef("%q is neither a rule nor a device of scan %s%s", name, result.ID, near(name, words))
}

func near(word string, words []string) string {
	if best := query.Nearest(word, words); best != "" {
		return fmt.Sprintf(": did you mean %q?", best)
	}
	return " (see 'headroom rules')"
}

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
