package scrapli

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// bastion is a jump host; auth says what it takes: none, key or password. What
// it was asked for is kept.
type bastion struct {
	addr, hostKey string

	mu        sync.Mutex
	users     map[string]bool
	passwords []string
}

func (b *bastion) saw(user, password string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.users[user] = true
	if password != "" {
		b.passwords = append(b.passwords, password)
	}
}

func jumphost(t *testing.T, auth string, may xssh.PublicKey) *bastion {
	t.Helper()
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := xssh.NewSignerFromKey(k)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bastion{addr: ln.Addr().String(), hostKey: strings.TrimSpace(string(xssh.MarshalAuthorizedKey(key.PublicKey()))), users: map[string]bool{}}
	conf := &xssh.ServerConfig{NoClientAuth: auth == "none", BannerCallback: func(m xssh.ConnMetadata) string {
		b.saw(m.User(), "")
		return "Password: " // as a hostile one may
	}}
	switch auth {
	case "key":
		conf.PublicKeyCallback = func(_ xssh.ConnMetadata, k xssh.PublicKey) (*xssh.Permissions, error) {
			if string(k.Marshal()) != string(may.Marshal()) {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	case "password":
		conf.PasswordCallback = func(m xssh.ConnMetadata, p []byte) (*xssh.Permissions, error) {
			b.saw(m.User(), string(p))
			return nil, errors.New("no")
		}
	}
	conf.AddHostKey(key)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { forward(c, conf) })
		}
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return b
}

// forward opens what the client of a jump host asks for.
func forward(c net.Conn, conf *xssh.ServerConfig) {
	defer func() { _ = c.Close() }()
	_, chans, reqs, err := xssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	go xssh.DiscardRequests(reqs)
	for nc := range chans {
		var to struct {
			Host   string
			Port   uint32
			Origin string
			From   uint32
		}
		if nc.ChannelType() != "direct-tcpip" || xssh.Unmarshal(nc.ExtraData(), &to) != nil {
			_ = nc.Reject(xssh.UnknownChannelType, "no")
			continue
		}
		out, err := net.Dial("tcp", net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port))))
		if err != nil {
			_ = nc.Reject(xssh.ConnectionFailed, "Connection refused")
			continue
		}
		ch, reqs, err := nc.Accept()
		if err != nil {
			_ = out.Close()
			return
		}
		go xssh.DiscardRequests(reqs)
		go func() { _, _ = io.Copy(out, ch); _ = out.Close() }()
		go func() { _, _ = io.Copy(ch, out); _ = ch.Close() }()
	}
}

