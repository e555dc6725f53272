package scrapli

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// A device that takes a connection and says nothing holds nobody up: no secret
// went out to it.
func TestASilentDeviceTakesNoTurn(t *testing.T) {
	needSSH(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	reached := make(chan net.Conn, 1)
	go func() {
		if c, err := ln.Accept(); err == nil {
			reached <- c
		}
	}()
	addr, _ := sshd(t)
	v := vault(t, "right-Pw-1")
	o := OpenSSH(Config{Vault: v, KnownHosts: filepath.Join(t.TempDir(), "known_hosts"), Connect: time.Hour})
	c := collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{inventory.OpenSSH: o}, Secrets: v, NoRetry: true, Limits: inventory.Limits{LoginsPerSecond: 100},
		Timing: collect.Timing{FirstPrompt: time.Hour, Session: time.Hour, Leave: 200 * time.Millisecond},
	})
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		_, _ = c.Collect(ctx, collect.Job{Device: device(ln.Addr().String(), inventory.OpenSSH)})
	}()
	silent := <-reached
	defer func() { _ = silent.Close() }()
	asked := false
	tr, err := c.Collect(t.Context(), collect.Job{Device: device(addr, inventory.OpenSSH), Next: func(*transcript.Transcript) []collect.Command {
		if asked {
			return nil
		}
		asked = true
		return []collect.Command{{Text: "show version"}}
	}})
	mustRead(t, tr, err)
	select {
	case <-over:
		t.Error("the silent device ended first")
	default:
	}
	stop()
	<-over
}
