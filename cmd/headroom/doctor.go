package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/internal/host"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
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
		Long: `Looks at what a scan needs: the state folder, the pages of the store, host keys, the ssh-agent, the system's ssh
program, the limit of open files, the terminal, and the inventory where there is one:
every secret it refers to (nobody is asked, and no program is run), the agent, the
programs of proxy_command.

Exit status: 0 able to scan, 2 something must be mended first.`,
		Example: "  headroom doctor\n  headroom doctor -i inventory.yaml -o json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			found := g.examine(cmd.Context(), invPath)
			err := write(g, &out, ailmentForms(), &found)
			for _, a := range found {
				if a.Status == "bad" && err == nil {
					err = &exitError{exitUsage, ""}
				}
			}
			return err
		},
	}
	cmd.Flags().StringVarP(&invPath, "inventory", "i", "", "also check this inventory")
	out.register(cmd, ailmentForms().Names()...)
	return cmd
}

func ailmentForms() report.Formats[[]ailment] {
	return report.Formats[[]ailment]{report.Plain("text", writeAilments), report.Plain("json", func(w io.Writer, found *[]ailment) error {
		return report.WriteJSON(w, map[string]any{"schema": "headroom.doctor/1", "checks": *found})
	})}
}

func writeAilments(w io.Writer, found *[]ailment) error {
	for _, a := range *found {
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
	found := []ailment{examineState(), g.examineStore(ctx), examineHostKeys(), examineAgent(ctx), examineOpenSSH(), examineFiles(), examineMemory(), g.examineTerminal()}
	if invPath != "" {
		found = append(found, g.examineInventory(ctx, invPath)...)
	}
	return found
}

func (g *globals) examineStore(ctx context.Context) ailment {
	a := ailment{Name: "store", Status: "ok"}
	path, err := g.storePath()
	if err == nil {
		var st store.Store
		if st, err = sqlite.Open(ctx, path); err == nil {
			defer st.Close() //nolint:errcheck // only read
			a.Text = path + ": no scan yet"
			if sc, err := st.Newest(ctx); err == nil {
				a.Text = fmt.Sprintf("%s: newest scan %s, %d devices", path, sc.Started.Format(time.RFC3339), sc.Visited)
				if now := g.clock(); sc.Started.After(now.Add(time.Minute)) {
					a.Status, a.Hint = "warn", "the clock of this host says "+now.UTC().Format(time.RFC3339)+", which is before that: set it, else dates are wrong"
				}
			}
			if err = st.Check(ctx); err == nil {
				return a
			}
			err = fmt.Errorf("%s: a page of it is damaged: %w", path, err)
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

func examineAgent(ctx context.Context) ailment {
	a := ailment{Name: "ssh-agent", Status: "ok"}
	switch n, err := agentKeys(ctx); {
	case err != nil:
		a.Status, a.Text, a.Hint = "warn", err.Error(), "only needed where a credential says agent"
	default:
		a.Text = fmt.Sprintf("%s: %d keys", os.Getenv("SSH_AUTH_SOCK"), n)
	}
	return a
}

// agentKeys asks the ssh-agent, which may wait for a person, for a moment.
func agentKeys(ctx context.Context) (int, error) {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	return ssh.AgentKeys(ctx)
}

// examineState looks at the folder of the store and of the host keys.
func examineState() ailment {
	a := ailment{Name: "state folder", Status: "ok"}
	dir, err := host.StateDir()
	if err != nil {
		a.Status, a.Text = "bad", err.Error()
		return a
	}
	a.Text = dir
	switch st, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		a.Text += ": made when it is needed"
	case err != nil:
		a.Status, a.Text = "bad", err.Error()
	case st.Mode().Perm()&0o077 != 0:
		a.Status, a.Hint = "warn", "chmod 700 "+dir
		a.Text += fmt.Sprintf(" may be entered by others (mode %#o): it holds transcripts and host keys", st.Mode().Perm())
	}
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
	soft, err := host.OpenFiles()
	if err != nil {
		a.Status, a.Text = "warn", err.Error()
		return a
	}
	a.Text = fmt.Sprintf("%d may be open", soft)
	if err := host.EnoughFiles(scan.DefaultWorkers, host.FilesPerSession); err != nil {
		a.Status, a.Hint = "warn", err.Error()
	}
	return a
}

// examineMemory says what a scan aims to stay under.
func examineMemory() ailment {
	return ailment{"memory", "ok", fmt.Sprintf("a scan aims to stay under %d MiB (GOMEMLIMIT)", host.SettleMemory(collect.GCPercent)>>20), ""}
}

func (g *globals) examineTerminal() ailment {
	a := ailment{Name: "terminal", Status: "ok", Text: os.Getenv("TERM")}
	switch {
	case !console.IsTerminal(g.std.out):
		a.Status, a.Text, a.Hint = "warn", "standard output is not a terminal", "the screens need one; scan, audit, report and plan do not"
	case a.Text == "" || a.Text == "dumb":
		a.Status, a.Text, a.Hint = "warn", fmt.Sprintf("TERM is %q", a.Text), "set TERM, or use headroom report"
	}
	return a
}
