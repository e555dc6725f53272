package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// Sources are the ways to a secret that a test or a program may set; nil means
// the system's.
type Sources struct {
	Env  func(name string) (string, bool)
	Ask  func(ctx context.Context, what string) ([]byte, error) // a person, never twice at a time; nil = nobody is there
	Open func(path string) (*os.File, error)
	// Providers get the secrets; nil = those that need this host only, by the ways above.
	Providers secret.Set
}

// Login is a user with what proves it is him. It prints as the name of its
// credential only. The byte slices belong to the caller, who wipes them.
type Login struct {
	Name       string
	User       string
	Password   []byte
	Key        []byte // PEM of a private key
	KeyPath    string // where it was read from, for the ssh program
	Cert       []byte // the certificate of the key: KEY-cert.pub, where there is one
	Passphrase []byte
	Agent      bool
}

// String gives the name of the credential, never the secret.
func (l Login) String() string { return "credential " + l.Name }

// GoString is String.
func (l Login) GoString() string { return l.String() }

// Format prints String whatever the verb.
func (l Login) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.String()) }

// Wipe zeroes the secrets.
func (l *Login) Wipe() {
	clear(l.Password)
	clear(l.Key)
	clear(l.Passphrase)
}

// Vault resolves references to secrets, once each in a run, and forgets them
// when it is closed.
type Vault struct {
	src Sources

	mu    sync.Mutex
	creds map[string]inventory.Credential
	have  map[string]*resolved
}

// resolved is a login, and why there is none; both stand once done is closed.
type resolved struct {
	done   chan struct{}
	gaveUp bool // whoever resolved it; the secret may still be had
	login  Login
	err    error
}

// NewVault makes a vault for the credentials of an inventory.
func NewVault(creds map[string]inventory.Credential, src Sources) *Vault {
	if src.Providers == nil {
		src.Providers = secret.Local{Env: src.Env, Ask: src.Ask, Open: src.Open}.Providers()
	}
	return &Vault{creds: creds, src: src, have: map[string]*resolved{}}
}

// Get gives a copy of the login of a credential; the error is an *Error with
// CauseCredential, or CauseCancelled where ctx was, and never holds a secret.
// Those who come at the same time wait for the one who resolves it, and take
// over where that one gives up.
func (v *Vault) Get(ctx context.Context, name string) (Login, error) {
	for {
		v.mu.Lock()
		c, ok := v.creds[name]
		r := v.have[name]
		first := ok && r == nil
		if first {
			r = &resolved{done: make(chan struct{})}
			v.have[name] = r
		}
		v.mu.Unlock()
		switch {
		case !ok:
			return Login{}, &Error{Cause: CauseCredential, Credential: name, Msg: fmt.Sprintf("there is no credential %q", name), Hint: "add it under credentials in the inventory"}
		case first:
			v.settle(ctx, name, c, r)
		default:
			select {
			case <-r.done:
			case <-ctx.Done():
				return Login{}, unresolved(name, ctx.Err())
			}
			if r.gaveUp && ctx.Err() == nil {
				continue
			}
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		if r.err != nil {
			return Login{}, unresolved(name, r.err)
		}
		l := r.login
		l.Password, l.Key, l.Passphrase = bytes.Clone(l.Password), bytes.Clone(l.Key), bytes.Clone(l.Passphrase)
		return l, nil
	}
}

// settle resolves a credential into r; what failed since ctx ended is forgotten.
func (v *Vault) settle(ctx context.Context, name string, c inventory.Credential, r *resolved) {
	l, err := v.resolve(ctx, c)
	v.mu.Lock()
	defer v.mu.Unlock()
	r.login, r.err, r.gaveUp = l, err, err != nil && ctx.Err() != nil
	switch {
	case v.creds == nil: // closed meanwhile
		r.login.Wipe()
		r.login, r.err = Login{}, errors.New("the vault is closed")
	case r.gaveUp:
		delete(v.have, name)
	}
	close(r.done)
}

func unresolved(name string, err error) *Error {
	if errors.Is(err, context.Canceled) {
		return &Error{Cause: CauseCancelled, Credential: name, Msg: "stopped while credential " + strconv.Quote(name) + " was asked for", Err: err}
	}
	return &Error{Cause: CauseCredential, Credential: name, Msg: fmt.Sprintf("credential %q: %s", name, err), Err: err}
}

// Credential is what the inventory says of a credential, for the ssh program:
// zero where there is none of that name. No secret is read.
func (v *Vault) Credential(name string) inventory.Credential {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.creds[name]
}

// Known gives copies of every password and passphrase that was resolved.
func (v *Vault) Known() [][]byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out [][]byte
	for _, r := range v.have {
		for _, s := range [][]byte{r.login.Password, r.login.Passphrase} {
			if len(s) > 0 {
				out = append(out, bytes.Clone(s))
			}
		}
	}
	return out
}

// Close zeroes everything; the vault cannot be used afterwards.
func (v *Vault) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.have {
		r.login.Wipe()
	}
	v.have, v.creds = map[string]*resolved{}, nil
}

func (v *Vault) resolve(ctx context.Context, c inventory.Credential) (Login, error) {
	l := Login{Name: c.Name, User: c.User, Agent: c.Agent}
	for _, f := range []struct {
		to   *[]byte
		what string
		ref  inventory.Ref
	}{{&l.Password, "password", c.Password}, {&l.Key, "key", c.Key}, {&l.Passphrase, "passphrase", c.Passphrase}} {
		if f.ref.Kind == "agent" {
			l.Agent = true
			continue
		}
		r := secret.Request{Ref: f.ref, What: f.what + " of " + c.User + " (" + c.Name + ")", User: c.User, Key: f.what == "key"}
		if err := v.part(ctx, r, &l, f.to); err != nil {
			l.Wipe()
			return Login{}, fmt.Errorf("%s: %w", f.what, err)
		}
	}
	if c.Key.Kind == "key" || c.Key.Kind == "file" {
		l.KeyPath = secret.Home(c.Key.Value)
		if f, _, err := secret.OpenRegular(l.KeyPath+"-cert.pub", v.src.Open); err == nil {
			l.Cert, _ = io.ReadAll(io.LimitReader(f, secret.MaxSize)) // what is no certificate is told when it is used
			_ = f.Close()
		}
	}
	if len(l.Password) == 0 && len(l.Key) == 0 && !l.Agent {
		return Login{}, errors.New("it has neither password nor key nor agent")
	}
	return l, nil
}

// part gets one secret of a login; a key may be made for this scan, with its
// certificate.
func (v *Vault) part(ctx context.Context, r secret.Request, l *Login, to *[]byte) (err error) {
	if r.Key {
		key, cert, made, err := v.src.Providers.MakeKey(ctx, r)
		if made || err != nil {
			l.Key, l.Cert = key, cert
			return err
		}
	}
	*to, err = v.src.Providers.Get(ctx, r)
	return err
}
