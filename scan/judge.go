package scan

import (
	"errors"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// Judge reads a transcript and gives the verdict on its device. failure is why
// the session ended, nil where it ended well; what was received before is judged
// all the same.
func Judge(reg vendors.Registry, policy policy.Policy, now time.Time, dev inventory.Device, t *transcript.Transcript, file string, failure error) Device {
	facts := reg.Parse(t, file)
	facts.Name, facts.Expected, facts.Site, facts.Role, facts.Pair, facts.Tags = dev.Name, dev.Hostname, dev.Site, dev.Role, dev.Pair, dev.Tags
	for _, l := range dev.Legacy {
		facts.Session.Legacy = append(facts.Session.Legacy, string(l))
	}
	facts.Failure = failureOf(t, failure)
	if policy.Past != nil {
		policy.Booted, _ = vendors.Booted(facts.Identity.Uptime, facts.Recorded)
	}
	return Device{Inventory: dev, Verdict: rules.Auditor(reg).Run(facts, policy, now), Transcript: t, File: file}
}

// failureOf says why a device was not read, from the error of its session or
// from what a stored transcript says of itself.
func failureOf(t *transcript.Transcript, err error) fact.Failure {
	var e *collect.Error
	switch {
	case err == nil && t.Failure == "":
		return fact.Failure{}
	case err == nil:
		cause, text, ok := strings.Cut(t.Failure, ": ")
		if !ok {
			cause, text = string(collect.CauseLost), t.Failure
		}
		return fact.Failure{Cause: cause, Text: text}
	case errors.As(err, &e):
		return fact.Failure{Cause: string(e.Cause), Text: e.Msg, Hint: e.Hint}
	default:
		return fact.Failure{Cause: string(collect.CauseProtocol), Text: err.Error()}
	}
}

// next gives the commands a device still needs, from what it said so far: first
// what tells its OS, then what tells its family, then what its family needs.
func next(reg vendors.Registry, dev inventory.Device, t *transcript.Transcript) []collect.Command {
	asked := map[string]bool{}
	for i := range t.Records {
		if r := &t.Records[i]; r.Kind == transcript.Command {
			asked[r.Command] = true
		}
	}
	id := dev.OS
	if id == fact.UnknownOS {
		id = reg.DetectTranscript(t)
	}
	o := reg.Find(id)
	if o == nil {
		return unasked(asked, vendors.FirstQuestions())
	}
	t.OS = string(id)
	if more := unasked(asked, o.Identify); more != nil {
		return more
	}
	facts := reg.Parse(t, "")
	p := o.Platform(facts.Identity, facts.Family)
	if p == nil {
		if more := unasked(asked, probes(o, facts.Identity, false)); more != nil {
			return more
		}
		return unasked(asked, probes(o, facts.Identity, true))
	}
	return unasked(asked, p.Commands(facts.Identity))
}

// probes are the commands that each family of an OS cannot do without: asked
// where a device does not say what it is (its account may not see the
// inventory), since an answer proves the family; then those it can do without.
func probes(o *vendors.OS, id fact.Identity, optional bool) []vendors.Command {
	var out []vendors.Command
	seen := map[string]bool{}
	for _, p := range o.Platforms {
		for _, c := range p.Commands(id) {
			if c.Optional == optional && !seen[c.Text] {
				seen[c.Text] = true
				c.Optional = true
				out = append(out, c)
			}
		}
	}
	return out
}

func unasked(asked map[string]bool, want []vendors.Command) []collect.Command {
	var out []collect.Command
	for _, c := range want {
		if asked[c.Text] || c.Instead != "" && asked[c.Instead] {
			continue
		}
		out = append(out, collect.Command{Text: c.Text, Instead: c.Instead, Optional: c.Optional, Timeout: c.Timeout, Silent: c.Patience(), MaxBytes: c.MaxSize})
	}
	return out
}
