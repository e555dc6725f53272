package main

import (
	"context"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
)

// openStore opens the store of scans, or says what to do about it.
func (g *globals) openStore(ctx context.Context) (store.Store, error) {
	return g.openNamed(ctx, g.storePath, false)
}

// readStore is openStore for verbs that only read: also of a store that this user may
// not write.
func (g *globals) readStore(ctx context.Context) (store.Store, error) {
	return g.openNamed(ctx, g.storePath, true)
}

func (g *globals) openNamed(ctx context.Context, where func() (string, error), read bool) (store.Store, error) {
	name, err := where()
	if err != nil {
		return nil, usagef("%v", err)
	}
	st, err := openStoreAt(ctx, name, read)
	if err != nil {
		return nil, usagef("%v (use --store PATH, or --no-store)", err)
	}
	return st, nil
}

// openStoreAt opens a store by its name: a file, or the URL of a server.
func openStoreAt(ctx context.Context, name string, read bool) (store.Store, error) {
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

// storeToExamine opens the store for doctor, which says in its own words what to do.
func (g *globals) storeToExamine(ctx context.Context) (store.Store, error) {
	name, err := g.storePath()
	if err != nil {
		return nil, err
	}
	return openStoreAt(ctx, name, false)
}
