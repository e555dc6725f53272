//go:build small

package stores

import (
	"context"
	"errors"

	"github.com/headroom-audit/headroom/store"
)

func openPostgres(context.Context, string, bool) (store.Store, error) {
	return nil, errors.New("this is the small headroom: it knows no PostgreSQL. Use the whole one, or a store in a file")
}
