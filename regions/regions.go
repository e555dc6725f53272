// Package regions reads devices where they can be reached: the hub of a fleet puts a job
// for each into the queue of its region, a collector there visits it and sends back what
// it said.
//
// What goes in: devices of regions. What comes out: their transcripts, as of any
// collect.Collector; scan judges and keeps them as it does those of its own sessions. A
// job carries names of credentials and jump hosts, never secrets, and nothing that a
// collector would run: it is its own inventory that resolves them.
package regions

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// CauseRegion is why a device was not visited: nobody in its region answers.
const CauseRegion collect.Cause = "region"

// Name reports whether a region may have that name: it is part of subjects and files.
func Name(s string) bool { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`).MatchString(s) }

// job is what is sent to a region. What an older or a newer headroom does not know of it
// is passed over.
type job struct {
	Device inventory.Device `json:"device"`
}

// packJob leaves out what a collector must not take from others: what it would run, and
// the files that it would read.
func packJob(d inventory.Device) ([]byte, error) {
	d.ProxyCommand, d.SSHConfig = "", ""
	return json.Marshal(job{d})
}

func unpackJob(raw []byte) (inventory.Device, error) {
	var j job
	if err := json.Unmarshal(raw, &j); err != nil {
		return j.Device, fmt.Errorf("read job: %w", err)
	}
	if j.Device.Name == "" || j.Device.ProxyCommand != "" || j.Device.SSHConfig != "" {
		return j.Device, errors.New("read job: it has no device, or says what to run")
	}
	return j.Device, nil
}

// result is what a region sends back.
type result struct {
	Device     string        `json:"device"`
	Sent       time.Time     `json:"sent"` // by the region's clock
	Cause      collect.Cause `json:"cause,omitempty"`
	Text       string        `json:"text,omitempty"`
	Hint       string        `json:"hint,omitempty"`
	Credential string        `json:"credential,omitempty"`
	Transcript []byte        `json:"transcript"` // zstd of its file
}

func packResult(now time.Time, device string, t *transcript.Transcript, failure error) ([]byte, error) {
	r := result{Device: device, Sent: now}
	var e *collect.Error
	switch {
	case errors.As(failure, &e):
		r.Cause, r.Text, r.Hint, r.Credential = e.Cause, e.Msg, e.Hint, e.Credential
	case failure != nil:
		r.Cause, r.Text = "bug", failure.Error()
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	r.Transcript = enc.EncodeAll(transcript.Marshal(t), nil)
	return json.Marshal(r)
}

// unpackResult reads a result, and puts the clock of the region right where it is further
// off than store.ClockSlack: stored is when it came, by the clock of the hub.
func unpackResult(raw []byte, stored time.Time, slack time.Duration) (r result, t *transcript.Transcript, off time.Duration, err error) {
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, nil, 0, fmt.Errorf("read result: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(256<<20), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return r, nil, 0, err
	}
	defer dec.Close()
	file, err := dec.DecodeAll(r.Transcript, nil)
	if err != nil {
		return r, nil, 0, fmt.Errorf("read result of %s: %w", r.Device, err)
	}
	if t, err = transcript.Parse(file); err != nil {
		return r, nil, 0, fmt.Errorf("read result of %s: %w", r.Device, err)
	}
	if off = r.Sent.Sub(stored); off.Abs() <= slack {
		return r, t, 0, nil
	}
	t.Recorded = t.Recorded.Add(-off)
	return r, t, off, nil
}

// failure is why the device was not read; nil = it was.
func (r *result) failure() error {
	if r.Cause == "" {
		return nil
	}
	return &collect.Error{Cause: r.Cause, Device: r.Device, Msg: r.Text, Hint: r.Hint, Credential: r.Credential}
}

// deviceOf is the device of an id.
func deviceOf(id string) (scan, device string) {
	scan, device, _ = strings.Cut(id, "/")
	return scan, device
}
