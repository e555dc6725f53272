package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/headroom-audit/headroom/collect/gittree"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// gitFlags are those of a repository of backups.
type gitFlags struct{ dir, since string }

// register adds them, behind those of the outcome.
func (f *gitFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "git", "", "replay the commits of a repository of RANCID or Oxidized: what was configured when; -o table, json or md")
	since := cmd.Flags().Lookup("since")
	since.Value = ago{since.Value, &f.since}
	since.Usage += "; with --git how far back: 2y, 90d (default all of it)"
}

// ago is a flag that takes a time back beside its own words.
type ago struct {
	pflag.Value
	back *string
}

func (a ago) Set(s string) error {
	if _, err := days(s); err != nil {
		return a.Value.Set(s)
	}
	*a.back = s
	return nil
}

// forms of a trend; those of audit that make no sense for it are refused.
func (f *gitFlags) check(args []string, out *outputFlags) error {
	switch {
	case f.dir == "" && f.since != "":
		return usagef("--since %s goes with --git", f.since)
	case f.dir == "" && len(args) == 0:
		return usagef("audit what? give files or folders, or --git DIR")
	case f.dir != "" && len(args) > 0:
		return usagef("--git reads the commits of %s: leave %q away, or audit it on its own", f.dir, args[0])
	case f.dir == "":
		return nil
	}
	for _, form := range out.formats {
		if !slices.Contains(report.ConfigTrends().Names(), form) {
			return usagef("-o %s is no form of a trend: table, json or md", form)
		}
	}
	return nil
}

// trend replays the commits of a repository.
func (g *globals) trend(ctx context.Context, f *gitFlags, out *outputFlags) error {
	var since time.Time
	if f.since != "" {
		back, err := days(f.since)
		if err != nil {
			return usagef("--since: %v", err)
		}
		since = g.clock().Add(-back)
	}
	b := backups{reg: registry.All(), blobs: map[string]history.Config{}, files: map[string][]history.Config{}}
	stats, err := gittree.Read(ctx, f.dir, since, func(v *gittree.Version) error { b.add(v); return nil })
	if err != nil {
		return usagef("%v", err)
	}
	var trends []history.Trend
	var passed []report.Blank
	for _, file := range b.order {
		if t, ok := history.TrendOf(file, b.files[file]); ok {
			trends = append(trends, t)
		} else {
			passed = append(passed, report.Blank{Name: file, Why: cmp.Or(b.files[file][0].Why, "it was removed")})
		}
	}
	doc := report.NewConfigTrend(f.dir, stats.Commits, stats.First, stats.Last, trends)
	doc.Passed = append(doc.Passed, passed...)
	if err := write(g, out, report.ConfigTrends(), doc); err != nil {
		return err
	}
	if len(doc.Devices) == 0 {
		return &exitError{exitIncomplete, "no configuration of a router is in the commits of " + f.dir}
	}
	return nil
}

// backups are the versions of configurations, by file. A content is read once.
type backups struct {
	reg   vendors.Registry
	blobs map[string]history.Config
	files map[string][]history.Config
	order []string
}

func (b *backups) add(v *gittree.Version) {
	c, known := b.blobs[v.Blob]
	switch {
	case v.Gone:
		c = history.Config{Gone: true}
	case v.TooLarge:
		c = history.Config{Why: "it is larger than 16 MiB"}
	case !known:
		c = b.read(v)
		b.blobs[v.Blob] = c
	}
	c.At, c.Commit = v.At, v.Commit
	if _, met := b.files[v.File]; !met {
		b.order = append(b.order, v.File)
	}
	b.files[v.File] = append(b.files[v.File], c)
}

// read reads one version.
func (b *backups) read(v *gittree.Version) history.Config {
	all, err := transcript.ReadAll(v.Data)
	var log *transcript.NotALogError
	switch {
	case errors.As(err, &log):
		return history.Config{Why: log.Msg}
	case err != nil:
		return history.Config{Why: err.Error()}
	case len(all) == 0:
		return history.Config{Why: "no prompt with a command and no configuration in it"}
	}
	t := all[0]
	f := b.reg.Parse(t, v.File)
	return history.Config{
		Name: cmp.Or(t.Device, f.Identity.Hostname, v.File), Model: f.Identity.Model, Family: f.Family, Release: f.Identity.Version,
		Configured: f.Carve.Configured.Text, After: f.Carve.AfterReload.Text, Register: f.Boot.Register.Text,
	}
}
