// Package sources lists where an inventory may come from. A new source is one line
// here; the verbs offer what stands in the list.
package sources

import (
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// File is the source of -i: the file that people write.
func File() inventory.Source { return yaml.Source{} }

// Others are what an inventory can be made of.
func Others() []inventory.Source { return []inventory.Source{sshconfig.Source{}} }

// All are File and Others.
func All() []inventory.Source { return append([]inventory.Source{File()}, Others()...) }
