package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/sshconfig"
	"github.com/headroom-audit/headroom/inventory/yaml"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/secret/cloginrc"
	"github.com/spf13/cobra"
)

func newInventory(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "inventory",
		Short: "Check and list the inventory",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newInventoryCheck(g), newInventoryList(g), newInventorySchema(g), newInventoryImport(g), newInventoryDiff(g))
	return cmd
}

// loadInventory reads a file ("-" = in) and the sources that it names; every mistake of
// it is in the error.
func loadInventory(path string, in io.Reader) (*inventory.Inventory, error) {
	return loadInventoryBy(path, in, live.Reader{})
}

// loadInventoryBy is loadInventory with another way to read sources.
func loadInventoryBy(path string, in io.Reader, by live.Reader) (*inventory.Inventory, error) {
	inv, err := sources.File().Read(context.Background(), inventory.Query{Place: path}, hereLive(in, by))
	var mistakes yaml.Errors
	switch {
	case errors.Is(err, os.ErrNotExist) && !strings.Contains(err.Error(), ": source "):
		return nil, usagef("%v\n(inventory.example.yaml shows what one looks like; name yours with -i)", err)
	case errors.As(err, &mistakes):
		return nil, usagef("%v", err)
	case err != nil:
		return nil, usagef("read inventory: %v", err)
	}
	return inv, nil
}

// selectDevices loads an inventory and picks devices of it; those marked skip
// are left out.
func selectDevices(path, filter string) (*inventory.Inventory, []inventory.Device, error) {
	inv, err := reachInventory(path, os.Stdin)
	if err != nil {
		return nil, nil, err
	}
	devices, err := visitable(inv, filter, path)
	return inv, devices, err
}

// completeDevices completes device names from the inventory, each with what is
// known of it.
func completeDevices(path *string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		inv, err := loadInventoryBy(*path, strings.NewReader(""), live.Reader{Only: true})
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var out []string
		for i := range inv.Devices {
			d := &inv.Devices[i]
			out = append(out, cobra.CompletionWithDesc(d.Name, strings.TrimSpace(d.Site+" "+d.Role+" "+string(d.OS))))
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

func newInventoryCheck(g *globals) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:     "check [FILE]",
		Short:   "Validate an inventory: every mistake with file:line:column",
		Example: "  headroom inventory check inventory.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			path, err := inventoryFile(args, file)
			if err != nil {
				return err
			}
			inv, err := reachInventory(path, g.std.in)
			if err != nil {
				return err
			}
			sayNotes(g.std.err, inv)
			saySkipped(g, inv)
			skipped := 0
			for i := range inv.Devices {
				if inv.Devices[i].Skip {
					skipped++
				}
			}
			fmt.Fprintf(g.std.out, "%s: %d devices (%d marked skip), %d credentials, %d jump hosts: no mistakes\n",
				path, len(inv.Devices), skipped, len(inv.Credentials), len(inv.Jumps))
			return nil
		},
	}
	inventoryFlag(cmd, &file)
	return cmd
}

func newInventoryList(g *globals) *cobra.Command {
	var file, filter string
	var out outputFlags
	cmd := &cobra.Command{
		Use:     "list [FILE]",
		Short:   "Show the devices with everything they inherit",
		Example: "  headroom inventory list --filter site:fra3",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			path, err := inventoryFile(args, file)
			if err != nil {
				return err
			}
			inv, err := reachInventory(path, g.std.in)
			if err != nil {
				return err
			}
			devices, err := inv.Select(filter)
			if err != nil {
				return usagef("--filter: %v", err)
			}
			return write(g, &out, deviceForms(), &devices)
		},
	}
	inventoryFlag(cmd, &file)
	cmd.Flags().StringVar(&filter, "filter", "", "only these devices")
	out.register(cmd, deviceForms().Names()...)
	return cmd
}

func deviceForms() report.Formats[[]inventory.Device] {
	return report.Formats[[]inventory.Device]{
		report.Plain("table", func(w io.Writer, devices *[]inventory.Device) error { return listDevices(w, *devices) }),
		report.Plain("json", func(w io.Writer, devices *[]inventory.Device) error {
			return report.WriteJSON(w, report.NewInventory(*devices))
		}),
	}
}

func listDevices(w io.Writer, devices []inventory.Device) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tHOST\tPORT\tOS\tSITE\tROLE\tPAIR\tCREDENTIAL\tTRANSPORT\tVIA")
	for i := range devices {
		d := &devices[i]
		system := string(d.OS)
		if system == "" {
			system = "(detect)"
		}
		cells := []string{d.Name, d.Host, fmt.Sprint(d.Port), system, d.Site, d.Role, d.Pair, d.Credential, string(d.Transport), strings.Join(d.Jump, ">")}
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

func newInventorySchema(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of the inventory, for editors",
		Example: "  headroom inventory schema > inventory.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := g.std.out.Write(yaml.Schema())
			return err
		},
	}
}

// inventoryFlag gives a verb that takes the file as an argument the flag of all
// other verbs too.
func inventoryFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVarP(file, "inventory", "i", "", "the inventory; the same as FILE")
}

// inventoryFile is the file of an argument or of the flag.
func inventoryFile(args []string, flag string) (string, error) {
	switch {
	case len(args) > 0 && flag != "" && flag != args[0]:
		return "", usagef("two inventories: %s and -i %s", args[0], flag)
	case len(args) > 0:
		return args[0], nil
	case flag != "":
		return flag, nil
	}
	return sources.File().Preset(), nil
}

func pathOr(args []string, preset string) string {
	if len(args) > 0 {
		return args[0]
	}
	return preset
}

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
	if err := cloginrc.Expand(inv); err != nil {
		return nil, usagef("%v", err)
	}
	return inv, nil
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
