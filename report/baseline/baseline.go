// Package baseline tells what of a scan is new since an earlier one.
//
// What goes in: documents of two scans. What comes out: which findings the earlier one
// did not have. It reads no clock and imports nothing above report.
package baseline

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/report"
)

// Baseline is what an earlier scan found. What it did not read it does not know: a
// finding on such a device is new.
type Baseline struct {
	id    string
	names map[string]bool
	worst map[key]audit.State
}

// key is the same for the same finding in every scan.
type key struct{ device, rule, resource, scope string }

func keyOf(device string, f *audit.Finding) key {
	return key{device, f.Rule, string(f.Resource), f.Scope.String()}
}

// New takes a scan as the baseline.
func New(doc *report.Scan) *Baseline {
	b := &Baseline{id: doc.Scan.ID, names: map[string]bool{}, worst: map[key]audit.State{}}
	for i := range doc.Devices {
		d := &doc.Devices[i]
		b.names[d.Name] = true
		for j := range d.Findings {
			f := &d.Findings[j]
			k := keyOf(d.Name, f)
			if had, ok := b.worst[k]; !f.Waived && (!ok || f.State.Rank() < had.Rank()) {
				b.worst[k] = f.State
			}
		}
	}
	return b
}

// Check refuses a scan that has no device in common with the baseline: one of another
// inventory would call all of it new, or none.
func (b *Baseline) Check(doc *report.Scan) error {
	for i := range doc.Devices {
		if b.names[doc.Devices[i].Name] {
			return nil
		}
	}
	if len(doc.Devices) == 0 {
		return nil // which is told as such
	}
	return fmt.Errorf("the baseline %s has no device of this scan: it is of another inventory", b.id)
}

// Known reports whether the baseline had a finding, as bad as it is or worse.
func (b *Baseline) Known(device string, f *audit.Finding) bool {
	had, ok := b.worst[keyOf(device, f)]
	return ok && had.Rank() <= f.State.Rank()
}

// Keep leaves in a scan the devices with something that is new, and of their findings
// those. What is not there at all stays missing.
func (b *Baseline) Keep(doc *report.Scan) {
	doc.Keep(func(d *report.Device) bool {
		var fresh []audit.Finding
		for i := range d.Findings {
			if f := &d.Findings[i]; f.State != audit.OK && !f.Waived && !b.Known(d.Name, f) {
				fresh = append(fresh, *f)
			}
		}
		d.Findings = fresh
		return len(fresh) > 0
	})
}
