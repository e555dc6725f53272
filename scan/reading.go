package scan

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// visitOf is what the store keeps of a judged device.
func visitOf(d *Device, now time.Time, rules string) *store.Visit {
	r := ReadingOf(&d.Verdict, now, rules)
	return &store.Visit{
		Device: d.Inventory.Name, File: d.File, Transcript: d.Transcript, Failure: d.Verdict.Device.Failure, Reading: &r,
		Meta: store.Meta{OS: d.Inventory.OS, Site: d.Inventory.Site, Role: d.Inventory.Role, Pair: d.Inventory.Pair, Tags: d.Inventory.Tags},
	}
}

// ReadingOf is what stays of a verdict when its day is past. rules is the version of
// headroom that judged; now stands for a capture that has no date.
func ReadingOf(v *audit.Verdict, now time.Time, rules string) store.Reading {
	f := v.Device
	r := store.Reading{Device: f.Name, At: now, Judged: judgedOf(v, rules)}
	if !f.Recorded.IsZero() && f.Recorded.Before(now) {
		r.At = f.Recorded
	}
	r.Judged.Undated = f.Recorded.IsZero() || f.Session.Clock == transcript.ByFileTime
	r.Booted, _ = vendors.Booted(f.Identity.Uptime, r.At)
	if w := v.RunsOut; w != nil {
		r.RunsOut = store.RunsOut{Low: w.Low, Median: w.Median, High: w.High}
	}
	for i := range v.Pools {
		p := &v.Pools[i]
		m := store.Sample{
			Name: p.Name, Resource: p.Resource, Instance: p.Scope.String(), Unit: p.Unit, Kind: p.Kind,
			Used: p.Used, Cap: p.Capacity, Max: p.Max,
		}
		if p.FreePrinted() {
			m.Free = p.Free
		}
		r.Samples = append(r.Samples, m)
	}
	store.SortSamples(r.Samples)
	return r
}

func judgedOf(v *audit.Verdict, rules string) store.Judged {
	f := v.Device
	j := store.Judged{
		State: string(v.State), Action: string(v.Action), Cause: f.Failure.Cause, Rules: rules, Complete: f.Covered(),
		OS: string(f.Identity.OS), Family: f.Family, Model: f.Identity.Model, Version: f.Identity.Version, Site: f.Site, Role: f.Role,
		Active: f.Carve.Active.Text, After: f.Carve.AfterReload.Text, Register: f.Boot.Register.Text,
	}
	j.Lines, j.Refused = Remedy(v)
	j.Remedy = true
	if len(v.Pools) > 0 {
		j.Pool = Where(v.Pools[0].Name, v.Pools[0].Scope.String())
	}
	if v.RunsOut != nil {
		j.RunsOut = v.RunsOut.Pool
	}
	var found []string
	for i := range v.Findings {
		x := &v.Findings[i]
		if !x.Waived && !slices.Contains(found, x.Rule) {
			found = append(found, x.Rule)
		}
		j.Pending = j.Pending || x.State == audit.Pend
		switch {
		case x.Waived:
			j.Waived++
		case x.Severity == policy.Crit:
			j.Crit++
		case x.Severity == policy.Warn:
			j.Warn++
		default:
			j.Info++
		}
	}
	j.Found = strings.Join(found, ",")
	return j
}

// Remedy is what a list says of a fix: the lines to enter, one per line, and the rule
// that forbids to carry the action out, "" = none does.
func Remedy(v *audit.Verdict) (lines, refused string) {
	if v.Proposal != nil && v.Action != solve.None {
		lines = strings.Join(v.Proposal.Commands, "\n")
	}
	if no := plan.Refusals(v); len(no) > 0 {
		refused = no[0].Rule
	}
	return lines, refused
}

// Where names a memory and the instance it is about.
func Where(name, instance string) string {
	if instance == "" {
		return name
	}
	return name + " (" + instance + ")"
}

// past gives what earlier scans read of a device's memories.
func (p *Pipeline) past(ctx context.Context, device string) (map[ledger.Memory][]solve.Reading, error) {
	if p.Store == nil {
		return nil, nil
	}
	series, err := p.Store.Series(ctx, device)
	if err != nil || len(series) == 0 {
		return nil, err
	}
	past := map[ledger.Memory][]solve.Reading{}
	for _, pool := range history.Pools(history.Same(series)) {
		past[ledger.Memory(pool.Key)] = pool.Readings
	}
	return past, nil
}
