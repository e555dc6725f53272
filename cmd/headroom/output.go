package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/report"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// outputFlags say in which forms an answer is wanted and where each goes.
type outputFlags struct {
	formats []string
	files   []string
	words   []string
}

// register adds -o/--output (also --format) and --output-file; words are the
// forms this verb has, the first being the default.
func (o *outputFlags) register(cmd *cobra.Command, words ...string) {
	o.words = words
	f := cmd.Flags()
	f.StringSliceVarP(&o.formats, "output", "o", words[:1], "form of the answer: "+strings.Join(words, ", ")+"; repeatable")
	f.StringSliceVar(&o.files, "output-file", nil, "where the answer goes, in the order of -o; - = stdout")
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "format" {
			name = "output"
		}
		return pflag.NormalizedName(name)
	})
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// check refuses unknown forms and two answers on stdout.
func (o *outputFlags) check() error {
	for _, f := range o.formats {
		if !slices.Contains(o.words, f) {
			hint := ""
			if best := query.Nearest(f, o.words); best != "" {
				hint = fmt.Sprintf(": did you mean %q?", best)
			}
			return usagef("-o %q is none of %s%s", f, strings.Join(o.words, ", "), hint)
		}
	}
	if len(o.files) > len(o.formats) {
		return usagef("%d --output-file but only %d -o", len(o.files), len(o.formats))
	}
	onStdout := 0
	for i := range o.formats {
		if o.file(i) == "-" {
			onStdout++
		}
	}
	if onStdout > 1 {
		return usagef("only one answer can go to stdout: give --output-file for the others (in the order of -o)")
	}
	return nil
}

// also adds a form with its file.
func (o *outputFlags) also(form, file string) {
	for len(o.files) < len(o.formats) {
		o.files = append(o.files, "-")
	}
	o.formats, o.files = append(o.formats, form), append(o.files, file)
}

// onlyLast adds a form that has stdout for itself, after those that were asked for.
func (o *outputFlags) onlyLast(form string, asked bool) {
	if !asked {
		o.formats = slices.Delete(o.formats, 0, 1) // the default
		o.files = o.files[min(1, len(o.files)):]
	}
	o.also(form, "-")
}

func (o *outputFlags) file(i int) string {
	if i < len(o.files) && o.files[i] != "" {
		return o.files[i]
	}
	return "-"
}

// each writes every wanted form with write; files appear whole or not at all.
func (o *outputFlags) each(std stdio, write func(w io.Writer, format string, stdout bool) error) error {
	for i, format := range o.formats {
		file := o.file(i)
		if file == "-" {
			if err := write(std.out, format, true); err != nil {
				return usagef("write %s: %v", format, err)
			}
			continue
		}
		var b bytes.Buffer
		if err := write(&b, format, false); err != nil {
			return usagef("write %s: %v", format, err)
		}
		if err := atomicfile.Write(file, b.Bytes(), 0o644); err != nil {
			return usagef("write %s: %v", format, err)
		}
	}
	return nil
}

// tableOptions fits a table to where it goes.
func (g *globals) tableOptions(stdout bool) report.TableOptions {
	o := report.TableOptions{ASCII: g.ascii}
	if f, ok := g.std.out.(*os.File); ok && stdout && term.IsTerminal(int(f.Fd())) {
		o.Color = !g.noColor
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			o.Width = w
		}
	}
	return o
}

// write writes a document in every form that is wanted.
func write[D any](g *globals, o *outputFlags, forms report.Formats[D], doc *D) error {
	return writeBy(g, o, forms, doc, report.DefaultTerms())
}

// writeBy is write, for forms that tell what is good by terms.
func writeBy[D any](g *globals, o *outputFlags, forms report.Formats[D], doc *D, terms report.Terms) error {
	return o.each(g.std, func(w io.Writer, format string, stdout bool) error {
		table := g.tableOptions(stdout)
		table.Terms = terms
		return forms.Write(w, format, doc, table)
	})
}

// outcomeFlags decide the exit code of scan, audit, demo and report.
type outcomeFlags struct {
	terms  report.Terms
	nagios bool
	prom   string // file for the textfile collector of Prometheus; "" = none
	since  sinceFlags
	notify notifyFlags
	resume string // how to go on with a scan that was interrupted; "" = not at all
	stored bool   // the scan is not of now: one that was interrupted is incomplete
}

func (o *outcomeFlags) register(cmd *cobra.Command) {
	def := report.DefaultTerms()
	enumVar(cmd, &o.terms.FailOn, "fail-on", def.FailOn, "exit 1 where a device is at or above this", "over", "crit", "warn", "never")
	cmd.Flags().BoolVar(&o.terms.FailOnPending, "fail-on-pending", false, "PEND counts as crit")
	cmd.Flags().StringVar(&o.terms.AllowUnread, "allow-unread", def.AllowUnread, "so many devices (N or N%) may be unread without exit 3")
	cmd.Flags().BoolVar(&o.nagios, nagiosFlag, false, "one status line with perfdata on stdout, -o to files only; exit 0/1/2/3 = OK/WARNING/CRITICAL/UNKNOWN")
	o.since.register(cmd)
	o.notify.register(cmd)
	cmd.Flags().StringVar(&o.prom, "textfile", "", "also write metrics for Prometheus' textfile collector into this file, whole or not at all")
}

const nagiosFlag = "nagios"

// check refuses values that mean nothing before a scan is started, and makes the
// status line of --nagios the one answer on stdout.
func (o *outcomeFlags) check(g *globals, cmd *cobra.Command, out *outputFlags) error {
	if err := o.terms.Check(); err != nil {
		return usagef("%v", err)
	}
	if err := o.since.load(g); err != nil {
		return err
	}
	if err := o.notify.load(g); err != nil {
		return err
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
func (o *outcomeFlags) exit(doc *report.Scan, out report.Outcome) error {
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
