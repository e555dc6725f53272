// Package scan is the one road from devices to verdicts: it asks vendors which
// commands a device needs, has a collect.Collector run them, turns the
// transcript into facts and the facts into a verdict, keeps all of it and tells
// who listens what happens.
//
// What goes in: resolved devices and the parts of the pipeline. What comes out:
// a Result, and Events on the way. Live routers, files on disk and stored scans
// differ only in the Collector at its head.
package scan

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// Where the transcripts of a scan came from.
const (
	SourceSSH   = "ssh"
	SourceFiles = "files"
)

// Device is one visited device, judged.
type Device struct {
	Inventory  inventory.Device
	Verdict    audit.Verdict
	Transcript *transcript.Transcript // never nil; empty where nothing was received, or Pipeline.Take
	File       string                 // "" = live
	// Kept is set where the device is as a past day judged it: without findings,
	// evidence and transcript. nil = judged now.
	Kept *store.Judged
}

// Result is one scan.
type Result struct {
	ID          string
	Version     string
	Source      string
	Started     time.Time
	Finished    time.Time
	Planned     int
	Interrupted bool
	Devices     []Device         // in the order of the inventory
	Metrics     *Metrics         // nil = files, or a scan of before there were any
	Passed      []collect.Passed // files below the paths of an audit that no device came of
	Lost        []error          // what of the past could not be read: dates are by the tables there
}

// Counts gives how many devices are in each state; every state has a count.
func (r *Result) Counts() map[audit.State]int {
	n := make(map[audit.State]int, len(audit.States()))
	for _, s := range audit.States() {
		n[s] = 0
	}
	for i := range r.Devices {
		n[r.Devices[i].Verdict.State]++
	}
	return n
}

// EventKind is what an Event tells.
type EventKind string

// The events of a scan. Those of a session are collect's.
const (
	Started  EventKind = "started"  // Planned devices will be visited
	Session  EventKind = "session"  // Step says what a session does
	Judged   EventKind = "judged"   // Device has its verdict
	Finished EventKind = "finished" // no more comes
)

// Event is one thing that happened in a scan.
type Event struct {
	Kind    EventKind
	At      time.Time
	Planned int
	Done    int
	Step    collect.Event
	Device  *Device
	Kept    bool    // with Judged: it is in the store, or there is none
	Result  *Result // with Finished
}

// Pipeline holds the parts of a scan.
type Pipeline struct {
	Collector Collector
	Registry  vendors.Registry
	Policy    policy.Policy
	Store     Store  // nil = do not keep it
	Record    string // folder for transcript files; "" = none
	Workers   int    // devices at once; 0 = 64
	ID        string // of the scan; "" = NewID
	// Lane says by which lane a device goes, and how many go there at once (0 = Workers):
	// one that stands still holds up no other. nil = all go by one.
	Lane    func(inventory.Device) (name string, workers int)
	Version string
	Now     func() time.Time
	Events  func(Event) // called from one goroutine at a time; nil = nobody listens

	Inventory string                  // file that the devices came from, so that the scan can be resumed; "" = it cannot
	Filter    string                  // which of them
	Resume    *store.Scan             // head of the unfinished scan to go on with; nil = a new one
	Stop      <-chan struct{}         // closed = take no more devices, finish the running commands; nil = never
	Grace     time.Duration           // how long these may go on then; 0 = 15 s
	Take      func(*Device)           // takes what is wanted of a device that was kept and told: the result then has its name, state and failure only, and large scans fit into memory; nil = the result has all
	PeakRSS   func() int64            // bytes; nil = not known
	Passed    func() []collect.Passed // asked when all is read: files that were not; nil = none

	mu      sync.Mutex
	current *run
}

// DefaultWorkers is how many devices are visited at once where nobody says:
// collector:0.10.
const DefaultWorkers = 64

// NewID makes the id of a scan that started at now: its time, so that ids sort,
// and four random bytes.
func NewID(now time.Time) string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // crypto/rand does not fail
	return now.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(b[:])
}
