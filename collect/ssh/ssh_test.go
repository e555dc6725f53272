package ssh

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

func TestVisit(t *testing.T) {
	s := serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	path := filepath.Join(t.TempDir(), "known_hosts")
	keys, err := LoadHostKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	d := New(Config{Vault: v, HostKeys: keys})
	tr, err := collector(t, d, v).Collect(t.Context(), collect.Job{Device: device(s.addr), Next: once("show version")})
	mustRead(t, tr, err)
	if tr.Session["kex"] != "ecdh-sha2-nistp256" || tr.Session["cipher"] == "" || tr.Session["fingerprint"] == "" || tr.Source != "ssh" {
		t.Errorf("session %v", tr.Session)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := LoadHostKeys(path)
	if err != nil || len(again.Known(s.addr)) != 1 {
		t.Errorf("known_hosts: %v %v", again, err)
	}
	if st, _ := os.Stat(path); st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", st.Mode())
	}
	if strings.Contains(string(transcript.Marshal(tr)), "right-Pw-1") {
		t.Error("the password is in the transcript")
	}
}

// TestOneAttempt: a wrong password is sent once, whatever the server offers.
func TestOneAttempt(t *testing.T) {
	kbd := func(s *server, ask func(xssh.KeyboardInteractiveChallenge) ([]string, error)) func(xssh.ConnMetadata, xssh.KeyboardInteractiveChallenge) (*xssh.Permissions, error) {
		return func(_ xssh.ConnMetadata, c xssh.KeyboardInteractiveChallenge) (*xssh.Permissions, error) {
			a, err := ask(c)
			if err != nil {
				return nil, err
			}
			s.attempts.Add(1)
			if a[len(a)-1] != "right-Pw-1" {
				return nil, errors.New("no")
			}
			return nil, nil
		}
	}
	one := func(c xssh.KeyboardInteractiveChallenge) ([]string, error) {
		return c("", "", []string{"Password: "}, []bool{false})
	}
	two := func(c xssh.KeyboardInteractiveChallenge) ([]string, error) {
		return c("", "", []string{"Location: ", "Password: "}, []bool{true, false})
	}
	for name, set := range map[string]func(*xssh.ServerConfig, *server){
		"password": nil,
		"both":     func(c *xssh.ServerConfig, s *server) { c.KeyboardInteractiveCallback = kbd(s, one) },
		"keyboard-interactive": func(c *xssh.ServerConfig, s *server) {
			c.PasswordCallback, c.KeyboardInteractiveCallback = nil, kbd(s, one)
		},
		"two questions": func(c *xssh.ServerConfig, s *server) {
			c.PasswordCallback, c.KeyboardInteractiveCallback = nil, kbd(s, two)
		},
	} {
		for _, pw := range []string{"right-Pw-1", "wrong"} {
			t.Run(name+" "+pw, func(t *testing.T) {
				s := serve(t, edKey(t), set)
				v := vault(t, pw)
				tr, err := collector(t, New(Config{Vault: v}), v).Collect(t.Context(), collect.Job{Device: device(s.addr), Next: once("show version")})
				if pw == "wrong" && causeOf(err) != collect.CauseAuth {
					t.Errorf("%v", err)
				} else if pw != "wrong" {
					mustRead(t, tr, err)
				}
				if n := s.attempts.Load(); n != 1 {
					t.Errorf("%d attempts", n)
				}
				if err != nil && !strings.Contains(err.Error(), " as ops was rejected") {
					t.Errorf("it is not said that the device rejected it: %v", err)
				}
				if err != nil && strings.Contains(err.Error()+tr.Failure, pw) {
					t.Errorf("the password is in %q", err)
				}
			})
		}
	}
}

