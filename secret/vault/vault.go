// Package vault gets secrets from HashiCorp Vault and OpenBao over HTTP: fields of KV
// version 2, and certificates of users for keys that it makes.
//
// What goes in: where it is and how to log in. What comes out: secrets, and keys with
// certificates; one login per scan, whose token is given back at its end
// (inv:vault).
package vault

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/internal/rest"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// Provider asks one Vault.
type Provider struct {
	Config inventory.VaultLogin
	Local  secret.Set // gets what it logs in with
	Env    func(string) (string, bool)
	// Sleep waits where Vault says that it is busy; nil = really.
	Sleep func(ctx context.Context, d time.Duration) error

	mu     sync.Mutex
	client *rest.Client
	own    bool // the token is of a login of ours
}

// Kind is vault.
func (*Provider) Kind() string { return "vault" }

// signs splits MOUNT/sign/ROLE.
func signs(value string) (mount, role string, ok bool) {
	if strings.Contains(value, "#") {
		return "", "", false
	}
	mount, role, ok = strings.Cut(value, "/sign/")
	return mount, role, ok && mount != "" && role != ""
}

// Get gives a field of a secret.
func (p *Provider) Get(ctx context.Context, r secret.Request) ([]byte, error) {
	if _, _, ok := signs(r.Value); ok {
		return nil, secret.Failed("write it as key:", "a certificate is for a key")
	}
	path, field, ok := strings.Cut(r.Value, "#")
	if !ok || path == "" || field == "" {
		return nil, secret.Failed("write vault:MOUNT/PATH#FIELD", "%q names no path and field", r.Value)
	}
	c, err := p.login(ctx)
	if err != nil {
		return nil, err
	}
	mount, rest, _ := strings.Cut(strings.Trim(path, "/"), "/")
	if m := strings.Trim(p.Config.KVMount, "/"); m != "" {
		mount, rest = m, strings.TrimPrefix(strings.Trim(path, "/"), m+"/")
	}
	rest = strings.TrimPrefix(rest, "data/")
	if rest == "" {
		return nil, secret.Failed("write vault:MOUNT/PATH#FIELD", "%q names no path below its mount", path)
	}
	var out struct {
		Data struct {
			Data map[string]text `json:"data"`
		} `json:"data"`
	}
	if err := c.Get(ctx, "v1/"+mount+"/data/"+rest, nil, &out); err != nil {
		return nil, because(err)
	}
	defer func() {
		for _, v := range out.Data.Data {
			clear(v)
		}
	}()
	v, ok := out.Data.Data[field]
	switch {
	case out.Data.Data == nil:
		return nil, secret.Failed("only KV version 2 is read", "%s holds no data", path)
	case !ok:
		return nil, secret.Failed("look with vault kv get "+path, "%s has no field %s", path, field)
	case v == nil:
		return nil, secret.Failed("", "field %s of %s is no text", field, path)
	}
	return bytes.Clone(v), nil
}

// text is a text of JSON as bytes that can be cleared; nil = it is none.
type text []byte

// UnmarshalJSON takes the text out of its quotes.
func (t *text) UnmarshalJSON(raw []byte) error {
	if len(raw) == 0 || raw[0] != '"' {
		return nil
	}
	b, err := unquote(raw)
	*t = b
	return err
}

// Try logs in and reads, and keeps nothing. A certificate is not asked for: whether the
// role may sign is seen when a key is made.
func (p *Provider) Try(ctx context.Context, r inventory.Ref) error {
	if _, _, ok := signs(r.Value); ok {
		_, err := p.login(ctx)
		return err
	}
	b, err := p.Get(ctx, secret.Request{Ref: r})
	clear(b)
	return err
}

// MakeKey makes a key for this scan and has it signed: MOUNT/sign/ROLE.
func (p *Provider) MakeKey(ctx context.Context, r secret.Request) (key, cert []byte, made bool, err error) {
	mount, role, ok := signs(r.Value)
	if !ok {
		return nil, nil, false, nil
	}
	c, err := p.login(ctx)
	if err != nil {
		return nil, nil, true, err
	}
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, true, err
	}
	defer clear(priv)
	der, err := x509.MarshalPKCS8PrivateKey(priv)
	if err != nil {
		return nil, nil, true, err
	}
	defer clear(der)
	var out struct {
		Data struct {
			Signed string `json:"signed_key"`
		} `json:"data"`
	}
	body := map[string]string{"public_key": authorized(pub), "valid_principals": r.User, "cert_type": "user"}
	if err := c.Post(ctx, "v1/"+mount+"/sign/"+role, body, &out); err != nil {
		return nil, nil, true, because(err)
	}
	if !strings.HasPrefix(out.Data.Signed, "ssh-ed25519-cert-v01@openssh.com ") {
		return nil, nil, true, secret.Failed("is the role one that signs keys of users?", "no certificate came")
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), []byte(out.Data.Signed), true, nil
}

// authorized writes a public key as a line of authorized_keys (RFC 8709).
func authorized(pub ed25519.PublicKey) string {
	var b []byte
	for _, part := range [][]byte{[]byte("ssh-ed25519"), pub} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return "ssh-ed25519 " + base64.StdEncoding.EncodeToString(b)
}

// because takes the address into the words of a provider.
func because(err error) error {
	var e *rest.Error
	if !errors.As(err, &e) {
		return err
	}
	hint := e.Hint
	switch e.Status {
	case http.StatusForbidden:
		hint = "the policy of this login must allow read on the path (for KV v2 it has data/ in it), or update to sign"
	case http.StatusNotFound:
		hint = "there is no secret at this path, it was deleted, or the mount is not KV version 2"
	case http.StatusServiceUnavailable:
		hint = "it is sealed or in standby"
	}
	return secret.Failed(hint, "%s: %s", e.Where, e.Msg)
}

// Close gives the token of a login of ours back.
func (p *Provider) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client == nil {
		return
	}
	if p.own {
		ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
		defer stop()
		_ = p.client.Post(ctx, "v1/auth/token/revoke-self", struct{}{}, new([]byte)) // it would run out by itself
	}
	p.client.Close()
	p.client = nil
}

// mountPath is where a login is mounted.
func mountPath(s, preset string) string {
	if s = strings.Trim(s, "/"); s == "" {
		return preset
	}
	return s
}

// setting is a value of the inventory, else of the environment that the programs of
// Vault and OpenBao read.
func (p *Provider) setting(said string, names ...string) string {
	for _, n := range names {
		if said != "" {
			break
		}
		said, _ = p.Env(n)
	}
	return said
}

// address is where the interface is.
func (p *Provider) address() (string, error) {
	a := p.setting(p.Config.Address, "VAULT_ADDR", "BAO_ADDR")
	if a == "" {
		return "", secret.Failed("set secrets: vault: address in the inventory, or VAULT_ADDR", "no address of a Vault is known")
	}
	return a, nil
}

var errNoToken = fmt.Errorf("no token is known")
