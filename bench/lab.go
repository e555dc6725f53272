package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
)

// The lab of the benchmark (collector:2).
const (
	roundTrip = 20 * time.Millisecond
	thinkTime = 100 * time.Millisecond
	oneWrite  = 1400 // bytes that a router sends at once: a packet of Ethernet
	// aMinute is how long a device of the list "waiting" thinks: longer than
	// anybody waits for it.
	aMinute = time.Minute

	user     = "bench"
	password = "bEnch-9-collect-7" // of simulated routers on loopback
)

// labFlags say how many devices of each kind the lab has.
type labFlags struct {
	dir                            string
	small, large, waiting, own, fl int
}

// runLab is the process that simulates the devices. It writes a list of each
// kind into a folder, and one that says that all listen.
func runLab(args []string) error {
	var f labFlags
	set := flag.NewFlagSet("lab", flag.ContinueOnError)
	set.StringVar(&f.dir, "dir", "", "the folder of the lists")
	set.IntVar(&f.small, "small", 0, "devices of 36 KB")
	set.IntVar(&f.large, "large", 0, "devices of 280 KB")
	set.IntVar(&f.waiting, "waiting", 0, "devices that do not answer for a minute")
	set.IntVar(&f.own, "own", 0, "devices of 36 KB with an address of their own")
	set.IntVar(&f.fl, "fleet", 0, "devices of the demo fleet")
	if err := set.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := f.start(ctx); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(f.dir, "ready"), nil, 0o600); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// start starts the devices; they end with ctx.
func (f *labFlags) start(ctx context.Context) error {
	short, long := answers("router", small()), answers("router", large())
	for _, k := range []struct {
		list   string
		n      int
		device lab.Device
	}{
		{"small", f.small, lab.Device{Name: "small", OS: "cisco_iosxe", Transcript: short}},
		{"large", f.large, lab.Device{Name: "large", OS: "cisco_iosxe", Transcript: long}},
		{"waiting", f.waiting, lab.Device{Name: "waiting", OS: "cisco_iosxe", Transcript: short, Latency: aMinute}},
	} {
		devices, err := listen(ctx, lab.Generate([]lab.Device{k.device}, k.n))
		if err != nil {
			return err
		}
		if err := writeList(f.list(k.list), devices); err != nil {
			return err
		}
	}
	own := make([]lab.Device, f.own)
	for i := range own {
		own[i] = lab.Device{Name: fmt.Sprintf("own-%03d", i), OS: "cisco_ios", Transcript: short, Listen: fmt.Sprintf("127.1.%d.%d", i/250, i%250+1)}
	}
	devices, err := listen(ctx, own)
	if err != nil {
		return err
	}
	if err := writeList(f.list("own"), devices); err != nil {
		return err
	}
	return f.fleet(ctx)
}

func (f *labFlags) list(kind string) string { return filepath.Join(f.dir, kind+".tsv") }

func listen(ctx context.Context, devices []lab.Device) ([]lab.Running, error) {
	if len(devices) == 0 {
		return nil, nil
	}
	l, err := lab.Start(ctx, lab.Config{Devices: devices, User: user, Password: []byte(password), RTT: roundTrip, PerCommand: thinkTime, MaxWrite: oneWrite})
	if err != nil {
		return nil, err
	}
	return l.Devices(), nil
}

// fleet starts the routers of the demo fleet that have no fault, and writes an
// inventory for a whole scan of them.
func (f *labFlags) fleet(ctx context.Context) error {
	if f.fl == 0 {
		return nil
	}
	members, err := fleet.Members()
	if err != nil {
		return err
	}
	var base []lab.Device
	for _, m := range members {
		if m.Fault == "" {
			base = append(base, lab.Device{Name: m.Name, OS: m.OS, Site: m.Site, Role: m.Role, Transcript: m.Transcript})
		}
	}
	l, err := lab.Start(ctx, lab.Config{Devices: lab.Generate(base, f.fl), User: user, Password: []byte(password), RTT: roundTrip, PerCommand: thinkTime, MaxWrite: oneWrite})
	if err != nil {
		return err
	}
	inv := bytes.Replace(l.Inventory("env:"+passwordEnv), []byte("\nlimits:\n"), []byte("\nlimits:\n  sessions: 500\n"), 1)
	return os.WriteFile(filepath.Join(f.dir, "inventory.yaml"), inv, 0o600)
}
