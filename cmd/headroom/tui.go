package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/headroom-audit/headroom/cmd/headroom/console"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
)

// tuiFlags say what the screens are opened with.
type tuiFlags struct{ id, inventory, filter, sort string }

func newTUI(g *globals) *cobra.Command {
	var f tuiFlags
	cmd := &cobra.Command{
		Use:   "tui",
		Short: "The screens on a stored scan",
		Long: `Opens the screens on the newest stored scan, or on --scan. They need a terminal;
'headroom report' prints the same as a table.

If a session is killed and the terminal behaves oddly: printf '\033[<u\033[>4m'; reset`,
		Example: "  headroom tui\n  headroom tui --scan 20261124",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return openTUI(cmd.Context(), g, &f) },
	}
	scanFlag(cmd, g, &f.id)
	cmd.Flags().StringVarP(&f.inventory, "inventory", "i", "", "the inventory with windows, freezes and redundancy groups, also to read devices again (default: the one that the scan came from)")
	cmd.Flags().StringVar(&f.filter, "filter", "", "show these devices first: out<180d, site:fra3 -role:core")
	enumVar(cmd, &f.sort, "sort", "worst", "the order to begin with", fleet.OrderNames()...)
	return cmd
}

// tuiOptions are what the screens get from the flags.
func (g *globals) tuiOptions() *tui.Options {
	return &tui.Options{
		ASCII: g.ascii || notUTF8(), NoColor: g.noColor, Now: g.clock,
		Ports: screen.Ports{Rooms: registry.All(), Export: exportPlan, Waive: g.waive, Hand: handOver},
	}
}

