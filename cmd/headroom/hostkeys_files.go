package main

import (
	"fmt"
	"os"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

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
			return g.importHostKeys(pathOr(args, home+"/.ssh/known_hosts"), replace)
		},
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "a key of the file takes the place of another known one of its type")
	return cmd
}

func (g *globals) importHostKeys(file string, replace bool) error {
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
