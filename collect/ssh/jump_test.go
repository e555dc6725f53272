package ssh

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// behind is a device at addr behind the jump host "bastion".
func behind(addr string) inventory.Device {
	d := device(addr)
	d.Jump = []string{"bastion"}
	return d
}

// bastion is a jump host at addr.
func bastion(addr string) map[string]inventory.Jump {
	d := device(addr)
	return map[string]inventory.Jump{"bastion": {Host: d.Host, Port: d.Port, Credential: "j", HostKeys: inventory.TOFU}}
}

// dark is a connection that takes everything and gives nothing once it is off.
type dark struct {
	net.Conn
	off <-chan struct{}
}

func (d *dark) Write(p []byte) (int, error) {
	select {
	case <-d.off:
		return len(p), nil
	default:
		return d.Conn.Write(p)
	}
}

// firstDark dials as the system does; the first connection goes dark when off is
// closed.
func firstDark(off <-chan struct{}) func(context.Context, string, string) (net.Conn, error) {
	var first sync.Once
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err == nil {
			first.Do(func() { c = &dark{c, off} })
		}
		return c, err
	}
}

// TestSilentJumpHost: a connection to a jump host that is gone without a word
// costs one device, which is told so; the next one gets a new connection.
func TestSilentJumpHost(t *testing.T) {
	dev, jump := serve(t, edKey(t), nil), serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	off := make(chan struct{})
	d := New(Config{Vault: v, Dial: firstDark(off), Jumps: bastion(jump.addr), Timing: collect.Timing{Connect: 500 * time.Millisecond, Handshake: 5 * time.Second}})
	c := collector(t, d, v)
	visit := func() error {
		_, err := c.Collect(t.Context(), collect.Job{Device: behind(dev.addr), Next: once("show version")})
		return err
	}
	if err := visit(); err != nil {
		t.Fatal(err)
	}
	close(off)
	if err := visit(); causeOf(err) != collect.CauseJump || !strings.Contains(err.Error(), "the connection to jump host bastion broke") {
		t.Errorf("gone: %v", err)
	}
	if err := visit(); err != nil || jump.logins.Load() != 2 {
		t.Errorf("after it: %v, %d logins on the jump host", err, jump.logins.Load())
	}
}

// TestSilentDeviceBehindJumpHost: a device that does not answer behind a jump
// host that does keeps the connection for the others.
func TestSilentDeviceBehindJumpHost(t *testing.T) {
	stuck := make(chan struct{})
	dev, jump := serve(t, edKey(t), nil), serve(t, edKey(t), nil)
	jump.wait = stuck
	v := vault(t, "right-Pw-1")
	d := New(Config{Vault: v, Jumps: bastion(jump.addr), Timing: collect.Timing{Connect: 500 * time.Millisecond}})
	c := collector(t, d, v)
	if _, err := c.Collect(t.Context(), collect.Job{Device: behind(dev.addr)}); causeOf(err) != collect.CauseUnreach {
		t.Errorf("silent: %v", err)
	}
	close(stuck)
	tr, err := c.Collect(t.Context(), collect.Job{Device: behind(dev.addr), Next: once("show version")})
	mustRead(t, tr, err)
	if n := jump.logins.Load(); n != 1 {
		t.Errorf("%d logins on the jump host", n)
	}
}

// TestJumpHostGoneInHandshake: a jump host that goes silent while a device
// behind it logs in cannot hold that login over its time.
func TestJumpHostGoneInHandshake(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	jump := serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	off := make(chan struct{})
	d := New(Config{Vault: v, Dial: firstDark(off), Jumps: bastion(jump.addr), Timing: collect.Timing{Handshake: time.Second}})
	done := make(chan error, 1)
	go func() {
		_, err := d.Open(t.Context(), behind(ln.Addr().String()))
		done <- err
	}()
	_ = ln.(*net.TCPListener).SetDeadline(time.Now().Add(5 * time.Second))
	c, err := ln.Accept() // and says nothing
	if err != nil {
		t.Fatal(err)
	}
	close(off)
	select {
	case err := <-done:
		if causeOf(err) != collect.CauseTimeout {
			t.Errorf("%v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("it hangs")
	}
	_, _ = c.Close(), ln.Close()
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// TestUnusedJumpHostIsLeft: a connection whose only user gave up while it was
// made is closed as one that was used.
func TestUnusedJumpHostIsLeft(t *testing.T) {
	jump := serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	gaveUp := make(chan struct{})
	d := New(Config{Vault: v, Jumps: bastion(jump.addr), Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
		<-gaveUp
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}})
	d.jumps.linger = 20 * time.Millisecond
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := d.Open(ctx, behind("127.0.0.1:9")); causeOf(err) != collect.CauseCancelled {
		t.Errorf("%v", err)
	}
	d.jumps.mu.Lock()
	j := d.jumps.open["bastion"]
	d.jumps.mu.Unlock()
	close(gaveUp)
	<-j.ready
	if j.err != nil {
		t.Fatal(j.err)
	}
	select {
	case <-j.dead:
	case <-time.After(5 * time.Second):
		t.Error("it stays open")
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// TestQuestionOfJumpHost: a jump host that asks for a code stops its own
// credential, not that of the device behind it.
func TestQuestionOfJumpHost(t *testing.T) {
	dev := serve(t, edKey(t), nil)
	jump := serve(t, edKey(t), func(c *xssh.ServerConfig, _ *server) {
		c.PasswordCallback = nil
		c.KeyboardInteractiveCallback = func(_ xssh.ConnMetadata, ask xssh.KeyboardInteractiveChallenge) (*xssh.Permissions, error) {
			_, err := ask("", "", []string{"Verification code: ", "and: "}, []bool{true, true})
			return nil, err
		}
	})
	v := vault(t, "right-Pw-1")
	c := collector(t, New(Config{Vault: v, Jumps: bastion(jump.addr)}), v)
	_, err := c.Collect(t.Context(), collect.Job{Device: behind(dev.addr)})
	var e *collect.Error
	if !errors.As(err, &e) || e.Cause != collect.CauseAuth || e.Credential != "j" {
		t.Errorf("behind the jump host: %v", err)
	}
	tr, err := c.Collect(t.Context(), collect.Job{Device: device(dev.addr), Next: once("show version")})
	mustRead(t, tr, err)
}
