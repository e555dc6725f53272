package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/whatif"
)

// whatIfFlags are the flags of the question.
type whatIfFlags struct {
	ipv4, ipv6, leak, grow, date string
	setting, upgrade, filter     string
}

func newWhatIf(g *globals) *cobra.Command {
	var out outputFlags
	var id string
	var f whatIfFlags
	cmd := &cobra.Command{
		Use:   "whatif [DEVICE…]",
		Short: "Which routers fall when the tables grow, or with another setting or release",
		Long: `Asks what follows when the tables of the internet are of another size: which routers
fall, at which size each, sorted; the sizes at which many fall; per router the smallest
change by which it holds that; and what the work sums up to. A router with a part of the
table moves by its own share, which is shown. With --date each memory fills as 'headroom
forecast' says. --setting asks what one setting would be worth on the devices that are
chosen, --upgrade-os what is known to change with another release. Nothing is changed.

Exit status:
  0    none falls, or gets worse
  1    some fall, or get worse
  2    could not run: usage or store error
  3    none that is known, and of some it cannot be said, or they are not in the scan`,
		Example: `  headroom whatif --ipv4 1.25M --ipv6 300k
  headroom whatif --date 2028-01-01 -o json
  headroom whatif --leak 25k
  headroom whatif --grow 10% --filter "edge*"
  headroom whatif --upgrade-os 7.3.1 edge1 edge2`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			q, err := f.question(g.clock())
			if err != nil {
				return err
			}
			doc, err := whatIf(g, cmd.Context(), id, args, q, &f)
			if err != nil {
				return err
			}
			if err := write(g, &out, report.WhatIfs(), doc); err != nil {
				return err
			}
			switch falls, unknown := doc.Exit(); {
			case falls:
				return &exitError{exitFindings, ""}
			case unknown:
				return &exitError{exitIncomplete, ""}
			}
			return nil
		},
		ValidArgsFunction: g.completeStored,
	}
	scanFlag(cmd, g, &id)
	c := cmd.Flags()
	c.StringVar(&f.ipv4, "ipv4", "", "the table of IPv4 is of this size: 1.25M")
	c.StringVar(&f.ipv6, "ipv6", "", "the table of IPv6: 300k")
	c.StringVar(&f.date, "date", "", "the tables of that day: 2028-01-01")
	c.StringVar(&f.grow, "grow", "", "both tables grow by a share: 10%")
	c.StringVar(&f.leak, "leak", "", "so many IPv4 routes come at once: 25k")
	c.StringVar(&f.setting, "setting", "", "what this setting would be worth on the devices")
	c.StringVar(&f.upgrade, "upgrade-os", "", "what is known to change with this release")
	c.StringVar(&f.filter, "filter", "", "only these devices: names, or site:fra3 role:edge os:cisco_iosxr")
	c.StringVar(&g.growth4, "growth-file", "", "growth of the IPv4 table: lines of epoch and entries, as potaroo's bgp-active.txt")
	c.StringVar(&g.growth6, "growth-file-v6", "", "the same of the IPv6 table")
	out.register(cmd, report.WhatIfs().Names()...)
	return cmd
}

// question reads the flags.
func (f *whatIfFlags) question(now time.Time) (q whatif.Question, err error) {
	for _, x := range []struct {
		flag, text string
		to         *float64
		read       func(string) (float64, error)
	}{{"ipv4", f.ipv4, &q.IPv4, whatif.Size}, {"ipv6", f.ipv6, &q.IPv6, whatif.Size}, {"leak", f.leak, &q.Leak, whatif.Size}, {"grow", f.grow, &q.Grow, whatif.Share}} {
		if x.text == "" {
			continue
		}
		if *x.to, err = x.read(x.text); err == nil && *x.to == 0 {
			err = fmt.Errorf("%q is nothing", x.text)
		}
		if err != nil {
			return q, usagef("--%s: %v", x.flag, err)
		}
	}
	if f.date != "" {
		if q.Date, err = time.Parse("2006-01-02", f.date); err != nil {
			return q, usagef("--date: %q is no day like 2028-01-01", f.date)
		}
	}
	if q.Empty() && (f.setting != "" || f.upgrade != "") {
		return q, nil
	}
	if err := q.Check(now); err != nil {
		return q, usagef("%v", err)
	}
	return q, nil
}

// whatIf answers a question on a stored scan.
func whatIf(g *globals, ctx context.Context, id string, names []string, q whatif.Question, f *whatIfFlags) (*report.WhatIf, error) {
	result, err := g.openScan(ctx, id)
	if err != nil {
		return nil, err
	}
	gaps := gapsOf(result, names)
	if result.Devices, err = chosen(result, names, f.filter); err != nil {
		return nil, err
	}
	p, err := g.policy()
	if err != nil {
		return nil, err
	}
	now := g.clock()
	fleet, judge := whatif.New(verdicts(result), p.Growth, now), rules.Auditor(registry.All())
	doc := &report.WhatIf{
		Schema: "headroom.whatif/1", Scan: result.ID, Gaps: gaps, Now: now, Model: report.NewForecastModel(&p.Growth, now), Unknown: []report.Blank{},
		Asked: report.WhatIfAsked{IPv4: q.IPv4, IPv6: q.IPv6, Grow: q.Grow, Leak: q.Leak, Date: f.date, Setting: f.setting, Upgrade: f.upgrade},
	}
	if f.setting != "" {
		doc.AddTrials(fleet.Try(f.setting, q, judge, p))
	}
	if f.upgrade != "" {
		doc.AddUpgrades(fleet.Upgrades(f.upgrade, judge, p))
	}
	if !q.Empty() {
		addAnswer(doc, fleet.Ask(q), judge, p, now)
	}
	return doc, nil
}

// gapsOf says what of a scan is not there, where all of it is asked.
func gapsOf(r *scan.Result, names []string) []string {
	if len(names) > 0 {
		return nil
	}
	doc := report.NewScan(r)
	return doc.Gaps()
}

func addAnswer(doc *report.WhatIf, a *whatif.Answer, judge whatif.Judge, p policy.Policy, now time.Time) {
	fixes, sum := a.Fixes(judge, p, plan.Options{Rooms: registry.All(), Now: now})
	doc.AddAnswer(a, fixes, sum)
}

// chosen are the devices of a scan that names and a filter pick.
func chosen(r *scan.Result, names []string, filter string) ([]scan.Device, error) {
	if err := allIn(r, names); err != nil {
		return nil, err
	}
	inv := &inventory.Inventory{}
	for i := range r.Devices {
		d := r.Devices[i].Inventory
		d.OS = r.Devices[i].Verdict.Device.Identity.OS
		inv.Devices = append(inv.Devices, d)
	}
	picked, err := inv.Select(filter)
	if err != nil {
		return nil, usagef("--filter: %v", err)
	}
	return slices.DeleteFunc(slices.Clone(r.Devices), func(d scan.Device) bool {
		if len(names) > 0 && !slices.Contains(names, d.Inventory.Name) {
			return true
		}
		return !slices.ContainsFunc(picked, func(p inventory.Device) bool { return p.Name == d.Inventory.Name })
	}), nil
}
