package lab

import (
	"bytes"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	// maxHandshake is how long a client may take to log in.
	maxHandshake = 2 * time.Minute
	// maxAuthTries is what IOS and NX-OS allow (collector:4).
	maxAuthTries = 3
)

var errRejected = errors.New("rejected")

// serve is one connection to a device.
func (l *Lab) serve(r *router, nc net.Conn) {
	ctx, cancel := context.WithCancel(l.ctx)
	defer cancel()
	if r.Telnet {
		l.telnet(ctx, r, nc)
		return
	}
	if l.broken(r, nc) {
		return
	}
	conf, err := l.config(ctx, r, nc)
	if err != nil {
		return
	}
	_ = nc.SetDeadline(time.Now().Add(maxHandshake))
	stalled := &stalling{Conn: nc, gone: make(chan struct{})}
	var c net.Conn = stalled
	if l.cfg.RTT > 0 {
		f := newFar(ctx, c, l.cfg.RTT)
		defer f.wait()
		c = f
	}
	conn, chans, reqs, err := ssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	r.logins.Add(1)
	_ = nc.SetDeadline(time.Time{})
	var wg sync.WaitGroup
	wg.Go(func() { ssh.DiscardRequests(reqs) })
	wg.Go(func() { _ = conn.Wait(); cancel() })
	for nch := range chans {
		switch {
		case r.Jump && nch.ChannelType() == "direct-tcpip":
			wg.Go(func() { l.forward(ctx, r, conn, nch) })
		case nch.ChannelType() != "session":
			_ = nch.Reject(ssh.Prohibited, "administratively prohibited")
		case r.Fault.is(FaultMaxSessions):
			_ = nch.Reject(ssh.ResourceShortage, "no more sessions")
		default:
			ch, creqs, err := nch.Accept()
			if err != nil {
				continue
			}
			wg.Go(func() {
				l.channel(ctx, r, conn, ch, creqs, stalled.stall)
				_ = conn.Close() // a router closes all of it with the session
			})
		}
	}
	_ = conn.Close()
	wg.Wait()
}

// config is the server of one connection.
func (l *Lab) config(ctx context.Context, r *router, nc net.Conn) (*ssh.ServerConfig, error) {
	a := authenticator{l, r, nc, ctx}
	conf := &ssh.ServerConfig{
		ServerVersion:               dialectOf(r.OS).version,
		MaxAuthTries:                maxAuthTries,
		PasswordCallback:            a.password,
		KeyboardInteractiveCallback: a.interactive,
		AuthLogCallback: func(_ ssh.ConnMetadata, method string, err error) {
			if method != "none" && errors.Is(err, errRejected) { // and not where the client left a question open
				r.rejected.Add(1)
			}
		},
	}
	if len(l.allowed) > 0 || r.Fault.is(FaultAuth) {
		conf.PublicKeyCallback = a.key
	}
	switch r.Fault.Name() {
	case FaultKbdTwo, FaultPasswordExpired, FaultKbdHost, FaultKbdUser, FaultKbdNotice, FaultKbdCode:
		conf.PasswordCallback, conf.PublicKeyCallback = nil, nil
	case FaultBannerTrap:
		conf.BannerCallback = func(ssh.ConnMetadata) string { return trap }
	case FaultSSH199:
		conf.ServerVersion = "SSH-1.99-headroom-lab"
	case FaultCBCOnly:
		conf.Ciphers = []string{ssh.InsecureCipherAES128CBC, ssh.InsecureCipherTripleDESCBC}
	case FaultRekey:
		conf.RekeyThreshold = 256
	case FaultPartialSuccess:
		conf.PasswordCallback, conf.KeyboardInteractiveCallback = a.half, nil
	case FaultLegacy:
		conf.KeyExchanges = []string{ssh.InsecureKeyExchangeDH1SHA1}
		conf.Ciphers = []string{ssh.InsecureCipherAES128CBC, ssh.InsecureCipherTripleDESCBC}
		conf.MACs = []string{ssh.HMACSHA1}
	}
	keys, err := l.keys.shown(r.Fault)
	if err != nil {
		return nil, fmt.Errorf("host keys of %q: %w", r.Name, err)
	}
	for _, k := range keys {
		conf.AddHostKey(k)
	}
	return conf, nil
}

// authenticator decides who may log in to a device.
type authenticator struct {
	l   *Lab
	r   *router
	nc  net.Conn
	ctx context.Context
}

