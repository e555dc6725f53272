package main

import (
	"github.com/headroom-audit/headroom/internal/host"
	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

func newParse(g *globals) *cobra.Command {
	var osName, command, model string
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "parse --os OS --command CMD FILE",
		Short: "What one pasted output means, as facts",
		Long: `Reads what a router printed for one command and says what it means: a row per
table and instance, flags, and the lines nobody understood. FILE - is standard input.
With -o text it shows the proof: the output with a caret under every number.

Exit status: 0 recognised, 3 no parser knows the command or nothing in it could be
read (the answer says why), 2 usage.`,
		Example: `  headroom parse --os cisco_ios --command "show mls cef maximum-routes" capture.txt
  headroom parse --os cisco_iosxr --command "show controllers npu resources lem location 0/0/CPU0" -o text -`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if command == "" {
				return usagef("parse needs --command: what was asked of the router")
			}
			o := registry.All().Find(fact.OS(osName))
			raw, err := host.Read(g.std.in, args[0])
			if err != nil {
				return usagef("%v", err)
			}
			text := transcript.CleanText(raw)
			r, _, _ := o.ReadOutput(command, text, 0, false)
			if model != "" && r.Recognised && !o.ReadAs(&r, command, text, model) {
				return usagef("--model %q: no family of %s knows it (see 'headroom platforms')", model, o.Title)
			}
			err = write(g, &out, report.Parses(), &report.Parsed{OS: o.ID, Command: command, Text: text, Reading: &r})
			if err == nil && !r.Recognised {
				return &exitError{exitIncomplete, r.Why}
			}
			return err
		},
	}
	var words []string
	for _, id := range fact.Systems() {
		words = append(words, string(id))
	}
	enumVar(cmd, &osName, "os", "", "operating system that printed it", words...)
	_ = cmd.MarkFlagRequired("os")
	cmd.Flags().StringVar(&command, "command", "", "the command that was asked")
	cmd.Flags().StringVar(&model, "model", "", "part number of the box, where the output alone cannot tell: adds what the catalog knows of it")
	out.register(cmd, report.Parses().Names()...)
	return cmd
}
