package scrapli

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func vault(t *testing.T, password string) *collect.Vault {
	t.Helper()
	v := collect.NewVault(map[string]inventory.Credential{"c": {Name: "c", User: "ops", Password: inventory.Ref{Kind: "env", Value: "PW"}}},
		collect.Sources{Env: func(string) (string, bool) { return password, true }})
	t.Cleanup(v.Close)
	return v
}

func visit(t *testing.T, o collect.Opener, v *collect.Vault, dev inventory.Device) (*transcript.Transcript, error) {
	t.Helper()
	c := collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{dev.Transport: o}, Secrets: v, NoRetry: true, Limits: inventory.Limits{LoginsPerSecond: 100},
		Timing: collect.Timing{FirstPrompt: 5 * time.Second, Idle: 2 * time.Second, Leave: 200 * time.Millisecond},
	})
	asked := false
	return c.Collect(t.Context(), collect.Job{Device: dev, Next: func(*transcript.Transcript) []collect.Command {
		if asked {
			return nil
		}
		asked = true
		return []collect.Command{{Text: "show version"}}
	}})
}

func mustRead(t *testing.T, tr *transcript.Transcript, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range tr.Records {
		if r.Command == "show version" && r.Text() == "Cisco IOS Software, synthetic\n" && r.State == transcript.Complete {
			return
		}
	}
	t.Fatalf("no answer in %+v", tr.Records)
}

func causeOf(err error) collect.Cause {
	var e *collect.Error
	if errors.As(err, &e) {
		return e.Cause
	}
	return ""
}

// telnetd is one router that speaks telnet and asks for user and password.
func telnetd(t *testing.T) (addr string, attempts func() int) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer func() { _ = c.Close() }()
				_, _ = c.Write([]byte{255, 251, 1, 255, 251, 3}) // WILL ECHO, WILL SGA
				in := bufio.NewScanner(c)
				_, _ = io.WriteString(c, "User Access Verification\r\n\r\nUsername: ")
				in.Scan() // options of the client stand before the user name
				_, _ = io.WriteString(c, "ops\r\nPassword: ")
				for right := false; !right; {
					if !in.Scan() {
						return // the client gave up
					}
					mu.Lock()
					n++
					mu.Unlock()
					if right = in.Text() == "right-Pw-1"; !right {
						_, _ = io.WriteString(c, "\r\n% Login invalid\r\n\r\nUsername: ")
					}
				}
				_, _ = io.WriteString(c, "\r\nedge1#")
				for in.Scan() {
					_, _ = fmt.Fprintf(c, "%s\r\n", in.Text())
					switch in.Text() {
					case "exit":
						return
					case "show version":
						_, _ = io.WriteString(c, "Cisco IOS Software, synthetic\r\n")
					}
					_, _ = io.WriteString(c, "edge1#")
				}
			})
		}
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return ln.Addr().String(), func() int { mu.Lock(); defer mu.Unlock(); return n }
}

func device(addr string, tr inventory.Transport) inventory.Device {
	host, port, _ := net.SplitHostPort(addr)
	p, _ := strconv.Atoi(port)
	return inventory.Device{Name: "edge1", Host: host, Port: p, Credential: "c", HostKeys: inventory.TOFU, Transport: tr}
}

func TestTelnet(t *testing.T) {
	for pw, cause := range map[string]collect.Cause{"right-Pw-1": "", "wrong-Pw": collect.CauseAuth} {
		t.Run(pw, func(t *testing.T) {
			addr, attempts := telnetd(t)
			v := vault(t, pw)
			tr, err := visit(t, Telnet(Config{Vault: v}), v, device(addr, inventory.Telnet))
			if cause == "" {
				mustRead(t, tr, err)
			} else if causeOf(err) != cause {
				t.Errorf("%v", err)
			}
			if attempts() != 1 {
				t.Errorf("%d attempts", attempts())
			}
			if strings.Contains(string(transcript.Marshal(tr)), pw) {
				t.Error("the password is in the transcript")
			}
		})
	}
}

func TestRefused(t *testing.T) {
	addr := closedPort(t)
	v := vault(t, "right-Pw-1")
	if _, err := visit(t, Telnet(Config{Vault: v}), v, device(addr, inventory.Telnet)); causeOf(err) != collect.CauseRefused {
		t.Errorf("telnet: %v", err)
	}
	needSSH(t)
	if _, err := visit(t, OpenSSH(Config{Vault: v}), v, device(addr, inventory.OpenSSH)); causeOf(err) != collect.CauseRefused {
		t.Errorf("openssh: %v", err)
	}
}

