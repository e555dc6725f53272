package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/live"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/report"
)

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
	out.register(cmd, diffForms().Names()...)
	for _, s := range sources.Others() {
		cmd.AddCommand(newDiffOf(g, s))
	}
	return cmd
}

func newDiffOf(g *globals, s inventory.Source) *cobra.Command {
	var f queryFlags
	var file string
	var out outputFlags
	cmd := &cobra.Command{
		Use:     s.Name() + " [PLACE]",
		Short:   "Compare the inventory with " + s.Title(),
		Example: "  " + strings.NewReplacer(" import ", " diff ", "> inventory.yaml", "-i inventory.yaml", " --user headroom --password cloginrc:~/.cloginrc", "").Replace(importExample(s)),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			q, err := f.query(pathOr(args, s.Preset()))
			if err != nil {
				return err
			}
			before, err := loadInventory(cmp.Or(file, sources.File().Preset()), g.std.in)
			if err != nil {
				return err
			}
			set := secretsOf(before.Secrets)
			defer set.Close()
			after, err := s.Read(cmd.Context(), q, hereWith(g.std.in, set))
			if err != nil {
				return usagef("%v", err)
			}
			sayNotes(g.std.err, after)
			return answerDiff(g, &out, inventory.Compare(before, after, false))
		},
	}
	f.register(cmd, s.Takes())
	inventoryFlag(cmd, &file)
	out.register(cmd, diffForms().Names()...)
	return cmd
}

func answerDiff(g *globals, out *outputFlags, changes []inventory.Change) error {
	if err := write(g, out, diffForms(), &changes); err != nil {
		return err
	}
	if len(changes) > 0 {
		return &exitError{exitFindings, ""}
	}
	return nil
}

func diffForms() report.Formats[[]inventory.Change] {
	return report.Formats[[]inventory.Change]{
		report.Plain("text", func(w io.Writer, changes *[]inventory.Change) error { return writeChanges(w, *changes) }),
		report.Plain("json", func(w io.Writer, changes *[]inventory.Change) error {
			return report.WriteJSON(w, map[string]any{"schema": "headroom.inventory-diff/1", "changes": *changes})
		}),
	}
}

func writeChanges(w io.Writer, changes []inventory.Change) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "no difference")
		return err
	}
	kinds := map[string]int{}
	for _, c := range changes {
		kinds[c.Kind]++
		sign := map[string]string{"new": "+", "gone": "-", "changed": "~"}[c.Kind]
		fmt.Fprintf(w, "%s %s", sign, safeterm.CleanLine(c.Device))
		for i, f := range c.Fields {
			sep := ", "
			if i == 0 {
				sep = ": "
			}
			fmt.Fprintf(w, "%s%s %s → %s", sep, f.Key, safeterm.CleanLine(quoteEmpty(f.Before)), safeterm.CleanLine(quoteEmpty(f.After)))
		}
		fmt.Fprintln(w)
	}
	words := []string{}
	for _, k := range []string{"new", "gone", "changed"} {
		if kinds[k] > 0 {
			words = append(words, strconv.Itoa(kinds[k])+" "+k)
		}
	}
	_, err := fmt.Fprintln(w, strings.Join(slices.Clip(words), ", "))
	return err
}

func quoteEmpty(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
