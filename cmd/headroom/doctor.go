package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
)

// ailment is what doctor says of one thing.
type ailment struct {
	Name   string `json:"name"`
	Status string `json:"status"` // ok, warn, bad
	Text   string `json:"text"`
	Hint   string `json:"hint,omitempty"`
}

func newDoctor(g *globals) *cobra.Command {
	var out outputFlags
	var invPath string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Is this machine able to scan?",
		Long: `Looks at what a scan needs: the store, host keys, the ssh-agent, the system's ssh
program, the limit of open files, the terminal, and the inventory where there is one.

Exit status: 0 able to scan, 2 something must be mended first.`,
		Example: "  headroom doctor\n  headroom doctor -i inventory.yaml -o json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			found := g.examine(cmd.Context(), invPath)
			err := out.each(g.std, func(w io.Writer, format string, _ bool) error {
				if format == "json" {
					return report.WriteJSON(w, map[string]any{"schema": "headroom.doctor/1", "checks": found})
				}
				return writeAilments(w, found)
			})
			for _, a := range found {
				if a.Status == "bad" && err == nil {
					err = &exitError{exitUsage, ""}
				}
			}
			return err
		},
	}
	cmd.Flags().StringVarP(&invPath, "inventory", "i", "", "also check this inventory")
	out.register(cmd, "text", "json")
	return cmd
}

func writeAilments(w io.Writer, found []ailment) error {
	for _, a := range found {
		if _, err := fmt.Fprintf(w, "%-4s  %-13s %s\n", a.Status, a.Name, safeterm.Clean(a.Text)); err != nil {
			return err
		}
		if a.Hint != "" {
			fmt.Fprintf(w, "      %-13s → %s\n", "", safeterm.Clean(a.Hint))
		}
	}
	return nil
}

func (g *globals) examine(ctx context.Context, invPath string) []ailment {
	found := []ailment{g.examineStore(ctx), examineHostKeys(), examineAgent(), examineOpenSSH(), examineFiles(), examineMemory(), g.examineTerminal()}
	if invPath != "" {
		a := ailment{"inventory", "ok", invPath, ""}
		if inv, err := reachInventory(invPath, g.std.in); err != nil {
			a.Status, a.Text = "bad", err.Error()
		} else {
			a.Text = fmt.Sprintf("%s: %d devices", invPath, len(inv.Devices))
		}
		found = append(found, a)
	}
	return found
}

func (g *globals) examineStore(ctx context.Context) ailment {
	a := ailment{Name: "store", Status: "ok"}
	path, err := g.storePath()
	if err == nil {
		var st *store.Store
		if st, err = store.Open(ctx, path); err == nil {
			defer st.Close() //nolint:errcheck // only read
			a.Text = path + ": no scan yet"
			if sc, err := st.Newest(ctx); err == nil {
				a.Text = fmt.Sprintf("%s: newest scan %s, %d devices", path, sc.Started.Format(time.RFC3339), sc.Visited)
			}
			return a
		}
	}
	a.Status, a.Text, a.Hint = "bad", err.Error(), "set XDG_STATE_HOME or --store to a place that can be written, or scan with --no-store"
	return a
}

func examineHostKeys() ailment {
	a := ailment{Name: "host keys", Status: "ok"}
	path, err := knownHostsPath()
	if err == nil {
		_, err = ssh.LoadHostKeys(path)
	}
	if err != nil {
		a.Status, a.Text, a.Hint = "bad", err.Error(), "mend or remove the line; keys of known routers are learned again with host_keys: tofu"
		return a
	}
	a.Text = path
	return a
}

func examineAgent() ailment {
	a := ailment{Name: "ssh-agent", Status: "ok"}
	sock := os.Getenv("SSH_AUTH_SOCK")
	if sock == "" {
		a.Status, a.Text, a.Hint = "warn", "SSH_AUTH_SOCK is not set", "only needed where a credential says agent"
		return a
	}
	c, err := net.DialTimeout("unix", sock, time.Second)
	if err != nil {
		a.Status, a.Text, a.Hint = "warn", err.Error(), "start ssh-agent, or unset SSH_AUTH_SOCK"
		return a
	}
	_ = c.Close()
	a.Text = sock
	return a
}

func examineOpenSSH() ailment {
	path, err := exec.LookPath("ssh")
	if err != nil {
		return ailment{"openssh", "warn", "no ssh program", "only needed where a device says transport: openssh"}
	}
	return ailment{"openssh", "ok", path, ""}
}

// examineFiles looks at the limit of open files, for a scan with the default
// sessions.
func examineFiles() ailment {
	a := ailment{Name: "open files", Status: "ok"}
	soft, _, err := readFiles()
	if err != nil {
		a.Status, a.Text = "warn", err.Error()
		return a
	}
	a.Text = fmt.Sprintf("%d may be open", soft)
	if err := enoughFiles(scan.DefaultWorkers, filesPerSession, readFiles, setFiles); err != nil {
		a.Status, a.Hint = "warn", err.Error()
	}
	return a
}

// examineMemory says what a scan aims to stay under.
func examineMemory() ailment {
	return ailment{"memory", "ok", fmt.Sprintf("a scan aims to stay under %d MiB (GOMEMLIMIT)", settleMemory()>>20), ""}
}

func (g *globals) examineTerminal() ailment {
	a := ailment{Name: "terminal", Status: "ok", Text: os.Getenv("TERM")}
	switch {
	case !isTerminal(g.std.out):
		a.Status, a.Text, a.Hint = "warn", "standard output is not a terminal", "the screens need one; scan, audit, report and plan do not"
	case a.Text == "" || a.Text == "dumb":
		a.Status, a.Text, a.Hint = "warn", fmt.Sprintf("TERM is %q", a.Text), "set TERM, or use headroom report"
	}
	return a
}
