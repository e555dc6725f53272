package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/headroom-audit/headroom/collect"
)

// settled is how long after the last login all sessions wait for an answer.
const settled = time.Second

// hold opens a session to every device, all at once, on devices that do not
// answer; measures what waiting costs; then cancels, and measures how long it
// takes until every descriptor is closed.
func (c *client) hold(wait time.Duration) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var logins atomic.Int64
	open := &counter{}
	c.dial = open.dial
	c.events = func(e collect.Event) {
		if e.Kind == collect.EventLogin {
			logins.Add(1)
		}
	}
	base, err := resident()
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.all(ctx) }()
	for int(logins.Load()) < len(c.devices) {
		select {
		case err := <-ended:
			return fmt.Errorf("hold: the sessions ended by themselves: %w", errors.Join(err, errors.New(c.said.Error)))
		case <-time.After(10 * time.Millisecond):
		}
	}
	time.Sleep(settled)
	n := float64(len(c.devices))
	full, err := resident()
	if err != nil {
		return err
	}
	before := usedBy(self)
	time.Sleep(wait)
	waiting := usedBy(self) - before
	began := time.Now()
	cancel()
	err = <-ended
	c.said = said{
		OK:            int(logins.Load()),
		RSSPerSession: float64(full-base) / 1024 / n,
		WaitingCPU:    ms(waiting) / n / wait.Seconds(),
		Closed:        ms(time.Unix(0, open.last.Load()).Sub(began)),
		Leaked:        sockets(),
	}
	return err
}

// counter notes when the last of its connections was closed.
type counter struct{ last atomic.Int64 } // nanoseconds since 1970

func (c *counter) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	nc, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &counted{Conn: nc, by: c}, nil
}

type counted struct {
	net.Conn
	by *counter
}

func (c *counted) Close() error {
	err := c.Conn.Close()
	if !errors.Is(err, net.ErrClosed) {
		c.by.last.Store(time.Now().UnixNano())
	}
	return err
}

// sockets counts the descriptors of this process that are sockets.
func sockets() int {
	n := 0
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}
