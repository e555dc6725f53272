package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
)

// Scan is the document of `scan` and `audit`: schema headroom.scan/1.
type Scan struct {
	Schema  string           `json:"schema"`
	Scan    ScanHead         `json:"scan"`
	Summary Summary          `json:"summary"`
	Metrics *scan.Metrics    `json:"metrics,omitempty"` // what reading the devices cost; left out for files
	Passed  []collect.Passed `json:"passed,omitempty"`  // files that were not read
	Devices []Device         `json:"devices"`

	part bool // Keep took devices out: that none is left says nothing of the scan
}

// ScanHead says which scan it is.
type ScanHead struct {
	ID          string     `json:"id"`
	Started     time.Time  `json:"started"`
	Finished    *time.Time `json:"finished"` // null = interrupted
	Version     string     `json:"version"`
	Source      string     `json:"source"`
	Planned     int        `json:"planned"`
	Interrupted bool       `json:"interrupted,omitempty"`
}

// Summary counts the devices by state; every state has a count.
type Summary struct {
	Devices int                 `json:"devices"`
	States  map[audit.State]int `json:"states"`
}

// Device is one device of a scan.
type Device struct {
	Name     string          `json:"name"`
	OS       fact.OS         `json:"os"`
	Family   string          `json:"family"`
	Model    string          `json:"model"`
	Version  string          `json:"version"`
	Uptime   string          `json:"uptime,omitempty"`
	Site     string          `json:"site,omitempty"`
	Role     string          `json:"role,omitempty"`
	Pair     string          `json:"pair,omitempty"`
	Tags     []string        `json:"tags,omitempty"`
	File     string          `json:"file,omitempty"`
	Recorded *time.Time      `json:"recorded,omitempty"` // when it said what was read; left out where nothing tells
	State    audit.State     `json:"state"`
	Action   solve.Action    `json:"action"`
	RunsOut  *RunsOut        `json:"runs_out,omitempty"`
	Carve    Carve           `json:"carve"`
	Tables   []Row           `json:"tables"`
	Pools    []ledger.Pool   `json:"pools"`
	Findings []audit.Finding `json:"findings"`
	Read     ReadDoc         `json:"read"`
	Coverage Coverage        `json:"coverage"`
	Failure  *FailureDoc     `json:"failure,omitempty"`
	Session  *SessionDoc     `json:"session,omitempty"`
}

// RunsOut is the day on which the first memory is full: low with the fastest
// growth, high with the slowest; null = not in sight: more than ten years away.
type RunsOut struct {
	Low    *time.Time `json:"low"`
	Median *time.Time `json:"median"`
	High   *time.Time `json:"high"`
	Pool   string     `json:"pool"`
	// Basis says what the dates rest on: past, the device's own readings, or tables,
	// the growth of the tables of the internet.
	Basis ledger.Basis `json:"basis,omitempty"`
}

func newRunsOut(r *audit.RunsOut) *RunsOut {
	if r == nil {
		return nil
	}
	day := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.UTC().Truncate(24 * time.Hour)
		return &t
	}
	return &RunsOut{day(r.Low), day(r.Median), day(r.High), r.Pool, r.Basis}
}

// Carve is the three states of the device's own division; "" = unknown.
type Carve struct {
	Configured  string     `json:"configured,omitempty"`
	Active      string     `json:"active,omitempty"`
	AfterReload string     `json:"after_reload,omitempty"`
	Evidence    fact.Grade `json:"evidence"`
	Default     bool       `json:"default,omitempty"` // what runs is the division of the factory
}

// ReadDoc says how much of the device was read.
type ReadDoc struct {
	Commands      int      `json:"commands"`
	Complete      int      `json:"complete"`
	UnparsedLines int      `json:"unparsed_lines"`
	Errors        []string `json:"errors"`
}

// Coverage says what the verdict rests on: the vital questions, and whether each
// was answered.
type Coverage struct {
	Complete bool         `json:"complete"` // nothing that must be known is missing
	Vital    []fact.Vital `json:"vital"`
}

func newCoverage(d *fact.Device) Coverage {
	c := Coverage{Complete: d.Covered(), Vital: d.Coverage}
	if c.Vital == nil {
		c.Vital = []fact.Vital{}
	}
	return c
}

// FailureDoc says why a device was not read.
type FailureDoc struct {
	Cause string `json:"cause"`
	Text  string `json:"text"`
}

// SessionDoc says how the device was reached.
type SessionDoc struct {
	Transport string   `json:"transport"`
	Kex       string   `json:"kex,omitempty"`
	Cipher    string   `json:"cipher,omitempty"`
	MAC       string   `json:"mac,omitempty"`
	HostKey   string   `json:"host_key,omitempty"`
	Legacy    []string `json:"legacy,omitempty"`
}

// NewScan makes the document of a scan.
func NewScan(r *scan.Result) Scan { return NewScanOf(r, nil) }

