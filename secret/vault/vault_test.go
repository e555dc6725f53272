package vault_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/vault"
	"github.com/headroom-audit/headroom/secret/vault/vaulttest"
)

const (
	password = "Vault-Kept-4711"
	root     = "hvs.TheTokenOfThisTest0123456789"
	secretID = "a-secret-id-of-this-test-0815"
	jwt      = "eyJhbGciOiJSUzI1NiJ9.synthetic.signature"
)

func server(t *testing.T) (*vaulttest.Server, string) {
	t.Helper()
	s := &vaulttest.Server{Token: root, RoleID: "role-1", SecretID: secretID, JWT: jwt, KV: map[string]string{"secret/noc/routers#password": password, "kv/team/noc/x#pw": password}}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return s, srv.URL
}

// provider asks a Vault with an environment of its own.
func provider(t *testing.T, c inventory.VaultLogin, env map[string]string) (*vault.Provider, secret.Set) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	get := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	local := secret.Local{Env: get}.Providers()
	p := &vault.Provider{Config: c, Local: local, Env: get, Sleep: func(context.Context, time.Duration) error { return nil }}
	t.Cleanup(p.Close)
	return p, append(local, p)
}

func ref(value string) secret.Request {
	return secret.Request{Ref: inventory.Ref{Kind: "vault", Value: value}, User: "ops"}
}

// Each way to log in gets the secret; the token of a login is given back.
func TestLogins(t *testing.T) {
	env := map[string]string{"SID": secretID, "JWT": jwt, "T": root}
	for name, c := range map[string]inventory.VaultLogin{
		"token":      {Token: inventory.Ref{Kind: "env", Value: "T"}},
		"approle":    {Auth: "approle", Role: "role-1", SecretID: inventory.Ref{Kind: "env", Value: "SID"}},
		"jwt":        {Auth: "jwt", Role: "headroom", JWT: inventory.Ref{Kind: "env", Value: "JWT"}},
		"kubernetes": {Auth: "kubernetes", Role: "headroom", Mount: "k8s-fra", JWT: inventory.Ref{Kind: "env", Value: "JWT"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, address := server(t)
			s.Namespace = "noc/eu"
			c.Address, c.Namespace = address, "noc/eu"
			p, set := provider(t, c, env)
			for range 2 {
				b, err := set.Get(t.Context(), ref("secret/noc/routers#password"))
				if err != nil || string(b) != password {
					t.Fatalf("%q %v", b, err)
				}
			}
			p.Close()
			want := 1
			if name == "token" {
				want = 0
			}
			if s.Logins != want || s.Revoked != want {
				t.Errorf("%d logins, %d given back", s.Logins, s.Revoked)
			}
		})
	}
}

