package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/notify"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/secret"
)

// notifyFlags say whom the answer of a scan is told.
type notifyFlags struct {
	file   string
	config *notify.Config // nil = nobody
}

func (f *notifyFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "notify", "", "tell the channels of this file what changed (webhook, Slack, Teams, PagerDuty, mail); a failed message is reported and never changes the exit code")
}

// load reads the file of channels before a scan is started.
func (f *notifyFlags) load(g *globals) (err error) {
	if f.file == "" {
		return nil
	}
	raw, err := host.Read(g.std.in, f.file)
	if err != nil {
		return usagef("--notify: %v", err)
	}
	if f.config, err = notify.Load(f.file, raw, os.ReadFile); err != nil {
		return usagef("%v", err)
	}
	return nil
}

// send tells the channels, and says on stderr which of them could not be told.
func (f *notifyFlags) send(g *globals, doc *report.Scan) (failed int) {
	if f.config == nil {
		return 0
	}
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	s, err := g.sender()
	if err != nil {
		fmt.Fprintf(g.std.err, "headroom: nobody was told: %v\n", err)
		return len(f.config.Channels)
	}
	for _, o := range s.Send(ctx, f.config, doc) {
		if o.Err != nil {
			failed++
			fmt.Fprintf(g.std.err, "headroom: notify %s: %s\n", o.Channel, safeterm.CleanLine(o.Err.Error()))
		} else if g.verbose {
			fmt.Fprintf(g.std.err, "headroom: notify %s: %d sent\n", o.Channel, o.Sent)
		}
	}
	return failed
}

// sender sends by the secrets of this machine, and keeps what was told beside the store.
func (g *globals) sender() (*notify.Sender, error) {
	path, err := g.storePath()
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &notify.Sender{Secret: secretOf, Dir: dir, Now: g.clock}, nil
}

// secretOf resolves one reference of the file of channels; nobody is asked.
func secretOf(ctx context.Context, r inventory.Ref) ([]byte, error) {
	return secret.Local{}.Providers().Get(ctx, secret.Request{Ref: r})
}

func newNotify(g *globals) *cobra.Command {
	var (
		f    notifyFlags
		id   string
		show bool
	)
	cmd := &cobra.Command{
		Use:   "notify --notify FILE",
		Short: "Tell people what changed since they were told last: webhook, Slack, Teams, PagerDuty, mail",
		Long: `Sends what --notify of scan, audit and report sends, of a scan that is stored or that
-o json wrote. Each channel is told what is new to it, what changed and what is gone; what
it was told lies beside the store, so a message that failed goes out with the next scan,
and a second run sends nothing twice. --dry-run prints every body, without a secret.

Exit status:
  0  every channel was told, or had nothing to be told
  2  could not run: usage, file of channels or store error
  3  a channel was not told`,
		Example: `  headroom notify --notify notify.yaml --dry-run
  headroom scan -i inventory.yaml --notify notify.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.file == "" {
				return usagef("--notify FILE names the channels (docs/notify.md)")
			}
			if err := f.load(g); err != nil {
				return err
			}
			doc, err := g.scanDocument(cmd.Context(), id)
			if err != nil {
				return err
			}
			if !show {
				if n := f.send(g, doc); n > 0 {
					return &exitError{exitIncomplete, fmt.Sprintf("incomplete: %d of %d channels were not told", n, len(f.config.Channels))}
				}
				return nil
			}
			s, err := g.sender()
			if err == nil {
				err = s.Show(g.std.out, f.config, doc)
			}
			if err != nil {
				return usagef("%v", err)
			}
			return nil
		},
	}
	f.register(cmd)
	scanFlag(cmd, g, &id)
	cmd.Flags().BoolVar(&show, "dry-run", false, "print what would be sent, without a secret, and send nothing")
	return cmd
}
