package fact

import "slices"

// EventKind says what happened to a device between two answers.
type EventKind string

// The kinds of event.
const (
	Entered   EventKind = "entered"    // configuration lines were accepted (Event.Lines)
	Saved     EventKind = "saved"      // the running configuration was written to startup
	Committed EventKind = "committed"  // the candidate was made the configuration
	TakenBack EventKind = "taken back" // the candidate was dropped: abort, failed commit, left without commit
	Reloaded  EventKind = "reloaded"   // a reload or restart was confirmed (Event.Scope)
)

// Event is something that happened in a session beside questions and answers.
type Event struct {
	Kind EventKind
	// Lines are what was entered, each as it would stand in the configuration.
	Lines []string
	// Candidate: the lines wait for a commit, on a device that else takes each line
	// at once.
	Candidate bool
	// Scope is what was reloaded: System() for the whole device, else a module,
	// card, member or pfe by Node.
	Scope Scope
	// Output is the exchange in which it happened: what has a lower number was
	// said before.
	Output int
	Span   Span
	// After is the last exchange that is known to be before a reload which the log
	// does not show (an uptime that went back): when between the two it was is not
	// known. nil = the log shows it.
	After *int
	// Text says it in words: "reload, confirmed".
	Text string
}

// Whole reports whether an event is about the whole device.
func (e Event) Whole() bool { return e.Scope == System() || e.Scope == Scope{} }

// VitalKind says what sort of thing must be known of a device.
type VitalKind string

// The kinds of vital question; see docs/verdict.md.
const (
	Room     VitalKind = "room"     // how full a memory is that holds routes
	Overflow VitalKind = "overflow" // the device's own latched statement that one ran over
	Settled  VitalKind = "settled"  // changes pending a reload
	Engines  VitalKind = "engines"  // which forwarding engines run
	Beside   VitalKind = "beside"   // whatever else the family asks
)

// Answer is what became of a vital question.
type Answer string

// The answers, best first.
const (
	Answered     Answer = "answered"  // understood
	Down         Answer = "down"      // about an engine that does not run: information
	NotAsked     Answer = "not asked" // an offline log that never asked
	Refused      Answer = "refused"   // an error, or no permission
	Empty        Answer = "empty"     // nothing came
	NotRead      Answer = "not read"  // answered for other engines only, or without this figure
	UnknownWords Answer = "not understood"
	Cut          Answer = "cut"
	Contradicted Answer = "contradicted" // by itself, or by another answer
)

// Vital is one thing that must be known before anything but UNKN may be said,
// and whether it is.
type Vital struct {
	Kind VitalKind `json:"kind"`
	// Name is what must be known, in words: "next-hop memory", "FIB exception state".
	Name string `json:"name"`
	// Engine is the engine it is about: "fpc 0 pfe 1", "module 3"; "" = the device.
	Engine string `json:"engine,omitempty"`
	Answer Answer `json:"answer"`
	// Commands are the questions that answer it, the first one first.
	Commands []string `json:"commands,omitempty"`
	// Quote is what the device said where it is not understood, with its place.
	Quote string `json:"quote,omitempty"`
	Span  Span   `json:"-"`
	// Spare: the device may be judged without it, and the coverage says so.
	Spare bool `json:"spare,omitempty"`
}

// Open reports whether the question stands in the way of an ok.
func (v Vital) Open() bool { return v.Answer != Answered && v.Answer != Down && !v.Spare }

// Covered reports whether nothing that must be known of the device is missing.
func (d *Device) Covered() bool {
	return len(d.Coverage) > 0 && !slices.ContainsFunc(d.Coverage, Vital.Open)
}
