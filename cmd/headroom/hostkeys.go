package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/spf13/cobra"
)

func newHostKeys(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "hostkeys",
		Short: "List, accept, import and export the host keys of routers",
		Long: `A device is known by its host key. A scan remembers the first one it sees
(host_keys: tofu) and ends before the password is sent where another one is shown.
These verbs look at what is known and change it; docs/collector.md says more.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newHostKeysList(g), newHostKeysAccept(g), newHostKeysImport(g), newHostKeysExport(g))
	return cmd
}

// openHostKeys reads headroom's own index of host keys.
func openHostKeys() (*ssh.HostKeys, string, error) {
	path, err := knownHostsPath()
	if err != nil {
		return nil, "", usagef("%v", err)
	}
	keys, err := ssh.LoadHostKeys(path)
	if err != nil {
		return nil, "", usagef("%v", err)
	}
	return keys, path, nil
}

// hostKeyDoc is one key in headroom.hostkeys/1.
type hostKeyDoc struct {
	Device      string `json:"device,omitempty"` // of the inventory, where one was given
	Address     string `json:"address,omitempty"`
	Type        string `json:"type,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	Bits        int    `json:"bits,omitempty"`
	Marker      string `json:"marker,omitempty"` // revoked, cert-authority
	Hashed      bool   `json:"hashed,omitempty"`
	Pinned      bool   `json:"pinned,omitempty"` // host_key of the inventory
	Policy      string `json:"host_keys,omitempty"`
	Known       bool   `json:"known"`
}

func docOf(k ssh.HostKey) hostKeyDoc {
	return hostKeyDoc{Address: k.Address, Type: k.Type, Fingerprint: k.Fingerprint, Bits: k.Bits, Marker: k.Marker, Hashed: k.Hashed, Known: true}
}

