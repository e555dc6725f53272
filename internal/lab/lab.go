// Package lab is a network of simulated routers: real SSH on loopback, one port
// each, answering from transcripts or terminal logs.
//
// What goes in: devices, each with what it once said. What comes out: running
// servers, an inventory that reaches them and the password for it. Answers are
// the recorded text to the byte; prompts, echo, pages, error texts and faults
// are made here. It serves the demo, the tests and the benchmarks, and must not
// import vendors, scan, tui or collect (its tests do).
package lab

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/headroom-audit/headroom/transcript"
)

// Device is one simulated router. Many may share a transcript.
type Device struct {
	Name       string // the host name in its prompt, and its name in the inventory
	OS         string // cisco_ios cisco_iosxe cisco_iosxr cisco_nxos juniper_junos; "" = by its prompt
	Site       string
	Role       string
	Pair       string // name of another device
	Tags       []string
	Transcript *transcript.Transcript // what it answers; nil = nothing but errors
	Fault      Fault
	Jump       bool          // it also forwards to the other devices of the lab
	Telnet     bool          // it speaks telnet instead of SSH
	User       string        // who may log in; "" = Config.User
	Latency    time.Duration // think time before each answer, on top of Config.PerCommand
	Listen     string        // its address; "" = Config.Listen
}

// Config says what Start starts.
type Config struct {
	Devices        []Device
	Password       []byte        // nil = random
	User           string        // "" = "headroom"
	AuthorizedKeys []byte        // public keys that may log in, as in authorized_keys; nil = none
	RTT            time.Duration // round-trip time: every time a client waits for bytes it waits this much longer
	PerCommand     time.Duration // think time before each answer
	MaxWrite       int           // bytes that a device sends at once; 0 = all it has. A router's terminal sends about a packet
	Listen         string        // address; "" = 127.0.0.1
}

// Running is a device that listens.
type Running struct {
	Name    string
	Address string
	Port    int
	HostKey string // to pin, "ssh-ed25519 AAAA…"; with the fault hostkey it is not the one the device shows
	// Logins that stood and attempts that were rejected so far.
	Logins, Rejected int
}

// Lab is a set of running devices. Close ends it.
type Lab struct {
	cfg      Config
	keys     *hostKeys
	allowed  [][]byte // public keys, in wire form
	routers  []*router
	ctx      context.Context
	stop     context.CancelFunc
	unhook   func() bool
	wg       sync.WaitGroup
	mu       sync.Mutex
	conns    map[net.Conn]struct{}
	shutting bool
}

// router is one device with its listener.
type router struct {
	Device
	script   *script
	ln       net.Listener
	port     int
	logins   atomic.Int64
	rejected atomic.Int64
}

// defaultUser is who may log in where nobody says otherwise.
const defaultUser = "headroom"

// Start starts every device. The lab ends with Close or when ctx does.
func Start(ctx context.Context, cfg Config) (*Lab, error) {
	if cfg.User == "" {
		cfg.User = defaultUser
	}
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1"
	}
	if len(cfg.Password) == 0 {
		cfg.Password = randomPassword()
	}
	cfg.Password = bytes.Clone(cfg.Password)
	keys, err := newHostKeys()
	if err != nil {
		return nil, fmt.Errorf("lab: host keys: %w", err)
	}
	allowed, err := authorized(cfg.AuthorizedKeys)
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	if err := unique(cfg.Devices); err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	l := &Lab{cfg: cfg, keys: keys, allowed: allowed, conns: map[net.Conn]struct{}{}}
	l.ctx, l.stop = context.WithCancel(ctx)
	if err := l.listen(); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("lab: %w", err)
	}
	l.unhook = context.AfterFunc(ctx, l.shut)
	return l, nil
}

// unique refuses two devices of one name and faults that are none.
func unique(devices []Device) error {
	seen := make(map[string]bool, len(devices))
	for _, d := range devices {
		switch {
		case d.Name == "":
			return errors.New("a device has no name")
		case seen[d.Name]:
			return fmt.Errorf("two devices are called %q", d.Name)
		}
		seen[d.Name] = true
		if _, err := ParseFault(string(d.Fault)); err != nil && d.Fault != "" {
			return fmt.Errorf("device %q: %w", d.Name, err)
		}
	}
	return nil
}

