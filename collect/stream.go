package collect

import (
	"context"
	"io"
	"sync"

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

// answers are buffers in which answers grow. A record takes the one that its
// answer fills, else a copy of its own size.
var answers = sync.Pool{New: func() any { return new([]byte) }}
