package ssh

import (
	"sync"

	xssh "golang.org/x/crypto/ssh"
)

// The size of the terminal: wide enough for no line to fold, and the largest
// width that NX-OS takes (collector.md section 1.3).
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

// terminal is a shell on a pty. Its channel is used as it is: pty and shell are
// asked for without waiting for the answers, which saves two round trips.
type terminal struct {
	client *xssh.Client
	ch     xssh.Channel
	after  func() // gives the way to the device back
	once   sync.Once
}

func shell(c *xssh.Client) (*terminal, error) {
	ch, reqs, err := c.OpenChannel("session", nil)
	if err != nil {
		return nil, err
	}
	go xssh.DiscardRequests(reqs)
	// dumb: no colours, no cursor keys; the mode string is empty (TTY_OP_END).
	pty := xssh.Marshal(ptyRequest{Term: "dumb", Columns: ptyColumns, Rows: ptyRows, Modes: "\x00"})
	if _, err := ch.SendRequest("pty-req", false, pty); err != nil {
		return nil, err
	}
	if _, err := ch.SendRequest("shell", false, nil); err != nil {
		return nil, err
	}
	return &terminal{client: c, ch: ch, after: func() {}}, nil
}

func (t *terminal) Read(p []byte) (int, error)  { return t.ch.Read(p) }
func (t *terminal) Write(p []byte) (int, error) { return t.ch.Write(p) }

// Close closes the connection, which ends a blocked Read and Write too.
func (t *terminal) Close() error {
	var err error
	t.once.Do(func() {
		err = t.client.Close()
		t.after()
	})
	return err
}