// listen opens a port for every device, then closes those of devices that
// refuse: a port that was open a moment ago is given to nobody else so soon.
func (l *Lab) listen() error {
	scripts, last := map[*transcript.Transcript]*script{}, 0
	for _, d := range l.cfg.Devices {
		s := scripts[d.Transcript]
		if s == nil {
			s = newScript(d.Transcript)
			scripts[d.Transcript] = s
		}
		if d.OS == "" {
			d.OS = s.os
		}
		if d.User == "" {
			d.User = l.cfg.User
		}
		if d.Listen == "" {
			d.Listen = l.cfg.Listen
		}
		r := &router{Device: d, script: s}
		ln, err := port(d.Listen, last)
		if err != nil {
			return fmt.Errorf("device %q: %w (each device takes a port and a file descriptor; this is device %d)", d.Name, err, len(l.routers)+1)
		}
		r.ln, r.port = ln, ln.Addr().(*net.TCPAddr).Port
		last = r.port
		l.routers = append(l.routers, r)
	}
	for _, r := range l.routers {
		if r.Fault.is(FaultRefused) {
			_ = r.ln.Close()
			continue
		}
		l.wg.Go(func() { l.accept(r) })
	}
	return nil
}

// port opens the port after last, or any: to look for a free one by itself takes
// Linux a millisecond once it gave 7,000 away (measured: 10,000 devices in 6 s).
func port(addr string, last int) (net.Listener, error) {
	if last > 0 && last < math.MaxUint16 {
		if ln, err := net.Listen("tcp", net.JoinHostPort(addr, strconv.Itoa(last+1))); err == nil {
			return ln, nil
		}
	}
	return net.Listen("tcp", net.JoinHostPort(addr, "0"))
}

func (l *Lab) accept(r *router) {
	for {
		nc, err := r.ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) || !l.pause(100*time.Millisecond) {
				return
			}
			continue // out of file descriptors: later
		}
		if !l.hold(nc) {
			_ = nc.Close()
			return
		}
		l.wg.Go(func() {
			defer l.drop(nc)
			l.serve(r, nc)
		})
	}
}

// pause waits d; false = the lab ends.
func (l *Lab) pause(d time.Duration) bool { return sleep(l.ctx, d) }

func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (l *Lab) hold(nc net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shutting {
		return false
	}
	l.conns[nc] = struct{}{}
	return true
}

func (l *Lab) drop(nc net.Conn) {
	_ = nc.Close()
	l.mu.Lock()
	delete(l.conns, nc)
	l.mu.Unlock()
}

// shut closes every port and connection.
func (l *Lab) shut() {
	l.stop()
	l.mu.Lock()
	l.shutting = true
	for nc := range l.conns {
		_ = nc.Close()
	}
	l.mu.Unlock()
	for _, r := range l.routers {
		_ = r.ln.Close()
	}
}

// Close ends the lab and waits until nothing of it runs. It may be called more
// than once.
func (l *Lab) Close() error {
	if l.unhook != nil {
		l.unhook()
	}
	l.shut()
	l.wg.Wait()
	return nil
}

// Password gives a copy of the password that every device takes.
func (l *Lab) Password() []byte { return bytes.Clone(l.cfg.Password) }

// Devices gives where each device listens, in the order of Config.Devices.
func (l *Lab) Devices() []Running {
	out := make([]Running, 0, len(l.routers))
	for _, r := range l.routers {
		out = append(out, Running{Name: r.Name, Address: r.Listen, Port: r.port, HostKey: l.keys.pin(r.Fault), Logins: int(r.logins.Load()), Rejected: int(r.rejected.Load())})
	}
	return out
}

// randomPassword is 26 letters and digits, 128 bits.
func randomPassword() []byte {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return []byte(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)))
}
