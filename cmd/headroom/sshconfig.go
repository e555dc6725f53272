package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect/sshconfig"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
)

// reachInventory is loadInventory with what the ssh_config files that it names
// say of the way to the devices.
func reachInventory(path string, in io.Reader) (*inventory.Inventory, error) {
	inv, err := loadInventory(path, in)
	if err != nil {
		return nil, err
	}
	if err := sshconfig.Apply(inv, person()); err != nil {
		return nil, usagef("%v", err)
	}
	return inv, nil
}

// person is who runs headroom.
func person() sshconfig.Person {
	home, _ := os.UserHomeDir() // without one, ~ stays as it is and is not found
	return sshconfig.Person{Home: home, User: sshconfig.LocalUser(), Agent: os.Getenv("SSH_AUTH_SOCK") != ""}
}

// sayNotes tells what the inventory names and headroom does not do.
func sayNotes(w io.Writer, inv *inventory.Inventory) {
	for _, n := range inv.Notes {
		fmt.Fprintf(w, "headroom: note: %s\n", safeterm.CleanLine(n))
	}
}

func newInventoryImport(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Make an inventory of what another program knows",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newImportSSHConfig(g))
	return cmd
}

func newImportSSHConfig(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "ssh_config [FILE]",
		Short: "Print an inventory of the hosts of an ssh_config file (default ~/.ssh/config)",
		Long: `Prints an inventory with every host that the file names without a pattern. How each is
reached (host name, port, user, keys, jump hosts) stays in that file, which every scan
reads; a jump host that others are reached through is left out.

Exit status: 0 printed, 2 usage or file error.`,
		Example: "  headroom inventory import ssh_config > inventory.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			who := person()
			file := pathOr(args, "~/.ssh/config")
			conf, err := sshconfig.Load(file, who.Home)
			if err != nil {
				return usagef("%v", err)
			}
			return g.printImported(file, conf.Hosts())
		},
	}
}

func (g *globals) printImported(file string, hosts []string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The hosts of %s. Take out what is no router; headroom inventory check says what is wrong.\n", strconv.Quote(file))
	fmt.Fprintf(&b, "version: 1\ndefaults:\n  ssh_config: %s   # says how each is reached; a credential here would stand above it\ndevices:\n", strconv.Quote(file))
	for _, h := range hosts {
		fmt.Fprintf(&b, "  - name: %s\n", strconv.Quote(h))
	}
	if len(hosts) == 0 {
		return usagef("%s: no Host line names a host without a pattern", file)
	}
	_, err := g.std.out.Write(b.Bytes())
	return err
}
