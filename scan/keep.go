package scan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// sink keeps and tells what was judged, until all is or over closes; it is the only
// writer.
func (r *run) sink(ctx context.Context, over <-chan struct{}) {
	done := len(r.read)
	for {
		var j judged
		var more bool
		select {
		case j, more = <-r.judged:
		case <-over:
		}
		if !more {
			return
		}
		d := j.device
		kept := r.keep(ctx, &d)
		done++
		r.emit(Event{Kind: Judged, Planned: len(r.devices), Done: done, Device: &d, Kept: kept})
		r.put(j.index, &d)
	}
}

// put gives a device its place in the result.
func (r *run) put(i int, d *Device) {
	if r.Take != nil {
		r.Take(d)
		f := d.Verdict.Device
		d = &Device{
			Inventory: inventory.Device{Name: strings.Clone(d.Inventory.Name)}, Transcript: &transcript.Transcript{},
			Verdict: audit.Verdict{State: d.Verdict.State, Device: &fact.Device{Name: strings.Clone(f.Name), Failure: fact.Failure{Cause: strings.Clone(f.Failure.Cause)}}},
		}
	}
	r.slots[i] = d
}

// keep writes a device to where it is kept; false = the store did not take it.
func (r *run) keep(ctx context.Context, d *Device) bool {
	if r.Record != "" {
		r.fail(writeTranscript(r.Record, d))
	}
	if r.Store == nil {
		return true
	}
	v := visitOf(d, r.Now(), r.Version)
	v.Reading.Judged.Policy = r.mark
	if r.result.Source != SourceFiles {
		m := r.meter.sum(r.Now(), r.peak())
		m.Running = true
		raw, err := json.Marshal(m)
		r.fail(err)
		v.Metrics = raw
	}
	err := r.Store.Append(ctx, r.result.ID, v)
	r.fail(err)
	return err == nil
}

// measure gives the result what the scan cost, and stores it.
func (r *run) measure(ctx context.Context) {
	m := r.meter.sum(r.Now(), r.peak())
	m.tally(r.result)
	r.result.Metrics = &m
	if r.Store == nil {
		return
	}
	raw, err := json.Marshal(m)
	if err == nil {
		err = r.Store.Measure(ctx, r.result.ID, raw)
	}
	r.fail(err)
}

// filesDoc is what is stored of a scan of files in the place of its cost.
type filesDoc struct {
	Passed []collect.Passed `json:"passed,omitempty"`
}

// pass stores which files were not read, so that whoever opens the scan is told.
func (r *run) pass(ctx context.Context) {
	if r.Store == nil || len(r.result.Passed) == 0 {
		return
	}
	raw, err := json.Marshal(filesDoc{r.result.Passed})
	if err == nil {
		err = r.Store.Measure(ctx, r.result.ID, raw)
	}
	r.fail(err)
}

func (r *run) peak() int64 {
	if r.PeakRSS == nil {
		return 0
	}
	return r.PeakRSS()
}

// fail notes an error that does not stop the scan.
func (r *run) fail(err error) {
	if err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errs = append(r.errs, err)
	}
}

// writeTranscript writes DIR/NAME.transcript, readable by its owner only.
func writeTranscript(dir string, d *Device) error {
	path := filepath.Join(dir, TranscriptFile(d.Inventory.Name))
	err := atomicfile.Write(path, transcript.Marshal(d.Transcript), 0o600)
	if err != nil {
		return fmt.Errorf("record %s: %w", d.Inventory.Name, err)
	}
	return nil
}

// TranscriptFile is the name of the file that Record writes for a device.
func TranscriptFile(device string) string { return fileName(device) + transcript.Extension }

// longName is as long as the file name of a device may get.
const longName = 120

// fileName makes a file name of a device name, whatever that holds, and of two
// names never the same: what could mean something to a file system stands as
// %XX, and a name that is cut ends with its hash.
func fileName(name string) string {
	var b strings.Builder
	for i, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' && i > 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if b.Len() <= longName {
		return b.String()
	}
	sum := sha256.Sum256([]byte(name))
	return b.String()[:longName-17] + "~" + hex.EncodeToString(sum[:8])
}