func (a authenticator) may(user string, secret []byte) error {
	right := subtle.ConstantTimeCompare(secret, a.l.cfg.Password) == 1
	if a.r.Fault.is(FaultAuth) || user != a.r.User || !right {
		return errRejected
	}
	return nil
}

func (a authenticator) password(c ssh.ConnMetadata, secret []byte) (*ssh.Permissions, error) {
	switch a.r.Fault.Name() {
	case FaultPasswordDead:
		return nil, errRejected
	case FaultLoginCut:
		_ = a.nc.Close()
	case FaultLoginHang:
		sleep(a.ctx, maxHandshake)
	}
	return nil, a.may(c.User(), secret)
}

func (a authenticator) key(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	for _, k := range a.l.allowed {
		if !a.r.Fault.is(FaultAuth) && c.User() == a.r.User && bytes.Equal(k, key.Marshal()) {
			return nil, nil
		}
	}
	return nil, errRejected
}

// half takes the password and wants a code besides.
func (a authenticator) half(c ssh.ConnMetadata, secret []byte) (*ssh.Permissions, error) {
	if err := a.may(c.User(), secret); err != nil {
		return nil, err
	}
	return nil, &ssh.PartialSuccessError{Next: ssh.ServerAuthCallbacks{
		KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			if _, err := ask("", "", []string{"Verification code: "}, []bool{false}); err != nil {
				return nil, err
			}
			return nil, errRejected
		},
	}}
}

// questions are those of keyboard-interactive: at is that for the password, user
// that for who logs in, -1 = there is none.
func (f Fault) questions() (text []string, shown []bool, at, user int) {
	switch f.Name() {
	case FaultKbdTwo:
		return []string{"Domain (empty for local): ", "Password: "}, []bool{true, false}, 1, -1
	case FaultKbdUser:
		return []string{"Username: ", "Password: "}, []bool{true, false}, 1, 0
	case FaultKbdHost:
		return []string{"headroom@old-pe-1's password: "}, []bool{false}, 0, -1
	case FaultKbdCode:
		return []string{"Verification code: "}, []bool{false}, 0, -1
	}
	return []string{"Password: "}, []bool{false}, 0, -1
}

// interactive asks for the password, with some faults beside another question.
func (a authenticator) interactive(c ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	questions, shown, at, user := a.r.Fault.questions()
	got, err := ask("", "", questions, shown)
	if err != nil {
		return nil, err
	}
	if len(got) != len(questions) || user >= 0 && got[user] != a.r.User {
		return nil, errRejected
	}
	if err := a.may(c.User(), []byte(got[at])); err != nil {
		return nil, err
	}
	switch a.r.Fault.Name() {
	case FaultPasswordExpired:
		if _, err := ask("", "Your password has expired.", []string{"New password: "}, []bool{false}); err != nil {
			return nil, err
		}
		return nil, errRejected
	case FaultKbdNotice:
		_, err := ask("", "", []string{"Your password will expire in 3 days. Press RETURN to continue: "}, []bool{true})
		return nil, err
	}
	return nil, nil
}

// channel waits for a shell and runs it. Any other request for a program gets
// no answer and the end, as IOS does it.
func (l *Lab) channel(ctx context.Context, r *router, conn *ssh.ServerConn, ch ssh.Channel, reqs <-chan *ssh.Request, stall func()) {
	defer func() { _ = ch.Close() }()
	for req := range reqs {
		if r.Fault.is(FaultShellRefused) {
			reply(req, false)
			continue
		}
		switch req.Type {
		case "pty-req", "env", "window-change":
			if r.Fault.is(FaultPTYRefused) {
				reply(req, false)
				continue
			}
			reply(req, req.Type != "env")
		case "shell":
			reply(req, true)
			var wg sync.WaitGroup
			wg.Go(func() { drain(reqs) })
			s := newSession(ctx, l, r, conn.User(), ch, stall)
			s.run()
			_ = ch.Close()
			_ = conn.Close()
			wg.Wait()
			return
		case "exec":
			reply(req, true)
			return
		default:
			reply(req, false)
		}
	}
}

// drain answers what a client asks for while its shell runs.
func drain(reqs <-chan *ssh.Request) {
	for req := range reqs {
		reply(req, req.Type == "window-change")
	}
}

func reply(req *ssh.Request, ok bool) {
	if req.WantReply {
		_ = req.Reply(ok, nil)
	}
}
