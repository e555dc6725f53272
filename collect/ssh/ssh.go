// Package ssh opens terminals on devices with golang.org/x/crypto/ssh.
//
// What goes in: a resolved device of the inventory, credentials, known host
// keys. What comes out: a terminal (pty and shell) for the reader of collect,
// with what was negotiated. Host keys are checked before a password is sent; a
// login makes one attempt with it; every step ends when its context does, by
// closing the connection. It must not import vendors, scan or above.
package ssh

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// Config is what a Dialer needs.
type Config struct {
	Vault    *collect.Vault
	HostKeys *HostKeys // nil = an index in memory
	Jumps    map[string]inventory.Jump
	Timing   collect.Timing
	// KeepAlive is the silence after which a device is asked whether it lives;
	// 0 = 30 s (collector:4). Only long commands are silent so long.
	KeepAlive time.Duration
	// Dial opens a TCP connection; nil = the system's.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Dialer opens terminals; it shares the connections to jump hosts.
type Dialer struct {
	cfg   Config
	jumps *jumps
}

// The times of a dialer that has none.
const (
	defaultConnect   = 10 * time.Second
	defaultHandshake = 30 * time.Second
	keepAlive        = 30 * time.Second
	maxBanner        = 64 << 10
	clientVersion    = "SSH-2.0-headroom"
)

// New makes a Dialer; Close ends its connections to jump hosts.
func New(cfg Config) *Dialer {
	if cfg.HostKeys == nil {
		cfg.HostKeys, _ = LoadHostKeys("")
	}
	if cfg.Dial == nil {
		cfg.Dial = (&net.Dialer{KeepAlive: keepAlive}).DialContext
	}
	if cfg.KeepAlive <= 0 {
		cfg.KeepAlive = keepAlive
	}
	if cfg.Timing.Connect <= 0 {
		cfg.Timing.Connect = defaultConnect
	}
	if cfg.Timing.Handshake <= 0 {
		cfg.Timing.Handshake = defaultHandshake
	}
	d := &Dialer{cfg: cfg}
	d.jumps = newJumps(d)
	return d
}

// Close ends the connections to jump hosts and saves new host keys.
func (d *Dialer) Close() error {
	d.jumps.close()
	return d.cfg.HostKeys.Save()
}

// target is a host to log in to: a device or a jump host.
type target struct {
	name, host string
	port       int
	credential string
	policy     inventory.HostKeyPolicy
	pinned     string
	legacy     []inventory.Legacy
	proxy      string // a command whose streams are the connection
	jump       string // its name, where it is a jump host
	times      inventory.Timeouts
	methods    []string // of logging in
}

func targetOf(dev inventory.Device) target {
	t := target{dev.Name, dev.Host, dev.Port, dev.Credential, dev.HostKeys, dev.HostKey, dev.Legacy, dev.ProxyCommand, "", dev.Timeouts, dev.Methods}
	if t.port == 0 {
		t.port = 22
	}
	return t
}

func (t target) addr() string { return collect.HostPort(t.host, t.port) }

// keyName is the address under which the host key is known. Behind a jump host
// it is the name of that and the address, since private addresses repeat.
func (t target) keyName(via []string) string {
	if len(via) == 0 {
		return t.addr()
	}
	return collect.HostPort(t.host+"%"+strings.Join(via, "%"), t.port)
}

// Open logs in and starts a shell on a pty.
func (d *Dialer) Open(ctx context.Context, dev inventory.Device) (*collect.Conn, error) {
	t := targetOf(dev)
	nc, release, err := d.connect(ctx, t, dev.Jump)
	if err != nil {
		return nil, err
	}
	l, err := d.login(ctx, nc, t, dev.Jump)
	if err != nil {
		_ = nc.Close()
		release()
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = nc.Close() })
	s, err := shell(l.client, d.cfg.KeepAlive)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = l.client.Close()
		_ = nc.Close()
		release()
		return nil, noShell(ctx, err)
	}
	s.after = release
	return &collect.Conn{ReadWriteCloser: s, Source: "ssh", Address: t.addr(), Session: l.session, Banner: l.banner, Missing: s.missing}, nil
}

