// Package doctor looks at what a scan needs: folders, keys, the agent, programs, limits,
// and every secret and way that an inventory names. It changes nothing, asks nobody and
// runs no program.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
)

// Check is what doctor says of one thing.
type Check struct {
	Name   string `json:"name"`
	Status string `json:"status"` // ok, warn, bad
	Text   string `json:"text"`
	Hint   string `json:"hint,omitempty"`
}

// Able reports whether a scan can be had: nothing must be mended first.
func Able(found []Check) bool {
	return !slices.ContainsFunc(found, func(c Check) bool { return c.Status == "bad" })
}

// Site is what is looked at.
type Site struct {
	Store      func(context.Context) (store.Store, error) // opens where scans are kept
	KnownHosts func() (string, error)
	Now        func() time.Time
	Terminal   bool                                 // standard output is one
	Path       string                               // of the inventory
	Inventory  func() (*inventory.Inventory, error) // nil = none is named
}

// Forms are the forms of what was found.
func Forms() report.Formats[[]Check] {
	return report.Formats[[]Check]{report.Plain("text", writeChecks), report.Plain("json", func(w io.Writer, found *[]Check) error {
		return report.WriteJSON(w, map[string]any{"schema": "headroom.doctor/1", "checks": *found})
	})}
}

func writeChecks(w io.Writer, found *[]Check) error {
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

// Examine looks at what a scan needs.
func Examine(ctx context.Context, s Site) []Check {
	found := []Check{examineState(), s.examineStore(ctx), s.examineHostKeys(), examineAgent(ctx), examineOpenSSH(), examineFiles(), examineMemory(), s.examineTerminal()}
	if s.Inventory != nil {
		found = append(found, s.examineInventory(ctx)...)
	}
	return found
}

func (s Site) examineStore(ctx context.Context) Check {
	a := Check{Name: "store", Status: "ok"}
	st, err := s.Store(ctx)
	if err == nil {
		defer st.Close() //nolint:errcheck // only read
		path := st.Path()
		a.Text = path + ": no scan yet"
		if sc, err := st.Newest(ctx); err == nil {
			a.Text = fmt.Sprintf("%s: newest scan %s, %d devices", path, sc.Started.Format(time.RFC3339), sc.Visited)
			if now := s.Now(); sc.Started.After(now.Add(time.Minute)) {
				a.Status, a.Hint = "warn", "the clock of this host says "+now.UTC().Format(time.RFC3339)+", which is before that: set it, else dates are wrong"
			}
		}
		if err = st.Check(ctx); err == nil {
			return a
		}
		err = fmt.Errorf("%s: a page of it is damaged: %w", path, err)
	}
	a.Status, a.Text, a.Hint = "bad", err.Error(), "set XDG_STATE_HOME or --store to a place that can be written, or scan with --no-store"
	return a
}

func (s Site) examineHostKeys() Check {
	a := Check{Name: "host keys", Status: "ok"}
	path, err := s.KnownHosts()
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

func examineAgent(ctx context.Context) Check {
	a := Check{Name: "ssh-agent", Status: "ok"}
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
func examineState() Check {
	a := Check{Name: "state folder", Status: "ok"}
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

func examineOpenSSH() Check {
	path, err := exec.LookPath("ssh")
	if err != nil {
		return Check{"openssh", "warn", "no ssh program", "only needed where a device says transport: openssh"}
	}
	return Check{"openssh", "ok", path, ""}
}

// examineFiles looks at the limit of open files, for a scan with the default
// sessions.
func examineFiles() Check {
	a := Check{Name: "open files", Status: "ok"}
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
func examineMemory() Check {
	return Check{"memory", "ok", fmt.Sprintf("a scan aims to stay under %d MiB (GOMEMLIMIT)", host.SettleMemory(collect.GCPercent, host.ScanMemory)>>20), ""}
}

func (s Site) examineTerminal() Check {
	a := Check{Name: "terminal", Status: "ok", Text: os.Getenv("TERM")}
	switch {
	case !s.Terminal:
		a.Status, a.Text, a.Hint = "warn", "standard output is not a terminal", "the screens need one; scan, audit, report and plan do not"
	case a.Text == "" || a.Text == "dumb":
		a.Status, a.Text, a.Hint = "warn", fmt.Sprintf("TERM is %q", a.Text), "set TERM, or use headroom report"
	}
	return a
}
