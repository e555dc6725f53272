// Package keyring gets secrets from the keyring of the system: Secret Service on
// Linux, Keychain on macOS, Credential Manager on Windows.
//
// What goes in: SERVICE/USER. What comes out: the secret that is kept under both.
package keyring

import (
	"context"
	"errors"
	"strings"

	"github.com/zalando/go-keyring"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// Provider gets secrets from a keyring.
type Provider struct {
	// Lookup gives the secret of a service and a user; nil = that of the system.
	Lookup func(service, user string) (string, error)
}

// Kind is keyring.
func (Provider) Kind() string { return "keyring" }

// Get gives a secret. The keyring may ask a person to open it; who does not wait for
// that goes on.
func (p Provider) Get(ctx context.Context, r secret.Request) ([]byte, error) {
	service, user, ok := strings.Cut(r.Value, "/")
	if !ok || service == "" || user == "" {
		return nil, secret.Failed("write keyring:SERVICE/USER", "%q is not a service and a user", r.Value)
	}
	lookup := p.Lookup
	if lookup == nil {
		lookup = keyring.Get
	}
	type answer struct {
		b   []byte
		err error
	}
	got := make(chan answer, 1)
	go func() {
		s, err := lookup(service, user)
		got <- answer{[]byte(s), err}
	}()
	select {
	case a := <-got:
		return a.b, why(a.err)
	case <-ctx.Done():
		go func() { clear((<-got).b) }()
		return nil, ctx.Err()
	}
}

// why says what to do. What a keyring says itself holds no secret.
func why(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return secret.Failed("keep it: secret-tool store --label headroom service SERVICE username USER (Linux), security add-generic-password -s SERVICE -a USER -w (macOS)", "the keyring has no such entry")
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return secret.Failed("use file:, credential: or vault:", "this system has no keyring")
	}
	return secret.Failed("is a Secret Service running and unlocked? a server has none: use credential:, file: or vault:", "the keyring cannot be reached: %w", err)
}

// Try says why a secret cannot be had.
func (p Provider) Try(ctx context.Context, r inventory.Ref) error {
	b, err := p.Get(ctx, secret.Request{Ref: r})
	clear(b)
	return err
}
