package store

import (
	"errors"
	"time"
)

// ErrNoScan is returned where a scan that was asked for is not in the store.
var ErrNoScan = errors.New("no such scan")

// ErrNoVisit is returned where a device of a scan has no visit: the scan was ingested
// without transcripts, or the device was not in it.
var ErrNoVisit = errors.New("no transcript is kept")

// ErrHeld is returned where a scan that should be run is run by another process.
var ErrHeld = errors.New("another headroom is at it")

// Scan is the head of one scan.
type Scan struct {
	ID       string
	Started  time.Time // by the clock of the scan, which may be told (--now)
	Stored   time.Time // when it was stored, by the clock of the machine; Begin and Ingest set it where it is zero
	Finished time.Time // zero = interrupted, or running
	Version  string
	Source   string // ssh, files
	Planned  int    // devices it set out to visit
	Visited  int    // devices whose visit is stored

	Inventory string   // file that its devices came from; "" = captured files
	Filter    string   // which of them
	Devices   []string // names of those planned; only Begin looks here, Planned reads them
	Metrics   []byte   // JSON of what the run cost, as scan writes it; nil = none
}

// ClockSlack is how far a clock may be ahead without being wrong.
const ClockSlack = 5 * time.Minute

// At is when the scan was: by its own clock, but not later than it was stored.
func (sc *Scan) At() time.Time {
	if sc.Started.After(sc.Stored) {
		return sc.Stored
	}
	return sc.Started
}

// Ahead reports whether a scan says that it is from the future: of the day it was
// stored, or of now.
func (sc *Scan) Ahead(now time.Time) bool {
	return sc.Started.After(sc.Stored.Add(ClockSlack)) || sc.At().After(now.Add(ClockSlack))
}

// TallyOf counts readings.
func TallyOf(readings []Reading) Tally {
	t := Tally{States: map[string]int{}}
	for i := range readings {
		j := &readings[i].Judged
		t.States[j.State]++
		if j.Cause == "" {
			t.Read++
		}
	}
	return t
}

// Tally is what a scan found, in numbers.
type Tally struct {
	Read   int            // devices that were read
	States map[string]int // devices by state, those with none left out
}