// NewScanOf is NewScan where what is shown of the devices was taken while the scan ran;
// nil = it stands in the result.
func NewScanOf(r *scan.Result, taken Taken) Scan {
	doc := Scan{
		Schema:  "headroom.scan/1",
		Scan:    ScanHead{ID: r.ID, Started: r.Started, Version: r.Version, Source: r.Source, Planned: r.Planned, Interrupted: r.Interrupted},
		Summary: Summary{Devices: len(r.Devices), States: r.Counts()},
		Metrics: r.Metrics,
		Passed:  r.Passed,
		Devices: make([]Device, 0, len(r.Devices)),
	}
	if !r.Interrupted && !r.Finished.IsZero() {
		doc.Scan.Finished = &r.Finished
	}
	for i := range r.Devices {
		d := &r.Devices[i]
		if have := taken[d.Inventory.Name]; have != nil {
			doc.Devices = append(doc.Devices, *have)
			delete(taken, d.Inventory.Name)
			continue
		}
		doc.Devices = append(doc.Devices, newDevice(d))
	}
	return doc
}

func newDevice(d *scan.Device) Device {
	v, f := &d.Verdict, d.Verdict.Device
	doc := Device{
		Name: f.Name, OS: f.Identity.OS, Family: f.Family, Model: f.Identity.Model, Version: f.Identity.Version, Uptime: f.Identity.Uptime,
		Site: f.Site, Role: f.Role, Pair: f.Pair, Tags: f.Tags, File: d.File,
		State: v.State, Action: v.Action, Carve: newCarve(&f.Carve),
		Tables: make([]Row, 0, len(f.Tables)), Pools: v.Pools, Findings: v.Findings,
		Read: newRead(f), Coverage: newCoverage(f), RunsOut: newRunsOut(v.RunsOut),
	}
	for i := range f.Tables {
		doc.Tables = append(doc.Tables, NewRow(&f.Tables[i]))
	}
	if doc.Pools == nil {
		doc.Pools = []ledger.Pool{}
	}
	if doc.Findings == nil {
		doc.Findings = []audit.Finding{}
	}
	if f.Failure.Cause != "" {
		doc.Failure = &FailureDoc{f.Failure.Cause, f.Failure.Text}
	}
	doc.Recorded = known(f.Recorded)
	if s := f.Session; s.Transport != "" {
		doc.Session = &SessionDoc{s.Transport, s.Kex, s.Cipher, s.MAC, s.HostKey, s.Legacy}
	}
	return doc
}

func newCarve(c *fact.Carve) Carve {
	grade := fact.UnknownGrade
	for _, s := range []fact.Setting{c.Configured, c.Active} { // the active one's grade counts where it is known
		if s.Known() && s.Grade != fact.UnknownGrade {
			grade = s.Grade
		}
	}
	return Carve{c.Configured.Text, c.Active.Text, c.AfterReload.Text, grade, c.Default}
}

func newRead(f *fact.Device) ReadDoc {
	r := ReadDoc{UnparsedLines: len(f.Unread), Errors: []string{}}
	for i := range f.Outputs {
		o := &f.Outputs[i]
		if o.Loose {
			continue
		}
		r.Commands++
		switch {
		case o.Complete() && o.Why == "":
			r.Complete++
		case o.Complete():
			r.Errors = append(r.Errors, fmt.Sprintf("%s: %s", o.Command, o.Why))
		default:
			r.Errors = append(r.Errors, fmt.Sprintf("%s: %s", o.Command, o.State))
		}
	}
	return r
}

// ReadScan reads a headroom.scan/1 document back; an error says why it is none.
func ReadScan(raw []byte) (*Scan, error) {
	var doc Scan
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("not a headroom.scan/1 document: %w", err)
	}
	if doc.Schema != "headroom.scan/1" {
		return nil, fmt.Errorf("its schema is %q, not headroom.scan/1 (what scan, audit and report write with -o json)", doc.Schema)
	}
	return &doc, nil
}

// WriteJSON writes v as one indented JSON document; a *Scan device by device, so
// that a large one is not in memory once more.
func WriteJSON(w io.Writer, v any) error {
	if doc, ok := v.(*Scan); ok && len(doc.Devices) > 0 {
		return doc.stream(w)
	}
	return encoder(w, "").Encode(v)
}

func encoder(w io.Writer, prefix string) *json.Encoder {
	enc := json.NewEncoder(plainJSON{w})
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	return enc
}

// stream writes what encoding the whole document would, one device at a time.
func (doc *Scan) stream(w io.Writer) error {
	head := *doc
	head.Devices = []Device{}
	var b bytes.Buffer
	if err := encoder(&b, "").Encode(&head); err != nil {
		return err
	}
	const end = "]\n}\n"
	if _, err := w.Write(bytes.TrimSuffix(b.Bytes(), []byte(end))); err != nil {
		return err
	}
	for i := range doc.Devices {
		b.Reset()
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n    ")
		if err := encoder(&b, "    ").Encode(&doc.Devices[i]); err != nil {
			return err
		}
		if _, err := w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n"))); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n  "+end)
	return err
}

// WriteJSONL writes one JSON document per line: the head, then each device.
func WriteJSONL(w io.Writer, doc Scan) error {
	enc := json.NewEncoder(plainJSON{w})
	enc.SetEscapeHTML(false)
	head := struct {
		Schema  string           `json:"schema"`
		Scan    ScanHead         `json:"scan"`
		Summary Summary          `json:"summary"`
		Metrics *scan.Metrics    `json:"metrics,omitempty"`
		Passed  []collect.Passed `json:"passed,omitempty"`
	}{"headroom.scan-head/1", doc.Scan, doc.Summary, doc.Metrics, doc.Passed}
	if err := enc.Encode(head); err != nil {
		return err
	}
	for i := range doc.Devices {
		line := struct {
			Schema string `json:"schema"`
			Device
		}{"headroom.device/1", doc.Devices[i]}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
