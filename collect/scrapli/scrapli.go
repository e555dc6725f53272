// Package scrapli opens terminals with the transports of scrapligo: the ssh
// program of OpenSSH, for algorithms and ways that Go lacks, and telnet.
//
// What goes in: a resolved device and credentials. What comes out: a terminal
// for the reader of collect. Only scrapligo's transport layer is used, never its
// channel, which loses output (docs/adr/0001). It must not import vendors, scan
// or above.
package scrapli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/scrapli/scrapligo/logging"
	"github.com/scrapli/scrapligo/transport"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sshconfig"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// Config is what both transports need.
type Config struct {
	Vault      *collect.Vault
	KnownHosts string // file of host keys; the ssh program keeps it
	Jumps      map[string]inventory.Jump
	Connect    time.Duration // 0 = 10 s
	Bin        string        // the ssh program; "" = ssh in PATH
}

// The size of the terminal, as in collect/ssh.
const (
	columns        = 511
	rows           = 1000
	defaultConnect = 10 * time.Second
	readSize       = 32 << 10
)

func (c Config) connect() time.Duration {
	if c.Connect > 0 {
		return c.Connect
	}
	return defaultConnect
}

func (c Config) connectTimeout() string {
	return "ConnectTimeout=" + fmt.Sprint(int(c.connect().Seconds()))
}

func (c Config) bin() string { return cmp.Or(c.Bin, "ssh") }

func (c Config) args(dev inventory.Device, user string) (*transport.Args, error) {
	quiet, err := logging.NewInstance()
	if err != nil {
		return nil, err
	}
	a, err := transport.NewArgs(quiet, strings.Trim(dev.Host, "[]"))
	if err != nil {
		return nil, err
	}
	a.Port, a.User, a.TimeoutSocket, a.ReadSize = dev.Port, user, c.connect(), readSize
	a.TermWidth, a.TermHeight = columns, rows
	return a, nil
}

func (c Config) login(ctx context.Context, dev inventory.Device) (collect.Login, error) {
	if c.Vault == nil || dev.Credential == "" {
		return collect.Login{}, &collect.Error{Cause: collect.CauseCredential, Msg: "there is no credential for it", Hint: "set credential: in the inventory"}
	}
	return c.Vault.Get(ctx, dev.Credential)
}

// Telnet gives the telnet transport. scrapligo waits a quarter of the connect
// time for the options of the protocol.
func Telnet(c Config) collect.Opener {
	return collect.OpenFunc(func(ctx context.Context, dev inventory.Device) (*collect.Conn, error) {
		if len(dev.Jump) > 0 {
			return nil, &collect.Error{Cause: collect.CauseJump, Msg: "telnet does not go through a jump host"}
		}
		if dev.Port == 0 {
			dev.Port = 23
		}
		l, err := c.login(ctx, dev)
		if err != nil {
			return nil, err
		}
		a, err := c.args(dev, l.User)
		if err != nil {
			return nil, err
		}
		a.TimeoutSocket = min(a.TimeoutSocket, 2*time.Second) // a quarter of it is waited for nothing
		if strings.Contains(a.Host, ":") {
			a.Host = "[" + a.Host + "]" // scrapligo joins host and port with a colon
		}
		ta, err := transport.NewTelnetArgs()
		if err != nil {
			return nil, err
		}
		t, err := transport.NewTelnetTransport(ta)
		if err != nil {
			return nil, err
		}
		s := &stream{impl: t, secrets: &l}
		if err := s.open(ctx, a, c.connect()); err != nil {
			l.Wipe()
			return nil, collect.Dialing(ctx, collect.HostPort(dev.Host, dev.Port), err)
		}
		return &collect.Conn{
			ReadWriteCloser: s, Source: "telnet", Address: collect.HostPort(dev.Host, dev.Port), Session: map[string]string{"cipher": "none"},
			InBand: &collect.InBand{User: l.User, Password: l.Password, Console: true},
		}, nil
	})
}

