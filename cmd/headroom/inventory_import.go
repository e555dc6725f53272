package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// queryFlags are the flags of what a source is asked.
type queryFlags struct {
	token, ca, separator      string
	filter, platforms, fields []string
}

func (f *queryFlags) register(cmd *cobra.Command, takes []inventory.Want) {
	flags := cmd.Flags()
	for _, w := range takes {
		switch w {
		case inventory.WantToken:
			flags.StringVar(&f.token, "token", "", "reference to the token: env:NAME, file:PATH, vault:PATH#FIELD …")
		case inventory.WantCA:
			flags.StringVar(&f.ca, "ca", "", "file (PEM) of the certificate authority, where it is your own")
		case inventory.WantFilter:
			flags.StringArrayVar(&f.filter, "filter", nil, "passed through to the source, repeatable: status=active")
		case inventory.WantPlatforms:
			flags.StringArrayVar(&f.platforms, "platform", nil, "what a word of the source stands for, repeatable: ciscoxr-edge=cisco_iosxr")
		case inventory.WantFields:
			flags.StringArrayVar(&f.fields, "field", nil, "which field or column is what, repeatable: window=maintenance ("+strings.Join(gather.Fields(), " ")+")")
		case inventory.WantSeparator:
			flags.StringVar(&f.separator, "separator", "", "what stands between the columns, or tab")
		}
	}
}

// query makes the query of the flags.
func (f *queryFlags) query(place string) (inventory.Query, error) {
	q := inventory.Query{Place: place, CA: f.ca, Filter: f.filter, Separator: f.separator, Platforms: map[string]fact.OS{}, Fields: map[string]string{}}
	if f.token != "" {
		r, ok := inventory.ParseRef(f.token)
		if !ok {
			return q, usagef("--token must be a reference such as env:NETBOX_TOKEN, not the token itself: a command line can be seen by others")
		}
		q.Token = r
	}
	for _, p := range f.platforms {
		if err := q.AddPlatform(p); err != nil {
			return q, usagef("--platform: %v", err)
		}
	}
	for _, p := range f.fields {
		ours, theirs, ok := strings.Cut(p, "=")
		if !ok || !slices.Contains(gather.Fields(), ours) || theirs == "" {
			return q, usagef("--field %q is not like window=maintenance; what can be named: %s", p, strings.Join(gather.Fields(), " "))
		}
		q.Fields[ours] = theirs
	}
	return q, nil
}

func newImport(g *globals, s inventory.Source) *cobra.Command {
	var f queryFlags
	var user, password, key string
	use, preset := s.Name()+" PLACE", ""
	if p := s.Preset(); p != "" {
		use, preset = s.Name()+" [PLACE]", " (default "+p+")"
	}
	cmd := &cobra.Command{
		Use:     use,
		Short:   "Print an inventory of " + s.Title() + preset,
		Long:    s.About() + "\n\nWhat is not understood is told with its place. Exit status: 0 printed, 2 usage, file or server error.",
		Example: "  " + importExample(s),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place := pathOr(args, s.Preset())
			if place == "" {
				return usagef("say where it is: %s", importExample(s))
			}
			q, err := f.query(place)
			if err != nil {
				return err
			}
			who := yaml.Login{User: user, Agent: password == "" && key == "" && person().Agent}
			for _, r := range []struct {
				text string
				to   *inventory.Ref
			}{{password, &who.Password}, {key, &who.Key}} {
				ref, ok := inventory.ParseRef(r.text)
				if r.text != "" && !ok {
					return usagef("--password and --key take a reference such as env:NAME, not the secret itself")
				}
				*r.to = ref
			}
			set := secretsOf(inventory.Secrets{})
			defer set.Close()
			inv, err := s.Read(cmd.Context(), q, hereWith(g.std.in, set))
			if err != nil {
				return usagef("%v", err)
			}
			sayNotes(g.std.err, inv)
			saySkipped(g, inv)
			return yaml.Write(g.std.out, s.Name()+" "+place, inv, who)
		},
	}
	f.register(cmd, s.Takes())
	cmd.Flags().StringVar(&user, "user", "", "who logs in where the source does not say")
	cmd.Flags().StringVar(&password, "password", "", "reference to the password of --user")
	cmd.Flags().StringVar(&key, "key", "", "reference to the key of --user: key:PATH")
	return cmd
}

func importExample(s inventory.Source) string {
	more := map[string]string{
		"netbox":     "https://netbox.example.net --token env:NETBOX_TOKEN --filter status=active --filter role=edge",
		"nautobot":   "https://nautobot.example.net --token env:NAUTOBOT_TOKEN --filter location=fra",
		"ansible":    "hosts.ini --field site=site",
		"nornir":     "inventory/hosts.yaml --field site=site",
		"suzieq":     "inventory.yml",
		"csv":        "routers.csv --field host=mgmt_ip",
		"rancid":     "core/router.db --user headroom --password cloginrc:~/.cloginrc",
		"oxidized":   "router.db --field name=0 --field host=1 --field platform=2",
		"ssh_config": "~/.ssh/config",
	}[s.Name()]
	return "headroom inventory import " + s.Name() + " " + more + " > inventory.yaml"
}

// saySkipped tells how many devices are listed and not visited, and why.
func saySkipped(g *globals, inv *inventory.Inventory) {
	for _, line := range inv.Unvisited() {
		fmt.Fprintf(g.std.err, "headroom: note: %s\n", safeterm.CleanLine(line))
	}
}
