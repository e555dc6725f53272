// Package collect runs read-only commands on many devices, politely.
//
// What goes in: jobs, which carry a resolved inventory device and commands as
// data. What comes out: one transcript per device, whatever happened, and a
// typed error that says why it is not whole. The package knows no vendor: it
// learns prompts, and its allow-list is data. Transports are subpackages.
package collect

import (
	"context"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// Command is one read-only question.
type Command struct {
	Text     string
	Instead  string        // sent where the device refuses Text; "" = nothing
	Optional bool          // a refusal does not make the device incomplete
	Timeout  time.Duration // total; 0 = the default
	Silent   time.Duration // how long it may be silent before it answers; 0 = the default
	MaxBytes int           // 0 = the default
}

// Job is one device to visit.
type Job struct {
	Device inventory.Device
	// Next gives the commands to run next, from what was read so far (first
	// call: only the login record). It is called until it returns none.
	Next func(t *transcript.Transcript) []Command

	entered func() // told by the session when the login stands; nil = nobody asks
	// enabling waits for the turn to send the secret of enable; stood is told when
	// it was taken. nil = it is always the turn.
	enabling func(ctx context.Context) (stood func(), err error)
}

// Collector visits one device: dial, log in, ask, leave. It never returns a nil
// transcript; err is nil or an *Error. Implementations and their decorators
// (limits, retry, breaker, redaction) share it.
type Collector interface {
	Collect(ctx context.Context, job Job) (*transcript.Transcript, error)
}

// Cause is why a device was not read.
type Cause string

// The causes, as they stand in reports.
const (
	CauseResolve    Cause = "resolve"     // the name does not resolve
	CauseUnreach    Cause = "unreachable" // no route, timeout
	CauseRefused    Cause = "refused"     // connection refused or reset: lines busy?
	CauseAuth       Cause = "auth"        // the credential was rejected
	CauseHostKey    Cause = "hostkey"     // unknown or changed host key
	CauseAlgorithms Cause = "algorithms"  // no common algorithm
	CauseCredential Cause = "credential"  // the secret could not be had
	CauseBreaker    Cause = "breaker"     // the credential was rejected elsewhere: not tried
	CauseTimeout    Cause = "timeout"
	CauseLost       Cause = "lost"     // the connection broke
	CauseProtocol   Cause = "protocol" // not an SSH server, no prompt …
	CauseJump       Cause = "jump"     // the jump host failed
	CauseCancelled  Cause = "cancelled"
	CauseForbidden  Cause = "forbidden" // a command is not on the allow-list
	CauseBusy       Cause = "busy"      // the device answers too slowly: the rest was not asked
	CauseBudget     Cause = "budget"    // one session asks no more of a device
	CauseDenied     Cause = "denied"    // the login stands, and this account gets no command line or no enable
	CauseQuestion   Cause = "question"  // the device asks something: nothing was typed there
)

// Error is why a session failed.
type Error struct {
	Cause  Cause
	Device string
	Msg    string
	Hint   string // what to do next
	// Credential is the key of the credential that was rejected or could not be
	// had, where it is not that of the device: of a jump host, of enable.
	Credential string
	// Asked is the question that ended the visit: nothing was typed at it.
	Asked screen.Question
	Err   error
}

// Event is one step of a session, for progress displays.
type Event struct {
	Device  string
	Kind    EventKind
	Command string
	Bytes   int // of the session so far, with command, done and failed
	At      time.Time
	Err     error
}

// EventKind is what happened.
type EventKind string

// The kinds of event.
const (
	EventQueued  EventKind = "queued"
	EventConnect EventKind = "connect"
	EventLogin   EventKind = "login"
	EventCommand EventKind = "command"
	EventDone    EventKind = "done"
	EventFailed  EventKind = "failed"
	EventRetry   EventKind = "retry"
)

func (e *Error) Error() string {
	s := e.Device + ": " + string(e.Cause) + ": " + e.Msg
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Short is the cause and the message, as a transcript keeps them: the device is
// its own, and the hint is for the day of the scan.
func (e *Error) Short() string { return string(e.Cause) + ": " + e.Msg }

func (e *Error) Unwrap() error { return e.Err }
