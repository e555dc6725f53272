package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
)

// The exit codes, said again in every verb's help.
const (
	exitOK         = 0
	exitFindings   = 1
	exitUsage      = 2
	exitIncomplete = 3
	exitInterrupt  = 130
)

const exitHelp = `
Exit status:
  0    everything was read, and nothing is at or above --fail-on
  1    findings at or above --fail-on (default crit)
  2    could not run: usage, configuration, inventory or store error
  3    incomplete: something was not read, not understood or is stale, was planned and
       not visited, a file was passed over, or there was nothing to judge; and nothing
       is at or above --fail-on (--allow-unread N or N% tolerates unread devices)
  130  interrupted; what was collected is kept`

type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// exitError carries an exit code through cobra; an empty msg prints nothing.
type exitError struct {
	code int
	msg  string
}

func (e *exitError) Error() string { return e.msg }

// usagef is an error of the command line, with exit code 2.
func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Sprintf(format, args...)}
}

// run executes one command line and gives the exit code.
func run(ctx context.Context, args []string, std stdio) int {
	root := newRoot(std)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	code := exitUsage
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
	}
	if code == exitUsage && err.Error() != "" && slices.Contains(args, "--"+nagiosFlag) { // 2 would say CRITICAL
		code = exitIncomplete
		first, _, _ := strings.Cut(err.Error(), "\n")
		fmt.Fprintf(std.out, "HEADROOM UNKNOWN - could not run: %s\n", strings.ReplaceAll(string(safeterm.CleanLine(first)), "|", "/"))
	}
	if msg := err.Error(); msg != "" {
		fmt.Fprintf(std.err, "headroom: %s\n", safeterm.Clean(strings.TrimRight(msg, "\n")))
	}
	return code
}

func newRoot(std stdio) *cobra.Command {
	g := &globals{std: std}
	root := &cobra.Command{
		Use:   "headroom",
		Short: "Which routers will run out of forwarding memory, when, and what to change before that night",
		Long: `headroom reads the forwarding-memory allocation of Cisco and Juniper routers over
SSH, or from files, and says which of them will run out, and exactly what must be
changed and rebooted before that night. It sends nothing but read-only commands.

Without a verb it opens the terminal screens on the newest scan.`,
		Example: `  headroom demo                         a lab fleet of simulated routers, scanned over real SSH
  headroom scan -i inventory.yaml       scan your own
  headroom audit captures/              the same verdict from files
  headroom plan -o md > tonight.md      the checklist for the window`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchVerb,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return g.settle(cmd)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !console.IsTerminal(std.out) {
				return cmd.Help()
			}
			return openTUI(cmd.Context(), g, &tuiFlags{})
		},
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(suggestFlag)
	g.register(root)
	root.AddCommand(
		newDemo(g), newLab(g), newScan(g), newAudit(g), newParse(g), newPlan(g), newReport(g), newHistory(g), newForecast(g), newDiff(g), newWhatIf(g),
		newInventory(g), newHostKeys(g), newPlatforms(g), newRules(g), newExplain(g), newTUI(g), newStore(g), newDoctor(g), newNotify(g), newVersion(g),
	)
	return root
}

// suggestFlag adds the nearest flag to cobra's "unknown flag".
func suggestFlag(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return usagef("%v (see '%s --help')", err, cmd.CommandPath())
	}
	if best := query.Nearest(name, flagNames(cmd)); best != "" {
		return usagef("unknown flag --%s: did you mean --%s?", name, best)
	}
	return usagef("unknown flag --%s (see '%s --help')", name, cmd.CommandPath())
}

// noSuchVerb refuses words after headroom itself, with the nearest verb.
func noSuchVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		verbs = append(verbs, c.Name())
	}
	if best := query.Nearest(args[0], verbs); best != "" {
		return usagef("there is no verb %q: did you mean '%s %s'?", args[0], cmd.CommandPath(), best)
	}
	return usagef("there is no verb %q (see '%s --help')", args[0], cmd.CommandPath())
}
