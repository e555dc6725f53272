package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/scrapli"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/providers"
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
	ask := console.Asker()
	if job.screens {
		ask = func(context.Context, string) ([]byte, error) { return nil, errScreens }
	}
	set := providers.All(secret.Local{Ask: ask}, inv.Secrets)
	vault := collect.NewVault(inv.Credentials, collect.Sources{Providers: set})
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
	if job.gate != nil {
		c = job.gate.Over(c)
	}
	return c, func() error {
		err := dial.Close()
		vault.Close()
		set.Close()
		return err
	}, nil
}

// knownHostsPath is headroom's own index of host keys.
func knownHostsPath() (string, error) {
	dir, err := host.StateDir()
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

// collectorFor makes the collector of a scan; stop ends it.
type collectorFor func(p *scan.Pipeline) (c collect.Collector, stop func() error, err error)

// overSSH is the collector of a scan over SSH.
func overSSH(job scanJob) collectorFor {
	return func(p *scan.Pipeline) (collect.Collector, func() error, error) {
		return liveCollector(job, p.Step)
	}
}