// TestNoAnswerToPassword: a device that says nothing after it has the password, by
// either method, may have rejected it, and is told apart from one that did.
func TestNoAnswerToPassword(t *testing.T) {
	for name, set := range map[string]func(*xssh.ServerConfig, func()){
		"password": func(c *xssh.ServerConfig, got func()) {
			c.PasswordCallback = func(xssh.ConnMetadata, []byte) (*xssh.Permissions, error) { got(); return nil, nil }
		},
		"keyboard-interactive": func(c *xssh.ServerConfig, got func()) {
			c.PasswordCallback = nil
			c.KeyboardInteractiveCallback = func(_ xssh.ConnMetadata, ask xssh.KeyboardInteractiveChallenge) (*xssh.Permissions, error) {
				_, err := ask("", "", []string{"Password: "}, []bool{false})
				got()
				return nil, err
			}
		},
	} {
		for _, tt := range []struct {
			ends bool
			says string
		}{
			{true, "it ended the connection instead of an answer to the password"},
			{false, "it did not answer to the password in time"},
		} {
			t.Run(fmt.Sprint(name, " ", tt.ends), func(t *testing.T) {
				s := serve(t, edKey(t), func(c *xssh.ServerConfig, s *server) {
					set(c, func() {
						if tt.ends {
							go s.stop()
						}
						<-t.Context().Done()
					})
				})
				limit := time.Minute
				if !tt.ends {
					limit = time.Second
				}
				_, err := New(Config{Vault: vault(t, "right-Pw-1"), Timing: collect.Timing{Handshake: limit}}).Open(t.Context(), device(s.addr))
				if causeOf(err) != collect.CauseAuth || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%v", err)
				}
			})
		}
	}
}

// TestBreaker: one bad shared password over many devices is tried once.
func TestBreaker(t *testing.T) {
	s := serve(t, edKey(t), nil)
	v := vault(t, "wrong")
	c := collector(t, New(Config{Vault: v}), v)
	var wg sync.WaitGroup
	var mu sync.Mutex
	causes := map[collect.Cause]int{}
	for i := range 50 {
		wg.Go(func() {
			dev := device(s.addr)
			dev.Name, dev.Host = fmt.Sprint("r", i), fmt.Sprintf("127.0.0.%d", i+1)
			dev.Host = "127.0.0.1"
			_, err := c.Collect(t.Context(), collect.Job{Device: dev})
			mu.Lock()
			causes[causeOf(err)]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if s.attempts.Load() != 1 || causes[collect.CauseAuth] != 1 || causes[collect.CauseBreaker] != 49 {
		t.Errorf("%d attempts, %v", s.attempts.Load(), causes)
	}
}

// TestHostKey: a key that is not the known one stops before the password.
func TestHostKey(t *testing.T) {
	first, other, strong := edKey(t), edKey(t), rsaKey(t, 2048)
	pin := string(xssh.MarshalAuthorizedKey(first.PublicKey()))
	for _, tt := range []struct {
		name   string
		known  xssh.PublicKey
		shown  xssh.Signer
		policy inventory.HostKeyPolicy
		pin    string
		cause  collect.Cause
	}{
		{"first use", nil, first, inventory.TOFU, "", ""},
		{"strict and unknown", nil, first, inventory.Strict, "", collect.CauseHostKey},
		{"strict and known", first.PublicKey(), first, inventory.Strict, "", ""},
		{"changed", first.PublicKey(), other, inventory.TOFU, "", collect.CauseHostKey},
		{"another type", first.PublicKey(), strong, inventory.TOFU, "", collect.CauseHostKey},
		{"off", first.PublicKey(), other, inventory.Off, "", ""},
		{"pinned", nil, first, inventory.Strict, pin, ""},
		{"pinned and another", nil, other, inventory.Off, pin, collect.CauseHostKey},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.shown, nil)
			v := vault(t, "right-Pw-1")
			keys, _ := LoadHostKeys("")
			if tt.known != nil {
				keys.Set(s.addr, tt.known)
			}
			dev := device(s.addr)
			dev.HostKeys, dev.HostKey = tt.policy, tt.pin
			_, err := collector(t, New(Config{Vault: v, HostKeys: keys}), v).Collect(t.Context(), collect.Job{Device: dev})
			if causeOf(err) != tt.cause {
				t.Errorf("%v, want %q", err, tt.cause)
			}
			if tt.cause != "" && s.attempts.Load() != 0 {
				t.Error("a password was sent")
			}
		})
	}
}

