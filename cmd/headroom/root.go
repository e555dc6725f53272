package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// The exit codes, said again in every verb's help.
const (
	exitOK         = 0
	exitFindings   = 1
	exitUsage      = 2
	exitIncomplete = 3
	exitInterrupt  = 130
)

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

// run executes one command line and gives the exit code.
func run(ctx context.Context, args []string, std stdio) int {
	root := newRoot(std)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var exit *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		if exit.msg != "" {
			fmt.Fprintf(std.err, "headroom: %s\n", exit.msg)
		}
		return exit.code
	default:
		fmt.Fprintf(std.err, "headroom: %v\n", err)
		return exitUsage
	}
}

func newRoot(std stdio) *cobra.Command {
	root := &cobra.Command{
		Use:           "headroom",
		Short:         "Which routers will run out of forwarding memory, when, and what to change before that night",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.AddCommand(newParse(std))
	return root
}
