package scan

import (
	"unique"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// forget lets go of what a device said and of what only rules read; what a
// report shows of it stays. Of the lines that nobody understood only their number does:
// all devices share blank, which grows to the most that one has.
func (d *Device) forget(blank *[]fact.Line) {
	t := *d.Transcript
	t.Records = []transcript.Record{}
	d.Transcript = &t
	d.Verdict.Device = slim(d.Verdict.Device, blank)
	for i := range d.Verdict.Pools {
		p := &d.Verdict.Pools[i]
		p.Name, p.Scope = own(p.Name), ownScope(p.Scope)
	}
	for i := range d.Verdict.Findings {
		f := &d.Verdict.Findings[i]
		f.Scope = ownScope(f.Scope)
		evidence := make([]audit.Evidence, len(f.Evidence))
		for j, e := range f.Evidence {
			e.Text = own(e.Text)
			evidence[j] = e
		}
		f.Evidence = evidence
	}
}

// slim is a copy of what was read of a device, without the texts.
func slim(f *fact.Device, blank *[]fact.Line) *fact.Device {
	s := *f
	s.Flags, s.Exceptions, s.Histograms, s.Pending = nil, nil, nil, nil
	id := &s.Identity
	id.Parts, id.Engines, id.Asics, id.Spans = nil, nil, nil, nil
	id.Hostname, id.Version, id.Model, id.Image = own(id.Hostname), own(id.Version), own(id.Model), own(id.Image)
	id.Serial, id.Uptime = own(id.Serial), own(id.Uptime)
	for _, c := range []*fact.Setting{&s.Carve.Configured, &s.Carve.Active, &s.Carve.AfterReload} {
		c.Text, c.Note = own(c.Text), own(c.Note)
	}
	s.Boot = fact.Boot{}
	s.Tables = make([]fact.Table, len(f.Tables))
	for i, t := range f.Tables {
		t.Name, t.Pool, t.PartOf, t.State, t.Scope, t.Unit, t.Resource = own(t.Name), own(t.Pool), own(t.PartOf), own(t.State), ownScope(t.Scope), own(t.Unit), own(t.Resource)
		s.Tables[i] = t
	}
	s.Outputs = make([]fact.Output, len(f.Outputs))
	for i, o := range f.Outputs {
		o.Text, o.Why = "", own(o.Why)
		s.Outputs[i] = o
	}
	n := len(f.Unread)
	if n > len(*blank) {
		*blank = make([]fact.Line, 2*n)
	}
	s.Unread = (*blank)[:n:n]
	return &s
}

// own is s without the text that it was cut out of, and one for all devices.
func own[W ~string](s W) W { return W(unique.Make(string(s)).Value()) }

func ownScope(s fact.Scope) fact.Scope {
	return fact.Scope{Kind: own(s.Kind), Node: own(s.Node), Index: own(s.Index)}
}
