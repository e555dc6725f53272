package vendors

import (
	"embed"
	"sync"

	"github.com/headroom-audit/headroom/catalog"
)

// data is what the rooms hold that is not read from a device.
//
//go:embed */*/*/data.yaml
var data embed.FS

// Catalog gives the data of all rooms; it panics where the program was built with
// broken ones (a test loads them).
func Catalog() *catalog.Catalog { return loadCatalog() }

var loadCatalog = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Load(data)
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return c
})
