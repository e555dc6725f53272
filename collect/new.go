package collect

import (
	"time"

	"github.com/headroom-audit/headroom/inventory"
)

// Config is what a scan knows when it makes its collector.
type Config struct {
	// Openers are the transports: collect/ssh and collect/scrapli.
	Openers map[inventory.Transport]Opener
	Secrets *Vault // nil = no credential is at hand
	Limits  inventory.Limits
	Jumps   map[string]inventory.Jump
	Timing  Timing
	Policy  Policy
	// NoRetry visits every device once (`--retries 0`).
	NoRetry bool
	Events  func(Event) // called from many goroutines; nil = nobody listens
	Now     func() time.Time
}

// New puts the collector of a scan together: redaction around retries around
// the credential breaker around the limits around the session.
//
//	vault := collect.NewVault(inv.Credentials, collect.Sources{Ask: ask})
//	defer vault.Close()
//	keys, err := ssh.LoadHostKeys(path)
//	...
//	dial := ssh.New(ssh.Config{Vault: vault, HostKeys: keys, Jumps: inv.Jumps, Timing: timing})
//	defer dial.Close()
//	c := collect.New(collect.Config{
//		Openers: map[inventory.Transport]collect.Opener{
//			inventory.SSH:     dial,
//			inventory.OpenSSH: scrapli.OpenSSH(scrapli.Config{Vault: vault, KnownHosts: path}),
//			inventory.Telnet:  scrapli.Telnet(scrapli.Config{Vault: vault}),
//		},
//		Secrets: vault, Limits: inv.Limits, Jumps: inv.Jumps, Timing: timing, Events: step,
//	})
//	t, err := c.Collect(ctx, collect.Job{Device: dev, Next: next})
func New(cfg Config) Collector {
	s := &Session{Openers: cfg.Openers, Timing: cfg.Timing, Policy: cfg.Policy, Now: cfg.Now}
	known := func() [][]byte { return nil }
	if cfg.Secrets != nil {
		known = cfg.Secrets.Known
		s.Secret = cfg.Secrets.Get
	}
	s.Events = tellRedacted(cfg.Events, known)
	c := Limit(s, cfg.Limits, cfg.Jumps)
	c = Breaker(c, cfg.Jumps)
	if !cfg.NoRetry {
		c = Retry(c, s.Events)
	}
	return Redact(c, known)
}
