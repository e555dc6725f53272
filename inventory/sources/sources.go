// Package sources lists where an inventory may come from. A new source is one line
// here; the verbs offer what stands in the list.
package sources

import (
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/ansible"
	"github.com/headroom-audit/headroom/inventory/calendar"
	"github.com/headroom-audit/headroom/inventory/netbox"
	"github.com/headroom-audit/headroom/inventory/nornir"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
	"github.com/headroom-audit/headroom/inventory/suzieq"
	"github.com/headroom-audit/headroom/inventory/table"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// File is the source of -i: the file that people write.
func File() inventory.Source { return yaml.Source{} }

// Others are what an inventory can be made of.
func Others() []inventory.Source {
	return []inventory.Source{
		netbox.Source{},
		netbox.Source{Nautobot: true},
		ansible.Source{},
		nornir.Source{},
		suzieq.Source{},
		table.CSV{},
		table.Rancid{},
		table.Oxidized{},
		sshconfig.Source{},
	}
}

// Find gives a source by its name.
func Find(name string) (inventory.Source, bool) {
	for _, s := range Others() {
		if s.Name() == name {
			return s, true
		}
	}
	if c := (calendar.Source{}); c.Name() == name { // which has no devices, so that nothing is made of it alone
		return c, true
	}
	return nil, false
}

// All are File and Others.
func All() []inventory.Source { return append([]inventory.Source{File()}, Others()...) }
