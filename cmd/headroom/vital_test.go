package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// needed gives the commands that the family of a device cannot do without and
// that its transcript answers.
func needed(d *fact.Device) []string {
	o := registry.All().Find(d.Identity.OS)
	if o == nil || d.Identity.Virtual {
		return nil
	}
	p := o.Platform(d.Identity, d.Family)
	if p == nil {
		return nil
	}
	var out []string
	for _, c := range p.Commands(d.Identity) {
		if !c.Optional && slices.ContainsFunc(d.Outputs, func(o fact.Output) bool { return o.Command == c.Text && o.Parser != "" }) {
			out = append(out, c.Text)
		}
	}
	return out
}

// answeredWith gives a transcript in which one command is answered by another text.
func answeredWith(t *transcript.Transcript, command, text string) *transcript.Transcript {
	less := *t
	less.Records = slices.Clone(t.Records)
	for i := range less.Records {
		r := &less.Records[i]
		if r.Command != command {
			continue
		}
		raw := append([]byte{}, r.Raw[:r.BodyStart]...)
		raw = append(raw, strings.ReplaceAll(text, "\n", "\r\n")...)
		r.Raw, r.BodyEnd = append(raw, r.Raw[r.BodyEnd:]...), len(raw)
	}
	return &less
}

// Over real SSH: a router that is ok with all it says is not ok once one answer
// that its family needs is reworded, empty or refused.
func TestNoRouterIsOkWithoutAVitalAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: one thing after another, which the scripts run beside others")
	}
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"reworded": "The table has been moved; please consult the new command reference.\n",
		"empty":    "",
		"refused":  "% Authorization failed.\n",
	}
	healthy := map[string]bool{}
	var devices []lab.Device
	for _, m := range members {
		if m.Fault != "" {
			continue
		}
		base := lab.Device{Name: m.Name, OS: m.OS, Transcript: m.Transcript}
		devices = append(devices, base)
		healthy[m.Name] = true
		for n, command := range needed(registry.All().Parse(m.Transcript, "")) {
			for how, text := range texts {
				if how == "empty" && strings.Contains(command, "|") {
					continue // no line is what a filter may find
				}
				less := base
				less.Name = fmt.Sprintf("%s-%s-%d", m.Name, how, n)
				less.Transcript = answeredWith(m.Transcript, command, text)
				devices = append(devices, less)
			}
		}
	}
	r := newRig(t, devices)
	doc := r.scan("Lab-Secret-0815", "--workers", "100", "--no-store")
	oks := map[string]bool{}
	for i := range doc.Devices {
		if d := &doc.Devices[i]; d.State == audit.OK && healthy[d.Name] {
			oks[d.Name] = true
		}
	}
	tried := 0
	for i := range doc.Devices {
		d := &doc.Devices[i]
		base, _, less := strings.Cut(d.Name, "-reworded")
		if !less {
			base, _, less = strings.Cut(d.Name, "-empty")
		}
		if !less {
			base, _, less = strings.Cut(d.Name, "-refused")
		}
		if !less || !oks[base] {
			continue
		}
		tried++
		if d.State != audit.Unkn || d.Coverage.Complete {
			t.Errorf("%s is %s, coverage complete: %v", d.Name, d.State, d.Coverage.Complete)
		}
	}
	if len(oks) < 20 || tried < 100 {
		t.Errorf("%d routers are ok, %d answers were tried", len(oks), tried)
	}
}
