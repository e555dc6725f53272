package ssh

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
)

// wire is the connection below the SSH layer, which asks for the greeting byte by
// byte: wire reads ahead until that is over, and keeps it for the error message.
type wire struct {
	net.Conn
	heard atomic.Int64 // bytes that came
	ahead []byte       // came, and was not asked for yet
	err   error        // came with it: is given after it

	mu    sync.Mutex
	first []byte // the first bytes that came, at most maxSaid
}

// said gives the first bytes that came. The SSH layer may still be reading when a login
// has failed: what it gets is not touched.
func (w *wire) said() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.first)
}

func (w *wire) keep(b []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if room := maxSaid - len(w.first); room > 0 {
		w.first = append(w.first, b[:min(len(b), room)]...)
	}
}

// maxGreeting is how long a greeting may be; maxSaid is how much is kept of the
// first bytes, the lists of algorithms too.
const (
	maxGreeting = 255
	maxSaid     = 4 << 10
)

// Read gives what came already, else waits. One goroutine at a time calls it.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.ahead) > 0 {
		n := copy(p, w.ahead)
		w.ahead = w.ahead[n:]
		return n, nil
	}
	if w.err != nil {
		return 0, w.err
	}
	b := p
	if len(p) < maxGreeting { // the SSH layer has a buffer of its own after the greeting
		b = make([]byte, 2*maxGreeting)
	}
	n, err := w.Conn.Read(b)
	w.heard.Add(int64(n))
	w.keep(b[:n])
	if len(p) >= maxGreeting {
		return n, err
	}
	given := copy(p, b[:n])
	if w.ahead = b[given:n]; n > 0 {
		w.err, err = err, nil
	}
	return given, err
}
