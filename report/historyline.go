package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
)

// The schemas of the lines of an exported history.
const (
	pastScanSchema    = "headroom.past-scan/1"
	pastReadingSchema = "headroom.past-reading/1"
)

// pastScan is the line of a scan; the lines of its devices follow it.
type pastScan struct {
	Schema string `json:"schema"`
	HistoryScan
}

// pastReading is the line of one device in that scan.
type pastReading struct {
	Schema  string       `json:"schema"`
	Scan    string       `json:"scan"`
	Device  string       `json:"device"`
	At      time.Time    `json:"at"`
	Booted  *time.Time   `json:"booted,omitempty"`
	Verdict store.Judged `json:"verdict"`
	Low     *time.Time   `json:"runs_out_low,omitempty"`
	Median  *time.Time   `json:"runs_out_median,omitempty"`
	High    *time.Time   `json:"runs_out_high,omitempty"`
	Pools   []pastPool   `json:"pools"`
}

type pastPool struct {
	Name     string        `json:"name"`
	Resource fact.Resource `json:"resource,omitempty"`
	Instance string        `json:"instance,omitempty"`
	Unit     fact.Unit     `json:"unit"`
	Kind     fact.CapKind  `json:"kind"`
	Used     fact.Figure   `json:"used"`
	Cap      fact.Figure   `json:"cap"`
	Max      fact.Figure   `json:"max"`
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func stands(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// WritePast writes a scan and its readings as lines of JSON, without transcripts.
func WritePast(w io.Writer, head HistoryScan, readings []store.Reading) error {
	enc := json.NewEncoder(plainJSON{w})
	enc.SetEscapeHTML(false)
	head.Stored, head.Future = time.Time{}, false // of this store only
	if err := enc.Encode(pastScan{pastScanSchema, head}); err != nil {
		return err
	}
	for i := range readings {
		r := &readings[i]
		line := pastReading{
			Schema: pastReadingSchema, Scan: r.Scan, Device: r.Device, At: r.At, Booted: known(r.Booted), Verdict: r.Judged,
			Low: known(r.RunsOut.Low), Median: known(r.RunsOut.Median), High: known(r.RunsOut.High), Pools: []pastPool{},
		}
		for j := range r.Samples {
			m := &r.Samples[j]
			line.Pools = append(line.Pools, pastPool{m.Name, m.Resource, m.Instance, m.Unit, m.Kind, m.Used, m.Cap, m.Max})
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// PastScan is a scan that was read from lines.
type PastScan struct {
	Head     store.Scan
	Readings []store.Reading
}

// maxPastLine is the longest line of an exported history: a chassis with some
// thousand memories.
const maxPastLine = 16 << 20

// ReadPast reads what WritePast wrote and gives each scan once it is whole. Lines
// that are none are told and passed over.
func ReadPast(r io.Reader, each func(*PastScan) error, bad func(line int, err error)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxPastLine)
	var now *PastScan
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		next, err := now.take(line)
		switch {
		case err != nil:
			bad(n, err)
		case next != nil:
			if now != nil {
				if err := each(now); err != nil {
					return err
				}
			}
			now = next
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read history: %w", err)
	}
	if now != nil {
		return each(now)
	}
	return nil
}

// take adds a reading to a scan, or gives the next scan.
func (p *PastScan) take(line []byte) (next *PastScan, err error) {
	var what struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(line, &what); err != nil {
		return nil, fmt.Errorf("not a line of JSON: %w", err)
	}
	switch what.Schema {
	case pastScanSchema:
		var s pastScan
		if err := json.Unmarshal(line, &s); err != nil {
			return nil, err
		}
		if s.ID == "" || s.Started.IsZero() {
			return nil, errors.New("a scan without id or start")
		}
		return &PastScan{Head: store.Scan{
			ID: s.ID, Started: s.Started, Finished: stands(s.Finished), Version: s.Version, Source: s.Source, Planned: s.Planned, Inventory: s.Inventory, Filter: s.Filter,
		}}, nil
	case pastReadingSchema:
		return nil, p.reading(line)
	}
	return nil, fmt.Errorf("its schema is %q, not %s or %s (what history export writes)", what.Schema, pastScanSchema, pastReadingSchema)
}

func (p *PastScan) reading(line []byte) error {
	var l pastReading
	if err := json.Unmarshal(line, &l); err != nil {
		return err
	}
	switch {
	case p == nil || p.Head.ID != l.Scan:
		return fmt.Errorf("a reading of scan %q does not follow its scan", l.Scan)
	case l.Device == "" || l.At.IsZero() || l.Verdict.State == "":
		return errors.New("a reading without device, time or state")
	}
	r := store.Reading{
		Scan: l.Scan, Device: l.Device, At: l.At.UTC(), Booted: stands(l.Booted).UTC(), Judged: l.Verdict,
		RunsOut: store.RunsOut{Low: stands(l.Low), Median: stands(l.Median), High: stands(l.High)},
	}
	for _, m := range l.Pools {
		r.Samples = append(r.Samples, store.Sample{Name: m.Name, Resource: m.Resource, Instance: m.Instance, Unit: m.Unit, Kind: m.Kind, Used: m.Used, Cap: m.Cap, Max: m.Max})
	}
	store.SortSamples(r.Samples)
	p.Readings = append(p.Readings, r)
	return nil
}
