package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/headroom-audit/headroom/internal/rest"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// serviceAccount is where Kubernetes puts the token of a pod (inv:vault).
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/token"

// login gives the client that is logged in; once per scan.
func (p *Provider) login(ctx context.Context) (*rest.Client, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client != nil {
		return p.client, nil
	}
	if p.Env == nil {
		p.Env = os.LookupEnv
	}
	o, address, err := p.options()
	if err != nil {
		return nil, err
	}
	var token []byte
	switch p.Config.Auth {
	case "", "token":
		token, err = p.token(ctx)
	case "approle", "jwt", "kubernetes":
		token, err = p.exchange(ctx, address, o)
		p.own = true
	default:
		err = secret.Failed("one of token, approle, jwt, kubernetes", "there is no login %q", p.Config.Auth)
	}
	if err != nil {
		return nil, err
	}
	o.Header["X-Vault-Token"] = string(token)
	clear(token)
	c, err := rest.New(address, o)
	if err != nil {
		return nil, secret.Failed("", "%w", err)
	}
	p.client = c
	return c, nil
}

// options are how Vault is asked.
func (p *Provider) options() (rest.Options, string, error) {
	address, err := p.address()
	if err != nil {
		return rest.Options{}, "", err
	}
	o := rest.Options{Header: map[string]string{"X-Vault-Request": "true"}, Timeout: p.Config.Timeout, Patience: secret.Timeout / 2, MaxBody: 1 << 20, Sleep: p.Sleep}
	if o.Timeout == 0 {
		o.Timeout = secret.Timeout / 2
	}
	if ns := p.setting(p.Config.Namespace, "VAULT_NAMESPACE", "BAO_NAMESPACE"); ns != "" {
		o.Header["X-Vault-Namespace"] = ns
	}
	if ca := p.setting(p.Config.CA, "VAULT_CACERT", "BAO_CACERT"); ca != "" {
		if o.CA, err = os.ReadFile(secret.Home(ca)); err != nil {
			return o, "", secret.Failed("", "its certificate authority: %w", err)
		}
	}
	return o, address, nil
}

// token is the one that is named, else what the programs of Vault use.
func (p *Provider) token(ctx context.Context) ([]byte, error) {
	if !p.Config.Token.IsZero() {
		return p.local(ctx, p.Config.Token, "token")
	}
	if t := p.setting("", "VAULT_TOKEN", "BAO_TOKEN"); t != "" {
		return []byte(t), nil
	}
	home, err := os.UserHomeDir()
	if err == nil {
		var b []byte
		if b, err = secret.ReadPrivate(filepath.Join(home, ".vault-token"), nil); err == nil {
			return bytes.TrimSpace(b), nil
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		err = errNoToken
	}
	return nil, secret.Failed("run vault login, set VAULT_TOKEN, or say auth: approle under secrets: vault", "%w", err)
}

// local gets what is logged in with; another secret of Vault cannot be.
func (p *Provider) local(ctx context.Context, r inventory.Ref, what string) ([]byte, error) {
	if r.Kind == "vault" {
		return nil, secret.Failed("use file:, env:, credential: or cmd:", "the %s of vault cannot be in vault", what)
	}
	b, err := p.Local.Get(ctx, secret.Request{Ref: r, What: what + " of vault"})
	if err != nil {
		return nil, secret.Failed("", "its %s: %w", what, err)
	}
	return b, nil
}

// exchange logs in by a method and gives the token that comes of it.
func (p *Provider) exchange(ctx context.Context, address string, o rest.Options) ([]byte, error) {
	body := map[string]secretText{}
	defer func() {
		for _, v := range body {
			clear(v)
		}
	}()
	name := p.Config.Auth
	if p.Config.Role == "" {
		return nil, secret.Failed("set secrets: vault: role", "login %s needs a role", name)
	}
	ref, key := p.Config.JWT, "jwt"
	if name == "approle" {
		body["role_id"] = secretText(p.Config.Role)
		ref, key = p.Config.SecretID, "secret_id"
	} else {
		body["role"] = secretText(p.Config.Role)
	}
	switch {
	case name == "kubernetes" && ref.IsZero():
		b, err := os.ReadFile(serviceAccount)
		if err != nil {
			return nil, secret.Failed("does it run in a pod with a service account?", "its token: %w", err)
		}
		body["jwt"] = bytes.TrimSpace(b)
	case !ref.IsZero():
		b, err := p.local(ctx, ref, key)
		if err != nil {
			return nil, err
		}
		body[key] = b
	case name == "jwt":
		return nil, secret.Failed("set secrets: vault: jwt to a reference", "login jwt needs a token")
	}
	c, err := rest.New(address, o)
	if err != nil {
		return nil, secret.Failed("", "%w", err)
	}
	defer c.Close()
	var out struct {
		Auth struct {
			Token text `json:"client_token"`
		} `json:"auth"`
	}
	if err := c.Post(ctx, "v1/auth/"+mountPath(p.Config.Mount, name)+"/login", body, &out); err != nil {
		return nil, notIn(err, name)
	}
	if len(out.Auth.Token) == 0 {
		return nil, secret.Failed("is the address that of a Vault?", "login %s gave no token", name)
	}
	return out.Auth.Token, nil
}

// notIn says why a login was refused, without what was sent.
func notIn(err error, name string) error {
	var e *rest.Error
	if errors.As(err, &e) && (e.Status == 400 || e.Status == 403 || e.Status == 404) {
		return secret.Failed("are role, secret_id or jwt right, still valid, and is the mount right?", "login %s was refused (%d)", name, e.Status)
	}
	if e != nil && e.Status >= 300 { // what it says may repeat what was sent
		return secret.Failed(e.Hint, "login %s: it answers %d", name, e.Status)
	}
	return because(err)
}

// secretText is a text that is written to JSON from bytes.
type secretText []byte

// MarshalJSON writes it as a text.
func (s secretText) MarshalJSON() ([]byte, error) { return json.Marshal(string(s)) }

func unquote(raw []byte) ([]byte, error) {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, errors.New("a text is not understood")
	}
	return []byte(s), nil
}