// OpenSSH gives the transport over the ssh program. It reads ssh_config where
// the device names one; its password is asked for in the terminal and answered
// once (NumberOfPasswordPrompts=1).
func OpenSSH(c Config) collect.Opener {
	return collect.OpenFunc(func(ctx context.Context, dev inventory.Device) (*collect.Conn, error) {
		l, err := c.login(ctx, dev)
		if err != nil {
			return nil, err
		}
		if dev.Port == 0 {
			dev.Port = 22
		}
		turned := l.KeyPath != "" || l.Agent || len(dev.Jump) > 0 // that program logs in by itself
		if turned {
			if _, err := collect.Turn(ctx, dev.Credential, ""); err != nil {
				l.Wipe()
				return nil, err
			}
		}
		a, err := c.args(dev, l.User)
		if err != nil {
			return nil, err
		}
		files, err := newFiles()
		if err != nil {
			l.Wipe()
			return nil, &collect.Error{Cause: collect.CauseProtocol, Msg: "no folder for the log of the ssh program: " + err.Error(), Err: err}
		}
		t, err := c.system(dev, l, files)
		if err != nil {
			l.Wipe()
			files.close()
			return nil, err
		}
		session := map[string]string{"host_keys": string(dev.HostKeys)}
		if dev.HostKey != "" {
			session["host_keys"] = "pinned"
		}
		s := &stream{impl: t, process: t, secrets: &l, files: files, session: session}
		if err := s.open(ctx, a, c.connect()); err != nil {
			l.Wipe()
			files.close()
			return nil, &collect.Error{Cause: collect.CauseProtocol, Msg: "the ssh program did not start: " + err.Error(), Err: err}
		}
		return &collect.Conn{
			ReadWriteCloser: s, Source: "openssh", Address: collect.HostPort(dev.Host, dev.Port), Session: session,
			InBand: &collect.InBand{User: l.User, Password: l.Password, Passphrase: l.Passphrase, Turned: turned},
			Diagnose: func(text string) *collect.Error {
				if e := jumpFailed(dev, files); e != nil {
					return e
				}
				e := diagnose(text + "\n" + files.errors())
				if e != nil && e.Cause == collect.CauseAuth && !saysVersion.MatchString(files.text()) {
					e.Cause, e.Msg, e.Hint = collect.CauseJump, "a jump host of ssh_config rejected the login", noPassword
				}
				return e
			},
		}, nil
	})
}

// system makes scrapligo's transport with the options of one device.
func (c Config) system(dev inventory.Device, l collect.Login, files *sshFiles) (*transport.System, error) {
	sa, err := transport.NewSSHArgs()
	if err != nil {
		return nil, err
	}
	sa.StrictKey, sa.ConfigFile = false, dev.SSHConfig // the policy is among the options below
	t, err := transport.NewSystemTransport(sa)
	if err != nil {
		return nil, err
	}
	t.OpenBin = c.bin()
	host := strings.Trim(dev.Host, "[]")
	if strings.HasPrefix(host, "-") || strings.HasPrefix(l.User, "-") {
		return nil, &collect.Error{Cause: collect.CauseForbidden, Msg: "a host or user that starts with - would be an option of ssh"}
	}
	config := dev.SSHConfig
	switch {
	case config == "":
		config = os.DevNull
	case dev.ProxyCommand == "" && len(dev.Jump) == 0: // the file may say how it is reached
		if config, err = files.quiet(dev); err != nil {
			return nil, err
		}
	}
	opts, err := c.options(dev, l, config, files)
	if err != nil {
		return nil, err
	}
	// OpenArgs is rebuilt by scrapligo only when empty: all is said here.
	t.OpenArgs = append([]string{"-E", files.log.Name(), "-F", config, "-l", l.User, "-tt"}, opts...)
	if dev.SSHConfig == "" || dev.Given.Port {
		t.OpenArgs = append(t.OpenArgs, "-p", fmt.Sprint(dev.Port)) // else the file may say which
	}
	t.OpenArgs = append(t.OpenArgs, "--", host)
	return t, nil
}

// pinnedAs is the name under which ssh finds the key that the inventory pins.
const pinnedAs = "pinned"

// options are ssh's -o options for a device; config is the file of -F.
func (c Config) options(dev inventory.Device, l collect.Login, config string, files *sshFiles) ([]string, error) {
	o, err := c.hostKeys(dev.HostKeys, dev.HostKey, pinnedAs, files)
	if err != nil {
		return nil, err
	}
	o = append(o,
		c.connectTimeout(), "ServerAliveInterval=30", "NumberOfPasswordPrompts=1",
		"PreferredAuthentications="+methods(dev.Methods), "EscapeChar=none", "ControlPath=none", "ForwardAgent=no", "ClearAllForwardings=yes", "LogLevel=DEBUG1",
	)
	if l.KeyPath != "" {
		o = append(o, "IdentityFile="+quoted(l.KeyPath), "IdentitiesOnly="+yesNo(!l.Agent))
	} else if !l.Agent {
		o = append(o, "PubkeyAuthentication=no")
	}
	o = append(o, legacy(dev.Legacy)...)
	switch {
	case dev.ProxyCommand != "":
		line, err := sshconfig.ExpandProxy(dev.ProxyCommand, dev.Host, dev.Host, dev.Port, l.User)
		if err != nil {
			return nil, &collect.Error{Cause: collect.CauseForbidden, Msg: err.Error()}
		}
		o = append(o, "ProxyCommand="+strings.ReplaceAll(line, "%", "%%"))
	case len(dev.Jump) > 0:
		line, err := c.through(dev, config, files)
		if err != nil {
			return nil, err
		}
		o = append(o, "ProxyCommand="+line)
	}
	return dashO(o), nil
}

