package scrapli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sshconfig"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// through writes a script for each jump host of dev and gives the ProxyCommand
// that starts the last one; each starts the one before it. It is not ProxyJump:
// the ssh of a ProxyJump takes no -o options and asks for its own password on
// the terminal where the device's is answered. The ssh of a script asks nothing
// (BatchMode), so a jump host is logged in to with keys, an agent or what
// ssh_config says. A script, since ssh gives a ProxyCommand to whatever shell
// its user has.
func (c Config) through(dev inventory.Device, config string, files *sshFiles) (string, error) {
	proxy := "none" // whatever the file says of the first one: the chain is whole
	for i, name := range dev.Jump {
		j, ok := c.Jumps[name]
		if !ok {
			return "", &collect.Error{Cause: collect.CauseJump, Msg: "there is no jump host " + name}
		}
		if err := inventory.CheckHost(j.Host); err != nil {
			return "", &collect.Error{Cause: collect.CauseForbidden, Msg: fmt.Sprintf("jump host %s: %s", name, err)}
		}
		cred := c.Vault.Credential(j.Credential)
		if i == 0 && j.ProxyCommand != "" {
			line, err := sshconfig.ExpandProxy(j.ProxyCommand, j.Host, j.Host, j.Port, cred.User)
			if err != nil {
				return "", &collect.Error{Cause: collect.CauseForbidden, Msg: fmt.Sprintf("jump host %s: %s", name, err)}
			}
			proxy = strings.ReplaceAll(line, "%", "%%")
		}
		options, err := c.hostKeys(j.HostKeys, j.HostKey, fmt.Sprintf("jump%d", i), files)
		if err != nil {
			return "", err
		}
		options = append(options, "BatchMode=yes", c.connectTimeout(), "ProxyCommand="+proxy)
		if k := cred.Key; k.Kind == "key" || k.Kind == "file" {
			options = append(options, "IdentityFile="+quoted(k.Value))
		}
		args := append([]string{c.bin(), "-F", config}, dashO(options)...)
		if cred.User != "" {
			args = append(args, "-l", cred.User)
		}
		if j.Port != 0 {
			args = append(args, "-p", fmt.Sprint(j.Port))
		}
		for n, a := range args {
			args[n] = forShell(a)
		}
		script := filepath.Join(files.dir, fmt.Sprintf("jump%d", i))
		line := fmt.Sprintf("exec %s -W \"$1\" -- %s 2>>%s\n", strings.Join(args, " "), forShell(strings.Trim(j.Host, "[]")), forShell(files.jumpLog(i)))
		if err := os.WriteFile(script, []byte(line), 0o600); err != nil {
			return "", &collect.Error{Cause: collect.CauseProtocol, Msg: "the way through jump host " + name + " could not be given to the ssh program: " + err.Error(), Err: err}
		}
		proxy = "/bin/sh " + strings.ReplaceAll(forShell(script), "%", "%%") + " '[%h]:%p'"
	}
	return proxy, nil
}

// forShell quotes s for a shell; a backslash stands outside the quotes, since
// ssh takes \' for a quote wherever it stands.
func forShell(s string) string {
	return "'" + strings.NewReplacer("'", `'\''`, `\`, `'\\'`).Replace(s) + "'"
}

// quoted is a path as an option of ssh takes it: blanks part words, and % stands
// before a token.
func quoted(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(path) + `"`
}

// notOpened is what the ssh program says where the host that it is logged in to
// does not reach the next one; it may stand behind a banner without a line end.
var notOpened = lazyregexp.New(`(?m)channel \d+: open failed: (.*?)\r?$`)

// noPassword is the hint where a jump host rejected the login.
const noPassword = "the ssh program may use a key, an agent or ssh_config for a jump host, never a password; transport: ssh may"

// quiet writes a configuration in place of that of dev, and gives its path: the
// ssh of a ProxyJump reads it too, asks nothing, and shows no banner in which a
// question might stand.
func (f *sshFiles) quiet(dev inventory.Device) (path string, err error) {
	if err := inventory.CheckHost(dev.Host); err != nil {
		return "", &collect.Error{Cause: collect.CauseForbidden, Msg: err.Error()}
	}
	own, err := filepath.Abs(dev.SSHConfig)
	if err == nil {
		_, err = os.Stat(own) // Include is silent about a file that is not there
	}
	path = filepath.Join(f.dir, "config")
	if err == nil {
		err = os.WriteFile(path, fmt.Appendf(nil, "Host * !%s\n  BatchMode yes\n  LogLevel ERROR\nHost *\n  Include %s\n", strings.Trim(dev.Host, "[]"), included(own)), 0o600)
	}
	if err != nil {
		return "", &collect.Error{Cause: collect.CauseProtocol, Msg: "ssh_config: " + err.Error(), Err: err}
	}
	return path, nil
}

// included is a path as Include takes it: a pattern, where no token is put in.
func included(path string) string {
	path = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}

// jumpFailed says which jump host is in the way, from what the ssh of each
// printed; nil where the device itself has answered, or none complained.
func jumpFailed(dev inventory.Device, files *sshFiles) *collect.Error {
	if saysVersion.MatchString(files.text()) {
		return nil
	}
	for i, name := range dev.Jump {
		b, _ := os.ReadFile(files.jumpLog(i))
		text := string(b)
		if m := notOpened.FindStringSubmatch(text); m != nil {
			e := &collect.Error{Cause: collect.CauseJump, Msg: fmt.Sprintf("jump host %s does not reach the next one: %s", name, m[1])}
			switch addr := collect.HostPort(dev.Host, dev.Port); {
			case i < len(dev.Jump)-1:
			case strings.Contains(m[1], "prohibited"):
				e.Msg, e.Hint = "jump host "+name+" forbids the way to "+addr, "look at AllowTcpForwarding and PermitOpen there"
			case strings.Contains(m[1], "Connection refused"):
				e.Cause, e.Msg = collect.CauseRefused, addr+" refused the connection from jump host "+name
			default:
				e.Cause, e.Msg = collect.CauseUnreach, fmt.Sprintf("jump host %s does not reach %s: %s", name, addr, m[1])
			}
			return e
		}
		if e := diagnose(text); e != nil {
			if e.Cause == collect.CauseAuth {
				e.Msg, e.Hint = "it rejected the login", noPassword
			}
			e.Cause, e.Msg = collect.CauseJump, "jump host "+name+": "+e.Msg
			return e
		}
	}
	return nil
}
