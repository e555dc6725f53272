package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// passwordEnv is where every client finds the password of the lab.
const passwordEnv = "BENCH_PASSWORD"

// said is what a client prints when it is done, as JSON.
type said struct {
	OK      int     `json:"ok"`     // devices whose answers came whole
	Bytes   int     `json:"bytes"`  // of their answers
	P50     float64 `json:"p50_ms"` // of one visit
	Error   string  `json:"error,omitempty"`
	Session string  `json:"session,omitempty"` // algorithms of one visit

	// Of sessions that wait (hold.go); zero elsewhere.
	RSSPerSession float64 `json:"rss_per_session_kb,omitempty"`
	WaitingCPU    float64 `json:"waiting_cpu_ms,omitempty"` // per session and second
	Closed        float64 `json:"closed_ms,omitempty"`      // from cancel until the last descriptor is closed
	Leaked        int     `json:"leaked,omitempty"`         // sockets open after that
}

// client is headroom's collector with its decorators and without limits.
type client struct {
	devices   []inventory.Device
	visit     []question
	sessions  int
	collector collect.Collector
	events    func(collect.Event)
	dial      func(ctx context.Context, network, addr string) (net.Conn, error)

	mu    sync.Mutex
	said  said
	times []time.Duration
}

// runClient is the process that is measured.
func runClient(args []string) error {
	set := flag.NewFlagSet("client", flag.ContinueOnError)
	list := set.String("list", "", "the list of devices")
	big := set.Bool("large", false, "expect answers of 280 KB")
	sessions := set.Int("sessions", 1, "sessions at once")
	hold := set.Duration("hold", 0, "keep all sessions waiting for so long, then cancel")
	profile := set.String("profile", "", "write a profile of the CPU there")
	if err := set.Parse(args); err != nil {
		return err
	}
	devices, err := readList(*list)
	if err != nil {
		return err
	}
	c := &client{visit: small(), sessions: *sessions}
	if *big {
		c.visit = large()
	}
	for _, d := range devices {
		c.devices = append(c.devices, inventory.Device{
			Name: d.name, Host: d.host, Port: d.port, OS: fact.IOSXE, Credential: user,
			Transport: inventory.SSH, HostKeys: inventory.Strict, HostKey: d.key,
		})
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if *hold > 0 {
		err = c.hold(*hold)
	} else {
		err = c.all(context.Background())
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(c.said)
}

// start puts the collector together as a scan does.
func (c *client) start() (stop func(), err error) {
	debug.SetGCPercent(collect.GCPercent)
	vault := collect.NewVault(map[string]inventory.Credential{
		user: {Name: user, User: user, Password: inventory.Ref{Kind: "env", Value: passwordEnv}},
	}, collect.Sources{})
	keys, err := ssh.LoadHostKeys("")
	if err != nil {
		return nil, err
	}
	timing := collect.Timing{Session: 5 * time.Minute, Command: 2 * aMinute, Idle: 2 * aMinute}
	dial := ssh.New(ssh.Config{Vault: vault, HostKeys: keys, Timing: timing, Dial: c.dial})
	c.collector = collect.New(collect.Config{
		Openers: map[inventory.Transport]collect.Opener{inventory.SSH: dial},
		Secrets: vault, Timing: timing, Events: c.events, NoRetry: true,
		Limits: inventory.Limits{Sessions: c.sessions, LoginsPerSecond: 1e9},
	})
	return func() { _ = dial.Close(); vault.Close() }, nil
}

// all visits every device.
func (c *client) all(ctx context.Context) error {
	stop, err := c.start()
	if err != nil {
		return err
	}
	defer stop()
	next := make(chan inventory.Device)
	var workers sync.WaitGroup
	for range min(c.sessions, len(c.devices)) {
		workers.Go(func() {
			for d := range next {
				c.one(ctx, d)
			}
		})
	}
	for _, d := range c.devices {
		next <- d
	}
	close(next)
	workers.Wait()
	if len(c.times) > 0 {
		slices.Sort(c.times)
		c.said.P50 = ms(c.times[len(c.times)/2])
	}
	return nil
}

// one visits a device and checks that every answer came whole.
func (c *client) one(ctx context.Context, d inventory.Device) {
	asked := false
	began := time.Now()
	t, err := c.collector.Collect(ctx, collect.Job{Device: d, Next: func(*transcript.Transcript) []collect.Command {
		if asked {
			return nil
		}
		asked = true
		out := make([]collect.Command, 0, len(c.visit))
		for _, q := range c.visit {
			out = append(out, collect.Command{Text: q.command})
		}
		return out
	}})
	took := time.Since(began)
	n, bad := c.whole(t)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times = append(c.times, took)
	if err = errors.Join(err, bad); err != nil {
		c.said.Error = err.Error()
		return
	}
	c.said.OK++
	c.said.Bytes += n
	s := t.Session
	c.said.Session = s["kex"] + ", " + s["hostkey"] + ", " + s["cipher"]
}

// whole counts the bytes of the answers, which must be those that were asked for.
func (c *client) whole(t *transcript.Transcript) (int, error) {
	n, i := 0, 0
	for j := range t.Records {
		r := &t.Records[j]
		if r.Kind != transcript.Command {
			continue
		}
		size := len(r.Body()) - bytes.Count(r.Body(), []byte("\r\n"))
		if i >= len(c.visit) || r.Command != c.visit[i].command || r.State != transcript.Complete || size != c.visit[i].size {
			return n, fmt.Errorf("%s: %q is %s and has %d bytes", t.Device, r.Command, r.State, size)
		}
		n += c.visit[i].size
		i++
	}
	if i != len(c.visit) {
		return n, fmt.Errorf("%s: %d of %d answers", t.Device, i, len(c.visit))
	}
	return n, nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
