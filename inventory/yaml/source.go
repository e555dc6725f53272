package yaml

import (
	"context"

	"github.com/headroom-audit/headroom/inventory"
)

// Source is an inventory file as a source of devices.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "yaml" }

// Title says what it reads.
func (Source) Title() string { return "the devices of an inventory file" }

// About says what it does with what is inherited.
func (Source) About() string { return "Defaults and groups are applied to each device." }

// Preset is the name that an inventory has where no other is given.
func (Source) Preset() string { return "inventory.yaml" }

// Takes are what it reads of a query: nothing.
func (Source) Takes() []inventory.Want { return nil }

// Read loads a file; the error is Errors where it holds mistakes.
func (Source) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := here.Open(q.Place)
	if err != nil {
		return nil, err
	}
	return LoadLive(q.Place, raw, here.Live)
}
