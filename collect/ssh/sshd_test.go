package ssh

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// program finds a program of the interop tests. HEADROOM_REQUIRE_SSHD=1 makes a
// missing one a failure: the checks of the project set it.
func program(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range []string{"/usr/sbin/", "/usr/bin/"} {
		if st, err := os.Stat(dir + name); err == nil && !st.IsDir() {
			return dir + name
		}
	}
	if os.Getenv("HEADROOM_REQUIRE_SSHD") == "1" {
		t.Fatalf("%s is not installed and HEADROOM_REQUIRE_SSHD=1", name)
	}
	t.Skipf("%s is not installed (apt-get install openssh-server dropbear-bin)", name)
	return ""
}

// userKey makes a key pair: the private one as a file, the public one as the
// file of authorized keys.
func userKey(t *testing.T, dir string) (private, public string) {
	t.Helper()
	pub, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := xssh.MarshalPrivateKey(k, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := xssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	private, public = filepath.Join(dir, "user"), filepath.Join(dir, "user.pub")
	write(t, private, pem.EncodeToMemory(block), 0o600)
	write(t, public, xssh.MarshalAuthorizedKey(p), 0o644)
	return private, public
}

func write(t *testing.T, path string, data []byte, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, data, mode); err != nil {
		t.Fatal(err)
	}
}

// fakecli is a router made of a shell script; the terminal does the echo.
const fakecli = `#!/bin/sh
printf 'core-sw-07#'
while IFS= read -r line; do
  case "$line" in
    exit) exit 0 ;;
    "show version") echo "Cisco IOS Software, synthetic" ;;
    "show big") i=0; while [ $i -lt 400 ]; do echo "row $i of a table that is not short at all"; i=$((i+1)); done ;;
    terminal*|"") ;;
    *) echo "% Invalid input detected at '^' marker." ;;
  esac
  printf 'core-sw-07#'
done
`

// sshd starts OpenSSH's server with the configuration of collector:3
// and gives its address.
func sshd(t *testing.T, public, extra string) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("sshd is started as root only")
	}
	bin := program(t, "sshd")
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	_, hostKey, _ := ed25519.GenerateKey(rand.Reader)
	block, err := xssh.MarshalPrivateKey(hostKey, "")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "host"), pem.EncodeToMemory(block), 0o600)
	addr := freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	conf := fmt.Sprintf("ListenAddress 127.0.0.1\nPort %s\nHostKey %s/host\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\nMaxStartups 200:30:400\nPidFile none\nPrintMotd no\n%s\n", port, dir, public, extra)
	write(t, filepath.Join(dir, "conf"), []byte(conf), 0o600)
	run(t, addr, bin, "-D", "-e", "-f", filepath.Join(dir, "conf"))
	return addr
}

func freeAddr(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String()
}

// run starts a server and waits until it listens.
func run(t *testing.T, addr, bin string, args ...string) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	t.Fatalf("%s does not listen: %s", bin, log.String())
}

// keyVault has the key as credential of devices ("k") and the password of the
// simulated router ("c").
func keyVault(t *testing.T, private string) *collect.Vault {
	t.Helper()
	v := collect.NewVault(map[string]inventory.Credential{
		"k": {Name: "k", User: "root", Key: inventory.Ref{Kind: "key", Value: private}},
		"c": {Name: "c", User: "ops", Password: inventory.Ref{Kind: "env", Value: "PW"}},
	}, collect.Sources{Env: func(string) (string, bool) { return "right-Pw-1", true }})
	t.Cleanup(v.Close)
	return v
}

// TestOpenSSHJump: many devices through one real sshd, over one connection.
func TestOpenSSHJump(t *testing.T) {
	s := serve(t, edKey(t), nil)
	private, public := userKey(t, t.TempDir())
	jump := device(sshd(t, public, "AllowTcpForwarding local\nPermitOpen "+s.addr))
	v := keyVault(t, private)
	d := New(Config{Vault: v, Jumps: map[string]inventory.Jump{"bastion": {Host: jump.Host, Port: jump.Port, Credential: "k", HostKeys: inventory.TOFU}}})
	c := collector(t, d, v)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			dev := device(s.addr)
			// Another address per device: one router has one line.
			dev.Name, dev.Jump = fmt.Sprint("r", i), []string{"bastion"}
			conn, err := d.Open(t.Context(), dev)
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close()
		})
	}
	wg.Wait()
	dev := device(s.addr)
	dev.Jump = []string{"bastion"}
	tr, err := c.Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
	mustRead(t, tr, err)
	dev = device("127.0.0.1:9")
	dev.Jump = []string{"bastion"}
	if _, err := c.Collect(t.Context(), collect.Job{Device: dev}); causeOf(err) != collect.CauseJump || !strings.Contains(err.Error(), "PermitOpen") {
		t.Errorf("a way that the jump host forbids: %v", err)
	}
}

