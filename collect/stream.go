package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"
	"github.com/headroom-audit/headroom/inventory"
)

// Opener opens a terminal on a device; a transport is one. It must honour ctx
// at every step and give an *Error where it fails.
type Opener interface {
	Open(ctx context.Context, dev inventory.Device) (*Conn, error)
}

// OpenFunc is a function as an Opener.
type OpenFunc func(ctx context.Context, dev inventory.Device) (*Conn, error)

// Open calls f.
func (f OpenFunc) Open(ctx context.Context, dev inventory.Device) (*Conn, error) { return f(ctx, dev) }

// Conn is an open terminal. The reader owns it and closes it once; Close must
// unblock a Read.
type Conn struct {
	io.ReadWriteCloser
	Source  string            // ssh, openssh, telnet
	Address string            // host:port
	Session map[string]string // kex, cipher, mac, hostkey, version …
	Banner  []byte            // what came before the terminal
	// InBand is set where user and password are asked for in the terminal
	// (telnet, the ssh program).
	InBand *InBand
	// Missing says what of the terminal the device refused, "" = nothing; nil = it
	// is not known.
	Missing func() string
	// Diagnose explains why no prompt came, from what was read; nil = no idea.
	Diagnose func(text string) *Error
}

// missing is what the device refused of the terminal, "" = nothing.
func (c *Conn) missing() string {
	if c.Missing == nil {
		return ""
	}
	return c.Missing()
}

// InBand is how to answer questions for user and password in the terminal. Each
// is answered once; a second question means that the first answer was wrong.
type InBand struct {
	User       string
	Password   []byte
	Passphrase []byte // of a key file
	Turned     bool   // the Turn was taken before the terminal opened
	Console    bool   // it may wait for a line end before it says anything (telnet)
}

// chunk is what one Read gave: n bytes of a buffer that goes back to chunks.
type chunk struct {
	buf *[maxChunk]byte
	n   int
	err error
}

// maxChunk is the size of one Read. Every session that waits holds one.
const maxChunk = 8 << 10

var chunks = sync.Pool{New: func() any { return new([maxChunk]byte) }}

// pump reads r into the channel until it ends or stop is closed.
func pump(r io.Reader, out chan<- chunk, stop <-chan struct{}) {
	defer close(out)
	empty := 0
	for {
		buf := chunks.Get().(*[maxChunk]byte)
		n, err := r.Read(buf[:])
		switch {
		case n > 0:
			empty = 0
		case err == nil:
			if empty++; empty < 100 { // io.Reader discourages it; never spin
				chunks.Put(buf)
				continue
			}
			err = io.ErrNoProgress
		}
		select {
		case out <- chunk{buf, n, err}:
		case <-stop:
			return
		}
		if err != nil {
			return
		}
	}
}

// wire is where bytes go out to a device.
type wire struct {
	conn   *Conn
	policy Policy
	idle   time.Duration // how long a device may take nothing
}

// put is the one place where bytes go out to a device. A line passes the
// allow-list; a secret is not recorded by anyone.
func (w *wire) put(ctx context.Context, lines ...string) error {
	var b []byte
	for _, l := range lines {
		if err := w.policy.Check(l); err != nil {
			return err
		}
		b = append(append(b, l...), '\n')
	}
	return w.write(ctx, b)
}

// write sends b, which must be checked, a key for a pager or a secret. A device
// that takes nothing is left when ctx ends, by closing the connection.
func (w *wire) write(ctx context.Context, b []byte) error {
	cut := context.AfterFunc(ctx, func() { _ = w.conn.Close() })
	defer cut()
	late := time.AfterFunc(w.idle, func() { _ = w.conn.Close() })
	defer late.Stop()
	if _, err := w.conn.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// answer is what came for the record that is open.
type answer struct {
	raw     []byte
	lent    *[]byte // the buffer of answers that raw is in
	dropped int     // bytes over the cap
	limit   int     // the cap
}

// keep appends b up to the cap. What is over it is counted, and its end kept
// beside, so that the prompt behind a large answer is still found.
func (a *answer) keep(b []byte) {
	room := a.limit + screen.MaxPrompt*2 - len(a.raw)
	if len(b) <= room {
		a.grow(len(b))
		a.raw = append(a.raw, b...)
		return
	}
	all := slices.Concat(a.raw[min(a.limit, len(a.raw)):], b)
	if len(a.raw) < a.limit {
		n := a.limit - len(a.raw)
		a.raw, all = append(a.raw, b[:n]...), b[n:]
	}
	tail := all[max(0, len(all)-screen.MaxPrompt*2):]
	a.dropped += len(all) - len(tail)
	a.raw = append(a.raw[:a.limit], tail...)
}

// grow makes room for n more bytes: in the buffer of an answer that is over, else
// in one of four times the size. append would copy a large answer many times over.
func (a *answer) grow(n int) {
	if a.raw == nil {
		a.lent = answers.Get().(*[]byte)
		a.raw = (*a.lent)[:0]
	}
	if len(a.raw)+n <= cap(a.raw) {
		return
	}
	next := make([]byte, len(a.raw), max(2*maxChunk, min(4*len(a.raw), a.limit+2*screen.MaxPrompt), len(a.raw)+n))
	copy(next, a.raw)
	if a.lent != nil && cap(a.raw) > 0 {
		*a.lent = a.raw
		answers.Put(a.lent)
		a.lent = new([]byte)
	}
	a.raw = next
}

// release gives what came and starts anew.
func (a *answer) release() []byte {
	raw := a.raw // to copy it would cost more than it saves
	if a.lent != nil && len(a.raw) <= cap(a.raw)/2 {
		*a.lent, raw = a.raw, bytes.Clone(a.raw)
		answers.Put(a.lent)
	}
	a.raw, a.lent = nil, nil
	return raw
}

// answers are buffers in which answers grow. A record takes the one that its
// answer fills, else a copy of its own size.
var answers = sync.Pool{New: func() any { return new([]byte) }}
