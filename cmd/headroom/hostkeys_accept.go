package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
)

// acceptance is what accept found and did: headroom.hostkey/1.
type acceptance struct {
	Schema   string       `json:"schema"`
	Device   string       `json:"device"`
	Address  string       `json:"address"`
	Known    []hostKeyDoc `json:"known"`
	Shown    *hostKeyDoc  `json:"shown"`
	Source   string       `json:"source"` // device, file
	Accepted bool         `json:"accepted"`
	Reason   string       `json:"reason"`
}

type acceptFlags struct {
	inventory, fingerprint, keyFile string
	yes                             bool
	out                             outputFlags
}

func newHostKeysAccept(g *globals) *cobra.Command {
	var f acceptFlags
	cmd := &cobra.Command{
		Use:   "accept DEVICE",
		Short: "Let a new or changed host key take the place of the known one",
		Long: `Asks the device for its host key, shows the known and the new one, and keeps the new one
where you say so. The connection ends when the key was seen: nobody logs in, and no
password is sent (except to jump hosts on the way). A router gets new keys when it is
replaced or its keys are made again; somebody in between shows new keys too. So compare
the fingerprint with the one on its console, and give it with --fingerprint.

Exit status:
  0    the key is accepted, or was known already
  1    the key is not the one that was given, or is revoked: nothing was changed
  2    usage, inventory or known_hosts error, or nobody confirmed the key
  3    the device could not be asked: nothing was changed`,
		Example: `  headroom hostkeys accept edge1.fra3
  headroom hostkeys accept edge1.fra3 --fingerprint SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU
  headroom hostkeys accept edge1.fra3 --key edge1.pub`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.out.check(); err != nil {
				return err
			}
			return acceptHostKey(g, cmd.Context(), args[0], &f)
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.inventory, "inventory", "i", "inventory.yaml", "the inventory file")
	fl.StringVar(&f.fingerprint, "fingerprint", "", "accept only this key: SHA256:… as the device's console shows it")
	fl.StringVar(&f.keyFile, "key", "", "take the public key of this file and do not connect; - = standard input")
	fl.BoolVar(&f.yes, "yes", false, "accept whatever the device shows, without being asked")
	cmd.ValidArgsFunction = completeDevices(&f.inventory)
	f.out.register(cmd, acceptanceForms().Names()...)
	return cmd
}

func acceptHostKey(g *globals, ctx context.Context, name string, f *acceptFlags) error {
	if f.fingerprint != "" && !strings.HasPrefix(f.fingerprint, "SHA256:") {
		return usagef("--fingerprint %q does not start with SHA256: (OpenSSH's ssh-keygen -l prints it so)", f.fingerprint)
	}
	inv, err := reachInventory(f.inventory, g.std.in)
	if err != nil {
		return err
	}
	dev, err := hostKeyDevice(inv, name)
	if err != nil {
		return err
	}
	keys, path, err := openHostKeys()
	if err != nil {
		return err
	}
	a := acceptance{Schema: "headroom.hostkey/1", Device: dev.Name, Address: ssh.KeyAddress(dev), Known: []hostKeyDoc{}, Source: "device"}
	known := keys.Of(a.Address)
	for _, k := range known {
		a.Known = append(a.Known, docOf(k))
	}
	key, err := newHostKey(g, ctx, inv, dev, keys, f, &a)
	if err != nil {
		return errors.Join(write(g, &f.out, acceptanceForms(), &a), err)
	}
	shown := docOf(key)
	shown.Address, shown.Known = a.Address, slices.ContainsFunc(known, key.Equal)
	a.Shown = &shown
	verdict := g.decide(keys, key, known, f, &a)
	if a.Accepted && !shown.Known || a.Accepted && len(known) > 1 {
		keys.Accept(a.Address, key)
		if err := keys.Save(); err != nil {
			return usagef("%v", err)
		}
		a.Reason = "kept in " + path
	}
	return errors.Join(write(g, &f.out, acceptanceForms(), &a), verdict)
}

// hostKeyDevice finds a device or jump host that has a host key to accept.
func hostKeyDevice(inv *inventory.Inventory, name string) (inventory.Device, error) {
	all := append(slices.Clone(inv.Devices), jumpDevices(inv)...)
	i := slices.IndexFunc(all, func(d inventory.Device) bool { return d.Name == name })
	if i < 0 {
		var names []string
		for j := range all {
			names = append(names, all[j].Name)
		}
		hint := ""
		if near := query.Nearest(name, names); near != "" {
			hint = fmt.Sprintf(": did you mean %q?", near)
		}
		return inventory.Device{}, usagef("%s: there is no device or jump host %q%s", inv.Path, name, hint)
	}
	switch d := all[i]; {
	case d.HostKey != "":
		return d, usagef("%s: the key of %s is pinned there: write the new one into host_key (ssh-keyscan prints it)", d.From, name)
	case d.Transport == inventory.Telnet:
		return d, usagef("%s is reached by telnet, which knows no host keys", name)
	default:
		return d, nil
	}
}

