//go:build !small

package stores

import (
	"context"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/postgres"
)

// openPostgres opens a store on a server. Its password is a reference in the URL.
func openPostgres(ctx context.Context, name string, read bool) (store.Store, error) {
	url, ref, err := postgres.Reference(name)
	if err != nil {
		return nil, err
	}
	password, err := secretOf(ctx, "store", ref)
	defer clear(password)
	if err != nil {
		return nil, err
	}
	open := postgres.Open
	if read {
		open = postgres.OpenRead
	}
	st, err := open(ctx, url, password)
	if err != nil { // a *postgres.Store that is nil is no nil store.Store
		return nil, err
	}
	return st, nil
}

// secretOf resolves a reference like env:NAME; nil = there is none.
func secretOf(ctx context.Context, what, ref string) ([]byte, error) {
	if ref == "" {
		return nil, nil
	}
	kind, value, _ := strings.Cut(ref, ":")
	vault := collect.NewVault(map[string]inventory.Credential{what: {Name: what, Password: inventory.Ref{Kind: kind, Value: value}}}, collect.Sources{})
	defer vault.Close()
	login, err := vault.Get(ctx, what)
	return login.Password, err
}