// TestLegacy: old algorithms and small keys work where they are allowed, and
// the error says what to allow where they are not.
func TestLegacy(t *testing.T) {
	ed, small := edKey(t), rsaKey(t, 768)
	for _, tt := range []struct {
		name  string
		key   xssh.Signer
		set   func(*xssh.ServerConfig, *server)
		allow inventory.Legacy
		hint  string
	}{
		{"group1", ed, func(c *xssh.ServerConfig, _ *server) { c.KeyExchanges = []string{"diffie-hellman-group1-sha1"} }, inventory.LegacyGroup1, "group1"},
		{"cbc", ed, func(c *xssh.ServerConfig, _ *server) { c.Ciphers = []string{"aes128-cbc"} }, inventory.LegacyCBC, "cbc"},
		{"rc4", ed, func(c *xssh.ServerConfig, _ *server) { c.Ciphers = []string{"arcfour128"} }, inventory.LegacyRC4, "rc4"},
		{"rsa<1024", small, nil, inventory.LegacySmallRS, "rsa<1024"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.key, tt.set)
			v := vault(t, "right-Pw-1")
			c := collector(t, New(Config{Vault: v}), v)
			dev := device(s.addr)
			_, err := c.Collect(t.Context(), collect.Job{Device: dev})
			var e *collect.Error
			if !errors.As(err, &e) || e.Cause != collect.CauseAlgorithms || !strings.Contains(e.Hint, tt.hint) {
				t.Errorf("not allowed: %v", err)
			}
			if s.attempts.Load() != 0 {
				t.Error("a password was sent")
			}
			dev.Legacy = []inventory.Legacy{tt.allow}
			tr, err := c.Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
			mustRead(t, tr, err)
		})
	}
}

// TestNoServer: hosts that are no SSH server, in bounded time.
func TestNoServer(t *testing.T) {
	listen := func(f func(net.Conn)) string {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ln.Close() })
		go func() {
			for {
				c, err := ln.Accept()
				if err != nil {
					return
				}
				f(c)
				t.Cleanup(func() { _ = c.Close() })
			}
		}()
		return ln.Addr().String()
	}
	closed := listen(func(net.Conn) {})
	ln, _ := net.Listen("tcp", "127.0.0.1:0")
	gone := ln.Addr().String()
	_ = ln.Close()
	for _, tt := range []struct {
		name, addr string
		cause      collect.Cause
	}{
		{"silent", closed, collect.CauseTimeout},
		{"refused", gone, collect.CauseRefused},
		{"does not resolve", "no-such-host.invalid:22", collect.CauseResolve},
		{"closes at once", listen(func(c net.Conn) { _ = c.Close() }), collect.CauseRefused},
		{"SSH 1", listen(func(c net.Conn) { _, _ = c.Write([]byte("SSH-1.5-Cisco-1.25\n")) }), collect.CauseProtocol},
		{"garbage", listen(func(c net.Conn) { _, _ = c.Write([]byte(strings.Repeat("hello\n", 5000))); _ = c.Close() }), collect.CauseProtocol},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := vault(t, "right-Pw-1")
			start := time.Now()
			tr, err := collector(t, New(Config{Vault: v, Timing: collect.Timing{Handshake: 400 * time.Millisecond}}), v).Collect(t.Context(), collect.Job{Device: device(tt.addr)})
			if causeOf(err) != tt.cause || tr == nil {
				t.Errorf("%v, want %q", err, tt.cause)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %s", d)
			}
		})
	}
}

// TestJumpChain: two jump hosts, one connection each for many devices.
func TestJumpChain(t *testing.T) {
	dev, inner, outer := serve(t, edKey(t), nil), serve(t, edKey(t), nil), serve(t, edKey(t), nil)
	jump := func(s *server) inventory.Jump {
		d := device(s.addr)
		return inventory.Jump{Host: d.Host, Port: d.Port, Credential: "j", HostKeys: inventory.TOFU}
	}
	v := vault(t, "right-Pw-1")
	d := New(Config{Vault: v, Jumps: map[string]inventory.Jump{"inner": jump(inner), "outer": jump(outer)}})
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			target := device(dev.addr)
			target.Name, target.Jump = fmt.Sprint("r", i), []string{"outer", "inner"}
			c, err := d.Open(t.Context(), target)
			if err != nil {
				t.Error(err)
				return
			}
			_ = c.Close()
		})
	}
	wg.Wait()
	if dev.logins.Load() != 6 || inner.logins.Load() != 1 || outer.logins.Load() != 1 {
		t.Errorf("logins: device %d, inner %d, outer %d", dev.logins.Load(), inner.logins.Load(), outer.logins.Load())
	}
	// A jump host that dies is told apart and replaced.
	inner.stop()
	target := device(dev.addr)
	target.Jump = []string{"outer", "inner"}
	if _, err := d.Open(t.Context(), target); causeOf(err) != collect.CauseJump {
		t.Errorf("dead jump host: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestCancelHandshake(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	v := vault(t, "right-Pw-1")
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, stop)
	start := time.Now()
	_, err = New(Config{Vault: v}).Open(ctx, device(ln.Addr().String()))
	if causeOf(err) != collect.CauseCancelled || time.Since(start) > 200*time.Millisecond {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}