// newHostKey gets the key to accept: from a file, or from the device.
func newHostKey(g *globals, ctx context.Context, inv *inventory.Inventory, dev inventory.Device, keys *ssh.HostKeys, f *acceptFlags, a *acceptance) (ssh.HostKey, error) {
	if f.keyFile != "" {
		a.Source = "file"
		text, err := host.Read(g.std.in, f.keyFile)
		if err != nil {
			return ssh.HostKey{}, usagef("--key: %v", err)
		}
		k, err := ssh.ParseHostKey(text)
		if err != nil {
			return k, usagef("--key %s: %v", f.keyFile, err)
		}
		return k, nil
	}
	set := onHost(nil).Secrets(inv.Secrets)
	defer set.Close()
	vault := collect.NewVault(inv.Credentials, collect.Sources{Providers: set})
	defer vault.Close()
	dial := ssh.New(ssh.Config{Vault: vault, HostKeys: keys, Jumps: inv.Jumps})
	k, err := dial.Shown(ctx, dev)
	if cerr := dial.Close(); err == nil && cerr != nil {
		return k, usagef("%v", cerr)
	}
	if err != nil {
		a.Reason = "the device showed no key"
		if dev.Transport == inventory.OpenSSH {
			return k, &exitError{exitIncomplete, fmt.Sprintf("%s: %s\n(ssh-keyscan may get it: ssh-keyscan -p %d -t rsa %s | headroom hostkeys accept %s --key -)", dev.Name, why(err), dev.Port, dev.Host, dev.Name)}
		}
		return k, &exitError{exitIncomplete, fmt.Sprintf("%s: %s", dev.Name, why(err))}
	}
	return k, nil
}

// why is an error of a session without the name of its device.
func why(err error) string {
	var e *collect.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Hint != "" {
		return e.Short() + " (" + e.Hint + ")"
	}
	return e.Short()
}

// decide says whether the key is accepted, and with which exit code it is not.
func (g *globals) decide(keys *ssh.HostKeys, key ssh.HostKey, known []ssh.HostKey, f *acceptFlags, a *acceptance) error {
	switch {
	case f.fingerprint != "" && key.Fingerprint != f.fingerprint:
		a.Reason = "it is not " + f.fingerprint
		return &exitError{exitFindings, fmt.Sprintf("%s: the key is %s, not %s: nothing was changed", a.Device, key.Fingerprint, f.fingerprint)}
	case keys.Revoked(key):
		a.Reason = "it is revoked"
		return &exitError{exitFindings, a.Device + ": the key is marked @revoked: nothing was changed"}
	case len(known) == 1 && known[0].Equal(key):
		a.Accepted, a.Reason = true, "it is the key that was known"
		return nil
	case f.fingerprint != "" || f.yes || f.keyFile != "":
		a.Accepted = true
		return nil
	case !console.IsTerminal(g.std.in) || !console.IsTerminal(g.std.err):
		a.Reason = "nobody confirmed it"
		return usagef("%s: compare the fingerprint with the console of the device, then give it: --fingerprint %s", a.Device, key.Fingerprint)
	}
	fmt.Fprintf(g.std.err, "%s  known  %s\n", safeterm.CleanLine(a.Address), safeterm.CleanLine(knownWords(a.Known)))
	fmt.Fprintf(g.std.err, "%s  shown  %s\nIs the second one what the console of %s shows? Type yes to accept it: ", safeterm.CleanLine(a.Address), safeterm.CleanLine(fmt.Sprint(key)), safeterm.CleanLine(a.Device))
	line, _ := bufio.NewReader(g.std.in).ReadString('\n')
	if strings.TrimSpace(line) != "yes" {
		a.Reason = "you did not say yes"
		return usagef("%s: not accepted; nothing was changed", a.Device)
	}
	a.Accepted = true
	return nil
}

func knownWords(known []hostKeyDoc) string {
	var words []string
	for i := range known {
		words = append(words, known[i].Type+" "+known[i].Fingerprint)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

func acceptanceForms() report.Formats[acceptance] {
	return report.Formats[acceptance]{report.Plain("text", writeAcceptance), report.JSON[acceptance]()}
}

func writeAcceptance(w io.Writer, a *acceptance) error {
	if a.Shown == nil {
		return nil
	}
	word := "not accepted"
	if a.Accepted {
		word = "accepted"
	}
	_, err := fmt.Fprintf(w, "%s  %s\nknown  %s\nshown  %s %s\n%s: %s\n", a.Device, a.Address, knownWords(a.Known), a.Shown.Type, a.Shown.Fingerprint, word, a.Reason)
	return err
}
