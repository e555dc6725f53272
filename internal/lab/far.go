package lab

import (
	"context"
	"net"
	"sync"
	"time"
)

// far is a connection to a client that is a round trip away: every byte that
// comes is read that much later. What goes out is not delayed as well.
type far struct {
	net.Conn
	ctx  context.Context
	rtt  time.Duration
	in   chan packet
	left packet // read in part
	wg   sync.WaitGroup
}

// packet is what one read gave, and when it may be seen.
type packet struct {
	b   []byte
	due time.Time
	err error
}

const (
	maxPacket  = 4 << 10
	maxPackets = 64 // on their way; more wait in the socket
)

func newFar(ctx context.Context, nc net.Conn, rtt time.Duration) *far {
	f := &far{Conn: nc, ctx: ctx, rtt: rtt, in: make(chan packet, maxPackets)}
	f.wg.Go(f.carry)
	return f
}

// carry reads the socket until it ends.
func (f *far) carry() {
	defer close(f.in)
	for {
		b := make([]byte, maxPacket)
		n, err := f.Conn.Read(b)
		select {
		case f.in <- packet{b[:n:n], time.Now().Add(f.rtt), err}:
		case <-f.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

func (f *far) Read(b []byte) (int, error) {
	if len(f.left.b) == 0 && f.left.err == nil {
		p, ok := <-f.in
		if !ok || !sleep(f.ctx, time.Until(p.due)) {
			return 0, net.ErrClosed
		}
		f.left = p
	}
	n := copy(b, f.left.b)
	f.left.b = f.left.b[n:]
	if len(f.left.b) > 0 {
		return n, nil
	}
	return n, f.left.err
}

// wait ends the connection and waits for the carrier.
func (f *far) wait() {
	_ = f.Close()
	for range f.in { // until the carrier closes it
	}
	f.wg.Wait()
}
