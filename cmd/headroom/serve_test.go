package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/inventory/netbox/netboxtest"
	"github.com/headroom-audit/headroom/secret/vault/vaulttest"
)

// What the servers of the scripts hold: none of it may be written anywhere.
const (
	netboxToken = "nbt_KeyOfScript1.TokenOfTheScripts9876543210abcdefghijkl"
	vaultSecret = "Vault-Secret-Id-0815"
)

// serves starts a server for a script: serves netbox PORT (the port of a router of the
// lab), serves vault PASSWORDFILE. Its address is in $NETBOX or $VAULT_ADDR.
func serves(ts *testscript.TestScript, _ bool, args []string) {
	switch args[0] {
	case "netbox", "nautobot":
		serveNetbox(ts, args[0], strings.TrimSpace(ts.ReadFile(args[1])))
	case "vault":
		ts.Setenv("VAULT_ADDR", startServer(ts, &vaulttest.Server{
			RoleID: "role-of-the-scripts", SecretID: vaultSecret, KV: map[string]string{"secret/lab#password": strings.TrimSpace(ts.ReadFile(args[1]))}, Sign: signer(ts),
		}, false))
	}
}

func serveNetbox(ts *testscript.TestScript, kind, port string) {
	s := &netboxtest.Server{Token: netboxToken, MostLimit: 2, Nautobot: kind == "nautobot"}
	n, _ := strconv.Atoi(port)
	custom := map[string]any{"ssh_port": n, "maintenance": "sun 02:00-05:00 Europe/Berlin"}
	if s.Nautobot {
		s.Devices = []map[string]any{netboxtest.NautobotDevice("a-1", "sw1", "127.0.0.1/8", "cisco_ios"), netboxtest.NautobotDevice("a-2", "eos1", "192.0.2.2/24", "arista_eos")}
	} else {
		s.Devices = []map[string]any{
			netboxtest.Device(1, "sw1", "127.0.0.1/8", "ios"), netboxtest.Device(2, "eos1", "192.0.2.2/24", "eos"),
			netboxtest.Device(3, "dark1", "", "junos"), netboxtest.Device(4, "xr1", "192.0.2.4/24", "edge-xr"), netboxtest.Device(5, "nx1", "192.0.2.5/24", "nxos"),
		}
	}
	s.Devices[0]["custom_fields"] = custom
	ts.Setenv("NETBOX", startServer(ts, s, true))
}

// startServer starts a server, with a certificate of an own authority in ca.pem where
// tls; the file DOWN in the folder of the script takes it down.
func startServer(ts *testscript.TestScript, h http.Handler, tls bool) string {
	down := ts.MkAbs("DOWN")
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(down); err == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		h.ServeHTTP(w, r)
	}))
	if !tls {
		srv.Start()
	} else {
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.StartTLS()
		block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
		ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), block, 0o600))
	}
	ts.Defer(srv.Close)
	return srv.URL
}

// signer is a certificate authority for users, whose public key is in user_ca.pub.
func signer(ts *testscript.TestScript) func(publicKey, user string) (string, error) {
	_, priv, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	ca, err := ssh.NewSignerFromKey(priv)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("user_ca.pub"), ssh.MarshalAuthorizedKey(ca.PublicKey()), 0o600))
	return func(publicKey, user string) (string, error) {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(publicKey))
		if err != nil {
			return "", err
		}
		c := &ssh.Certificate{Key: key, CertType: ssh.UserCert, ValidPrincipals: []string{user}, ValidBefore: uint64(time.Now().Add(time.Hour).Unix())}
		if err := c.SignCert(rand.Reader, ca); err != nil {
			return "", err
		}
		return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(c))), nil
	}
}