// sshd is a router over x/crypto/ssh, for the ssh program; ciphers "" = all.
func sshd(t *testing.T) (addr string, attempts func() int) {
	t.Helper()
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := xssh.NewSignerFromKey(k)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	n := 0
	conf := &xssh.ServerConfig{PasswordCallback: func(_ xssh.ConnMetadata, p []byte) (*xssh.Permissions, error) {
		mu.Lock()
		n++
		mu.Unlock()
		if string(p) != "right-Pw-1" {
			return nil, errors.New("no")
		}
		return nil, nil
	}}
	conf.AddHostKey(key)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { session(c, conf) })
		}
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return ln.Addr().String(), func() int { mu.Lock(); defer mu.Unlock(); return n }
}

func session(c net.Conn, conf *xssh.ServerConfig) {
	defer func() { _ = c.Close() }()
	conn, chans, reqs, err := xssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	go xssh.DiscardRequests(reqs)
	for nc := range chans {
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range reqs {
				_ = r.Reply(r.Type == "pty-req" || r.Type == "shell", nil)
			}
		}()
		go func() {
			defer func() { _ = conn.Close() }()
			in := bufio.NewReader(ch)
			_, _ = io.WriteString(ch, "edge1#")
			for {
				line, err := in.ReadString('\n') // the ssh program sends CR as it is; the pty is raw
				if err != nil {
					return
				}
				line = strings.TrimSpace(line)
				_, _ = fmt.Fprintf(ch, "%s\r\n", line)
				switch line {
				case "exit":
					return
				case "show version":
					_, _ = io.WriteString(ch, "Cisco IOS Software, synthetic\r\n")
				}
				_, _ = io.WriteString(ch, "edge1#")
			}
		}()
	}
}

func TestOpenSSH(t *testing.T) {
	needSSH(t)
	addr, attempts := sshd(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	known := filepath.Join(dir, "known_hosts")
	right, wrong := vault(t, "right-Pw-1"), vault(t, "wrong-Pw")
	tr, err := visit(t, OpenSSH(Config{Vault: right, KnownHosts: known}), right, device(addr, inventory.OpenSSH))
	mustRead(t, tr, err)
	if attempts() != 1 {
		t.Errorf("%d attempts", attempts())
	}
	if strings.Contains(string(transcript.Marshal(tr)), "right-Pw-1") {
		t.Error("the password is in the transcript")
	}
	if s := tr.Session; !strings.HasPrefix(s["kex"], "curve25519") || s["hostkey"] != "ssh-ed25519" || s["cipher"] == "" || s["version"] != "SSH-2.0-Go" || !strings.HasPrefix(s["fingerprint"], "SHA256:") {
		t.Errorf("negotiated %v", s)
	}
	if strings.Contains(string(tr.Records[0].Raw), "debug1") {
		t.Errorf("the log of ssh stands in the login: %q", tr.Records[0].Raw)
	}
	if _, err := visit(t, OpenSSH(Config{Vault: wrong, KnownHosts: known}), wrong, device(addr, inventory.OpenSSH)); causeOf(err) != collect.CauseAuth || attempts() != 2 {
		t.Errorf("wrong password: %v, %d attempts", err, attempts())
	}
	pinned := device(addr, inventory.OpenSSH)
	pinned.HostKeys, pinned.HostKey = inventory.Strict, keyOf(t, known)
	tr, err = visit(t, OpenSSH(Config{Vault: right}), right, pinned)
	mustRead(t, tr, err)
	if tr.Session["host_keys"] != "pinned" {
		t.Errorf("pinned: %v", tr.Session)
	}
	other, _ := sshd(t) // another key: put the known one under its address
	_, oldPort, _ := net.SplitHostPort(addr)
	_, newPort, _ := net.SplitHostPort(other)
	data, err := os.ReadFile(known)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(known, []byte(strings.ReplaceAll(string(data), oldPort, newPort)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := visit(t, OpenSSH(Config{Vault: right, KnownHosts: known}), right, device(other, inventory.OpenSSH)); causeOf(err) != collect.CauseHostKey {
		t.Errorf("changed key: %v", err)
	}
	pinned.Port = device(other, inventory.OpenSSH).Port
	if _, err := visit(t, OpenSSH(Config{Vault: right}), right, pinned); causeOf(err) != collect.CauseHostKey {
		t.Errorf("another key than the pinned one: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "headroom-ssh-*")); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
	zombies(t)
}

// TestStateFolder: ssh parts its file names at blanks and puts tokens in for %;
// the host keys are kept in the file that headroom reads.
func TestStateFolder(t *testing.T) {
	needSSH(t)
	addr, _ := sshd(t)
	for _, name := range []string{"My State", "100%h", `it's "mine"`} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name)
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			known := filepath.Join(dir, "known_hosts")
			v := vault(t, "right-Pw-1")
			tr, err := visit(t, OpenSSH(Config{Vault: v, KnownHosts: known}), v, device(addr, inventory.OpenSSH))
			mustRead(t, tr, err)
			dev := device(addr, inventory.OpenSSH)
			dev.HostKeys = inventory.Strict
			tr, err = visit(t, OpenSSH(Config{Vault: v, KnownHosts: known}), v, dev)
			mustRead(t, tr, err)
			if !strings.HasPrefix(keyOf(t, known), "ssh-ed25519 ") {
				t.Error("the key is kept in another file")
			}
		})
	}
}

// keyOf is the one key of a known_hosts file.
func keyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
	return key
}

