// Package pick asks the filter language of a scan that is judged.
//
// What goes in: the document of a scan and a filter. What comes out: the devices that
// match. It reads no clock and imports nothing above report.
package pick

import (
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/report"
)

// Names gives the names of the devices of a scan that a filter matches, which is a
// comma list of names or the filter language. A filter that matches nothing is an
// error: a report of nothing must not pass as a clean one.
func Names(doc *report.Scan, filter string, now time.Time) (map[string]bool, error) {
	if names, ok := listed(doc, filter); ok {
		return names, nil
	}
	q, err := query.Parse(filter)
	if err != nil {
		return nil, err
	}
	for _, k := range q.Keys() {
		if k == "group" || k == "region" || k == "conf" {
			return nil, fmt.Errorf("filter %s: a scan does not keep %q: use site, role or tag", filter, k)
		}
	}
	out, all := map[string]bool{}, []string{}
	for i := range doc.Devices {
		d := &doc.Devices[i]
		all = append(all, d.Name)
		if q.Match(row{d, now}) {
			out[d.Name] = true
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("filter %s: none of the %d devices of the scan matches%s", filter, len(all), near(filter, all))
	}
	return out, nil
}

func near(word string, words []string) string {
	if best := query.Nearest(word, words); best != "" {
		return "; did you mean " + best + "?"
	}
	return ""
}

// listed reads a filter that is nothing but names of devices.
func listed(doc *report.Scan, filter string) (map[string]bool, bool) {
	wanted, found := map[string]bool{}, map[string]bool{}
	for name := range strings.SplitSeq(filter, ",") {
		wanted[strings.TrimSpace(name)] = true
	}
	for i := range doc.Devices {
		if wanted[doc.Devices[i].Name] {
			found[doc.Devices[i].Name] = true
		}
	}
	return found, len(found) == len(wanted)
}

// Keep leaves in a scan the devices that a filter matches. What was planned and not
// visited stays missing: nobody knows whether the filter would match it.
func Keep(doc *report.Scan, filter string, now time.Time) error {
	names, err := Names(doc, filter, now)
	if err != nil {
		return err
	}
	doc.Keep(func(d *report.Device) bool { return names[d.Name] })
	return nil
}

// row answers the filter language for one device.
type row struct {
	d   *report.Device
	now time.Time
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func (r row) Text(key string) []string {
	d := r.d
	switch key {
	case "host":
		return []string{d.Name}
	case "site":
		return one(d.Site)
	case "role":
		return one(d.Role)
	case "tag":
		return d.Tags
	case "os":
		return one(string(d.OS))
	case "vendor":
		return one(d.OS.Vendor())
	case "platform":
		return append(one(d.Family), one(d.Model)...)
	case "version":
		return one(d.Version)
	case "state":
		return []string{string(d.State)}
	case "sev":
		return []string{severity(d.State)}
	case "action":
		return one(string(d.Action))
	case "profile":
		return one(d.Carve.Active)
	}
	return r.more(key)
}

func (r row) more(key string) []string {
	var out []string
	switch key {
	case "rule":
		for i := range r.d.Findings {
			out = append(out, r.d.Findings[i].Rule)
		}
	case "pool", "slot":
		if len(r.d.Pools) > 0 {
			p := &r.d.Pools[0]
			if key == "slot" {
				return one(p.Scope.Node)
			}
			return append(one(p.Name), one(string(p.Resource))...)
		}
	}
	return out
}

// severity is that of the state: unknown and unread are at least warn.
func severity(s audit.State) string {
	switch s {
	case audit.Over, audit.Crit:
		return "crit"
	case audit.OK:
		return "ok"
	default:
		return "warn"
	}
}

func (r row) Number(key string) (float64, bool) {
	base, percent := strings.CutSuffix(key, "%")
	switch base {
	case "age":
		if r.d.Recorded == nil {
			return 0, false
		}
		return r.now.Sub(*r.d.Recorded).Hours() / 24, true
	case "out":
		if r.d.RunsOut == nil || r.d.RunsOut.Median == nil {
			return 0, false
		}
		return r.d.RunsOut.Median.Sub(r.now).Hours() / 24, true
	}
	p, ok := tightest(r.d.Pools, "ipv"+base[len(base)-1:])
	if !ok {
		return 0, false
	}
	what := base[:len(base)-1]
	if percent {
		share, ok := p.FreeShare()
		if what == "used" {
			share = 1 - share
		} else if what != "free" {
			return 0, false
		}
		return 100 * share, ok
	}
	if !p.CountsRoutes() {
		return 0, false
	}
	return map[string]fact.Figure{"free": p.Free, "used": p.Used, "cap": p.Capacity, "max": p.Max}[what].Get()
}

// tightest is the memory with the least room of those that hold routes of an address
// family; one of which that is not known is taken where no other is there.
func tightest(pools []ledger.Pool, family string) (best ledger.Pool, ok bool) {
	least := 2.0
	for i := range pools {
		p := &pools[i]
		if !p.HoldsRoutes(family) {
			continue
		}
		share, known := p.FreeShare()
		if !known {
			share = 1.5
		}
		if share < least {
			best, least, ok = *p, share, true
		}
	}
	return best, ok
}

func (r row) Flag(name string) bool {
	switch name {
	case "pending":
		for i := range r.d.Findings {
			if r.d.Findings[i].State == audit.Pend {
				return true
			}
		}
	case "overflow":
		return r.d.State == audit.Over
	case "default-carve":
		return r.d.Carve.Default
	case "unparsed":
		return r.d.Read.UnparsedLines > 0
	}
	return false
}
