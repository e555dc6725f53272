package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/report"
)

// outcomeFlags decide the exit code of scan, audit and demo.
type outcomeFlags struct {
	failOn        string
	failOnPending bool
	allowUnread   string
	nagios        bool
	resume        string // how to go on with a scan that was interrupted; "" = not at all
	stored        bool   // the scan is not of now: one that was interrupted is incomplete
}

func (o *outcomeFlags) register(cmd *cobra.Command) {
	enumVar(cmd, &o.failOn, "fail-on", "crit", "exit 1 where a device is at or above this", "over", "crit", "warn", "never")
	cmd.Flags().BoolVar(&o.failOnPending, "fail-on-pending", false, "PEND counts as crit")
	cmd.Flags().StringVar(&o.allowUnread, "allow-unread", "0", "so many devices (N or N%) may be unread without exit 3")
	cmd.Flags().BoolVar(&o.nagios, "nagios", false, "one status line with perfdata; exit 0/1/2/3 = OK/WARNING/CRITICAL/UNKNOWN")
}

// check refuses values that mean nothing before a scan is started.
func (o *outcomeFlags) check() error {
	_, err := o.tolerated(100)
	return err
}

// tolerated is how many of n devices may be unread.
func (o *outcomeFlags) tolerated(n int) (int, error) {
	text, percent := strings.CutSuffix(o.allowUnread, "%")
	v, err := strconv.Atoi(text)
	if err != nil || v < 0 || percent && v > 100 {
		return 0, usagef("--allow-unread %q is neither a number of devices nor a percentage", o.allowUnread)
	}
	if percent {
		return n * v / 100, nil
	}
	return v, nil
}

// reached reports whether a state is at or above --fail-on.
func (o *outcomeFlags) reached(s audit.State) bool {
	switch s {
	case audit.Over:
		return o.failOn != "never"
	case audit.Crit:
		return o.failOn == "crit" || o.failOn == "warn"
	case audit.Pend:
		return o.failOn == "warn" || o.failOnPending && o.failOn == "crit"
	case audit.Warn:
		return o.failOn == "warn"
	default:
		return false
	}
}

// exit gives the error that carries the exit code of a scan; nil = 0.
func (o *outcomeFlags) exit(doc *report.Scan) error {
	allowed, err := o.tolerated(len(doc.Devices))
	if err != nil {
		return err
	}
	unread, worst := 0, false
	for i := range doc.Devices {
		d := &doc.Devices[i]
		worst = worst || o.reached(d.State)
		if !wholly(d) {
			unread++
		}
	}
	switch {
	case doc.Scan.Interrupted && !o.stored:
		text := fmt.Sprintf("interrupted: %d of %d devices were visited", len(doc.Devices), doc.Scan.Planned)
		if o.resume != "" {
			text += "; what was collected is kept, go on with: " + o.resume
		}
		return &exitError{exitInterrupt, text}
	case worst:
		return &exitError{exitFindings, ""}
	case unread > allowed, doc.Scan.Interrupted:
		return &exitError{exitIncomplete, ""}
	}
	return nil
}

// wholly reports whether all that a device was asked for was read and
// understood.
func wholly(d *report.Device) bool {
	if d.State == audit.Unkn || d.State == audit.Fail || d.Failure != nil {
		return false
	}
	for _, f := range d.Findings {
		if (f.State == audit.Unkn || f.State == audit.Fail) && !f.Waived {
			return false
		}
	}
	return true
}

// exitNagios prints the status line and gives the exit code of the plugin
// interface.
func (o *outcomeFlags) exitNagios(g *globals, doc *report.Scan) error {
	n := doc.Summary.States
	code, word := 0, "OK"
	switch {
	case n[audit.Over]+n[audit.Crit] > 0 || o.failOnPending && n[audit.Pend] > 0:
		code, word = 2, "CRITICAL"
	case n[audit.Warn]+n[audit.Pend] > 0:
		code, word = 1, "WARNING"
	case n[audit.Unkn]+n[audit.Fail]+n[audit.Stale] > 0 || doc.Scan.Interrupted || len(doc.Devices) == 0:
		code, word = 3, "UNKNOWN"
	}
	var text, perf []string
	for _, s := range audit.States() {
		if n[s] > 0 {
			text = append(text, fmt.Sprintf("%s %d", s, n[s]))
		}
		perf = append(perf, fmt.Sprintf("%s=%d", strings.ToLower(string(s)), n[s]))
	}
	fmt.Fprintf(g.std.out, "HEADROOM %s - %d devices: %s | %s\n", word, len(doc.Devices), strings.Join(text, ", "), strings.Join(perf, " "))
	if code == 0 {
		return nil
	}
	return &exitError{code, ""}
}
