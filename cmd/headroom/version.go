package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/report"
)

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
			if out.formats[0] == "json" {
				return report.WriteJSON(g.std.out, doc)
			}
			fmt.Fprintf(g.std.out, "headroom %s (%s %s/%s)\n", doc["version"], doc["go"], doc["GOOS"], doc["GOARCH"])
			return nil
		},
	}
	out.register(cmd, "text", "json")
	return cmd
}
