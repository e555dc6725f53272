// Package ssh opens terminals on devices with golang.org/x/crypto/ssh.
//
// What goes in: a resolved device of the inventory, credentials, known host
// keys. What comes out: a terminal (pty and shell) for the reader of collect,
// with what was negotiated. Host keys are checked before a password is sent; a
// login makes one attempt with it; every step ends when its context does, by
// closing the connection. It must not import vendors, scan or above.
package ssh

import (
	"bytes"
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
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
)

// New makes a Dialer; Close ends its connections to jump hosts.
func New(cfg Config) *Dialer {
	if cfg.HostKeys == nil {
		cfg.HostKeys, _ = LoadHostKeys("")
	}
	if cfg.Dial == nil {
		cfg.Dial = (&net.Dialer{KeepAlive: keepAlive}).DialContext
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
	t := target{dev.Name, dev.Host, dev.Port, dev.Credential, dev.HostKeys, dev.HostKey, dev.Legacy}
	if t.port == 0 {
		t.port = 22
	}
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
	s, err := shell(l.client)
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
	return &collect.Conn{ReadWriteCloser: s, Source: "ssh", Address: t.addr(), Session: l.session, Banner: l.banner}, nil
}

// connect opens the way to a target: directly or through its jump hosts.
func (d *Dialer) connect(ctx context.Context, t target, via []string) (net.Conn, func(), error) {
	if len(via) == 0 {
		ctx, stop := context.WithTimeout(ctx, d.cfg.Timing.Connect)
		defer stop()
		nc, err := d.cfg.Dial(ctx, "tcp", t.addr())
		if err != nil {
			return nil, nil, collect.Dialing(ctx, t.addr(), err)
		}
		return nc, func() {}, nil
	}
	return d.jumps.dial(ctx, via, t.addr())
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
	keys, closeAgent, err := signers(cred)
	defer closeAgent()
	if err != nil {
		return nil, &collect.Error{Cause: collect.CauseCredential, Credential: t.credential, Msg: fmt.Sprintf("credential %q: %s", t.credential, err), Err: err}
	}
	ctx, stop := context.WithTimeout(ctx, d.cfg.Timing.Handshake)
	defer stop()
	cut := context.AfterFunc(ctx, func() { _ = nc.Close() })
	h := &handshake{auth: auth{login: cred, signers: keys}, keys: d.cfg.HostKeys, target: t, name: t.keyName(via)}
	conf, err := h.config()
	if err != nil {
		cut()
		return nil, err
	}
	conn, chans, reqs, err := xssh.NewClientConn(&greeted{Conn: nc, h: h}, t.addr(), conf)
	if !cut() && err == nil {
		_ = conn.Close()
		err = ctx.Err()
	}
	if err != nil {
		_ = nc.Close()
		return nil, h.why(ctx, err)
	}
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

// handshake is one login in progress.
type handshake struct {
	auth    auth
	keys    *HostKeys
	target  target
	name    string // under which the host key is known
	banner  []byte
	session map[string]string
	keyErr  error
	pinned  bool
	said    []byte // the first bytes of the device
}

// greeted keeps the first bytes that a device says, for the error message.
type greeted struct {
	net.Conn
	h *handshake
}

// maxGreeting is how much of it is kept.
const maxGreeting = 255

func (g *greeted) Read(p []byte) (int, error) {
	n, err := g.Conn.Read(p)
	if room := maxGreeting - len(g.h.said); room > 0 {
		g.h.said = append(g.h.said, p[:min(n, room)]...)
	}
	return n, err
}

func (h *handshake) config() (*xssh.ClientConfig, error) {
	h.session = map[string]string{}
	known := h.keys.Known(h.name)
	if h.target.pinned != "" {
		k, _, _, _, err := xssh.ParseAuthorizedKey([]byte(h.target.pinned))
		if err != nil {
			return nil, &collect.Error{Cause: collect.CauseHostKey, Msg: "host_key of the inventory is no public key", Err: err}
		}
		known = []xssh.PublicKey{k}
	}
	if h.target.policy == inventory.Off && h.target.pinned == "" {
		known = nil
	}
	h.pinned = len(known) > 0
	a := offer(h.target.legacy).forKeys(known)
	return &xssh.ClientConfig{
		Config:            xssh.Config{KeyExchanges: a.kex, Ciphers: a.ciphers, MACs: a.macs},
		User:              h.auth.login.User,
		AuthCallback:      h.auth.next,
		HostKeyAlgorithms: a.hostKeys,
		HostKeyCallback:   func(_ string, _ net.Addr, key xssh.PublicKey) error { return h.key(key, known) },
		BannerCallback: func(m string) error {
			h.banner = append(h.banner, m[:min(len(m), maxBanner-len(h.banner))]...)
			return nil
		},
		ClientVersion: "SSH-2.0-headroom",
	}, nil
}

// smallRSA is the size under which an RSA key needs a permission.
const smallRSA = 1024

// key checks the key that the device shows.
func (h *handshake) key(key xssh.PublicKey, known []xssh.PublicKey) error {
	h.session["fingerprint"] = xssh.FingerprintSHA256(key)
	if c, ok := key.(xssh.CryptoPublicKey); ok {
		if r, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok {
			bits := r.N.BitLen()
			h.session["hostkey_bits"] = strconv.Itoa(bits)
			if bits < smallRSA && !slices.Contains(h.target.legacy, inventory.LegacySmallRS) {
				h.keyErr = errSmall(bits)
				return h.keyErr
			}
		}
	}
	if h.target.pinned != "" {
		if !slices.Equal(key.Marshal(), known[0].Marshal()) {
			h.keyErr = fmt.Errorf("%w: the inventory pins %s, shown %s", errChanged, xssh.FingerprintSHA256(known[0]), xssh.FingerprintSHA256(key))
		}
		return h.keyErr
	}
	h.keyErr = h.keys.check(h.name, key, h.target.policy)
	return h.keyErr
}

// errSmall is the refusal of a small RSA key.
type errSmall int

func (e errSmall) Error() string {
	return fmt.Sprintf("the RSA host key has %d bits only", int(e))
}

// why explains a handshake that failed.
func (h *handshake) why(ctx context.Context, err error) *collect.Error {
	var small errSmall
	text := err.Error()
	e := &collect.Error{Cause: collect.CauseProtocol, Msg: strings.TrimPrefix(text, "ssh: "), Err: err}
	switch {
	case errors.As(h.keyErr, &small) || strings.Contains(text, "-bit keys are insecure"):
		e.Cause, e.Hint = collect.CauseAlgorithms, "allow it on this device: legacy: [rsa<1024], or make a larger key there"
		if h.keyErr != nil {
			e.Msg = h.keyErr.Error()
		}
	case h.keyErr != nil:
		e.Cause, e.Msg = collect.CauseHostKey, h.keyErr.Error()
		e.Hint = "no password was sent; compare the fingerprint on the console, then accept it (headroom hostkeys accept " + h.target.name + ")"
	case errors.Is(err, errQuestion):
		e.Cause, e.Msg = collect.CauseAuth, strings.TrimPrefix(text, "ssh: handshake failed: ")
	case errors.Is(err, errRejected) || strings.Contains(text, "unable to authenticate") || h.auth.asked && strings.Contains(text, "disconnect"):
		e.Cause, e.Credential = collect.CauseAuth, h.target.credential
		e.Msg = fmt.Sprintf("%s as %s was rejected", h.auth.login, h.auth.login.User)
		if errors.Is(err, errRejected) {
			e.Msg += strings.TrimPrefix(h.tail(text), errRejected.Error())
		}
	case ctx.Err() != nil && errors.Is(ctx.Err(), context.Canceled):
		e.Cause, e.Msg = collect.CauseCancelled, "stopped during the handshake"
	case oldSSH(h.said):
		e.Msg, e.Hint = "it speaks SSH 1 only", "turn SSH 2 on there (ip ssh version 2), or use transport: telnet"
	case ctx.Err() != nil:
		e.Cause, e.Msg = collect.CauseTimeout, "no end of the handshake in time"
		if len(h.said) == 0 {
			e.Hint = "it accepts connections and says nothing: is it SSH?"
		}
	default:
		if n := noCommon(err, h.pinned); n != nil {
			return n
		}
		return h.broken(e, text)
	}
	return e
}

// oldSSH reports whether the greeting is that of a server without SSH 2.
func oldSSH(said []byte) bool {
	return bytes.HasPrefix(said, []byte("SSH-1.")) && !bytes.HasPrefix(said, []byte("SSH-1.99"))
}

func (h *handshake) tail(text string) string {
	if i := strings.Index(text, errRejected.Error()); i >= 0 {
		return text[i:]
	}
	return ""
}

// broken tells a connection that ended apart from a host that is no SSH server.
func (h *handshake) broken(e *collect.Error, text string) *collect.Error {
	var ne *net.OpError
	switch {
	case strings.Contains(text, "reset by peer") || len(h.session) == 0 && strings.HasSuffix(text, "EOF"):
		e.Cause, e.Hint = collect.CauseRefused, "it closed the connection at once: all lines may be busy"
	case strings.HasSuffix(text, "EOF") || errors.As(e.Err, &ne):
		e.Cause = collect.CauseLost
	case strings.Contains(text, "version"):
		e.Hint = "it may be no SSH 2 server; SSH 1 is not spoken"
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
