package yaml

import (
	_ "embed" // the schema
	"slices"
)

//go:embed inventory.schema.json
var embedded []byte

// Schema gives the JSON Schema of an inventory file (draft 2020-12). It is
// generated from the types the loader reads into; a test holds the two together.
func Schema() []byte { return slices.Clone(embedded) }
