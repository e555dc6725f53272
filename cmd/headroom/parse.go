package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

func newParse(std stdio) *cobra.Command {
	var osName, command, output string
	cmd := &cobra.Command{
		Use:   "parse --os OS --command CMD FILE",
		Short: "What one pasted output means, as facts",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			raw, err := readInput(std.in, args[0])
			if err != nil {
				return err
			}
			o := registry.All().Find(fact.OS(osName))
			if o == nil {
				return &exitError{exitUsage, fmt.Sprintf("--os %q is none of %v", osName, fact.Systems())}
			}
			text := transcript.CleanText(raw)
			r, _, _ := o.ReadOutput(command, text, 0, false)
			doc := report.NewParse(fact.OS(osName), command, &r)
			enc := json.NewEncoder(std.out)
			enc.SetIndent("", " ")
			if err := enc.Encode(doc); err != nil {
				return err
			}
			if !r.Recognised {
				return &exitError{exitIncomplete, r.Why}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&osName, "os", "", "operating system that printed it")
	cmd.Flags().StringVar(&command, "command", "", "the command that was asked")
	cmd.Flags().StringVarP(&output, "output", "o", "json", "json or text")
	return cmd
}

func readInput(in io.Reader, path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(path)
}
