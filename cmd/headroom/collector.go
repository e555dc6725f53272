package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/scrapli"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
)

// liveCollector makes the collector that reaches real devices, and the function
// that ends it: connections to jump hosts close, new host keys are saved, secrets
// are wiped.
func liveCollector(job scanJob, step func(collect.Event)) (collect.Collector, func() error, error) {
	inv := job.inv
	known, err := knownHostsPath()
	if err != nil {
		return nil, nil, usagef("%v", err)
	}
	keys, err := ssh.LoadHostKeys(known)
	if err != nil {
		return nil, nil, usagef("%v", err)
	}
	ask := asker()
	if job.screens {
		ask = func(context.Context, string) ([]byte, error) { return nil, errScreens }
	}
	vault := collect.NewVault(inv.Credentials, collect.Sources{Ask: ask})
	timing := collect.Timing{Session: job.timeout}
	dial := ssh.New(ssh.Config{Vault: vault, HostKeys: keys, Jumps: inv.Jumps, Timing: timing})
	c := collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{
			inventory.SSH:     dial,
			inventory.OpenSSH: scrapli.OpenSSH(scrapli.Config{Vault: vault, KnownHosts: known, Jumps: inv.Jumps}),
			inventory.Telnet:  scrapli.Telnet(scrapli.Config{Vault: vault}),
		},
		Secrets: vault, Limits: inv.Limits, Jumps: inv.Jumps, Timing: timing, Events: step, Now: time.Now,
		NoRetry: job.noRetry,
	})
	return c, func() error {
		err := dial.Close()
		vault.Close()
		return err
	}, nil
}

// knownHostsPath is headroom's own index of host keys.
func knownHostsPath() (string, error) {
	dir, err := stateDir()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("host keys: %w (set XDG_STATE_HOME to a folder that can be written)", err)
	}
	return filepath.Join(dir, "known_hosts"), nil
}

// errScreens is why nobody is asked for a secret while the screens are open.
var errScreens = errors.New("the screens have the terminal: headroom scan asks for it")

var errNobody = errors.New("nobody is at the terminal to be asked")

// asker asks at the terminal of this process; it goes past stdin and stdout,
// which may be pipes.
func asker() func(context.Context, string) ([]byte, error) {
	return (&hiddenLine{open: func() (*os.File, error) { return os.OpenFile("/dev/tty", os.O_RDWR, 0) }}).ask
}

// hiddenLine reads lines from a terminal without showing them, one at a time. A
// read of a terminal cannot be called back: the one that somebody gave up on
// goes on, and the next question takes its line.
type hiddenLine struct {
	open         func() (*os.File, error)
	tty          *os.File    // nil = nothing is read
	shown, quiet *term.State // of the terminal before, and while it hides what is typed
	typed        chan typed
}

type typed struct {
	line []byte
	err  error
}

// ask asks for what; when ctx ends the terminal is as it was before.
func (h *hiddenLine) ask(ctx context.Context, what string) ([]byte, error) {
	if h.tty != nil { // somebody gave up
		select {
		case t := <-h.typed: // it was typed to nobody, in plain sight
			clear(t.line)
			h.done()
		default:
		}
	}
	var err error
	if h.tty == nil {
		err = h.start()
	} else {
		err = term.Restore(int(h.tty.Fd()), h.quiet)
	}
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(h.tty, "\r\x1b[Kheadroom: %s: ", what)
	select {
	case t := <-h.typed:
		fmt.Fprint(h.tty, "\r\x1b[K")
		h.done()
		if t.err != nil {
			return nil, fmt.Errorf("ask for %s: %w", what, t.err)
		}
		return t.line, nil
	case <-ctx.Done():
		fmt.Fprint(h.tty, "\r\x1b[K")
		return nil, errors.Join(ctx.Err(), term.Restore(int(h.tty.Fd()), h.shown))
	}
}

// start begins to read a line, and comes back when the terminal hides it: till
// then it could not be made to show again.
func (h *hiddenLine) start() error {
	tty, err := h.open()
	if err != nil {
		return errNobody
	}
	fd := int(tty.Fd())
	if h.shown, err = term.GetState(fd); err != nil {
		_ = tty.Close()
		return errNobody
	}
	out := make(chan typed, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		out <- typed{line, err}
	}()
	h.tty, h.typed, h.quiet = tty, out, h.shown
	for range 500 { // one that hid everything before does not change
		if now, err := term.GetState(fd); err != nil || *now != *h.shown || len(out) > 0 {
			if err == nil {
				h.quiet = now
			}
			break
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func (h *hiddenLine) done() {
	_ = h.tty.Close()
	h.tty = nil
}

// collectorFor makes the collector of a scan; stop ends it.
type collectorFor func(p *scan.Pipeline) (c collect.Collector, stop func() error, err error)

// live is the collector of a scan over SSH.
func live(job scanJob) collectorFor {
	return func(p *scan.Pipeline) (collect.Collector, func() error, error) {
		return liveCollector(job, p.Step)
	}
}
