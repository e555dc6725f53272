package ssh

import (
	"io"
	"net"
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

// slowServer answers `show version` after a while and counts keepalives.
func slowServer(t *testing.T, think time.Duration) (*server, *atomic.Int32) {
	t.Helper()
	var knocks atomic.Int32
	s := serve(t, edKey(t), nil)
	s.requests = func(reqs <-chan *xssh.Request) {
		for r := range reqs {
			if r.Type == "keepalive@openssh.com" {
				knocks.Add(1)
			}
			if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
	}
	s.think = think
	return s, &knocks
}

// TestKeepAlive: a device that is silent for long is asked, and its late answer
// is whole; one that answers at once is not asked.
func TestKeepAlive(t *testing.T) {
	for think, want := range map[time.Duration]bool{500 * time.Millisecond: true, 0: false} {
		s, knocks := slowServer(t, think)
		v := vault(t, "right-Pw-1")
		d := New(Config{Vault: v, KeepAlive: 150 * time.Millisecond})
		tr, err := collector(t, d, v).Collect(t.Context(), collect.Job{Device: device(s.addr), Next: once("show version")})
		mustRead(t, tr, err)
		if n := knocks.Load(); (n >= 2) != want || !want && n > 1 { // leaving takes a moment too
			t.Errorf("think %s: %d keepalives", think, n)
		}
	}
}

// TestDeadPeer: a way that swallows everything is noticed long before the
// command may time out, and what was read is kept.
func TestDeadPeer(t *testing.T) {
	s, _ := slowServer(t, time.Minute)
	addr, swallow := blackHole(t, s.addr)
	v := vault(t, "right-Pw-1")
	d := New(Config{Vault: v, KeepAlive: 200 * time.Millisecond})
	t.Cleanup(func() { _ = d.Close() })
	c := collect.New(collect.Config{Openers: map[inventory.Transport]collect.Opener{inventory.SSH: d}, Secrets: v, NoRetry: true, Timing: collect.Timing{Idle: 20 * time.Second, Command: 20 * time.Second}})
	asked := 0
	start := time.Now()
	tr, err := c.Collect(t.Context(), collect.Job{Device: device(addr), Next: func(*transcript.Transcript) []collect.Command {
		if asked++; asked == 1 {
			time.AfterFunc(100*time.Millisecond, swallow)
			return []collect.Command{{Text: "show version"}}
		}
		return nil
	}})
	if causeOf(err) != collect.CauseLost || !strings.Contains(tr.Failure, "no answer to keepalive, while \"show version\" was answered") {
		t.Errorf("%v", err)
	}
	if took := time.Since(start); took > 4*time.Second {
		t.Errorf("it took %s", took)
	}
	s.stop()
}

// blackHole relays to addr until swallow is called; then it takes everything
// and gives nothing, without closing.
func blackHole(t *testing.T, addr string) (at string, swallow func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var hole atomic.Bool
	var wg sync.WaitGroup
	copyTo := func(to io.WriteCloser, from io.Reader) {
		buf := make([]byte, 4096)
		for {
			n, err := from.Read(buf)
			if err != nil {
				_ = to.Close()
				return
			}
			if !hole.Load() {
				_, _ = to.Write(buf[:n])
			}
		}
	}
	wg.Go(func() {
		in, err := ln.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", addr)
		if err != nil {
			_ = in.Close()
			return
		}
		wg.Go(func() { copyTo(out, in) })
		copyTo(in, out)
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return ln.Addr().String(), func() { hole.Store(true) }
}