// connect opens the way to a target: directly or through its jump hosts.
func (d *Dialer) connect(ctx context.Context, t target, via []string) (net.Conn, func(), error) {
	if t.proxy != "" && len(via) == 0 {
		nc, err := d.proxy(ctx, t)
		return nc, func() {}, err
	}
	if len(via) == 0 {
		ctx, stop := context.WithTimeout(ctx, cmp.Or(t.times.Connect, d.cfg.Timing.Connect))
		defer stop()
		nc, err := d.cfg.Dial(ctx, "tcp", t.addr())
		if err != nil {
			return nil, nil, collect.Dialing(ctx, t.addr(), err)
		}
		return nc, func() {}, nil
	}
	return d.jumps.dial(ctx, via, t.addr(), cmp.Or(t.times.Connect, d.cfg.Timing.Connect))
}

// loggedIn is a connection after its handshake.
type loggedIn struct {
	client  *xssh.Client
	session map[string]string
	banner  []byte
}

// login makes the handshake over nc; it closes nc where it fails.
func (d *Dialer) login(ctx context.Context, nc net.Conn, t target, via []string) (*loggedIn, error) {
	cred, err := d.credential(ctx, t.credential)
	if err != nil {
		return nil, err
	}
	defer cred.Wipe()
	ctx, stop := collect.WithTime(ctx, cmp.Or(t.times.Login, d.cfg.Timing.Handshake))
	defer stop()
	keys, agent, err := signers(ctx, cred)
	defer func() { _ = agent.Close() }()
	if err != nil {
		return nil, noKeys(ctx, t.credential, err)
	}
	cut := context.AfterFunc(ctx, func() { _ = nc.Close() })
	h := &handshake{auth: auth{login: cred, signers: keys, methods: t.methods}, agent: agent, keys: d.cfg.HostKeys, target: t, name: t.keyName(via), wire: &wire{Conn: nc}}
	conf, err := h.config(ctx)
	if err != nil {
		cut()
		return nil, err
	}
	conn, chans, reqs, err := xssh.NewClientConn(h.wire, t.addr(), conf)
	if !cut() && err == nil {
		_ = conn.Close()
		err = ctx.Err()
	}
	if err != nil {
		e := proxyFailed(nc, h.why(ctx, err))
		_ = nc.Close()
		h.decided(e)
		return nil, e
	}
	h.decided(nil)
	h.session["version"] = string(conn.ServerVersion())
	if m, ok := conn.(xssh.AlgorithmsConnMetadata); ok {
		n := m.Algorithms()
		h.session["kex"], h.session["hostkey"] = n.KeyExchange, n.HostKey
		h.session["cipher"], h.session["mac"] = n.Read.Cipher, n.Read.MAC
	}
	return &loggedIn{xssh.NewClient(conn, chans, reqs), h.session, h.banner}, nil
}

func (d *Dialer) credential(ctx context.Context, name string) (collect.Login, error) {
	if d.cfg.Vault == nil || name == "" {
		return collect.Login{}, &collect.Error{Cause: collect.CauseCredential, Credential: name, Msg: "there is no credential for it", Hint: "set credential: in the inventory"}
	}
	return d.cfg.Vault.Get(ctx, name)
}

// noKeys explains a login whose keys cannot be had.
func noKeys(ctx context.Context, credential string, err error) *collect.Error {
	e := &collect.Error{Cause: collect.CauseCredential, Credential: credential, Msg: fmt.Sprintf("credential %q: %s", credential, err), Err: err}
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		e.Cause, e.Msg = collect.CauseCancelled, "stopped while the ssh-agent was asked"
	case ctx.Err() != nil:
		e.Cause, e.Msg, e.Hint = collect.CauseTimeout, "no keys of the ssh-agent in time", agentHint
	}
	return e
}

// noShell explains a shell that did not start.
func noShell(ctx context.Context, err error) *collect.Error {
	e := &collect.Error{Cause: collect.CauseProtocol, Msg: "no shell: " + err.Error(), Err: err}
	var refused *xssh.OpenChannelError
	switch {
	case ctx.Err() != nil:
		e.Cause, e.Msg = collect.CauseCancelled, "stopped while the shell was asked for"
	case errors.As(err, &refused):
		e.Cause, e.Hint = collect.CauseRefused, "it takes no more sessions"
	case strings.HasSuffix(err.Error(), "EOF"):
		e.Cause = collect.CauseLost
	}
	return e
}
