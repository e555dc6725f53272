package lab

import (
	"bytes"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	// maxHandshake is how long a client may take to log in.
	maxHandshake = 2 * time.Minute
	// maxAuthTries is what IOS and NX-OS allow (collector.md section 4).
	maxAuthTries = 3
)

var errRejected = errors.New("rejected")

// serve is one connection to a device.
func (l *Lab) serve(r *router, nc net.Conn) {
	ctx, cancel := context.WithCancel(l.ctx)
	defer cancel()
	if l.broken(r, nc) {
		return
	}
	conf, err := l.config(r)
	if err != nil {
		return
	}
	_ = nc.SetDeadline(time.Now().Add(maxHandshake))
	c := nc
	if l.cfg.RTT > 0 {
		f := newFar(ctx, nc, l.cfg.RTT)
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
				l.channel(ctx, r, conn, ch, creqs)
				_ = conn.Close() // a router closes all of it with the session
			})
		}
	}
	_ = conn.Close()
	wg.Wait()
}

// broken plays the faults that come before SSH; true = that was all.
func (l *Lab) broken(r *router, nc net.Conn) bool {
	switch r.Fault.Name() {
	case FaultSilent:
		_, _ = io.Copy(io.Discard, nc) // until either side closes
	case FaultReset:
		if tcp, ok := nc.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
	case FaultGarbageVersion:
		_, _ = nc.Write(append(bytes.Repeat([]byte("\xff\xfd\x18 busy\r\n"), 64), bytes.Repeat([]byte("?"), 300)...))
		if tcp, ok := nc.(*net.TCPConn); ok {
			_ = tcp.CloseWrite() // and not Close: with bytes unread that would be a reset
		}
		_, _ = io.Copy(io.Discard, nc)
	case FaultSSH1:
		_, _ = nc.Write([]byte("SSH-1.5-headroom-lab\n"))
		_, _ = io.Copy(io.Discard, nc)
	default:
		return false
	}
	return true
}

// config is the server of one connection.
func (l *Lab) config(r *router) (*ssh.ServerConfig, error) {
	a := authenticator{l, r}
	conf := &ssh.ServerConfig{
		ServerVersion:               dialectOf(r.OS).version,
		MaxAuthTries:                maxAuthTries,
		PasswordCallback:            a.password,
		KeyboardInteractiveCallback: a.interactive,
		AuthLogCallback: func(_ ssh.ConnMetadata, method string, err error) {
			if err != nil && method != "none" {
				r.rejected.Add(1)
			}
		},
	}
	if len(l.allowed) > 0 || r.Fault.is(FaultAuth) {
		conf.PublicKeyCallback = a.key
	}
	switch r.Fault.Name() {
	case FaultKbdTwo, FaultPasswordExpired:
		conf.PasswordCallback, conf.PublicKeyCallback = nil, nil
	case FaultBannerTrap:
		conf.BannerCallback = func(ssh.ConnMetadata) string { return trap }
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
	l *Lab
	r *router
}

func (a authenticator) may(user string, secret []byte) error {
	right := subtle.ConstantTimeCompare(secret, a.l.cfg.Password) == 1
	if a.r.Fault.is(FaultAuth) || user != a.r.User || !right {
		return errRejected
	}
	return nil
}

func (a authenticator) password(c ssh.ConnMetadata, secret []byte) (*ssh.Permissions, error) {
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

// interactive asks for the password, with kbd-two beside another question.
func (a authenticator) interactive(c ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	questions, echos, at := []string{"Password: "}, []bool{false}, 0
	if a.r.Fault.is(FaultKbdTwo) {
		questions, echos, at = []string{"Domain (empty for local): ", "Password: "}, []bool{true, false}, 1
	}
	got, err := ask("", "", questions, echos)
	if err != nil {
		return nil, err
	}
	if len(got) != len(questions) {
		return nil, errRejected
	}
	if err := a.may(c.User(), []byte(got[at])); err != nil {
		return nil, err
	}
	if a.r.Fault.is(FaultPasswordExpired) {
		if _, err := ask("", "Your password has expired.", []string{"New password: "}, []bool{false}); err != nil {
			return nil, err
		}
		return nil, errRejected
	}
	return nil, nil
}

// channel waits for a shell and runs it. Any other request for a program gets
// no answer and the end, as IOS does it.
func (l *Lab) channel(ctx context.Context, r *router, conn *ssh.ServerConn, ch ssh.Channel, reqs <-chan *ssh.Request) {
	defer func() { _ = ch.Close() }()
	for req := range reqs {
		switch req.Type {
		case "pty-req", "env", "window-change":
			reply(req, req.Type != "env")
		case "shell":
			reply(req, true)
			var wg sync.WaitGroup
			wg.Go(func() { drain(reqs) })
			s := newSession(ctx, l, r, conn.User(), ch)
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
