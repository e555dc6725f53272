// Package replay is a collector that visits captured files instead of devices.
//
// What goes in: transcripts (files of headroom, or logs of terminals), by the
// name of the device. What comes out: what a visit would have read. It answers
// only the commands that a job asks for, so that the road behind it is the one
// of a live scan. It must not import vendors, scan or above.
package replay

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/transcript"
)

// Collector gives captured transcripts. It is not changed after it is made.
type Collector struct {
	captures map[string]*transcript.Transcript
	// Whole gives a transcript as it is, without asking what the job wants.
	Whole bool
}

// New makes a collector of captures; later ones of a device win.
func New(captures ...*transcript.Transcript) *Collector {
	c := &Collector{captures: map[string]*transcript.Transcript{}}
	for _, t := range captures {
		c.captures[t.Device] = t
	}
	return c
}

// Load reads every transcript and log in a folder. A file that is neither is an
// error that names it.
func Load(dir string) (*Collector, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	var all []*transcript.Transcript
	for _, e := range entries {
		if e.IsDir() || !slices.Contains([]string{transcript.Extension, ".log", ".txt"}, filepath.Ext(e.Name())) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("replay: %w", err)
		}
		t, err := transcript.Read(data)
		if err != nil {
			return nil, fmt.Errorf("replay %s: %w", path, err)
		}
		all = append(all, t)
	}
	return New(all...), nil
}

// Collect gives the capture of the device of job.
func (c *Collector) Collect(ctx context.Context, job collect.Job) (*transcript.Transcript, error) {
	have := c.captures[job.Device.Name]
	if have == nil {
		e := &collect.Error{Cause: collect.CauseUnreach, Device: job.Device.Name, Msg: "there is no capture of it"}
		return &transcript.Transcript{Device: job.Device.Name, Source: "log", Failure: e.Error()}, e
	}
	t := *have
	if c.Whole {
		t.Records = slices.Clone(have.Records)
		return &t, nil
	}
	t.Records = nil
	for _, r := range have.Records {
		if r.Kind == transcript.Login {
			t.Records = append(t.Records, r)
		}
	}
	return &t, c.ask(ctx, job, have, &t)
}

// ask answers what the job wants until it wants nothing more.
func (c *Collector) ask(ctx context.Context, job collect.Job, have, t *transcript.Transcript) error {
	if job.Next == nil {
		return nil
	}
	for {
		next := job.Next(t)
		if len(next) == 0 {
			return nil
		}
		for _, cmd := range next {
			if ctx.Err() != nil {
				e := &collect.Error{Cause: collect.CauseCancelled, Device: t.Device, Msg: "stopped", Err: ctx.Err()}
				t.Failure = e.Short()
				return e
			}
			r := find(have, cmd.Text)
			if r == nil && cmd.Instead != "" {
				r = find(have, cmd.Instead)
			}
			if r == nil {
				r = missing(cmd.Text)
			}
			t.Records = append(t.Records, *r)
		}
	}
}

func find(t *transcript.Transcript, cmd string) *transcript.Record {
	for i := range t.Records {
		r := &t.Records[i]
		if r.Kind == transcript.Command && strings.EqualFold(strings.Join(strings.Fields(r.Command), " "), cmd) {
			return r
		}
	}
	return nil
}

// missing is the answer to a command that was not captured: a timeout with
// nothing in it, since nobody knows what the device would have said.
func missing(cmd string) *transcript.Record {
	return &transcript.Record{Kind: transcript.Command, Command: cmd, State: transcript.Timeout, Notes: []string{"it is not in the capture"}}
}
