package ssh

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
)

// linger is how long a connection to a jump host stays open unused.
const linger = 15 * time.Second

// jumpAnswers is how long a jump host may take to say that it lives, after a
// connection through it did not come about in time. Others may use it, so it is
// not hurried.
const jumpAnswers = 5 * time.Second

// jumps shares connections to jump hosts: one per chain, counted, closed some
// time after its last user.
type jumps struct {
	d      *Dialer
	ctx    context.Context // of connections that are being made: they have many users
	stop   context.CancelFunc
	linger time.Duration

	mu     sync.Mutex
	open   map[string]*jump
	closed bool
}

// jump is one connection to the last host of a chain.
type jump struct {
	ready   chan struct{} // closed when client or err is set
	client  *xssh.Client
	err     *collect.Error
	users   int
	release func() // of the jump before it
	idle    *time.Timer
	dead    chan struct{} // closed when the connection has ended
	gone    atomic.Bool   // it did not answer, and was given up
}

func newJumps(d *Dialer) *jumps {
	js := &jumps{d: d, linger: linger, open: map[string]*jump{}}
	js.ctx, js.stop = context.WithCancel(context.Background())
	return js
}

// dial opens a connection to addr through the chain via, outermost first.
func (js *jumps) dial(ctx context.Context, via []string, addr string, most time.Duration) (net.Conn, func(), error) {
	j, release, err := js.get(ctx, via)
	if err != nil {
		return nil, nil, err
	}
	wait, stop := context.WithTimeout(ctx, most)
	defer stop()
	nc, err := j.client.DialContext(wait, "tcp", addr)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			js.knock(via, j)
		}
		release()
		return nil, nil, through(ctx, j, via, addr, err)
	}
	return newTunnel(nc), release, nil
}

// knock asks a jump host whether it lives, as it is done with a silent device: one
// that is gone without a word looks as a device behind it that does not answer.
// Without an answer the connection is given up, so that the next device gets a
// new one.
func (js *jumps) knock(via []string, j *jump) {
	answer := make(chan error, 1)
	go func() {
		_, _, err := j.client.SendRequest("keepalive@openssh.com", true, nil)
		answer <- err
	}()
	select {
	case err := <-answer:
		if err == nil {
			return
		}
	case <-time.After(min(jumpAnswers, js.d.cfg.Timing.Connect)):
	}
	j.gone.Store(true)
	js.forget(strings.Join(via, "\x00"), j)
	_ = j.client.Close()
}

// tunnel is a connection through a jump host. Its Close ends a Read at once; that
// of the SSH layer waits for the jump host to agree, which may be gone.
type tunnel struct {
	net.Conn
	in *io.PipeReader
}

func newTunnel(nc net.Conn) *tunnel {
	in, out := io.Pipe()
	go func() {
		_, err := io.CopyBuffer(out, nc, make([]byte, tunnelBuffer))
		_ = out.CloseWithError(err)
	}()
	return &tunnel{nc, in}
}

// tunnelBuffer holds what one Read of the SSH layer asks for.
const tunnelBuffer = 4 << 10

// Read gives what came through the jump host.
func (t *tunnel) Read(p []byte) (int, error) { return t.in.Read(p) }

// Close ends both directions.
func (t *tunnel) Close() error {
	_ = t.in.CloseWithError(net.ErrClosed)
	return t.Conn.Close()
}

// through explains a connection that a jump host did not make.
func through(ctx context.Context, j *jump, via []string, addr string, err error) *collect.Error {
	name := via[len(via)-1]
	var no *xssh.OpenChannelError
	e := &collect.Error{Cause: collect.CauseJump, Msg: "jump host " + name + " failed", Err: err}
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		e.Cause, e.Msg = collect.CauseCancelled, "stopped while connecting through "+name
	case errors.As(err, &no) && no.Reason == xssh.Prohibited:
		e.Msg, e.Hint = "jump host "+name+" forbids the way to "+addr, "look at AllowTcpForwarding and PermitOpen there"
	case errors.As(err, &no) && strings.Contains(strings.ToLower(no.Message), "refused"):
		e.Cause, e.Msg = collect.CauseRefused, addr+" refused the connection from jump host "+name
	case errors.As(err, &no):
		e.Cause, e.Msg = collect.CauseUnreach, "jump host "+name+" cannot reach "+addr+": "+no.Message
	case errors.Is(err, context.DeadlineExceeded):
		e.Cause, e.Msg = collect.CauseUnreach, addr+" did not answer through jump host "+name
	}
	gone := j.gone.Load()
	select {
	case <-j.dead:
		gone = true
	default:
	}
	if gone && e.Cause != collect.CauseCancelled {
		e.Cause, e.Msg, e.Hint = collect.CauseJump, "the connection to jump host "+name+" broke", ""
	}
	return e
}

