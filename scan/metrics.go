package scan

import (
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// Metrics is what a scan cost: the sum of its runs where it was resumed. What
// went through a session is counted at the terminal, without SSH's own bytes.
type Metrics struct {
	Planned     int            `json:"planned"`
	Visited     int            `json:"visited"`                      // devices with a result
	Failed      map[string]int `json:"failed"`                       // of those, by cause
	Seconds     float64        `json:"seconds,omitempty"`            // of running; left out where the clock stands (--now)
	PerSecond   float64        `json:"devices_per_second,omitempty"` // visited in these seconds
	Logins      int            `json:"logins"`                       // that stood
	AuthRejects int            `json:"auth_rejects"`                 // logins that were rejected
	Retries     int            `json:"retries"`
	Commands    int            `json:"commands"`                 // questions sent, without set-up and exit
	Received    int64          `json:"bytes_received"`           // from the terminals
	PeakRSS     int64          `json:"peak_rss_bytes,omitempty"` // the largest of all runs; left out where the system does not tell
	Runs        int            `json:"runs"`
	// Killed runs ended without a word: the sessions that were open then are not
	// counted above.
	Killed  int  `json:"killed_runs,omitempty"`
	Running bool `json:"running,omitempty"` // in the store, while a run goes on
}

// meter counts what the sessions of one run tell.
type meter struct {
	mu       sync.Mutex
	m        Metrics
	before   Metrics        // of the runs before
	got      map[string]int // device -> bytes of its session counted so far
	rejected map[string]bool
	began    time.Time
}

func newMeter(before *Metrics, began time.Time) *meter {
	m := &meter{got: map[string]int{}, rejected: map[string]bool{}, began: began}
	if before != nil {
		m.before = *before
		if before.Running {
			m.before.Killed++
		}
	}
	return m
}

// step counts one event of a session on dev.
func (m *meter) step(e collect.Event, dev inventory.Device) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch e.Kind {
	case collect.EventConnect:
		delete(m.got, e.Device)
	case collect.EventLogin:
		m.m.Logins++
	case collect.EventRetry:
		m.m.Retries++
	case collect.EventCommand:
		m.m.Commands++
		m.bytes(e)
	case collect.EventDone, collect.EventFailed:
		m.bytes(e)
		delete(m.got, e.Device)
		m.reject(e.Err, dev)
	case collect.EventQueued:
	}
}

func (m *meter) bytes(e collect.Event) {
	m.m.Received += int64(e.Bytes - m.got[e.Device])
	m.got[e.Device] = e.Bytes
}

// reject counts a rejected login, and no question at which nothing was typed. That of a jump host is told to every device
// behind it and happened once.
func (m *meter) reject(err error, dev inventory.Device) {
	var e *collect.Error
	if !errors.As(err, &e) || e.Cause != collect.CauseAuth || e.Asked != screen.NoQuestion {
		return
	}
	if c := e.Credential; c != "" && c != dev.Credential && c != dev.Enable {
		if m.rejected[c] {
			return
		}
		m.rejected[c] = true
	}
	m.m.AuthRejects++
}

// sum gives the metrics of all runs so far.
func (m *meter) sum(now time.Time, peak int64) Metrics {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, b := m.m, m.before
	s.Logins += b.Logins
	s.AuthRejects += b.AuthRejects
	s.Retries += b.Retries
	s.Commands += b.Commands
	s.Received += b.Received
	s.Seconds = b.Seconds + now.Sub(m.began).Seconds()
	s.PeakRSS = max(b.PeakRSS, peak)
	s.Runs, s.Killed = b.Runs+1, b.Killed
	s.Failed = maps.Clone(b.Failed)
	return s
}

// tally adds what the devices of a result are to the metrics.
func (s *Metrics) tally(r *Result) {
	s.Planned, s.Visited, s.Failed = r.Planned, len(r.Devices), map[string]int{}
	for i := range r.Devices {
		if f := r.Devices[i].Verdict.Device.Failure; f.Cause != "" {
			s.Failed[f.Cause]++
		}
	}
	if s.Seconds > 0 {
		s.PerSecond = float64(s.Visited) / s.Seconds
	}
}
