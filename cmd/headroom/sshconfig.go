package main

import (
	"fmt"
	"io"
	"os"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
	"github.com/headroom-audit/headroom/inventory/yaml"
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

// here is what a source may know of this host.
func here(in io.Reader) inventory.Here {
	return inventory.Here{Open: func(path string) ([]byte, error) { return host.Read(in, path) }, Person: person()}
}

// person is who runs headroom.
func person() inventory.Person {
	home, _ := os.UserHomeDir() // without one, ~ stays as it is and is not found
	return inventory.Person{Home: home, User: sshconfig.LocalUser(), Agent: os.Getenv("SSH_AUTH_SOCK") != ""}
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
	for _, s := range sources.Others() {
		cmd.AddCommand(newImport(g, s))
	}
	return cmd
}

func newImport(g *globals, s inventory.Source) *cobra.Command {
	return &cobra.Command{
		Use:     s.Name() + " [FILE]",
		Short:   "Print an inventory of " + s.Title() + " (default " + s.Preset() + ")",
		Long:    s.About() + "\n\nExit status: 0 printed, 2 usage or file error.",
		Example: "  headroom inventory import " + s.Name() + " > inventory.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file := pathOr(args, s.Preset())
			inv, err := s.Read(file, here(g.std.in))
			if err != nil {
				return usagef("%v", err)
			}
			return yaml.Write(g.std.out, file, inv)
		},
	}
}