func newHostKeysList(g *globals) *cobra.Command {
	var out outputFlags
	var invPath, filter string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Show the known host keys, or what is known of every device of an inventory",
		Long: `Without an inventory: every key of headroom's known_hosts file. With one: every device
and jump host of it and the keys it is known by, also those whose names are hashed.

Exit status: 0 listed, 2 usage, inventory or known_hosts error.`,
		Example: `  headroom hostkeys list
  headroom hostkeys list -i inventory.yaml --filter site:fra3 -o json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			rows, err := hostKeyRows(invPath, filter)
			if err != nil {
				return err
			}
			return write(g, &out, hostKeyForms(), &rows)
		},
	}
	cmd.Flags().StringVarP(&invPath, "inventory", "i", "", "show the devices of this inventory; - = standard input")
	cmd.Flags().StringVar(&filter, "filter", "", "only these devices of the inventory")
	_ = cmd.RegisterFlagCompletionFunc("filter", completeDevices(&invPath))
	out.register(cmd, hostKeyForms().Names()...)
	return cmd
}

func hostKeyRows(invPath, filter string) ([]hostKeyDoc, error) {
	keys, _, err := openHostKeys()
	if err != nil {
		return nil, err
	}
	rows := []hostKeyDoc{}
	if invPath == "" {
		for _, k := range keys.List() {
			rows = append(rows, docOf(k))
		}
		return rows, nil
	}
	inv, devices, err := selectDevices(invPath, filter)
	if err != nil {
		return nil, err
	}
	if filter == "" {
		devices = append(devices, jumpDevices(inv)...)
	}
	for i := range devices {
		rows = append(rows, deviceKeys(keys, &devices[i])...)
	}
	return rows, nil
}

// deviceKeys are the rows of one device: what it is known by.
func deviceKeys(keys *ssh.HostKeys, dev *inventory.Device) []hostKeyDoc {
	row := hostKeyDoc{Device: dev.Name, Address: ssh.KeyAddress(*dev), Policy: string(dev.HostKeys)}
	var known []ssh.HostKey
	switch {
	case dev.Transport == inventory.Telnet:
		row.Policy = ""
		return []hostKeyDoc{row}
	case dev.HostKey != "":
		if k, err := ssh.ParseHostKey([]byte(dev.HostKey)); err == nil {
			known, row.Pinned = []ssh.HostKey{k}, true
		}
	default:
		known = keys.Of(row.Address)
	}
	if len(known) == 0 {
		return []hostKeyDoc{row}
	}
	var rows []hostKeyDoc
	for _, k := range known {
		r := row
		r.Type, r.Fingerprint, r.Bits, r.Known = k.Type, k.Fingerprint, k.Bits, true
		rows = append(rows, r)
	}
	return rows
}

// jumpDevices are the jump hosts of an inventory, as devices to connect to.
func jumpDevices(inv *inventory.Inventory) []inventory.Device {
	var out []inventory.Device
	for _, name := range slices.Sorted(maps.Keys(inv.Jumps)) {
		j := inv.Jumps[name]
		d := inventory.Device{Name: name, Host: j.Host, Port: j.Port, Credential: j.Credential, Transport: inventory.SSH, HostKeys: j.HostKeys, HostKey: j.HostKey, ProxyCommand: j.ProxyCommand, From: j.From}
		if j.Via != "" {
			d.Jump = inv.Chain(j.Via)
		}
		out = append(out, d)
	}
	return out
}

func hostKeyForms() report.Formats[[]hostKeyDoc] {
	return report.Formats[[]hostKeyDoc]{
		report.Plain("table", func(w io.Writer, rows *[]hostKeyDoc) error { return listHostKeys(w, *rows) }),
		report.Plain("json", func(w io.Writer, rows *[]hostKeyDoc) error {
			return report.WriteJSON(w, map[string]any{"schema": "headroom.hostkeys/1", "keys": *rows})
		}),
	}
}

func listHostKeys(w io.Writer, rows []hostKeyDoc) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "DEVICE\tADDRESS\tTYPE\tFINGERPRINT\tNOTE")
	for i := range rows {
		r := &rows[i]
		address := r.Address
		if r.Hashed {
			address = "(hashed)"
		}
		cells := []string{r.Device, address, r.Type, r.Fingerprint, r.note()}
		for j, c := range cells {
			if c == "" {
				c = "-"
			}
			cells[j] = string(safeterm.CleanLine(c))
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	return t.Flush()
}

// note says what a reader should know of a row.
func (r *hostKeyDoc) note() string {
	var notes []string
	if r.Marker != "" {
		notes = append(notes, "@"+r.Marker)
	}
	if r.Pinned {
		notes = append(notes, "pinned in the inventory")
	}
	if r.Bits > 0 && r.Bits < 2048 {
		notes = append(notes, fmt.Sprintf("only %d bits", r.Bits))
	}
	switch {
	case r.Device != "" && r.Policy == "":
		notes = append(notes, "telnet: no host key")
	case r.Policy == string(inventory.Off) && !r.Pinned:
		notes = append(notes, "NOT CHECKED (host_keys: off)")
	case !r.Known && r.Policy == string(inventory.Strict):
		notes = append(notes, "not known: a scan will refuse it (strict)")
	case !r.Known:
		notes = append(notes, "not known: the first scan trusts it (tofu)")
	}
	return strings.Join(notes, "; ")
}

// warnUnchecked says what an ssh_config asks for in vain, and loudly which devices and jump hosts of a scan prove
// nothing about who they are; -q does not silence it.
func warnUnchecked(g *globals, inv *inventory.Inventory, devices []inventory.Device) {
	if inv == nil {
		return
	}
	if g.quiet {
		sayWarnings(g.std.err, inv)
	} else {
		sayNotes(g.std.err, inv)
	}
	var names []string
	used := map[string]bool{}
	for i := range devices {
		d := &devices[i]
		if d.HostKeys == inventory.Off && d.HostKey == "" && d.Transport != inventory.Telnet {
			names = append(names, d.Name)
		}
		for _, via := range d.Jump {
			if j := inv.Jumps[via]; !used[via] && j.HostKeys == inventory.Off && j.HostKey == "" {
				names = append(names, "jump host "+via)
			}
			used[via] = true
		}
	}
	const told = 5
	switch n := len(names); {
	case n == 0:
		return
	case n > told:
		names = append(names[:told], fmt.Sprintf("and %d more", n-told))
		fallthrough
	default:
		fmt.Fprintf(g.std.err, "headroom: WARNING: the host keys of %s are not checked (host_keys: off): whoever answers gets the password: %s\n",
			words.Plural(n, "device"), safeterm.CleanLine(strings.Join(names, ", ")))
	}
}

func newHostKeysImport(g *globals) *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:   "import [FILE]",
		Short: "Take over the keys of a known_hosts file",
		Long: `Adds the lines of a file in the format of known_hosts (default ~/.ssh/known_hosts; - =
standard input, for ssh-keyscan). Hashed names are taken as they are. A key that
contradicts the known one is told and not taken, unless --replace. @revoked keys are
refused from then on, under every policy; @cert-authority keys speak for the hosts of
their line.

Exit status: 0 all of it was taken or known, 2 usage or file error, 3 some lines were not taken.`,
		Example: `  headroom hostkeys import
  ssh-keyscan -t rsa,ed25519 edge1.example.net | headroom hostkeys import -`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			home, err := os.UserHomeDir()
			if err != nil && len(args) == 0 {
				return usagef("%v", err)
			}
			return importHostKeys(g, pathOr(args, home+"/.ssh/known_hosts"), replace)
		},
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "a key of the file takes the place of another known one of its type")
	return cmd
}

func importHostKeys(g *globals, file string, replace bool) error {
	data, err := host.Read(g.std.in, file)
	if err != nil {
		return usagef("%v", err)
	}
	keys, path, err := openHostKeys()
	if err != nil {
		return err
	}
	got := keys.Import(data, replace)
	if err := keys.Save(); err != nil {
		return usagef("%v", err)
	}
	for _, m := range got.Marked {
		fmt.Fprintln(g.std.out, "taken:", safeterm.CleanLine(fmt.Sprint(m)))
	}
	fmt.Fprintf(g.std.out, "%s: %d keys added, %d known already, %d marked lines; kept in %s\n", safeterm.CleanLine(file), got.Added, got.Known, len(got.Marked), path)
	for _, c := range got.Conflict {
		fmt.Fprintf(g.std.err, "headroom: not taken: %s (compare them; --replace takes that of the file)\n", safeterm.CleanLine(fmt.Sprint(c)))
	}
	for _, b := range got.Bad {
		fmt.Fprintf(g.std.err, "headroom: not understood: %s: %s\n", safeterm.CleanLine(file), safeterm.CleanLine(fmt.Sprint(b)))
	}
	if len(got.Conflict)+len(got.Bad) > 0 {
		return &exitError{exitIncomplete, ""}
	}
	return nil
}

func newHostKeysExport(g *globals) *cobra.Command {
	var hash bool
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the known keys as a known_hosts file",
		Long: `Prints every key in the format of OpenSSH's known_hosts. A device behind jump hosts is
written as host%jump, since private addresses repeat: ssh finds it with HostKeyAlias.

Exit status: 0 printed, 2 known_hosts error.`,
		Example: `  headroom hostkeys export >> ~/.ssh/known_hosts
  headroom hostkeys export --hash > known_hosts`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			keys, _, err := openHostKeys()
			if err != nil {
				return err
			}
			_, err = g.std.out.Write(keys.Export(hash))
			return err
		},
	}
	cmd.Flags().BoolVar(&hash, "hash", false, "hide the names, as HashKnownHosts does")
	return cmd
}
