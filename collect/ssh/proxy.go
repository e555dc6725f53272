package ssh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
)

// proxyGrace is how long somebody else may hold the streams of a proxy command
// that has ended.
const proxyGrace = 500 * time.Millisecond

// maxProxySays is how much of a proxy command's error stream is kept.
const maxProxySays = 1024

// proxy runs a ProxyCommand and gives its standard streams as a connection. The
// command line is the user's own and goes to sh as ssh does it; what is put into
// it is checked. It runs in a process group of its own, which Close ends.
func (d *Dialer) proxy(ctx context.Context, t target) (net.Conn, error) {
	fail := func(err error) (net.Conn, error) {
		return nil, &collect.Error{Cause: collect.CauseJump, Msg: "the proxy command: " + err.Error(), Err: err}
	}
	user := ""
	if strings.Contains(t.proxy, "%r") {
		cred, err := d.credential(ctx, t.credential)
		if err != nil {
			return nil, err
		}
		user = cred.User
		cred.Wipe()
	}
	line, err := sshconfig.ExpandProxy(t.proxy, t.host, t.host, t.port, user)
	if err != nil {
		return nil, &collect.Error{Cause: collect.CauseForbidden, Msg: err.Error()}
	}
	cmd, err := proxyShell(line)
	if err != nil {
		return nil, &collect.Error{Cause: collect.CauseForbidden, Msg: err.Error(), Hint: "use jump hosts (jump:)"}
	}
	cmd.WaitDelay = proxyGrace
	p := &proxyConn{cmd: cmd, addr: t.addr(), ended: make(chan struct{})}
	cmd.Stderr = &p.says
	if p.in, err = cmd.StdinPipe(); err != nil {
		return fail(err)
	}
	if p.out, err = cmd.StdoutPipe(); err != nil {
		return fail(err)
	}
	if err := cmd.Start(); err != nil {
		return fail(err)
	}
	return p, nil
}

// proxyConn is a running proxy command. It knows no deadlines, as connections
// through jump hosts do not either: whoever waits closes it.
type proxyConn struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   io.ReadCloser
	addr  string
	says  said
	once  sync.Once
	ended chan struct{}
	broke atomic.Bool // it ended before it took what was written
}

func (p *proxyConn) Read(b []byte) (int, error) { return p.out.Read(b) }

func (p *proxyConn) Write(b []byte) (int, error) {
	n, err := p.in.Write(b)
	if err != nil {
		p.broke.Store(true)
	}
	return n, err
}

// Close ends the command and everything it started, and waits for that.
func (p *proxyConn) Close() error {
	p.once.Do(func() {
		defer close(p.ended)
		_ = p.in.Close()
		// Not after Wait: then the number may be that of somebody else. It has
		// nothing to save, so it is not asked first.
		killGroup(p.cmd)
		_ = p.cmd.Wait() // that it was ended by a signal is what was asked for
	})
	<-p.ended
	return nil
}

// RemoteAddr is the device, not the command.
func (p *proxyConn) RemoteAddr() net.Addr { return proxyAddr(p.addr) }

// LocalAddr is the command.
func (p *proxyConn) LocalAddr() net.Addr { return proxyAddr("proxy command") }

// SetDeadline says that there is none.
func (p *proxyConn) SetDeadline(time.Time) error { return errNoDeadline }

// SetReadDeadline says that there is none.
func (p *proxyConn) SetReadDeadline(time.Time) error { return errNoDeadline }

// SetWriteDeadline says that there is none.
func (p *proxyConn) SetWriteDeadline(time.Time) error { return errNoDeadline }

var errNoDeadline = errors.New("a proxy command knows no deadline")

type proxyAddr string

func (proxyAddr) Network() string  { return "proxy" }
func (a proxyAddr) String() string { return string(a) }

// said keeps the first bytes of an error stream.
type said struct {
	mu sync.Mutex
	b  []byte
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.b = append(s.b, p[:min(len(p), maxProxySays-len(s.b))]...)
	return len(p), nil
}

// line is the last line that was said, for an error message.
func (s *said) line() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(s.b)), "\n")
	return fmt.Sprintf("%.160q", strings.TrimSpace(lines[len(lines)-1]))
}

// proxyFailed explains a handshake that ended because its proxy command did,
// nil where that is not why.
func proxyFailed(nc net.Conn, e *collect.Error) *collect.Error {
	p, ok := nc.(*proxyConn)
	ended := e.Cause == collect.CauseRefused || e.Cause == collect.CauseLost || e.Cause == collect.CauseTimeout
	if !ok || !ended && (e.Cause != collect.CauseProtocol || !p.broke.Load()) {
		return e
	}
	_ = p.Close()
	out := &collect.Error{Cause: collect.CauseJump, Msg: "the proxy command brought no connection", Err: e, Hint: "run it by hand"}
	if line := p.says.line(); line != `""` {
		out.Msg += ": it says " + line
	}
	return out
}
