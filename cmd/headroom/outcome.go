package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/report"
)

// outcomeFlags decide the exit code of scan, audit, demo and report.
type outcomeFlags struct {
	terms  report.Terms
	nagios bool
	prom   string // file for the textfile collector of Prometheus; "" = none
	resume string // how to go on with a scan that was interrupted; "" = not at all
	stored bool   // the scan is not of now: one that was interrupted is incomplete
}

func (o *outcomeFlags) register(cmd *cobra.Command) {
	def := report.DefaultTerms()
	enumVar(cmd, &o.terms.FailOn, "fail-on", def.FailOn, "exit 1 where a device is at or above this", "over", "crit", "warn", "never")
	cmd.Flags().BoolVar(&o.terms.FailOnPending, "fail-on-pending", false, "PEND counts as crit")
	cmd.Flags().StringVar(&o.terms.AllowUnread, "allow-unread", def.AllowUnread, "so many devices (N or N%) may be unread without exit 3")
	cmd.Flags().BoolVar(&o.nagios, nagiosFlag, false, "one status line with perfdata on stdout, -o to files only; exit 0/1/2/3 = OK/WARNING/CRITICAL/UNKNOWN")
	cmd.Flags().StringVar(&o.prom, "textfile", "", "also write metrics for Prometheus' textfile collector into this file, whole or not at all")
}

const nagiosFlag = "nagios"

// check refuses values that mean nothing before a scan is started, and makes the
// status line of --nagios the one answer on stdout.
func (o *outcomeFlags) check(cmd *cobra.Command, out *outputFlags) error {
	if err := o.terms.Check(); err != nil {
		return usagef("%v", err)
	}
	if o.prom != "" {
		out.also("prom", o.prom)
	}
	if o.nagios {
		out.onlyLast(nagiosFlag, cmd.Flags().Changed("output"))
	}
	return out.check()
}

// exit gives the error that carries the exit code of a scan; nil = 0.
func (o *outcomeFlags) exit(doc *report.Scan) error {
	out := o.terms.Of(doc)
	if o.nagios {
		if code, _ := out.Nagios(); code != exitOK {
			return &exitError{code, ""}
		}
		return nil
	}
	switch {
	case doc.Scan.Interrupted && !o.stored:
		text := fmt.Sprintf("interrupted: %d of %d devices were visited", len(doc.Devices), doc.Scan.Planned)
		if o.resume != "" {
			text += "; what was collected is kept, go on with: " + o.resume
		}
		return &exitError{exitInterrupt, text}
	case out.Findings > 0:
		return &exitError{exitFindings, ""}
	case len(out.Incomplete) > 0:
		return &exitError{exitIncomplete, "incomplete: " + strings.Join(out.Incomplete, "; ")}
	}
	return nil
}
