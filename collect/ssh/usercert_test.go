package ssh

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/providers"
	"github.com/headroom-audit/headroom/secret/vault/vaulttest"
)

// authority is a certificate authority of users.
type authority struct {
	signer xssh.Signer
	file   string // its public key, for TrustedUserCAKeys
}

func newAuthority(t *testing.T, dir string) authority {
	t.Helper()
	s := edKey(t)
	file := filepath.Join(dir, "ca.pub")
	write(t, file, xssh.MarshalAuthorizedKey(s.PublicKey()), 0o644)
	return authority{s, file}
}

// sign makes a certificate for root.
func (a authority) sign(t *testing.T, key xssh.PublicKey, until time.Time) *xssh.Certificate {
	t.Helper()
	c := &xssh.Certificate{Key: key, CertType: xssh.UserCert, KeyId: "synthetic", ValidPrincipals: []string{"root"}, ValidBefore: uint64(until.Unix())}
	c.Extensions = map[string]string{"permit-pty": "", "permit-port-forwarding": ""}
	if err := c.SignCert(rand.Reader, a.signer); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestUserCertificate: a real sshd that trusts an authority and no key.
func TestUserCertificate(t *testing.T) {
	dir := t.TempDir()
	private, public := userKey(t, dir)
	ca := newAuthority(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	addr := sshd(t, filepath.Join(dir, "nobody"), "TrustedUserCAKeys "+ca.file+"\nForceCommand "+cli)
	text, _ := os.ReadFile(public)
	key, _, _, _, err := xssh.ParseAuthorizedKey(text)
	if err != nil {
		t.Fatal(err)
	}
	open := func() error {
		dev := device(addr)
		dev.Credential = "k"
		d := New(Config{Vault: keyVault(t, private)})
		defer func() { _ = d.Close() }()
		c, err := d.Open(t.Context(), dev)
		if err == nil {
			_ = c.Close()
		}
		return err
	}
	if err := open(); causeOf(err) != collect.CauseAuth {
		t.Errorf("without a certificate: %v", err)
	}
	cert := private + "-cert.pub"
	write(t, cert, xssh.MarshalAuthorizedKey(ca.sign(t, key, time.Now().Add(time.Hour))), 0o644)
	asDevice(t, addr, private)
	for says, text := range map[string][]byte{
		"expired on 2020-":           xssh.MarshalAuthorizedKey(ca.sign(t, key, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))),
		"certificate of another key": xssh.MarshalAuthorizedKey(ca.sign(t, edKey(t).PublicKey(), time.Now().Add(time.Hour))),
		"no certificate of a user":   text,
	} {
		write(t, cert, text, 0o644)
		if err := open(); causeOf(err) != collect.CauseCredential || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

// TestAgentCertificate: a certificate that only an agent holds; and a key file
// that is encrypted, which the agent has open.
func TestAgentCertificate(t *testing.T) {
	dir := t.TempDir()
	ca := newAuthority(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	pub, raw, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := xssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: raw, Certificate: ca.sign(t, key, time.Now().Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	serveAgent(t, filepath.Join(dir, "agent"), ring)
	block, err := xssh.MarshalPrivateKeyWithPassphrase(raw, "", []byte("synthetic"))
	if err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(dir, "locked")
	write(t, locked, pem.EncodeToMemory(block), 0o600)
	addr := sshd(t, filepath.Join(dir, "nobody"), "TrustedUserCAKeys "+ca.file+"\nForceCommand "+cli)
	v := collect.NewVault(map[string]inventory.Credential{
		"agent": {Name: "agent", User: "root", Agent: true},
		"both":  {Name: "both", User: "root", Agent: true, Key: inventory.Ref{Kind: "key", Value: locked}},
	}, collect.Sources{})
	defer v.Close()
	for _, name := range []string{"agent", "both"} {
		dev := device(addr)
		dev.Credential = name
		tr, err := collector(t, New(Config{Vault: v}), v).Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
		mustRead(t, tr, err)
		if bytes.Contains([]byte(tr.Failure), []byte("passphrase")) {
			t.Error(tr.Failure)
		}
	}
}

// A key that is made for the scan and signed by a Vault logs in to a real sshd that
// trusts the authority and no key.
func TestVaultCertificate(t *testing.T) {
	dir := t.TempDir()
	ca := newAuthority(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	addr := sshd(t, filepath.Join(dir, "nobody"), "TrustedUserCAKeys "+ca.file+"\nForceCommand "+cli)
	srv := httptest.NewServer(&vaulttest.Server{Token: "hvs.synthetic-token", Sign: func(public, user string) (string, error) {
		key, _, _, _, err := xssh.ParseAuthorizedKey([]byte(public))
		if err != nil || user != "root" {
			return "", fmt.Errorf("for %s: %w", user, err)
		}
		return strings.TrimSpace(string(xssh.MarshalAuthorizedKey(ca.sign(t, key, time.Now().Add(time.Minute))))), nil
	}})
	defer srv.Close()
	env := map[string]string{"VAULT_ADDR": srv.URL, "VAULT_TOKEN": "hvs.synthetic-token"}
	set := providers.All(secret.Local{Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}, inventory.Secrets{})
	defer set.Close()
	v := collect.NewVault(map[string]inventory.Credential{"c": {Name: "c", User: "root", Key: inventory.Ref{Kind: "vault", Value: "ssh/sign/headroom"}}}, collect.Sources{Providers: set})
	defer v.Close()
	dev := device(addr)
	dev.Credential = "c"
	tr, err := collector(t, New(Config{Vault: v}), v).Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
	mustRead(t, tr, err)
}

// serveAgent answers on a socket as ssh-agent does, for the test's environment.
func serveAgent(t *testing.T, path string, ring agent.Agent) {
	t.Helper()
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	t.Setenv("SSH_AUTH_SOCK", path)
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, c); _ = c.Close() }()
		}
	}()
}
