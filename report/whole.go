package report

import (
	"fmt"
	"reflect"
	"slices"
	"unique"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/scan"
)

// Wholly reports whether all that the device was asked for was read, understood and
// is of now.
func (d *Device) Wholly() bool {
	if unsure(d.State) || d.Failure != nil {
		return false
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; unsure(f.State) && !f.Waived {
			return false
		}
	}
	return true
}

func unsure(s audit.State) bool { return s == audit.Unkn || s == audit.Fail || s == audit.Stale }

// NotVisited is how many devices were planned and have no result.
func (doc *Scan) NotVisited() int { return max(0, doc.Scan.Planned-len(doc.Devices)) }

// Lost gives the files that were passed over and might have held a device.
func (doc *Scan) Lost() []collect.Passed {
	var out []collect.Passed
	for _, p := range doc.Passed {
		if !p.Known {
			out = append(out, p)
		}
	}
	return out
}

// Keep leaves in a scan the devices that match, which match may change. What was
// planned and not visited stays missing.
func (doc *Scan) Keep(match func(*Device) bool) {
	kept, states := []Device{}, map[audit.State]int{}
	for _, s := range audit.States() {
		states[s] = 0
	}
	for i := range doc.Devices {
		if d := doc.Devices[i]; match(&d) {
			kept = append(kept, d)
			states[d.State]++
		}
	}
	doc.Scan.Planned -= len(doc.Devices) - len(kept)
	doc.part = true
	doc.Devices, doc.Summary = kept, Summary{Devices: len(kept), States: states}
}

// Gaps says what of a scan is not there at all, one clause each: a scan with gaps
// cannot be taken for the fleet. None = every device that was planned is in it.
func (doc *Scan) Gaps() []string {
	var out []string
	if doc.Scan.Interrupted {
		out = append(out, "it was interrupted")
	}
	if n := doc.NotVisited(); n > 0 {
		out = append(out, fmt.Sprintf("%d of %d devices were not visited", n, doc.Scan.Planned))
	}
	if len(doc.Devices) == 0 && !doc.part {
		out = append(out, "there is no device in it")
	}
	if lost := doc.Lost(); len(lost) > 0 {
		out = append(out, fmt.Sprintf("%s passed over (%s: %s%s)", words.Plural(len(lost), "file"), lost[0].File, lost[0].Why, more(len(lost)-1)))
	}
	return out
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("; and %d more", n)
}

// unread says of how many devices not everything is known, and names the first;
// "" = of none.
func (doc *Scan) unread() (n int, text string) {
	first := ""
	for i := range doc.Devices {
		if d := &doc.Devices[i]; !d.Wholly() {
			if n++; n == 1 {
				first = d.Name + ": " + string(d.State)
			}
		}
	}
	if n == 0 {
		return 0, ""
	}
	return n, fmt.Sprintf("something was not read, not understood or is stale on %d of %d devices (%s%s)", n, len(doc.Devices), first, more(n-1))
}

// UnusedWaivers says which waivers match no finding of a scan, each with the line of
// the policy it stands in: what they wait for is not there.
func UnusedWaivers(doc *Scan, waivers []policy.Waiver) []string {
	var out []string
	for i := range waivers {
		w := &waivers[i]
		about, used := false, false
		for j := range doc.Devices {
			d := &doc.Devices[j]
			about = about || w.About(d.Name)
			used = used || slices.ContainsFunc(d.Findings, func(f audit.Finding) bool { return w.Matches(f.Rule, d.Name) })
		}
		switch {
		case used:
		case !about:
			out = append(out, fmt.Sprintf("%d: the waiver of %s is about %s, and no device of this scan is called so", w.Line, w.Rule, w.Device))
		default:
			out = append(out, fmt.Sprintf("%d: the waiver of %s on %s matches no finding: take it out of the policy, or mend its words", w.Line, w.Rule, w.Device))
		}
	}
	return out
}

// Taken is what a report shows of devices, taken while a scan runs, by name.
type Taken map[string]*Device

// Take takes what a report shows of a device. Nothing of it is a part of the texts that
// the device sent, so that these can be let go.
func (t Taken) Take(d *scan.Device) {
	doc := newDevice(d)
	own(reflect.ValueOf(&doc).Elem())
	t[d.Inventory.Name] = &doc
}

// own puts copies in the place of all strings below v, one for all that are the same.
func own(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(unique.Make(v.String()).Value())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			own(to.Elem())
			v.Set(to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				own(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		to := reflect.MakeSlice(v.Type(), v.Len(), v.Len()) // others may hold the old one
		reflect.Copy(to, v)
		for i := range to.Len() {
			own(to.Index(i))
		}
		v.Set(to)
	default: // numbers; a document has no map and no interface
	}
}
