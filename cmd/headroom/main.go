// RSA host keys below 1024 bits are refused per device, not by the runtime:
// see collect/ssh.
//
//go:debug rsa1024min=0

// Command headroom says which routers will run out of forwarding memory, when,
// and what must be changed and rebooted before that night.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/report"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// buildVersion is set by the linker in a release; else the module's own.
var buildVersion string

func version() string {
	if buildVersion != "" {
		return buildVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

func newVersion(g *globals) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Build information",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			doc := map[string]string{"schema": "headroom.version/1", "version": version()}
			if info, ok := debug.ReadBuildInfo(); ok {
				doc["go"] = info.GoVersion
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" || s.Key == "vcs.time" || s.Key == "GOOS" || s.Key == "GOARCH" {
						doc[s.Key] = s.Value
					}
				}
			}
			return write(g, &out, versionForms(), &doc)
		},
	}
	out.register(cmd, versionForms().Names()...)
	return cmd
}

func versionForms() report.Formats[map[string]string] {
	return report.Formats[map[string]string]{report.Plain("text", func(w io.Writer, doc *map[string]string) error {
		v := *doc
		_, err := fmt.Fprintf(w, "headroom %s (%s %s/%s)\n", v["version"], v["go"], v["GOOS"], v["GOARCH"])
		return err
	}), report.JSON[map[string]string]()}
}