// What Vault's own program reads is read.
func TestEnvironment(t *testing.T) {
	_, address := server(t)
	_, set := provider(t, inventory.VaultLogin{KVMount: "kv/team"}, map[string]string{"VAULT_ADDR": address, "VAULT_TOKEN": root})
	if b, err := set.Get(t.Context(), ref("kv/team/noc/x#pw")); err == nil || b != nil {
		t.Errorf("the server of the test has one part of a mount: %q", b)
	}
	_, set = provider(t, inventory.VaultLogin{}, map[string]string{"BAO_ADDR": address})
	if err := os.WriteFile(os.Getenv("HOME")+"/.vault-token", []byte(root+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := set.Get(t.Context(), ref("secret/data/noc/routers#password")); err != nil || string(b) != password {
		t.Errorf("%q %v", b, err)
	}
}

// What goes wrong names the provider, the reference and what to do, and no secret.
func TestFaults(t *testing.T) {
	env := map[string]string{"SID": "wrong-secret-id-4711", "T": "hvs.AWrongTokenOfThisTest99"}
	good := inventory.VaultLogin{Token: inventory.Ref{Kind: "env", Value: "GOOD"}}
	env["GOOD"] = root
	status := func(code int) func(w http.ResponseWriter, r *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(code); return true }
	}
	for name, tt := range map[string]struct {
		c     inventory.VaultLogin
		value string
		fault func(w http.ResponseWriter, r *http.Request) bool
		want  string
	}{
		"no field":     {good, "secret/noc/routers#pasword", nil, "has no field pasword"},
		"no path":      {good, "secret/nowhere#x", nil, "no secret at this path"},
		"not text":     {good, "secret/noc/routers#number", nil, "is no text"},
		"policy":       {good, "secret/forbidden#x", nil, "policy"},
		"no reference": {good, "secret/noc", nil, "MOUNT/PATH#FIELD"},
		"wrong token":  {inventory.VaultLogin{Token: inventory.Ref{Kind: "env", Value: "T"}}, "secret/noc/routers#password", nil, "permission denied"},
		"no token":     {inventory.VaultLogin{}, "secret/noc/routers#password", nil, "vault login"},
		"wrong secret": {inventory.VaultLogin{Auth: "approle", Role: "role-1", SecretID: inventory.Ref{Kind: "env", Value: "SID"}}, "secret/noc/routers#password", nil, "login approle was refused"},
		"echo of a login": {inventory.VaultLogin{Auth: "approle", Role: "role-1", SecretID: inventory.Ref{Kind: "env", Value: "SID"}}, "secret/noc/routers#password", func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(422)
			fmt.Fprint(w, `{"errors":["secret_id wrong-secret-id-4711 is bad"]}`)
			return true
		}, "it answers 422"},
		"no jwt":        {inventory.VaultLogin{Auth: "jwt", Role: "headroom"}, "secret/noc/routers#password", nil, "needs a token"},
		"in itself":     {inventory.VaultLogin{Token: inventory.Ref{Kind: "vault", Value: "a/b#c"}}, "secret/noc/routers#password", nil, "cannot be in vault"},
		"sealed":        {good, "secret/noc/routers#password", status(503), "sealed"},
		"its own fault": {good, "secret/noc/routers#password", status(500), "own fault"},
		"a web page":    {good, "secret/noc/routers#password", func(w http.ResponseWriter, _ *http.Request) bool { fmt.Fprint(w, "<html>"); return true }, "web page"},
		"hangs":         {inventory.VaultLogin{Token: good.Token, Timeout: 200 * time.Millisecond}, "secret/noc/routers#password", func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }, "no answer after"},
	} {
		t.Run(name, func(t *testing.T) {
			s, address := server(t)
			s.Fault = tt.fault
			tt.c.Address = address
			_, set := provider(t, tt.c, env)
			_, err := set.Get(t.Context(), ref(tt.value))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "vault:"+tt.value) {
				t.Fatal(err)
			}
			for _, hidden := range []string{password, root, secretID, jwt, "wrong-secret-id-4711", "hvs.AWrong"} {
				if strings.Contains(err.Error(), hidden) {
					t.Errorf("%q is in %v", hidden, err)
				}
			}
			if tryErr := set.Try(t.Context(), inventory.Ref{Kind: "vault", Value: tt.value}); tryErr == nil {
				t.Error("doctor would call it good")
			}
		})
	}
}

func TestAddressMustBeEncrypted(t *testing.T) {
	_, set := provider(t, inventory.VaultLogin{Address: "http://vault.example.net:8200"}, map[string]string{"VAULT_TOKEN": root})
	if _, err := set.Get(t.Context(), ref("secret/a#b")); err == nil || !strings.Contains(err.Error(), "not encrypted") {
		t.Error(err)
	}
}

// A key is made and signed for the user; what comes is a certificate of that key.
func TestSign(t *testing.T) {
	s, address := server(t)
	_, ca, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ssh.NewSignerFromKey(ca)
	if err != nil {
		t.Fatal(err)
	}
	s.Sign = func(publicKey, user string) (string, error) {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(publicKey))
		if err != nil {
			return "", err
		}
		c := &ssh.Certificate{Key: key, CertType: ssh.UserCert, ValidPrincipals: []string{user}, ValidBefore: uint64(time.Now().Add(time.Hour).Unix())}
		if err := c.SignCert(rand.Reader, authority); err != nil {
			return "", err
		}
		return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(c))), nil
	}
	_, set := provider(t, inventory.VaultLogin{Address: address}, map[string]string{"VAULT_TOKEN": root})
	r := ref("ssh/sign/headroom")
	r.Key = true
	key, cert, made, err := set.MakeKey(t.Context(), r)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	block, _ := pem.Decode(key)
	signer, err := ssh.ParsePrivateKey(key)
	if err != nil || block == nil {
		t.Fatal(err)
	}
	pub, _, _, _, err := ssh.ParseAuthorizedKey(cert)
	if err != nil {
		t.Fatal(err)
	}
	c := pub.(*ssh.Certificate)
	if string(c.Key.Marshal()) != string(signer.PublicKey().Marshal()) || c.ValidPrincipals[0] != "ops" {
		t.Error("the certificate is not that of the key, or of another user")
	}
	if err := set.Try(t.Context(), r.Ref); err != nil {
		t.Error(err)
	}
	s.Sign = nil
	if _, _, _, err := set.MakeKey(t.Context(), r); err == nil || !strings.Contains(err.Error(), "vault:ssh/sign/headroom") {
		t.Error(err)
	}
}
