// Package netbox reads the devices of a NetBox or a Nautobot over REST.
//
// What goes in: an address and a reference to a token. What comes out: the devices
// that the filters leave, page by page, each with its primary address. A list that
// changed while it was read is read again; one that keeps changing, a page that is
// cut, a token that may not read are errors (inv:netbox, inv:nautobot).
package netbox

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/internal/rest"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// pageSize is how many devices are asked for at once; the server may give fewer.
const pageSize = 500

// readings is how often a list that changes is read.
const readings = 3

// Source is NetBox, or Nautobot.
type Source struct {
	Nautobot bool
	// Options are how the interface is asked; a test sets what is slow.
	Options rest.Options
}

// Name is what it is called.
func (s Source) Name() string {
	if s.Nautobot {
		return "nautobot"
	}
	return "netbox"
}

// Title says what it reads.
func (s Source) Title() string {
	if s.Nautobot {
		return "the devices of a Nautobot"
	}
	return "the devices of a NetBox"
}

// About says what is read and what is left out.
func (s Source) About() string {
	site := "site"
	if s.Nautobot {
		site = "location"
	}
	return `Reads the devices over REST: primary address, platform, ` + site + `, role and tags, and what
--field names of the custom fields (window, jump, pair, site, role, hostname, port,
transport, credential, aaa_realm). --filter is passed through: status=active, role=edge.
A virtual chassis is visited once, through its master. A device without a primary
address, or of a platform that headroom does not read, is listed and not visited.`
}

// Preset is empty: every team has its own.
func (Source) Preset() string { return "" }

// Takes are what it reads of a query.
func (Source) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantToken, inventory.WantCA, inventory.WantFilter, inventory.WantPlatforms, inventory.WantFields}
}

// errChanged is a list that is not the same from page to page.
var errChanged = errors.New("the list of devices changed while it was read")

// Read gives the devices of an instance.
func (s Source) Read(ctx context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	filter, err := parseFilter(q.Filter)
	if err != nil {
		return nil, err
	}
	c, err := s.client(ctx, q, here)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name(), err)
	}
	defer c.Close()
	var list []device
	for range readings {
		if list, err = s.all(ctx, c, filter); !errors.Is(err, errChanged) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name(), err)
	}
	return s.inventory(list, q, here, c.Host())
}

// client makes the client, with the token in its header: v2 tokens begin with nbt_
// and are borne, v1 tokens are named (inv:netbox).
func (s Source) client(ctx context.Context, q inventory.Query, here inventory.Here) (*rest.Client, error) {
	o := s.Options
	if q.CA != "" {
		ca, err := here.Open(q.CA)
		if err != nil {
			return nil, fmt.Errorf("ca: %w", err)
		}
		o.CA = ca
	}
	if !q.Token.IsZero() {
		if here.Secret == nil {
			return nil, errors.New("no secret is at hand for the token")
		}
		token, err := here.Secret(ctx, q.Token)
		if err != nil {
			return nil, fmt.Errorf("token: %w", err)
		}
		scheme := "Token "
		if strings.HasPrefix(string(token), "nbt_") {
			scheme = "Bearer "
		}
		o.Header = map[string]string{"Authorization": scheme + string(token)}
		clear(token)
	}
	return rest.New(q.Place, o)
}

func parseFilter(list []string) (url.Values, error) {
	out := url.Values{}
	for _, s := range list {
		k, v, ok := strings.Cut(s, "=")
		if k = strings.TrimSpace(k); !ok || k == "" || k == "limit" || k == "offset" {
			return nil, fmt.Errorf("filter %q is not like status=active", s)
		}
		out.Add(k, strings.TrimSpace(v))
	}
	return out, nil
}

// page is one answer of a list.
type page struct {
	Count   *int     `json:"count"`
	Next    *string  `json:"next"`
	Results []device `json:"results"`
}

// all reads every page. The address that the server names for the next one is not
// used, so that the token goes nowhere else: pages are counted.
func (s Source) all(ctx context.Context, c *rest.Client, filter url.Values) ([]device, error) {
	query := url.Values{}
	for k, v := range filter {
		query[k] = v
	}
	query.Set("limit", strconv.Itoa(pageSize))
	if s.Nautobot {
		query.Set("depth", "1")
		query.Set("exclude_m2m", "false") // the tags
	} else {
		query.Set("exclude", "config_context")
		if !query.Has("ordering") {
			query.Set("ordering", "id")
		}
	}
	var out []device
	count, seen := -1, map[string]bool{}
	for {
		var p page
		if err := c.Get(ctx, "api/dcim/devices/", query, &p); err != nil {
			return nil, err
		}
		if p.Count == nil || p.Results == nil {
			return nil, errors.New("the answer is no list of devices: is this the address of the instance?")
		}
		more, err := p.after(out)
		if err != nil || count >= 0 && count != *p.Count {
			return nil, errChanged
		}
		count = *p.Count
		for _, d := range more {
			if seen[d.key()] {
				return nil, errChanged
			}
			seen[d.key()] = true
			out = append(out, d)
		}
		switch {
		case p.Next == nil && len(out) == count:
			return out, nil
		case p.Next == nil, len(more) == 0, len(out) >= count:
			return nil, errChanged
		case len(out) >= gather.MaxDevices:
			return nil, fmt.Errorf("more than %d devices: filter them", gather.MaxDevices)
		}
		query.Set("offset", strconv.Itoa(len(out)-1))
		query.Set("limit", strconv.Itoa(pageSize+1))
	}
}

// after gives what a page has behind the devices that were read: it begins with the
// last one of them, so that a list that moved up or down between two pages is seen.
func (p *page) after(out []device) ([]device, error) {
	if len(out) == 0 {
		return p.Results, nil
	}
	if len(p.Results) == 0 || p.Results[0].key() != out[len(out)-1].key() {
		return nil, errChanged
	}
	return p.Results[1:], nil
}
