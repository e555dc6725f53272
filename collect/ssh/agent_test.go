package ssh

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// agentSocket sets SSH_AUTH_SOCK to an agent that does answer with every
// connection.
func agentSocket(t *testing.T, answer func(net.Conn)) {
	t.Helper()
	sock := filepath.Join(t.TempDir(), "agent")
	ln, err := net.Listen("unix", sock)
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
			wg.Go(func() { answer(c); _ = c.Close() })
		}
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	t.Setenv("SSH_AUTH_SOCK", sock)
}

// person is an agent that waits for somebody before it signs.
type person struct {
	agent.Agent
	comes <-chan struct{}
}

func (p person) Sign(xssh.PublicKey, []byte) (*xssh.Signature, error) {
	<-p.comes
	return nil, errors.New("nobody came")
}

// TestAgentDoesNotAnswer: a login ends in its time where the agent is stopped or
// waits for a person; that is no rejection, and no password is sent after it.
func TestAgentDoesNotAnswer(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	stopped := func(_ net.Conn, over chan struct{}) { <-over }
	waits := func(c net.Conn, over chan struct{}) { _ = agent.ServeAgent(person{ring, over}, c) }
	for _, tt := range []struct {
		name     string
		answer   func(net.Conn, chan struct{})
		password inventory.Ref
	}{
		{"stopped", stopped, inventory.Ref{}},
		{"waits for a person", waits, inventory.Ref{}},
		{"waits for a person, and there is a password", waits, inventory.Ref{Kind: "env", Value: "PW"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			over := make(chan struct{})
			agentSocket(t, func(c net.Conn) { tt.answer(c, over) })
			t.Cleanup(func() { close(over) }) // before the agent is waited for
			s := serve(t, edKey(t), func(c *xssh.ServerConfig, _ *server) {
				c.PublicKeyCallback = func(xssh.ConnMetadata, xssh.PublicKey) (*xssh.Permissions, error) { return nil, nil }
			})
			v := collect.NewVault(map[string]inventory.Credential{"c": {Name: "c", User: "ops", Agent: true, Password: tt.password}}, collect.Sources{Env: func(string) (string, bool) { return "right-Pw-1", true }})
			t.Cleanup(v.Close)
			done := make(chan error, 1)
			go func() {
				_, err := New(Config{Vault: v, Timing: collect.Timing{Handshake: 800 * time.Millisecond}}).Open(t.Context(), device(s.addr))
				done <- err
			}()
			select {
			case err := <-done:
				if causeOf(err) != collect.CauseTimeout || !strings.Contains(err.Error(), "the ssh-agent did not answer") {
					t.Errorf("%v", err)
				}
			case <-time.After(5 * time.Second):
				t.Error("it hangs")
			}
			if n := s.attempts.Load(); n != 0 {
				t.Errorf("%d passwords were sent", n)
			}
		})
	}
}
