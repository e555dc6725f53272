// Command scrapligo reads the routers of the benchmark with scrapligo, as its
// documentation shows: the platform cisco_iosxe, its own SSH transport, its
// default timing.
//
// What goes in: a list of devices, how many at once, commands, the password in
// BENCH_PASSWORD. What comes out: {"ok": n, "bytes": n}. It is a program of its
// own so that nothing of it is measured with headroom, and imports nothing of
// headroom.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/scrapli/scrapligo/driver/network"
	"github.com/scrapli/scrapligo/driver/options"
	"github.com/scrapli/scrapligo/platform"
	"github.com/scrapli/scrapligo/transport"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scrapligo:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: LIST SESSIONS COMMAND")
	}
	raw, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	sessions, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var workers sync.WaitGroup
	var said struct {
		OK    int    `json:"ok"`
		Bytes int    `json:"bytes"`
		Error string `json:"error"`
	}
	next := make(chan string)
	for range sessions {
		workers.Go(func() {
			for line := range next {
				n, err := visit(line, args[2:])
				mu.Lock()
				if err != nil {
					said.Error = err.Error()
				} else {
					said.OK++
					said.Bytes += n
				}
				mu.Unlock()
			}
		})
	}
	for line := range strings.Lines(string(raw)) {
		next <- strings.TrimSpace(line)
	}
	close(next)
	workers.Wait()
	return json.NewEncoder(os.Stdout).Encode(said)
}

// visit reads one device and gives the bytes of its answers.
func visit(line string, commands []string) (int, error) {
	f := strings.Split(line, "\t")
	if len(f) != 4 {
		return 0, fmt.Errorf("%q is no device", line)
	}
	d, err := open(f[1], f[2])
	if err != nil {
		return 0, err
	}
	defer func() { _ = d.Close() }()
	got, err := d.SendCommands(commands)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range got.Responses {
		if !strings.Contains(r.Result, "end of answer") {
			return 0, fmt.Errorf("%s: %q is not whole", f[0], r.Input)
		}
		n += len(r.Result)
	}
	return n, nil
}

func open(host, portText string) (*network.Driver, error) {
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, err
	}
	p, err := platform.NewPlatform("cisco_iosxe", host,
		options.WithPort(port), options.WithAuthUsername("bench"), options.WithAuthPassword(os.Getenv("BENCH_PASSWORD")),
		options.WithAuthNoStrictKey(), options.WithTransportType(transport.StandardTransport))
	if err != nil {
		return nil, err
	}
	d, err := p.GetNetworkDriver()
	if err != nil {
		return nil, err
	}
	return d, d.Open()
}
