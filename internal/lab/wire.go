package lab

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/ssh"
)

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
	case FaultPreLines:
		_, _ = nc.Write([]byte(strings.Repeat("please wait\r\n", 1024)))
		return false
	case FaultMaxStartups:
		_, _ = nc.Write([]byte("Exceeded MaxStartups\r\n"))
		if tcp, ok := nc.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		_, _ = io.Copy(io.Discard, nc)
	case FaultDisconnect:
		disconnect(nc, 12, "Too many users logged in")
	case FaultDisconnect11:
		disconnect(nc, 11, "no login is taken here now")
	case FaultDisconnect2:
		disconnect(nc, 2, "Protocol error: all terminals are gone")
	case FaultSSH1:
		_, _ = nc.Write([]byte("SSH-1.5-headroom-lab\n"))
		_, _ = io.Copy(io.Discard, nc)
	case FaultKexMismatch:
		offerOnly(nc, "diffie-hellman-group15-sha512", "aes128-ctr")
	case FaultAES256CBC:
		offerOnly(nc, "curve25519-sha256", "aes256-cbc")
	default:
		return false
	}
	return true
}

// offerOnly says that it speaks SSH 2 and only these algorithms, which the
// library has not, and waits for the client to leave (RFC 4253, section 7.1).
func offerOnly(nc net.Conn, kex, cipher string) {
	payload := append([]byte{20}, make([]byte, 16)...) // SSH_MSG_KEXINIT and its cookie
	for _, list := range []string{kex, "ssh-ed25519,rsa-sha2-256,ssh-rsa", cipher, cipher, "hmac-sha1", "hmac-sha1", "none", "none", "", ""} {
		payload = binary.BigEndian.AppendUint32(payload, uint32(len(list)))
		payload = append(payload, list...)
	}
	plainPacket(nc, append(payload, make([]byte, 5)...))
}

// disconnect says that it speaks SSH 2 and ends the connection with a reason (RFC
// 4253, section 11.1).
func disconnect(nc net.Conn, reason uint32, why string) {
	payload := binary.BigEndian.AppendUint32([]byte{1}, reason)
	payload = append(binary.BigEndian.AppendUint32(payload, uint32(len(why))), why...)
	plainPacket(nc, append(payload, 0, 0, 0, 0)) // no language
}

// plainPacket sends the version and a packet before any keys, and waits for the
// client to leave.
func plainPacket(nc net.Conn, payload []byte) {
	pad := 8 - (5+len(payload))%8
	if pad < 4 {
		pad += 8
	}
	packet := binary.BigEndian.AppendUint32([]byte("SSH-2.0-headroom-lab\r\n"), uint32(1+len(payload)+pad))
	packet = append(append(append(packet, byte(pad)), payload...), make([]byte, pad)...)
	_, _ = nc.Write(packet)
	_, _ = io.Copy(io.Discard, nc)
}

// stalling is a connection that can stop to give and to take.
type stalling struct {
	net.Conn
	stopped atomic.Bool
	once    sync.Once
	gone    chan struct{} // closed when the client has left
}

func (s *stalling) stall() { s.stopped.Store(true); <-s.gone }

func (s *stalling) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	for err == nil && s.stopped.Load() {
		_, err = s.Conn.Read(p)
		n = 0
	}
	if err != nil {
		s.once.Do(func() { close(s.gone) })
	}
	return n, err
}

func (s *stalling) Write(p []byte) (int, error) {
	if s.stopped.Load() {
		<-s.gone
		return 0, net.ErrClosed
	}
	return s.Conn.Write(p)
}

// tty shows what is typed when it comes, whatever the router is doing, as the
// terminal of a kernel does.
type tty struct {
	lines chan []byte
	rest  []byte
}

func newTTY(ctx context.Context, ch io.ReadWriter) *tty {
	t := &tty{lines: make(chan []byte)}
	go func() {
		defer close(t.lines)
		buf := make([]byte, 512)
		for {
			n, err := ch.Read(buf)
			if err != nil {
				return
			}
			_, _ = ch.Write(bytes.ReplaceAll(buf[:n], []byte("\n"), []byte("\r\n")))
			select {
			case t.lines <- bytes.Clone(buf[:n]):
			case <-ctx.Done():
				return
			}
		}
	}()
	return t
}

func (t *tty) Read(p []byte) (int, error) {
	if len(t.rest) == 0 {
		more, ok := <-t.lines
		if !ok {
			return 0, io.EOF
		}
		t.rest = more
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// typesAhead reports whether what is typed is shown at once.
func (f Fault) typesAhead() bool { return f.is(FaultTypeAhead) || f.is(FaultTypeAheadPause) }

// jumpDiesAfter is how many bytes of the device behind a jump host pass before
// that ends: past the login and a packet of the largest size, inside a long answer.
const jumpDiesAfter = 40 << 10

// forward is a connection through a jump host to another device of the lab.
func (l *Lab) forward(ctx context.Context, r *router, conn *ssh.ServerConn, nch ssh.NewChannel) {
	var to struct {
		Host   string
		Port   uint32
		Origin string
		From   uint32
	}
	if err := ssh.Unmarshal(nch.ExtraData(), &to); err != nil || to.Host != l.cfg.Listen {
		_ = nch.Reject(ssh.Prohibited, "administratively prohibited")
		return
	}
	nc, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port))))
	if err != nil {
		_ = nch.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	ch, reqs, err := nch.Accept()
	if err != nil {
		_ = nc.Close()
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = nc.Close() })
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { ssh.DiscardRequests(reqs) })
	wg.Go(func() { _, _ = io.Copy(nc, ch); _ = nc.Close() })
	var from io.Reader = nc
	if r.Fault.is(FaultJumpDies) {
		from = io.LimitReader(nc, jumpDiesAfter)
	}
	_, _ = io.Copy(ch, from)
	_, _ = nc.Close(), ch.Close()
	if r.Fault.is(FaultJumpDies) {
		_ = conn.Close()
	}
	wg.Wait()
}