// TestOpenSSHJump: the device behind jump hosts is read, and none of them is
// given its password.
func TestOpenSSHJump(t *testing.T) {
	needSSH(t)
	dir := filepath.Join(t.TempDir(), "50% it's") // every path is quoted
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", dir)
	t.Setenv("SSH_AUTH_SOCK", "")
	pub, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := xssh.MarshalPrivateKey(k, "")
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(dir, "id")
	if err := os.WriteFile(keyFile, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	may, err := xssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		auth   []string // of each jump host
		closed bool     // the device is not there
		pin    bool     // of the first jump host
		cause  collect.Cause
		says   string
	}{
		"none":                {auth: []string{"none"}},
		"key":                 {auth: []string{"key"}},
		"pinned":              {auth: []string{"key"}, pin: true},
		"three":               {auth: []string{"key", "none", "key"}},
		"password":            {auth: []string{"password"}, cause: collect.CauseJump, says: "jump host b0: it rejected the login"},
		"second takes none":   {auth: []string{"none", "password"}, cause: collect.CauseJump, says: "jump host b1: it rejected the login"},
		"second is not there": {auth: []string{"none", ""}, cause: collect.CauseJump, says: "jump host b0 does not reach the next one"},
		"first is not there":  {auth: []string{""}, cause: collect.CauseJump, says: "jump host b0: ssh: connect to host"},
		"device is not there": {auth: []string{"none"}, closed: true, cause: collect.CauseRefused, says: "refused the connection from jump host b0"},
	} {
		t.Run(name, func(t *testing.T) {
			addr, attempts := sshd(t)
			if tt.closed {
				addr = closedPort(t)
			}
			dev := device(addr, inventory.OpenSSH)
			jumps := map[string]inventory.Jump{}
			var hosts []*bastion
			for i, auth := range tt.auth {
				b := &bastion{addr: closedPort(t)}
				if auth != "" {
					b = jumphost(t, auth, may)
				}
				at := device(b.addr, inventory.OpenSSH)
				j := inventory.Jump{Host: at.Host, Port: at.Port, Credential: "j", HostKeys: inventory.TOFU}
				if tt.pin && i == 0 {
					j.HostKeys, j.HostKey = inventory.Strict, b.hostKey
				}
				hosts = append(hosts, b)
				dev.Jump = append(dev.Jump, "b"+strconv.Itoa(i))
				jumps[dev.Jump[i]] = j
			}
			v := collect.NewVault(map[string]inventory.Credential{
				"c": {Name: "c", User: "ops", Password: inventory.Ref{Kind: "env", Value: "PW"}},
				"j": {Name: "j", User: "jump", Key: inventory.Ref{Kind: "key", Value: keyFile}},
			}, collect.Sources{Env: func(string) (string, bool) { return "right-Pw-1", true }})
			t.Cleanup(v.Close)
			o := OpenSSH(Config{Vault: v, KnownHosts: filepath.Join(dir, "known "+name), Jumps: jumps, Connect: 3 * time.Second})
			tr, err := visit(t, o, v, dev)
			if tt.cause == "" {
				mustRead(t, tr, err)
				if attempts() != 1 {
					t.Errorf("%d attempts at the device", attempts())
				}
			} else if causeOf(err) != tt.cause || !strings.Contains(err.Error(), tt.says) || attempts() != 0 {
				t.Errorf("%v, %d attempts at the device", err, attempts())
			}
			for i, b := range hosts {
				b.mu.Lock()
				if len(b.passwords) > 0 || len(b.users) > 1 || len(b.users) == 1 && !b.users["jump"] {
					t.Errorf("jump host %d was given the passwords %q by %v", i, b.passwords, b.users)
				}
				b.mu.Unlock()
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "headroom-ssh-*")); len(left) > 0 {
				t.Errorf("files are left: %v", left)
			}
			zombies(t)
		})
	}
}

// TestProxyJumpOfConfig: the ssh of a ProxyJump in an ssh_config is not given
// the password of the device either.
func TestProxyJumpOfConfig(t *testing.T) {
	needSSH(t)
	t.Setenv("SSH_AUTH_SOCK", "")
	for auth, cause := range map[string]collect.Cause{"none": "", "password": collect.CauseJump} {
		t.Run(auth, func(t *testing.T) {
			addr, attempts := sshd(t)
			b := jumphost(t, auth, nil)
			dir := filepath.Join(t.TempDir(), "it's [my] *conf*")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			at, to := device(b.addr, inventory.OpenSSH), device(addr, inventory.OpenSSH)
			conf := filepath.Join(dir, "ssh_config")
			text := fmt.Sprintf("Host edge1\n HostName %s\n Port %d\n ProxyJump b\nHost b\n HostName %s\n Port %d\n User jump\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n", to.Host, to.Port, at.Host, at.Port)
			if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			v := vault(t, "right-Pw-1")
			dev := inventory.Device{Name: "edge1", Host: "edge1", Port: 22, Credential: "c", HostKeys: inventory.TOFU, Transport: inventory.OpenSSH, SSHConfig: conf}
			tr, err := visit(t, OpenSSH(Config{Vault: v, KnownHosts: filepath.Join(dir, "known_hosts")}), v, dev)
			if cause == "" {
				mustRead(t, tr, err)
			} else if causeOf(err) != cause || attempts() != 0 {
				t.Errorf("%v, %d attempts at the device", err, attempts())
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			if len(b.passwords) > 0 || !b.users["jump"] {
				t.Errorf("the jump host was given the passwords %q by %v", b.passwords, b.users)
			}
		})
	}
}

// closedPort is an address where nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String()
}

// TestJumpHostName: what is no host name reaches no shell.
func TestJumpHostName(t *testing.T) {
	v := vault(t, "right-Pw-1")
	dev := inventory.Device{Name: "x", Host: "edge1", Credential: "c", Transport: inventory.OpenSSH, Jump: []string{"b"}}
	for _, host := range []string{"-oProxyCommand=reload", "a;reload", "$(reload)", "a b", "a'b"} {
		o := OpenSSH(Config{Vault: v, Jumps: map[string]inventory.Jump{"b": {Host: host, Port: 22}}})
		if _, err := visit(t, o, v, dev); causeOf(err) != collect.CauseForbidden {
			t.Errorf("%s: %v", host, err)
		}
	}
}
