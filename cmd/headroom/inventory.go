package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/internal/reach"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/yaml"
	"github.com/headroom-audit/headroom/report"
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

// onHost is this host, with what in stands for.
func onHost(in io.Reader) reach.Host { return reach.Host{In: in, Ask: console.Asker()} }

// loadInventory reads a file ("-" = in) and the sources that it names; every mistake of
// it is in the error.
func loadInventory(path string, in io.Reader) (*inventory.Inventory, error) {
	return loadInventoryBy(path, in, live.Reader{})
}

// loadInventoryBy is loadInventory with another way to read sources.
func loadInventoryBy(path string, in io.Reader, by live.Reader) (*inventory.Inventory, error) {
	inv, err := onHost(in).Load(context.Background(), path, by)
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

// reachInventory is loadInventory with what the files that it names say of the way to
// the devices.
func reachInventory(path string, in io.Reader) (*inventory.Inventory, error) {
	inv, err := loadInventory(path, in)
	if err != nil {
		return nil, err
	}
	if err := reach.Apply(inv); err != nil {
		return nil, usagef("%v", err)
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
			sayNotes(g.std.err, inv)
			devices, err := inv.Select(filter)
			if err != nil {
				return usagef("--filter: %v", err)
			}
			return write(g, &out, report.DeviceForms(), &devices)
		},
	}
	inventoryFlag(cmd, &file)
	cmd.Flags().StringVar(&filter, "filter", "", "only these devices")
	out.register(cmd, report.DeviceForms().Names()...)
	return cmd
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

// sayWarnings tells what is told also to who wants to hear little.
func sayWarnings(w io.Writer, inv *inventory.Inventory) {
	for _, n := range inv.Warnings {
		fmt.Fprintf(w, "headroom: WARNING: %s\n", safeterm.CleanLine(n))
	}
}

// sayNotes tells what the inventory names and headroom does not do, and whom it does
// not visit.
func sayNotes(w io.Writer, inv *inventory.Inventory) {
	sayWarnings(w, inv)
	for _, n := range append(inv.Notes[:len(inv.Notes):len(inv.Notes)], inv.Unvisited()...) {
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
	var f reach.Query
	var user, password, key string
	use, preset := s.Name()+" PLACE", ""
	if p := s.Preset(); p != "" {
		use, preset = s.Name()+" [PLACE]", " (default "+p+")"
	}
	cmd := &cobra.Command{
		Use:     use,
		Short:   "Print an inventory of " + s.Title() + preset,
		Long:    s.About() + "\n\nWhat is not understood is reported with its place. Exit status: 0 printed, 2 usage, file or server error.",
		Example: "  " + reach.Example(s),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place := pathOr(args, s.Preset())
			if place == "" {
				return usagef("say where it is: %s", reach.Example(s))
			}
			q, err := f.Of(place)
			if err != nil {
				return usagef("%v", err)
			}
			who := yaml.Login{User: user, Agent: password == "" && key == "" && reach.Person().Agent}
			for _, r := range []struct {
				text string
				to   *inventory.Ref
			}{{password, &who.Password}, {key, &who.Key}} {
				ref, ok := inventory.ParseRef(r.text)
				if r.text != "" && !ok {
					return usagef("--password and --key take a reference such as env:NAME, not the secret itself")
				}
				*r.to = ref
			}
			h := onHost(g.std.in)
			set := h.Secrets(inventory.Secrets{})
			defer set.Close()
			inv, err := s.Read(cmd.Context(), q, h.Here(set))
			if err != nil {
				return usagef("%v", err)
			}
			sayNotes(g.std.err, inv)
			return yaml.Write(g.std.out, s.Name()+" "+place, inv, who)
		},
	}
	f.Register(cmd.Flags(), s.Takes())
	cmd.Flags().StringVar(&user, "user", "", "who logs in where the source does not say")
	cmd.Flags().StringVar(&password, "password", "", "reference to the password of --user")
	cmd.Flags().StringVar(&key, "key", "", "reference to the key of --user: key:PATH")
	return cmd
}

func newInventoryDiff(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Show what a source would change in the inventory",
		Long: `Shows what reading the sources of the inventory again would change; with a verb below it, what
another source would change in it.

Exit status: 0 nothing, 1 something, 2 usage, file or server error.`,
		Example: "  headroom inventory diff -i live.yaml\n  headroom inventory diff netbox https://netbox.example.net --token env:NETBOX_TOKEN -i inventory.yaml",
		Args:    cobra.NoArgs,
	}
	var file string
	var out outputFlags
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := out.check(); err != nil {
			return err
		}
		before, err := loadInventoryBy(cmp.Or(file, sources.File().Preset()), g.std.in, live.Reader{Only: true})
		if err != nil {
			return err
		}
		if len(before.Sources) == 0 {
			return usagef("the inventory names no sources: say which, as in headroom inventory diff netbox https://netbox.example.net")
		}
		after, err := loadInventoryBy(cmp.Or(file, sources.File().Preset()), g.std.in, live.Reader{Again: true})
		if err != nil {
			return err
		}
		sayNotes(g.std.err, after)
		return answerDiff(g, &out, inventory.Compare(before, after, true))
	}
	inventoryFlag(cmd, &file)
	out.register(cmd, report.ChangeForms().Names()...)
	for _, s := range sources.Others() {
		cmd.AddCommand(newDiffOf(g, s))
	}
	return cmd
}

func newDiffOf(g *globals, s inventory.Source) *cobra.Command {
	var f reach.Query
	var file string
	var out outputFlags
	cmd := &cobra.Command{
		Use:     s.Name() + " [PLACE]",
		Short:   "Compare the inventory with " + s.Title(),
		Example: "  " + strings.NewReplacer(" import ", " diff ", "> inventory.yaml", "-i inventory.yaml", " --user headroom --password cloginrc:~/.cloginrc", "").Replace(reach.Example(s)),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			q, err := f.Of(pathOr(args, s.Preset()))
			if err != nil {
				return usagef("%v", err)
			}
			before, err := loadInventory(cmp.Or(file, sources.File().Preset()), g.std.in)
			if err != nil {
				return err
			}
			h := onHost(g.std.in)
			set := h.Secrets(before.Secrets)
			defer set.Close()
			after, err := s.Read(cmd.Context(), q, h.Here(set))
			if err != nil {
				return usagef("%v", err)
			}
			sayNotes(g.std.err, after)
			return answerDiff(g, &out, inventory.Compare(before, after, false))
		},
	}
	f.Register(cmd.Flags(), s.Takes())
	inventoryFlag(cmd, &file)
	out.register(cmd, report.ChangeForms().Names()...)
	return cmd
}

func answerDiff(g *globals, out *outputFlags, changes []inventory.Change) error {
	if err := write(g, out, report.ChangeForms(), &changes); err != nil {
		return err
	}
	if len(changes) > 0 {
		return &exitError{exitFindings, ""}
	}
	return nil
}
