package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/query"
)

// Select gives the devices that a filter names, in the order of the file; ""
// gives all. A comma list of whole device names means just those; anything else
// is the language of package query, with the keys an inventory can answer: host
// site role tag group os platform vendor. A filter that selects nothing is an
// error, so that a scan of nothing cannot pass as a clean one.
func (inv *Inventory) Select(filter string) ([]Device, error) {
	filter = strings.TrimSpace(filter)
	if filter == "" {
		return inv.Devices, nil
	}
	if list, ok := inv.byName(filter); ok {
		return list, nil
	}
	q, err := query.Parse(filter)
	if err != nil {
		return nil, err
	}
	for _, k := range q.Keys() {
		if !slices.Contains(selectKeys(), k) {
			return nil, fmt.Errorf("filter %s: %s is known only after a scan; an inventory knows %s", filter, k, strings.Join(selectKeys(), " "))
		}
	}
	var out []Device
	for i := range inv.Devices {
		if q.Match(deviceRow{&inv.Devices[i]}) {
			out = append(out, inv.Devices[i])
		}
	}
	if len(out) == 0 {
		return nil, inv.noneFor(filter)
	}
	return out, nil
}

func selectKeys() []string {
	return []string{"host", "site", "role", "tag", "group", "os", "platform", "vendor"}
}

// byName reads a filter that is nothing but names of devices.
func (inv *Inventory) byName(filter string) ([]Device, bool) {
	wanted := map[string]bool{}
	for _, name := range strings.Split(filter, ",") {
		wanted[strings.TrimSpace(name)] = true
	}
	var out []Device
	for _, d := range inv.Devices {
		if wanted[d.Name] {
			out = append(out, d)
		}
	}
	return out, len(out) == len(wanted)
}

func (inv *Inventory) noneFor(filter string) error {
	var names []string
	for _, d := range inv.Devices {
		names = append(names, d.Name)
	}
	if near := query.Nearest(filter, names); near != "" {
		return fmt.Errorf("filter %s: no device matches; did you mean %s?", filter, near)
	}
	return fmt.Errorf("filter %s: none of the %d devices matches", filter, len(names))
}

// deviceRow answers the filter language for an inventory entry.
type deviceRow struct{ *Device }

func (r deviceRow) Text(key string) []string {
	switch key {
	case "host":
		return []string{r.Name, r.Host}
	case "site":
		return present(r.Site)
	case "role":
		return present(r.Role)
	case "tag":
		return r.Tags
	case "group":
		return r.Groups
	case "os", "platform":
		return present(string(r.OS))
	case "vendor":
		return present(r.OS.Vendor())
	}
	return nil
}

func present(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func (deviceRow) Number(string) (float64, bool) { return 0, false }
func (deviceRow) Flag(string) bool              { return false }