// get gives the connection of a chain, making it where there is none. Those who
// come at the same time wait for the one who makes it.
func (js *jumps) get(ctx context.Context, via []string) (*jump, func(), error) {
	key := strings.Join(via, "\x00")
	js.mu.Lock()
	if js.closed {
		js.mu.Unlock()
		return nil, nil, &collect.Error{Cause: collect.CauseCancelled, Msg: "the scan is over"}
	}
	j := js.open[key]
	if j == nil {
		j = &jump{ready: make(chan struct{}), dead: make(chan struct{}), release: func() {}}
		js.open[key] = j
		// Not under ctx of the first: the others need it too.
		go js.make(collect.TurnsOf(js.ctx, ctx), key, j, via)
	}
	j.users++
	if j.idle != nil {
		j.idle.Stop()
		j.idle = nil
	}
	js.mu.Unlock()
	release := sync.OnceFunc(func() { js.put(key, j) })
	select {
	case <-j.ready:
	case <-ctx.Done():
		release()
		return nil, nil, &collect.Error{Cause: collect.CauseCancelled, Msg: "stopped while connecting to jump host " + via[len(via)-1], Err: ctx.Err()}
	}
	if j.err != nil {
		release()
		e := *j.err
		return nil, nil, &e
	}
	return j, release, nil
}

// make connects to the last host of via.
func (js *jumps) make(ctx context.Context, key string, j *jump, via []string) {
	defer close(j.ready)
	name := via[len(via)-1]
	ctx, stop := collect.WithTime(ctx, time.Duration(len(via))*(js.d.cfg.Timing.Connect+js.d.cfg.Timing.Handshake))
	defer stop()
	l, release, err := js.reach(ctx, via)
	if err != nil {
		j.err = jumpError(name, err)
		close(j.dead)
		if c := j.err.Cause; c != collect.CauseAuth && c != collect.CauseQuestion { // not tried again in this run
			js.forget(key, j)
		}
		return
	}
	js.mu.Lock()
	j.client, j.release = l.client, release
	js.rest(key, j) // those who wanted it may have given up meanwhile
	closed := js.closed
	js.mu.Unlock()
	go func() {
		_ = l.client.Wait()
		close(j.dead)
		js.forget(key, j)
		release()
	}()
	if closed {
		_ = l.client.Close()
	}
}

func (js *jumps) reach(ctx context.Context, via []string) (*loggedIn, func(), error) {
	name := via[len(via)-1]
	h, ok := js.d.cfg.Jumps[name]
	if !ok {
		return nil, nil, &collect.Error{Cause: collect.CauseJump, Msg: "there is no jump host of that name"}
	}
	t := target{name: name, host: h.Host, port: h.Port, credential: h.Credential, policy: h.HostKeys, pinned: h.HostKey, proxy: h.ProxyCommand, jump: name}
	if t.port == 0 {
		t.port = 22
	}
	nc, release, err := js.d.connect(ctx, t, via[:len(via)-1])
	if err != nil {
		return nil, nil, err
	}
	l, err := js.d.login(ctx, nc, t, via[:len(via)-1])
	if err != nil {
		_ = nc.Close()
		release()
		return nil, nil, err
	}
	return l, release, nil
}

// jumpError names the jump host in an error; causes that a person must settle
// stay what they are.
func jumpError(name string, err error) *collect.Error {
	e := &collect.Error{Cause: collect.CauseJump, Msg: err.Error(), Err: err}
	var c *collect.Error
	if errors.As(err, &c) {
		*e = *c
		switch c.Cause {
		case collect.CauseAuth, collect.CauseQuestion, collect.CauseHostKey, collect.CauseCredential, collect.CauseAlgorithms, collect.CauseBreaker:
		default:
			e.Cause = collect.CauseJump
		}
	}
	e.Msg = "jump host " + name + ": " + e.Msg
	return e
}

// put gives a connection back.
func (js *jumps) put(key string, j *jump) {
	js.mu.Lock()
	defer js.mu.Unlock()
	j.users--
	js.rest(key, j)
}

// rest lets a connection that nobody uses end after a while. mu is held.
func (js *jumps) rest(key string, j *jump) {
	if j.users > 0 || j.client == nil {
		return
	}
	j.idle = time.AfterFunc(js.linger, func() {
		js.mu.Lock()
		unused := j.users == 0
		if unused && js.open[key] == j {
			delete(js.open, key)
		}
		js.mu.Unlock()
		if unused {
			_ = j.client.Close()
		}
	})
}

// forget makes room for a new connection of the chain.
func (js *jumps) forget(key string, j *jump) {
	js.mu.Lock()
	defer js.mu.Unlock()
	if js.open[key] == j {
		delete(js.open, key)
	}
}

// close ends all connections and waits until they have ended.
func (js *jumps) close() {
	js.stop()
	js.mu.Lock()
	js.closed = true
	var all []*jump
	for _, j := range js.open {
		if j.idle != nil {
			j.idle.Stop()
		}
		all = append(all, j)
	}
	js.mu.Unlock()
	for _, j := range all {
		<-j.ready
		if j.client != nil {
			_ = j.client.Close()
		}
	}
	// After all are closed: one that runs through another may end with that only.
	for _, j := range all {
		<-j.dead
	}
}
