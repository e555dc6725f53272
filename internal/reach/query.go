package reach

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// Query are the flags of what a source is asked.
type Query struct {
	token, ca, separator      string
	filter, platforms, fields []string
}

// Register adds the flags for what a source takes.
func (f *Query) Register(flags *pflag.FlagSet, takes []inventory.Want) {
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

// Of makes the query of the flags.
func (f *Query) Of(place string) (inventory.Query, error) {
	q := inventory.Query{Place: place, CA: f.ca, Filter: f.filter, Separator: f.separator, Platforms: map[string]fact.OS{}, Fields: map[string]string{}}
	if f.token != "" {
		r, ok := inventory.ParseRef(f.token)
		if !ok {
			return q, errors.New("--token must be a reference such as env:NETBOX_TOKEN, not the token itself: a command line can be seen by others")
		}
		q.Token = r
	}
	for _, p := range f.platforms {
		if err := q.AddPlatform(p); err != nil {
			return q, fmt.Errorf("--platform: %w", err)
		}
	}
	for _, p := range f.fields {
		ours, theirs, ok := strings.Cut(p, "=")
		if !ok || !slices.Contains(gather.Fields(), ours) || theirs == "" {
			return q, fmt.Errorf("--field %q is not like window=maintenance; what can be named: %s", p, strings.Join(gather.Fields(), " "))
		}
		q.Fields[ours] = theirs
	}
	return q, nil
}

// Example is a line that imports from a source.
func Example(s inventory.Source) string {
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