// zombies fails where a child of this process was not waited for.
func zombies(t *testing.T) {
	t.Helper()
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	me := strconv.Itoa(os.Getpid())
	for _, f := range files {
		data, _ := os.ReadFile(f)
		if _, rest, ok := strings.Cut(string(data), ") "); ok {
			if s := strings.Fields(rest); len(s) > 1 && s[0] == "Z" && s[1] == me {
				t.Errorf("a process was not waited for: %s", data)
			}
		}
	}
}

func TestOptionHost(t *testing.T) {
	v := vault(t, "right-Pw-1")
	dev := inventory.Device{Name: "x", Host: "-oProxyCommand=touch /tmp/x", Credential: "c", Transport: inventory.OpenSSH}
	if _, err := visit(t, OpenSSH(Config{Vault: v}), v, dev); causeOf(err) != collect.CauseForbidden {
		t.Errorf("%v", err)
	}
}

// TestReach: what ssh is told of the way, and what an ssh_config may say itself.
func TestReach(t *testing.T) {
	c := Config{Connect: time.Second}
	files, err := newFiles()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(files.close)
	conf := filepath.Join(t.TempDir(), "ssh_config")
	if err := os.WriteFile(conf, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		dev       inventory.Device
		has, lack string
	}{
		"port":              {inventory.Device{Host: "edge1", Port: 2222}, "-p 2222", "ProxyCommand"},
		"ssh_config":        {inventory.Device{Host: "edge1", Port: 22, SSHConfig: conf}, "-F " + files.dir, "-p 22"},
		"ssh_config + port": {inventory.Device{Host: "edge1", Port: 22, SSHConfig: conf, Given: inventory.Given{Port: true}}, "-p 22", "ProxyCommand"},
		"proxy":             {inventory.Device{Host: "edge1", Port: 22, ProxyCommand: "nc 100%% %h %p"}, "-o ProxyCommand=nc 100%% edge1 22", "%h"},
	} {
		sys, err := c.system(tt.dev, collect.Login{User: "ops"}, files)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sys.OpenArgs, " "); !strings.Contains(got, tt.has) || strings.Contains(got, tt.lack) || !strings.HasSuffix(got, " -- edge1") {
			t.Errorf("%s: %s", name, got)
		}
	}
	sys, err := c.system(inventory.Device{Host: "edge1", Port: 22}, collect.Login{User: "ops", KeyPath: "/my keys/50%"}, files)
	if err != nil || !slices.Contains(sys.OpenArgs, `IdentityFile="/my keys/50%%"`) {
		t.Errorf("key: %v %v", sys.OpenArgs, err)
	}
	if _, err := c.system(inventory.Device{Host: "a;reload", Port: 22, ProxyCommand: "nc %h"}, collect.Login{User: "ops"}, files); err == nil {
		t.Error("a hostile host is put into a proxy command")
	}
}

// needSSH skips a test where there is no ssh program, and fails it where there
// must be one.
func needSSH(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		if os.Getenv("HEADROOM_REQUIRE_SSHD") == "1" {
			t.Fatal("the ssh program is not installed and HEADROOM_REQUIRE_SSHD=1")
		}
		t.Skip("the ssh program is not installed (apt-get install openssh-client)")
	}
}