// TestOpenSSHDevice: a real sshd with a real pty as a router.
func TestOpenSSHDevice(t *testing.T) {
	dir := t.TempDir()
	private, public := userKey(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	asDevice(t, sshd(t, public, "ForceCommand "+cli), private)
}

// TestDropbearDevice: the same with dropbear.
func TestDropbearDevice(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("dropbear is started as root only")
	}
	bin, keygen := program(t, "dropbear"), program(t, "dropbearkey")
	dir := t.TempDir()
	private, public := userKey(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	// It wants an RSA key: with ed25519 alone 2022.83 stops on an assertion.
	if out, err := exec.Command(keygen, "-t", "rsa", "-s", "2048", "-f", filepath.Join(dir, "host")).CombinedOutput(); err != nil {
		t.Skipf("dropbearkey: %v %s", err, out)
	}
	// dropbear reads ~/.ssh/authorized_keys only: in a mount name space of its
	// own, an empty /root has ours there.
	addr := freeAddr(t)
	script := fmt.Sprintf("mount -t tmpfs -o mode=700 none /root && mkdir -m 700 /root/.ssh && cp %s /root/.ssh/authorized_keys && exec %s -F -E -s -r %s/host -p %s -P %s/pid -c %s",
		public, bin, dir, addr, dir, cli)
	if err := exec.Command("unshare", "-m", "true").Run(); err != nil {
		t.Skipf("unshare -m is not allowed here: %v", err)
	}
	run(t, addr, "/usr/bin/unshare", "-m", "/bin/sh", "-c", script)
	asDevice(t, addr, private)
}

// asDevice reads a server that runs fakecli.
func asDevice(t *testing.T, addr, private string) {
	t.Helper()
	v := keyVault(t, private)
	dev := device(addr)
	dev.Credential = "k"
	tr, err := collector(t, New(Config{Vault: v}), v).Collect(t.Context(), collect.Job{Device: dev, Next: once("show big", "show version", "show none")})
	mustRead(t, tr, err)
	rec := tr.Records
	for _, r := range rec {
		switch r.Command {
		case "show big":
			if n := strings.Count(r.Text(), "\n"); n != 400 || r.State != "complete" {
				t.Errorf("%d lines, %s, %q", n, r.State, r.Notes)
			}
		case "show none":
			if r.State != "rejected" {
				t.Errorf("show none: %s %q", r.State, r.Text())
			}
		}
	}
}

// TestOpenSSHHostCertificate: a real sshd with a certified host key, known by
// its authority only.
func TestOpenSSHHostCertificate(t *testing.T) {
	dir := t.TempDir()
	private, public := userKey(t, dir)
	cli := filepath.Join(dir, "fakecli.sh")
	write(t, cli, []byte(fakecli), 0o755)
	raw, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := xssh.MarshalPrivateKey(raw, "")
	if err != nil {
		t.Fatal(err)
	}
	key, err := xssh.NewPublicKey(raw.Public())
	if err != nil {
		t.Fatal(err)
	}
	ca := edKey(t)
	cert := &xssh.Certificate{Key: key, CertType: xssh.HostCert, ValidPrincipals: []string{"127.0.0.1"}, ValidBefore: xssh.CertTimeInfinity}
	if err := cert.SignCert(rand.Reader, ca); err != nil {
		t.Fatal(err)
	}
	host := filepath.Join(dir, "certified")
	write(t, host, pem.EncodeToMemory(block), 0o600)
	write(t, host+"-cert.pub", xssh.MarshalAuthorizedKey(cert), 0o644)
	dev := device(sshd(t, public, "ForceCommand "+cli+"\nHostKey "+host+"\nHostCertificate "+host+"-cert.pub"))
	dev.Credential, dev.HostKeys = "k", inventory.Strict
	keys, _ := LoadHostKeys("")
	keys.Import([]byte("@cert-authority [127.0.0.1]:* "+string(xssh.MarshalAuthorizedKey(ca.PublicKey()))), false)
	v := keyVault(t, private)
	tr, err := collector(t, New(Config{Vault: v, HostKeys: keys}), v).Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
	mustRead(t, tr, err)
	if got := tr.Session["hostkey"]; got != xssh.CertAlgoECDSA256v01 {
		t.Errorf("host key %s", got)
	}
}
