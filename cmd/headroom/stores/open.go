// Package stores opens stores of scans by their names, and copies one into another.
//
// What goes in: the name of a store as people write it, a file or a URL. What comes out:
// the open store. With the tag small it knows no server.
package stores

import (
	"context"
	"strings"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
)

// Open opens a store by its name: a file, or the URL of a server.
func Open(ctx context.Context, name string, read bool) (store.Store, error) {
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		return openPostgres(ctx, name, read)
	}
	open := sqlite.Open
	if read {
		open = sqlite.OpenRead
	}
	st, err := open(ctx, name)
	if err != nil { // a *sqlite.Store that is nil is no nil store.Store
		return nil, err
	}
	return st, nil
}