// methods are the ways to log in that ssh may use, in their order.
func methods(given []string) string {
	if len(given) == 0 {
		return "publickey,password,keyboard-interactive"
	}
	return strings.Join(given, ",")
}

// dashO puts -o before each option.
func dashO(options []string) []string {
	out := make([]string, 0, 2*len(options))
	for _, s := range options {
		out = append(out, "-o", s)
	}
	return out
}

// hostKeys are the options for what a host is known by; a pinned key gets the
// name alias.
func (c Config) hostKeys(policy inventory.HostKeyPolicy, pinned, alias string, files *sshFiles) ([]string, error) {
	switch {
	case pinned != "":
		known, err := files.pin(alias, pinned)
		if err != nil {
			return nil, &collect.Error{Cause: collect.CauseProtocol, Msg: "the pinned host key could not be given to the ssh program: " + err.Error(), Err: err}
		}
		return []string{"StrictHostKeyChecking=yes", "UserKnownHostsFile=" + quoted(known), "GlobalKnownHostsFile=/dev/null", "HostKeyAlias=" + alias, "CheckHostIP=no"}, nil
	case policy == inventory.Off:
		return []string{"StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"}, nil
	case c.KnownHosts == "":
		return []string{"StrictHostKeyChecking=yes"}, nil
	}
	check := "yes"
	if policy == inventory.TOFU {
		check = "accept-new"
	}
	return []string{"StrictHostKeyChecking=" + check, "UserKnownHostsFile=" + quoted(c.KnownHosts)}, nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// legacy are the options for old algorithms; + adds to what ssh offers anyway.
func legacy(allowed []inventory.Legacy) []string {
	o := []string{"KexAlgorithms=+diffie-hellman-group14-sha1", "HostKeyAlgorithms=+ssh-rsa", "PubkeyAcceptedAlgorithms=+ssh-rsa"}
	for _, l := range allowed {
		switch l {
		case inventory.LegacyGroup1:
			o[0] += ",diffie-hellman-group1-sha1,diffie-hellman-group-exchange-sha1"
		case inventory.LegacyCBC:
			o = append(o, "Ciphers=+aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc")
		case inventory.LegacyDSS:
			o[1] += ",ssh-dss"
		case inventory.LegacySmallRS:
			o = append(o, "RequiredRSASize=1024")
		case inventory.LegacyRC4: // OpenSSH has none any more
		}
	}
	return o
}

var (
	noMatching = lazyregexp.New(`(?m)no matching .*$`)
	changed    = lazyregexp.New(`(?i)host key verification failed|remote host identification has changed|host key is known .*`)
	sshSays    = lazyregexp.New(`(?m)^ssh: .*$|^Connection (closed|reset|timed out).*$|^kex_exchange_identification: .*$`)
)

// diagnose reads what the ssh program printed before it gave up.
func diagnose(text string) *collect.Error {
	switch m := sshSays.FindString(text); {
	case noMatching.MatchString(text):
		return &collect.Error{Cause: collect.CauseAlgorithms, Msg: strings.TrimSpace(noMatching.FindString(text))}
	case changed.MatchString(text):
		return &collect.Error{Cause: collect.CauseHostKey, Msg: "the ssh program does not accept the host key", Hint: "no password was sent; compare the fingerprint on the console first"}
	case strings.Contains(text, "Permission denied"):
		return &collect.Error{Cause: collect.CauseAuth, Msg: "the device rejected the login"}
	case strings.Contains(m, "Could not resolve"):
		return &collect.Error{Cause: collect.CauseResolve, Msg: strings.TrimSpace(m)}
	case strings.Contains(m, "refused") || strings.Contains(m, "reset"):
		return &collect.Error{Cause: collect.CauseRefused, Msg: strings.TrimSpace(m)}
	case m != "":
		return &collect.Error{Cause: collect.CauseUnreach, Msg: strings.TrimSpace(m)}
	}
	return nil
}
