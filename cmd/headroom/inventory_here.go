package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/providers"
)

// secretsOf are the providers of this host, set up as an inventory says.
func secretsOf(s inventory.Secrets) secret.Set {
	return providers.All(secret.Local{Ask: console.Asker()}, s)
}

// hereWith is what a source may know of this host.
func hereWith(in io.Reader, from secret.Set) inventory.Here {
	return inventory.Here{
		Open: func(path string) ([]byte, error) { return host.Read(in, path) },
		Secret: func(ctx context.Context, r inventory.Ref) ([]byte, error) {
			return from.Get(ctx, secret.Request{Ref: r, What: "token"})
		},
		Run:    runProgram,
		Person: person(),
	}
}

// hereLive is hereWith for an inventory whose sources are read as by says.
func hereLive(in io.Reader, by live.Reader) inventory.Here {
	h := hereWith(in, secretsOf(inventory.Secrets{}))
	h.Live = func(s inventory.LiveSource, from inventory.Secrets) (*inventory.Inventory, error) {
		set := secretsOf(from)
		defer set.Close()
		r := by
		r.Find, r.Here = sources.Find, hereWith(in, set)
		if r.Now == nil {
			r.Now = time.Now
		}
		if dir, err := host.StateDir(); err == nil && r.Dir == "" {
			r.Dir = filepath.Join(dir, "sources")
		}
		return r.Read(context.Background(), s)
	}
	return h
}

// programTime is how long a program that a source runs may take.
const programTime = 2 * time.Minute

// runProgram gives what a program prints. What it says of its errors may hold what a
// file holds: it is not shown.
func runProgram(ctx context.Context, program string, args ...string) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, programTime)
	defer stop()
	if _, err := exec.LookPath(program); err != nil {
		return nil, fmt.Errorf("there is no program %s here", program)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "HEADROOM_") && !strings.HasSuffix(name, "_TOKEN") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s failed (%w): run it by hand to see why", program, err)
	}
	return out, nil
}
