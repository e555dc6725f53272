//go:debug rsa1024min=0

package ssh

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// server is one router that speaks real SSH.
type server struct {
	addr     string
	attempts atomic.Int32 // password-type attempts
	logins   atomic.Int32
	stop     func()
	gone     chan struct{} // closed by stop

	requests func(<-chan *xssh.Request) // nil = refused, all of them
	think    time.Duration              // before an answer
	wait     <-chan struct{}            // before it forwards; nil = not at all
	mu       sync.Mutex
	got      []string // every line that arrived in a shell
}

// lines are what arrived in the shells of a server, in order.
func (s *server) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.got...)
}

// serve starts a router on loopback; set changes its configuration.
func serve(t *testing.T, key xssh.Signer, set func(*xssh.ServerConfig, *server)) *server {
	t.Helper()
	s := &server{gone: make(chan struct{})}
	conf := &xssh.ServerConfig{PasswordCallback: func(_ xssh.ConnMetadata, p []byte) (*xssh.Permissions, error) {
		s.attempts.Add(1)
		if string(p) != "right-Pw-1" {
			return nil, errors.New("no")
		}
		return nil, nil
	}}
	if set != nil {
		set(conf, s)
	}
	conf.AddHostKey(key)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = ln.Addr().String()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			wg.Go(func() { s.handle(c, conf) })
		}
	})
	s.stop = sync.OnceFunc(func() {
		close(s.gone)
		_ = ln.Close()
		mu.Lock()
		for _, c := range conns {
			_ = c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	t.Cleanup(s.stop)
	return s
}

func (s *server) handle(c net.Conn, conf *xssh.ServerConfig) {
	defer func() { _ = c.Close() }()
	conn, chans, reqs, err := xssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	s.logins.Add(1)
	var wg sync.WaitGroup
	answer := xssh.DiscardRequests
	if s.requests != nil {
		answer = s.requests
	}
	wg.Go(func() { answer(reqs) })
	for nc := range chans {
		if nc.ChannelType() == "direct-tcpip" {
			wg.Go(func() {
				if s.wait != nil {
					<-s.wait
				}
				forward(nc)
			})
			continue
		}
		ch, reqs, err := nc.Accept()
		if err != nil {
			break
		}
		wg.Go(func() {
			for r := range reqs {
				_ = r.Reply(r.Type == "pty-req" || r.Type == "shell", nil)
			}
		})
		wg.Go(func() { s.cli(ch); _ = conn.Close() })
	}
	wg.Wait()
}

func forward(nc xssh.NewChannel) {
	var m struct {
		Host  string
		Port  uint32
		From  string
		FPort uint32
	}
	_ = xssh.Unmarshal(nc.ExtraData(), &m)
	out, err := net.Dial("tcp", net.JoinHostPort(m.Host, strconv.Itoa(int(m.Port))))
	if err != nil {
		_ = nc.Reject(xssh.ConnectionFailed, "Connection refused")
		return
	}
	ch, reqs, err := nc.Accept()
	if err != nil {
		_ = out.Close()
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { xssh.DiscardRequests(reqs) })
	wg.Go(func() { _, _ = io.Copy(ch, out); _ = ch.Close() })
	_, _ = io.Copy(out, ch)
	_ = out.Close()
	wg.Wait()
}

// cli is a small Cisco-like command line with echo.
func (s *server) cli(ch xssh.Channel) {
	defer func() { _ = ch.Close() }()
	_, _ = io.WriteString(ch, "\r\nedge1#")
	in := bufio.NewScanner(ch)
	for in.Scan() {
		s.mu.Lock()
		s.got = append(s.got, in.Text())
		s.mu.Unlock()
		_, _ = fmt.Fprintf(ch, "%s\r\n", in.Text())
		if strings.HasPrefix(in.Text(), "show") {
			select {
			case <-time.After(s.think):
			case <-s.gone:
				return
			}
		}
		switch in.Text() {
		case "exit":
			return
		case "show version":
			_, _ = io.WriteString(ch, "Cisco IOS Software, synthetic\r\n")
		case "show none":
			_, _ = io.WriteString(ch, "% Invalid input detected at '^' marker.\r\n")
		}
		_, _ = io.WriteString(ch, "edge1#")
	}
}

func edKey(t *testing.T) xssh.Signer {
	t.Helper()
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := xssh.NewSignerFromKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rsaKey(t *testing.T, bits int) xssh.Signer {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	s, err := xssh.NewSignerFromKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// device is the inventory entry of a server.
func device(addr string) inventory.Device {
	host, port, _ := net.SplitHostPort(addr)
	p, _ := strconv.Atoi(port)
	return inventory.Device{Name: "edge1", Host: host, Port: p, Credential: "c", HostKeys: inventory.TOFU, Transport: inventory.SSH}
}

func vault(t *testing.T, password string) *collect.Vault {
	t.Helper()
	v := collect.NewVault(map[string]inventory.Credential{
		"c": {Name: "c", User: "ops", Password: inventory.Ref{Kind: "env", Value: "PW"}},
		"j": {Name: "j", User: "jump", Password: inventory.Ref{Kind: "env", Value: "PW"}},
	}, collect.Sources{Env: func(string) (string, bool) { return password, true }})
	t.Cleanup(v.Close)
	return v
}

// collector is the whole chain over d, without retries.
func collector(t *testing.T, d *Dialer, v *collect.Vault) collect.Collector {
	t.Helper()
	t.Cleanup(func() { _ = d.Close() })
	return collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{inventory.SSH: d}, Secrets: v, NoRetry: true, Jumps: d.cfg.Jumps,
		Limits: inventory.Limits{LoginsPerSecond: 1000}, Timing: collect.Timing{FirstPrompt: 5 * time.Second, Idle: 2 * time.Second, Leave: 200 * time.Millisecond, Settle: 50 * time.Millisecond},
	})
}

// once asks cmds, then nothing.
func once(cmds ...string) func(*transcript.Transcript) []collect.Command {
	asked := false
	return func(*transcript.Transcript) []collect.Command {
		if asked {
			return nil
		}
		asked = true
		var out []collect.Command
		for _, c := range cmds {
			out = append(out, collect.Command{Text: c})
		}
		return out
	}
}

func causeOf(err error) collect.Cause {
	var e *collect.Error
	if errors.As(err, &e) {
		return e.Cause
	}
	return ""
}

// mustRead checks that a transcript has the answer.
func mustRead(t *testing.T, tr *transcript.Transcript, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range tr.Records {
		if r.Command == "show version" && strings.Contains(r.Text(), "synthetic") && r.State == transcript.Complete {
			return
		}
	}
	t.Fatalf("no answer in %+v", tr.Records)
}
