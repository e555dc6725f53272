package vendors

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// Registry is the explicit list of operating systems; see registry.All.
type Registry []*OS

// Find gives the OS with that id, nil where there is none.
func (reg Registry) Find(id fact.OS) *OS {
	for _, o := range reg {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// FirstQuestions are asked where nobody knows what system it is: every one answers.
func FirstQuestions() []Command {
	return []Command{{Text: "show version", Why: "operating system"}}
}

// DetectTranscript names the OS of a transcript: from what the device says of
// itself and the shape of its prompts, else from its configuration and its log.
// Tables of neighbours tell of others, and never count.
func (reg Registry) DetectTranscript(t *transcript.Transcript) fact.OS {
	for _, own := range []bool{true, false} {
		best, score := fact.UnknownOS, 0
		for i := range t.Records {
			text := ownWords(&t.Records[i], own)
			for _, o := range reg {
				if o.Detect == nil {
					continue
				}
				if n := o.Detect(text); n > score {
					best, score = o.ID, n
				}
			}
		}
		if score > 0 {
			return best
		}
	}
	return fact.UnknownOS
}

// ownWords is what of a record speaks for the device: all of it; without the
// answer where that is about others, and, where own is set, where it may quote
// others (descriptions, banners, messages). The prompt always does.
func ownWords(r *transcript.Record, own bool) string {
	quotes := r.Kind == transcript.Login || r.Kind == transcript.Loose || asksFor(r.Command, "running-config", "startup-config", "configuration", "logging", "more", "archive", "banner")
	if own && quotes || asksFor(r.Command, "cdp", "lldp", "neighbors", "descriptions", "hosts") || leaves(r.Command) {
		lo, hi := max(0, min(r.BodyStart, len(r.Raw))), max(0, min(r.BodyEnd, len(r.Raw)))
		return transcript.CleanText(r.Raw[:lo]) + "\n" + transcript.CleanText(r.Raw[max(lo, hi):])
	}
	return transcript.CleanText(r.Raw)
}

// leaves reports whether a command goes to another host, whose banner it prints.
func leaves(command string) bool {
	w := strings.Fields(strings.TrimPrefix(strings.ToLower(command), "run "))
	return len(w) > 1 && slices.Contains([]string{"ssh", "telnet", "slogin", "rlogin", "connect"}, w[0])
}

// asksFor reports whether a command has one of the words, which may be cut short
// to three letters.
func asksFor(command string, topics ...string) bool {
	for _, w := range strings.Fields(strings.TrimPrefix(strings.ToLower(command), "run ")) {
		for _, t := range topics {
			if len(w) >= 3 && (strings.HasPrefix(t, w) || strings.HasPrefix(w, t)) {
				return true
			}
		}
	}
	return false
}

// Platform gives the family of a device: the first platform that matches its
// identity, else the one that its outputs prove. nil = unknown.
func (o *OS) Platform(id fact.Identity, proven ...string) Platform {
	for _, p := range o.Platforms {
		if p.Match(id) {
			return p
		}
	}
	for _, f := range proven {
		for _, p := range o.Platforms {
			if p.Family() == f {
				return p
			}
		}
	}
	return nil
}

// merge adds what one output says to the device. What is known already is not
// overwritten: the first output to say a thing is its evidence.
func merge(d *fact.Device, r *fact.Reading, output int) {
	mergeIdentity(&d.Identity, &r.Identity)
	d.Carve.Configured = d.Carve.Configured.Or(r.Carve.Configured)
	d.Carve.Active = d.Carve.Active.Or(r.Carve.Active)
	d.Carve.AfterReload = d.Carve.AfterReload.Or(r.Carve.AfterReload)
	d.Carve.Default = d.Carve.Default || r.Carve.Default
	mergeBoot(&d.Boot, &r.Boot)
	d.Redundancy.Mode = d.Redundancy.Mode.Or(r.Redundancy.Mode)
	d.Redundancy.Standby = d.Redundancy.Standby.Or(r.Redundancy.Standby)
	if d.Redundancy.Ready == fact.Unknown {
		d.Redundancy.Ready, d.Redundancy.Span = r.Redundancy.Ready, r.Redundancy.Span
	}
	for _, t := range r.Tables {
		t.Output = output
		d.Tables = append(d.Tables, t)
	}
	d.Flags = append(d.Flags, r.Flags...)
	d.Exceptions = append(d.Exceptions, r.Exceptions...)
	d.Histograms = append(d.Histograms, r.Histograms...)
	d.Pending = append(d.Pending, r.Pending...)
	if r.PendingKnown == fact.Yes || d.PendingKnown == fact.Unknown {
		d.PendingKnown = r.PendingKnown
	}
	d.Unread = append(d.Unread, r.Unread...)
}

func mergeIdentity(d, r *fact.Identity) {
	for _, f := range []struct{ to, from *string }{
		{&d.Hostname, &r.Hostname},
		{&d.Version, &r.Version},
		{&d.Model, &r.Model},
		{&d.Image, &r.Image},
		{&d.Serial, &r.Serial},
		{&d.Uptime, &r.Uptime},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	d.Virtual = d.Virtual || r.Virtual
	d.Parts = append(d.Parts, r.Parts...)
	d.Engines = append(d.Engines, r.Engines...)
	d.Asics = append(d.Asics, r.Asics...)
	for k, v := range r.Spans {
		if d.Spans == nil {
			d.Spans = map[string]fact.Span{}
		}
		if _, ok := d.Spans[k]; !ok {
			d.Spans[k] = v
		}
	}
}

func mergeBoot(d, r *fact.Boot) {
	d.Register = d.Register.Or(r.Register)
	d.RegisterNext = d.RegisterNext.Or(r.RegisterNext)
	d.Standby = d.Standby.Or(r.Standby)
	d.StandbyNext = d.StandbyNext.Or(r.StandbyNext)
	d.Variable = d.Variable.Or(r.Variable)
	d.Processors = append(d.Processors, r.Processors...)
	if d.Manual == fact.Unknown {
		d.Manual, d.ManualSpan = r.Manual, r.ManualSpan
	}
	if d.Unsaved == fact.Unknown {
		d.Unsaved, d.UnsavedSpan = r.Unsaved, r.UnsavedSpan
	}
}

// ReadAs completes a reading as the family of a model would: kinds of cap, pools
// and costs, maxima of the silicon from the catalog. It is for one output that
// cannot tell by itself what box printed it; false = no family knows the model.
func (o *OS) ReadAs(r *fact.Reading, command, text, model string) bool {
	d := &fact.Device{Identity: fact.Identity{OS: o.ID}, Outputs: []fact.Output{{Command: command, Text: text}}}
	merge(d, r, 0)
	d.Identity.OS, d.Identity.Model = o.ID, model
	d.Identity.Parts = append(d.Identity.Parts, fact.Part{Name: "given", PID: model})
	p := o.Platform(d.Identity)
	if p == nil {
		return false
	}
	p.Parse(d)
	r.Family, r.Tables = p.Family(), d.Tables
	return true
}
