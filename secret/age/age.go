// Package age gets secrets out of files that age has encrypted.
//
// What goes in: FILE#NAME and identities, from files or plug-ins. What comes out: the
// value of NAME in the file, whose lines are NAME: VALUE or NAME=VALUE; without #NAME
// all of it. Nothing that was decrypted touches the disk.
package age

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"filippo.io/age/plugin"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// Provider decrypts with identities.
type Provider struct {
	Identities []inventory.Ref // file:PATH, credential:NAME …; none = what env:AGE_IDENTITY holds
	Local      secret.Set      // gets them
}

// Kind is age.
func (Provider) Kind() string { return "age" }

// Get gives a secret.
func (p Provider) Get(ctx context.Context, r secret.Request) ([]byte, error) {
	path, name, _ := strings.Cut(r.Value, "#")
	type answer struct {
		b   []byte
		err error
	}
	got := make(chan answer, 1)
	go func() { // a plug-in may wait for a touch
		b, err := p.open(ctx, secret.Home(path))
		got <- answer{b, err}
	}()
	var all []byte
	select {
	case a := <-got:
		if a.err != nil {
			return nil, a.err
		}
		all = a.b
	case <-ctx.Done():
		go func() { clear((<-got).b) }()
		return nil, ctx.Err()
	}
	if name == "" {
		return all, nil
	}
	defer clear(all)
	v, ok := find(all, name)
	if !ok {
		return nil, secret.Failed("its lines are NAME: VALUE", "%s has no %s", path, name)
	}
	return bytes.Clone(v), nil
}

// Try says why a secret cannot be had.
func (p Provider) Try(ctx context.Context, r inventory.Ref) error {
	b, err := p.Get(ctx, secret.Request{Ref: r})
	clear(b)
	return err
}

func (p Provider) open(ctx context.Context, path string) ([]byte, error) {
	f, _, err := secret.OpenRegular(path, nil)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ids, err := p.identities(ctx)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(f)
	var src io.Reader = in
	if head, _ := in.Peek(len(armor.Header)); string(head) == armor.Header {
		src = armor.NewReader(in)
	}
	out, err := age.Decrypt(src, ids...)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, secret.Failed("encrypt it for the recipient of this identity, or name another under secrets: age: identities", "no identity opens %s", path)
	case err != nil:
		return nil, secret.Failed("is it a file that age wrote, and whole?", "%s cannot be opened: %w", path, err)
	}
	b, err := io.ReadAll(io.LimitReader(out, secret.MaxSize+1))
	if err != nil || len(b) > secret.MaxSize {
		clear(b)
		return nil, secret.Failed("is it whole?", "%s cannot be read to its end", path)
	}
	return b, nil
}

// identities reads the identities; a line of a plug-in runs age-plugin-NAME.
func (p Provider) identities(ctx context.Context) ([]age.Identity, error) {
	refs := p.Identities
	if len(refs) == 0 {
		refs = []inventory.Ref{{Kind: "env", Value: "AGE_IDENTITY"}}
	}
	var out []age.Identity
	for _, r := range refs {
		b, err := p.Local.Get(ctx, secret.Request{Ref: r, Key: true})
		if err != nil {
			return nil, secret.Failed("name the file of the identity under secrets: age: identities", "its identity: %w", err)
		}
		more, err := parse(b, r)
		clear(b)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	if len(out) == 0 {
		return nil, secret.Failed("age-keygen makes one", "there is no identity in %s", refs[0])
	}
	return out, nil
}

// parse reads the lines of an identity. What a line holds is never in an error.
func parse(b []byte, from inventory.Ref) ([]age.Identity, error) {
	var out []age.Identity
	n := 0
	for line := range bytes.Lines(b) {
		n++
		s := strings.TrimSpace(string(line))
		switch {
		case s == "" || s[0] == '#':
		case strings.HasPrefix(s, "AGE-PLUGIN-"):
			id, err := plugin.NewIdentity(s, &plugin.ClientUI{
				DisplayMessage: func(string, string) error { return nil },
				RequestValue:   func(string, string, bool) (string, error) { return "", errors.New("nobody is asked") },
				Confirm:        func(string, string, string, string) (bool, error) { return false, errors.New("nobody is asked") },
			})
			if err != nil {
				return nil, fmt.Errorf("%s:%d: the identity of a plug-in is not understood", from, n)
			}
			out = append(out, id)
		default:
			ids, err := age.ParseIdentities(strings.NewReader(s))
			if err != nil {
				return nil, fmt.Errorf("%s:%d: this is no identity of age", from, n)
			}
			out = append(out, ids...)
		}
	}
	return out, nil
}

// find gives the value of a name: NAME: VALUE or NAME=VALUE, in quotes or not.
func find(all []byte, name string) ([]byte, bool) {
	for line := range bytes.Lines(all) {
		rest, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte(name))
		if !ok {
			continue
		}
		rest = bytes.TrimLeft(rest, " \t")
		if len(rest) == 0 || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		v := bytes.TrimSpace(rest[1:])
		if n := len(v); n >= 2 && (v[0] == '"' || v[0] == '\'') && v[n-1] == v[0] {
			v = v[1 : n-1]
		}
		return v, true
	}
	return nil, false
}