// openTUI opens the screens on a stored scan. Devices can be read again where the
// inventory that they came from is known.
func openTUI(ctx context.Context, g *globals, f *tuiFlags) error {
	if !console.IsTerminal(g.std.out) {
		return usagef("the screens need a terminal, and standard output is none: use 'headroom report'")
	}
	if isDocument(f.id) {
		return usagef("--scan %s is a file: 'headroom report --scan %s' renders it", f.id, f.id)
	}
	desk, err := g.desk("", false)
	if err != nil {
		return err
	}
	defer desk.close()
	result, head, err := desk.open(ctx, f.id)
	if err != nil {
		return err
	}
	if desk.path = cmp.Or(f.inventory, head.Inventory); desk.path == "-" {
		desk.path = ""
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	b := g.behind(ctx, scanJob{source: scan.SourceSSH, inventory: desk.path})
	desk.name = head.Inventory
	o := b.options("", desk)
	o.Result, o.Scan, o.Filter, o.Sort = result, screen.Head{Inventory: head.Inventory}, f.filter, f.sort
	if desk.path == "" {
		o.Ports.Rescan = nil
	}
	return errors.Join(tui.Run(ctx, o), b.end())
}

// exportPlan writes a plan into a file, in the form that the end of its name says.
func exportPlan(p *plan.Plan, path string) error {
	form := strings.TrimPrefix(filepath.Ext(path), ".")
	var b bytes.Buffer
	if err := report.Plans().Write(&b, form, p, report.TableOptions{}); err != nil {
		return err
	}
	return atomicfile.Write(path, b.Bytes(), 0o644)
}

// handOver makes the program of the user that shows a text, from a file that only the
// user can read.
func handOver(name string, text safeterm.Text, edit bool) (*exec.Cmd, func(), error) {
	words := strings.Fields(cmp.Or(os.Getenv("PAGER"), "less"))
	if edit {
		words = strings.Fields(cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi"))
	}
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("PAGER or EDITOR is blank")
	}
	dir, err := os.MkdirTemp("", "headroom-*") // 0700
	if err != nil {
		return nil, nil, err
	}
	clean := func() { _ = os.RemoveAll(dir) }
	file := filepath.Join(dir, "device.txt")
	if fit := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`); fit.MatchString(name) {
		file = filepath.Join(dir, name+".txt")
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		clean()
		return nil, nil, err
	}
	return exec.Command(words[0], append(words[1:], file)...), clean, nil //nolint:gosec // the user's own program
}

// liveTUI runs a scan behind the screens; leaving them ends it, and what was
// collected is kept.
func (g *globals) liveTUI(ctx context.Context, job scanJob, title string) error {
	ctx, cancel := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer cancel()
	desk, err := g.desk(job.inventory, job.keep.noStore)
	if err != nil {
		return err
	}
	defer desk.close()
	desk.inv = job.inv
	b := g.behind(ctx, job)
	b.start(job, cancel)
	o := b.options(title, desk)
	err = errors.Join(tui.Run(ctx, o), b.end())
	if err == nil && o.Stopped.Load() {
		return &exitError{exitInterrupt, "the scan was ended; what was read is kept"}
	}
	return err
}

// behind is the scans behind the screens: one at a time.
type behind struct {
	g    *globals
	ctx  context.Context
	stop context.CancelFunc
	job  scanJob
	feed *tui.Feed
	runs sync.WaitGroup
	gate collect.Gate
	inv  *inventory.Inventory // of the scan that runs, or ran last

	mu  sync.Mutex
	err error // of all scans
}

func (g *globals) behind(ctx context.Context, job scanJob) *behind {
	b := &behind{g: g, job: job, feed: tui.NewFeed()}
	b.ctx, b.stop = context.WithCancel(ctx)
	return b
}

// options are those of the screens over b.
func (b *behind) options(title string, d *screenStore) *tui.Options {
	o := b.g.tuiOptions()
	d.lend(&o.Ports)
	o.Feed, o.Title = b.feed, title
	o.Ports.Cancel, o.Ports.Rescan, o.Ports.Pause = b.stop, b.again, b.pause
	return o
}

// start runs a scan; stillborn is called where it did not even begin.
func (b *behind) start(job scanJob, stillborn func()) {
	b.inv = job.inv
	job.screens, job.events, job.gate = true, b.feed.Push, &b.gate
	b.runs.Go(func() {
		err := b.g.runScan(b.ctx, job, func(*report.Scan) error { return nil })
		b.mu.Lock()
		b.err = errors.Join(b.err, err)
		b.mu.Unlock()
		if !b.feed.Ended() {
			stillborn()
		}
	})
}

// again reads some devices again. That is not stored: the newest scan stays the
// one of the whole fleet.
func (b *behind) again(names []string) error {
	job := b.job
	job.keep.noStore = true
	if job.inv == nil {
		if err := job.load(b.g, 0, false); err != nil {
			return err
		}
	}
	job.devices = nil
	for _, name := range names {
		i := slices.IndexFunc(job.inv.Devices, func(d inventory.Device) bool { return d.Name == name && !d.Skip })
		if i < 0 {
			return fmt.Errorf("%s is not in %s, or is marked skip there", name, job.inv.Path)
		}
		job.devices = append(job.devices, job.inv.Devices[i])
	}
	job.inventory = "" // a part of it cannot be resumed
	b.start(job, func() { b.feed.Push(scan.Event{Kind: scan.Finished, At: b.g.clock()}) })
	return nil
}

// pause lets the site of a device wait, or go on.
func (b *behind) pause(device string) (site string, paused bool, err error) {
	if b.inv == nil {
		return "", false, fmt.Errorf("no inventory is known")
	}
	i := slices.IndexFunc(b.inv.Devices, func(d inventory.Device) bool { return d.Name == device })
	if i < 0 || b.inv.Devices[i].Site == "" {
		return "", false, fmt.Errorf("the inventory gives %s no site", device)
	}
	site = b.inv.Devices[i].Site
	return site, b.gate.Toggle(site), nil
}

// end stops the scan that runs and gives the errors of all.
func (b *behind) end() error {
	b.stop()
	b.runs.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// waive writes a waiver into the policy file and gives what takes it back. The file
// must still be what it was then.
func (g *globals) waive(rule, device, reason string, until time.Time) (undo func() error, err error) {
	if g.policyFile == "" {
		return nil, fmt.Errorf("no policy file: start with --policy FILE, the waiver is written there")
	}
	file, mode, err := theFile(g.policyFile)
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	before, err := os.ReadFile(file)
	made := os.IsNotExist(err)
	if err != nil && !made {
		return nil, fmt.Errorf("policy: %w", err)
	}
	after, err := policy.WithWaiver(before, rule, device, reason, until)
	if err != nil {
		return nil, err
	}
	if _, err := policy.Load(g.policyFile, after, rules.IDs()); err != nil {
		return nil, err
	}
	if err := atomicfile.Write(file, after, mode); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return func() error {
		now, err := os.ReadFile(file)
		switch {
		case err != nil:
			return fmt.Errorf("policy: %w", err)
		case !bytes.Equal(now, after):
			return fmt.Errorf("policy: %s was changed since: take the waiver out by hand", g.policyFile)
		case made:
			return os.Remove(file)
		}
		return atomicfile.Write(file, before, mode)
	}, nil
}

// theFile gives what a path leads to, and with which mode it is written: a policy may be
// a link into a repository, and may be nobody else's to read.
func theFile(path string) (string, os.FileMode, error) {
	file, err := filepath.EvalSymlinks(path)
	if os.IsNotExist(err) {
		return path, 0o644, nil
	}
	if err != nil {
		return "", 0, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", 0, err
	}
	return file, info.Mode().Perm(), nil
}
