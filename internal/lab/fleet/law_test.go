package fleet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// noAnswers are texts that devices and the servers between print in place of an
// answer; the first ones say that there is no such question.
func noAnswers() []string {
	return []string{
		"% Invalid input detected at '^' marker.\n",
		"                 ^\n% Invalid input detected at '^' marker.\n\n",
		"% Invalid command at '^' marker.\n",
		"syntax error, expecting <command>.\n",
		"unknown command.\n",
		"% Incomplete command.\n",
		"% Authorization failed.\n",
		"Command authorization failed.\n",
		"% Permission denied for the role\n",
		"error: permission denied: show\n",
		"error: the chassis-control subsystem is not responding to management requests\n",
		"error: communication failure with the daemon\n",
		"% Configuration buffer full, can't add command: show\n",
		"Unable to get configuration. Try again later\n",
		"% This command is affected by an install operation\n",
		"Resource temporarily unavailable\n",
		"timeout communicating with daemon\n",
		"Error: command timed out\n",
		"% Access denied\n",
		"Please wait, the system is initializing\n",
	}
}

// cuts is at how many lines of a long answer it is cut: at every line where
// HEADROOM_LAW is "whole".
func cuts() int {
	switch {
	case os.Getenv("HEADROOM_LAW") == "whole":
		return 1 << 20
	case testing.Short():
		return 3
	}
	return 12
}

// mutation is one way in which a record tells less.
type mutation struct {
	name string
	// make gives the record as it then is; nil = it is left out.
	make func(r transcript.Record) *transcript.Record
	// absent: the device says that it has no such command.
	absent bool
}

func withBody(r transcript.Record, body string, state transcript.State) *transcript.Record {
	r.Raw = append(append([]byte{}, r.Raw[:r.BodyStart]...), body...)
	r.BodyEnd, r.State = len(r.Raw), state
	return &r
}

func mutations(r transcript.Record) []mutation {
	out := []mutation{
		{name: "left out", make: func(transcript.Record) *transcript.Record { return nil }},
		{name: "emptied", make: func(r transcript.Record) *transcript.Record { return withBody(r, "", transcript.Complete) }},
		{name: "truncated", make: func(r transcript.Record) *transcript.Record { r.State = transcript.Truncated; return &r }},
	}
	for i, text := range noAnswers() {
		out = append(out, mutation{"answered with " + strings.TrimSpace(text), func(r transcript.Record) *transcript.Record {
			return withBody(r, text, transcript.Complete)
		}, i < 6})
	}
	body := r.Body()
	stride := 1 + bytes.Count(body, []byte("\n"))/cuts()
	for at, line := bytes.IndexByte(body, '\n'), 0; at >= 0 && at+1 < len(body); line++ {
		if head := string(body[:at+1]); line%stride == 0 {
			out = append(out, mutation{name: "cut behind " + lastWords(head), make: func(r transcript.Record) *transcript.Record {
				return withBody(r, head, transcript.Truncated)
			}})
		}
		n := bytes.IndexByte(body[at+1:], '\n')
		if n < 0 {
			break
		}
		at += 1 + n
	}
	return out
}

func lastWords(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// lawful judges a transcript with one record changed and says how it looks better
// than it may; "" = it does not.
func lawful(base, now *audit.Verdict, vital bool) string {
	switch {
	case now.State == audit.OK && vital:
		return "stayed ok without what must be known"
	case now.State == base.State, now.State == audit.Unkn, now.State == audit.Fail, now.State == audit.Stale:
		return ""
	case now.State == audit.OK:
		return "became ok"
	case now.State.Rank() > base.State.Rank() && !slices.ContainsFunc(now.Findings, func(f audit.Finding) bool { return f.State == audit.Unkn }):
		return "became " + string(now.State) + " and nothing says that something was not read"
	}
	return ""
}

func judge(t *transcript.Transcript, now time.Time) *audit.Verdict {
	v := rules.Auditor(registry.All()).Run(registry.All().Parse(t, ""), policy.Default(), now)
	return &v
}

// law tries every mutation of every answer. excused says which are no lack of
// knowledge: an optional question that the device does not know, a filter that
// finds no line, a question of what waits that a log never asked.
func law(t *testing.T, tr *transcript.Transcript, at time.Time) {
	base := judge(tr, at)
	asked, needed := optional(base.Device)
	for i := range tr.Records {
		if tr.Records[i].Kind != transcript.Command {
			continue
		}
		for _, m := range mutations(tr.Records[i]) {
			if m.absent && asked[tr.Records[i].Command] || m.name == "emptied" && filtered(tr.Records[i].Command) {
				continue
			}
			less := *tr
			less.Records = slices.Clone(tr.Records)
			if r := m.make(less.Records[i]); r != nil {
				less.Records[i] = *r
			} else {
				less.Records = slices.Delete(less.Records, i, i+1)
			}
			if bad := lawful(base, judge(&less, at), needed[tr.Records[i].Command]); bad != "" {
				t.Errorf("%s (%s): `%s` %s: %s", tr.Device, base.State, tr.Records[i].Command, m.name, bad)
			}
		}
	}
}

// optional gives the questions that the device's family can do without, and those
// that it needs; a software router needs none.
func optional(d *fact.Device) (without, needed map[string]bool) {
	without, needed = map[string]bool{}, map[string]bool{}
	o := registry.All().Find(d.Identity.OS)
	if o == nil {
		return without, needed
	}
	if p := o.Platform(d.Identity, d.Family); p != nil {
		for _, c := range p.Commands(d.Identity) {
			without[c.Text], needed[c.Text] = c.Optional, !c.Optional && !d.Identity.Virtual
		}
	}
	return without, needed
}

// filtered reports whether nothing is a good answer to a command.
func filtered(command string) bool {
	_, filter := vendors.SplitPipe(command)
	return filter != "" && !strings.HasPrefix(filter, "no-more") || strings.HasPrefix(command, "show configuration")
}

// The law: less knowledge never looks healthier.
func TestLessKnowledgeNeverLooksHealthier(t *testing.T) {
	for _, m := range members(t) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			tr := *m.Transcript
			tr.Source = "ssh"
			law(t, &tr, now)
		})
	}
}

// The same over the devices beside a working checkout.
func TestLessKnowledgeOfOtherDevices(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/devices/*.log")
	if len(files) == 0 {
		t.Skip("no devices beside this checkout")
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			tr, err := transcript.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			tr.Source = "ssh"
			law(t, tr, now)
		})
	}
}
