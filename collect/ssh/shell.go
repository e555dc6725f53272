package ssh

import (
	"sync"
	"sync/atomic"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
)

// The size of the terminal: wide enough for no line to fold, and the largest
// width that NX-OS takes (collector:1.3).
const (
	ptyColumns = 511
	ptyRows    = 1000
)

type ptyRequest struct {
	Term          string
	Columns, Rows uint32
	Width, Height uint32
	Modes         string
}

// terminal is a shell on a pty. Its channel is used as it is: it is read while pty
// and shell are asked for, and what of them is refused is told when it is known.
type terminal struct {
	client *xssh.Client
	ch     xssh.Channel
	after  func() // gives the way to the device back
	once   sync.Once
	every  time.Duration // of silence, before the device is asked whether it lives
	alive  *time.Timer
	dead   atomic.Bool
	// refused is set when the device gave no shell.
	refused atomic.Bool
	bare    atomic.Bool // it gave no pty
}

func shell(c *xssh.Client, every time.Duration) (*terminal, error) {
	ch, reqs, err := c.OpenChannel("session", nil)
	if err != nil {
		return nil, err
	}
	go xssh.DiscardRequests(reqs)
	// dumb: no colours, no cursor keys; the mode string is empty (TTY_OP_END).
	pty := xssh.Marshal(ptyRequest{Term: "dumb", Columns: ptyColumns, Rows: ptyRows, Modes: "\x00"})
	t := &terminal{client: c, ch: ch, after: func() {}, every: every}
	t.alive = time.AfterFunc(every, t.knock)
	go func() {
		if given, err := ch.SendRequest("pty-req", true, pty); err == nil && !given {
			t.bare.Store(true)
		}
		if given, err := ch.SendRequest("shell", true, nil); err == nil && !given {
			t.refused.Store(true)
			_ = t.client.Close()
		}
	}()
	return t, nil
}

// missing says what of the terminal the device refused.
func (t *terminal) missing() string {
	if t.bare.Load() {
		return "the device refuses a terminal (pty)"
	}
	return ""
}

// Read takes what comes as a sign of life.
func (t *terminal) Read(p []byte) (int, error) {
	n, err := t.ch.Read(p)
	if t.dead.Load() {
		return n, &collect.Error{Cause: collect.CauseLost, Msg: "the device, or the way to it, is gone: no answer to keepalive", Err: err}
	}
	if err != nil && t.refused.Load() {
		e := &collect.Error{Cause: collect.CauseRefused, Msg: "it refuses a shell", Hint: "is a line free, and may this account have more than NETCONF?", Err: err}
		if t.bare.Load() {
			e.Msg = "it refuses a terminal and a shell"
		}
		return n, e
	}
	if err == nil {
		t.alive.Reset(t.every)
	}
	return n, err
}

func (t *terminal) Write(p []byte) (int, error) { return t.ch.Write(p) }

// knock asks a device that has been silent for long whether it still lives, as
// ssh does with ServerAliveInterval: any answer will do, and a refusal is one. It
// ends the connection where none comes in half the time.
func (t *terminal) knock() {
	late := time.AfterFunc(t.every/2, func() {
		t.dead.Store(true)
		_ = t.client.Close()
	})
	_, _, err := t.client.SendRequest("keepalive@openssh.com", true, nil)
	if late.Stop() && err == nil {
		t.alive.Reset(t.every)
	}
}

// Close closes the connection, which ends a blocked Read and Write too.
func (t *terminal) Close() error {
	var err error
	t.once.Do(func() {
		t.alive.Stop()
		err = t.client.Close()
		t.after()
	})
	return err
}
